"""Writing a course."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from campus.learning.cohorts import CohortClosedError, close_cohort
from campus.people.roles import NotAllowedError
from campus.teaching import setup
from campus.teaching.models import Course, Unit
from marking import NOW


def titles(part):
    return list(Unit.objects.filter(part=part).order_by("place").values_list("title_en", flat=True))


def test_a_cohort_has_one_course(course, cohort, bruno):
    with pytest.raises(setup.CourseTakenError):
        setup.create(cohort, by=bruno, at=NOW)


def test_a_stranger_writes_no_course(cohort, dmitri):
    with pytest.raises(NotAllowedError):
        setup.create(cohort, by=dmitri, at=NOW)


def test_a_stranger_changes_no_course(course, way, dmitri):
    common = {"by": dmitri, "at": NOW}
    for attempt in (
        lambda: setup.add_part(course, title_en="Mine", **common),
        lambda: setup.add_unit(way.second, kind="text", title_en="Mine", text_en="x", **common),
        lambda: setup.move_unit(way.watches, up=True, **common),
        lambda: setup.remove_unit(way.watches, **common),
        lambda: setup.publish(course, **common),
    ):
        with pytest.raises(NotAllowedError):
            attempt()


def test_a_closed_cohort_gets_no_units(course, way, bruno):
    close_cohort(course.cohort, by=bruno, at=NOW)
    with pytest.raises(CohortClosedError):
        setup.add_unit(way.second, kind="text", title_en="Late", text_en="x", by=bruno, at=NOW)


@pytest.mark.parametrize(
    ("field", "unit"),
    [
        ("title_en", {"kind": "text", "text_en": "x"}),
        ("text_en", {"kind": "text", "title_en": "Empty", "text_en": "  "}),
        ("text_en", {"kind": "text", "title_en": "Long", "text_en": "x" * 100_001}),
        ("kind", {"kind": "game", "title_en": "Play"}),
        ("phase", {"kind": "text", "title_en": "When", "text_en": "x", "phase": "never"}),
        ("address", {"kind": "video", "title_en": "Nowhere"}),
        ("address", {"kind": "link", "title_en": "Script", "address": "javascript:alert(1)"}),
        ("address", {"kind": "link", "title_en": "Open", "address": "http://plain.example/"}),
        ("time_zone", {"kind": "text", "title_en": "Where", "text_en": "x", "time_zone": "Europe/Nowhere"}),
        ("begins_at", {"kind": "session", "title_en": "Never"}),
        ("begins_at", {"kind": "session", "title_en": "Back", "begins_at": NOW, "ends_at": NOW - timedelta(hours=1)}),
        ("due_at", {"kind": "text", "title_en": "Late", "text_en": "x", "opens_at": NOW, "due_at": NOW}),
    ],
)
def test_refuses_a_unit_that_cannot_be_so(way, bruno, field, unit):
    with pytest.raises(setup.UnitRuleError) as refused:
        setup.add_unit(way.second, by=bruno, at=NOW, **unit)
    assert refused.value.field == field


def test_the_database_refuses_what_the_code_might_forget(way):
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.filter(pk=way.watches.pk).update(address="javascript:alert(1)")


def test_a_part_needs_a_title(course, bruno):
    with pytest.raises(setup.UnitRuleError):
        setup.add_part(course, title_en=" ", by=bruno, at=NOW)


def test_units_change_places_with_their_neighbours(way, bruno):
    part = way.reads.part
    setup.move_unit(way.watches, up=True, by=bruno, at=NOW)
    assert titles(part)[:3] == ["Watch", "Read", "Browse"]
    setup.move_unit(way.watches, up=True, by=bruno, at=NOW)  # it is the first already
    setup.move_unit(way.reads, up=False, by=bruno, at=NOW)
    assert titles(part)[:3] == ["Watch", "Browse", "Read"]


def test_only_required_units_count(course, way, bruno):
    assert Course.objects.get().counted == 6
    setup.remove_unit(way.waits, by=bruno, at=NOW)
    setup.remove_unit(way.browses, by=bruno, at=NOW)
    assert Course.objects.get().counted == 5


def test_an_empty_course_is_not_shown(course, bruno):
    with pytest.raises(setup.CourseEmptyError):
        setup.publish(course, by=bruno, at=NOW)


def test_what_learners_see_is_not_taken_away(course, way, bruno):
    setup.publish(course, by=bruno, at=NOW)
    with pytest.raises(setup.CoursePublishedError):
        setup.remove_unit(way.reads, by=bruno, at=NOW)


def test_the_first_moment_of_publishing_stands(course, way, bruno):
    setup.publish(course, by=bruno, at=NOW)
    assert setup.publish(course, by=bruno, at=NOW + timedelta(days=1)).published_at == NOW


def test_a_course_has_an_end(course, way, bruno, monkeypatch):
    monkeypatch.setattr(setup, "MOST_UNITS", 7)
    monkeypatch.setattr(setup, "MOST_PARTS", 2)
    with pytest.raises(setup.CourseFullError):
        setup.add_unit(way.second, kind="text", title_en="Eighth", text_en="x", by=bruno, at=NOW)
    with pytest.raises(setup.CourseFullError):
        setup.add_part(course, title_en="Third", by=bruno, at=NOW)
