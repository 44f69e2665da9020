"""The pages on which a course is written, looked at and followed."""

from datetime import timedelta

import pytest
from django.urls import reverse

from campus.learning.cohorts import close_cohort
from campus.learning.models import Cohort
from campus.people.models import Role
from campus.teaching import progress, setup
from campus.teaching.models import Course, Part, Unit
from cast import log_in, member, person
from marking import NOW
from sample_design import open_cohort


@pytest.fixture
def desk(client, bruno):
    return log_in(client, bruno)


def address(cohort, name="course", *rest):
    return reverse(name, args=["laurel-university", cohort.public_id, *rest])


TEXT = {"title_en": "Read", "text_en": "x"}
SESSION = {
    "title_en": "Meet", "phase": "in_class", "time_zone": "America/New_York", "begins_at": "2026-12-01T09:00",
    "ends_at": "2026-12-01T11:00", "meets_in": "Room 5", "required": "on",
}  # fmt: skip


def test_a_course_is_begun_filled_and_shown(desk, cohort):
    assert "has no course yet" in desk.get(address(cohort)).content.decode()
    desk.post(address(cohort))
    desk.post(address(cohort), {"title_en": "Week 1", "title_bg": "Седмица 1"})
    part = Part.objects.get()
    answer = desk.post(address(cohort, "course_unit_new", part.public_id, "session"), SESSION)
    unit = Unit.objects.get()
    assert answer.url == address(cohort, "course_unit_preview", unit.public_id)
    assert unit.begins_at.isoformat() == "2026-12-01T14:00:00+00:00"
    page = desk.get(answer.url).content.decode()
    assert ("Room 5" in page, "1 December 2026, 9:00" in page or "1 December 2026, 09:00" in page) == (True, True)
    assert "A draft: learners do not see it" in desk.get(address(cohort)).content.decode()
    desk.post(address(cohort, "course_publish"))
    assert Course.objects.get().published_at is not None


def test_an_empty_course_is_not_shown_and_says_why(desk, course, cohort):
    assert "Add a unit first" in desk.post(address(cohort, "course_publish"), follow=True).content.decode()
    assert Course.objects.get().published_at is None


@pytest.mark.parametrize(
    ("kind", "fields", "told"),
    [
        ("text", {"title_en": "Read"}, "it needs a text"),
        ("video", {"title_en": "Watch", "address": "http://video.example/"}, "begins with https://"),
        ("link", {"title_en": "Open"}, "This field is required"),
        ("session", {**SESSION, "ends_at": "2026-12-01T08:00"}, "ends after that"),
        (
            "text",
            {"title_en": "Read", "text_en": "x", "opens_at": "2026-12-02T08:00", "due_at": "2026-12-01T08:00"},
            "is due before",
        ),
    ],
)
def test_refuses_a_unit_that_cannot_be_so_and_keeps_what_was_typed(desk, course, way, cohort, kind, fields, told):
    before = Unit.objects.count()
    sent = {"phase": "before", "time_zone": "Europe/Sofia", **fields}
    answer = desk.post(address(cohort, "course_unit_new", way.second.public_id, kind), sent)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert told in page
    assert f'value="{fields["title_en"]}"' in page
    assert Unit.objects.count() == before


def test_a_kind_that_is_not_known_has_no_page(desk, course, way, cohort):
    assert desk.get(address(cohort, "course_unit_new", way.second.public_id, "game")).status_code == 404


def changed(desk, cohort, unit, **fields):
    page = desk.get(address(cohort, "course_unit", unit.public_id))
    return {**{k: v for k, v in page.context["form"].initial.items() if v is not None}, **fields}


def test_a_unit_is_changed_and_its_kind_stays(desk, course, way, cohort):
    sent = changed(desk, cohort, way.watches, title_en="Watch this")
    assert desk.post(address(cohort, "course_unit", way.watches.public_id), sent).status_code == 302
    way.watches.refresh_from_db()
    assert (way.watches.title_en, way.watches.kind) == ("Watch this", "video")


def test_two_authors_do_not_write_over_each_other(desk, course, way, cohort, bruno):
    sent = changed(desk, cohort, way.reads, text_en="Mine")
    setup.edit_unit(way.reads, seen=setup.version_of(way.reads), text_en="Theirs", by=bruno, at=NOW)
    answer = desk.post(address(cohort, "course_unit", way.reads.public_id), sent)
    assert answer.status_code == 400
    assert "Somebody changed this unit meanwhile" in answer.content.decode()
    assert ">\nMine</textarea>" in answer.content.decode()
    assert Unit.objects.get(pk=way.reads.pk).text_en == "Theirs"


def test_what_counts_stays_once_learners_see_the_course(desk, course, way, cohort, bruno):
    setup.publish(course, by=bruno, at=NOW)
    assert "required" not in desk.get(address(cohort, "course_unit", way.reads.public_id)).context["form"].fields
    with pytest.raises(setup.CoursePublishedError):
        setup.edit_unit(way.reads, seen=setup.version_of(way.reads), required=False, by=bruno, at=NOW)
    answer = desk.post(address(cohort, "course_unit_act", way.reads.public_id, "remove"), follow=True)
    assert "what counts for their progress stays" in answer.content.decode()
    assert Unit.objects.filter(pk=way.reads.pk).exists()


def test_parts_and_units_change_places_and_go(desk, course, way, cohort):
    first = way.reads.part
    desk.post(address(cohort, "course_part_act", way.second.public_id, "up"))
    assert [each.pk for each in course.parts.order_by("place")] == [way.second.pk, first.pk]
    desk.post(address(cohort, "course_unit_act", way.watches.public_id, "up"))
    assert list(first.units.order_by("place").values_list("title_en", flat=True)[:2]) == ["Watch", "Read"]
    desk.post(address(cohort, "course_part_act", first.public_id, "remove"))
    assert Part.objects.filter(pk=first.pk).exists()  # it has units
    desk.post(address(cohort), {"title_en": "Empty"})
    empty = Part.objects.get(title_en="Empty")
    desk.post(address(cohort, "course_part_act", empty.public_id, "remove"))
    assert not Part.objects.filter(pk=empty.pk).exists()


def test_a_part_gets_another_title(desk, course, way, cohort):
    there = address(cohort, "course_part", way.second.public_id)
    assert desk.post(there, {"title_en": " "}).status_code == 400
    desk.post(there, {"title_bg": "Доводи"})
    assert Part.objects.get(pk=way.second.pk).title_bg == "Доводи"


def test_a_course_is_taken_over_with_its_dates_moved(desk, course, way, cohort, bruno):
    Cohort.objects.filter(pk=cohort.pk).update(starts_on="2026-11-02")
    later = open_cohort(cohort.design_version, bruno, title="Autumn", starts_on="2027-05-03")
    target = setup.create(Cohort.objects.get(pk=later.pk), by=bruno, at=NOW)
    assert "every date moves with it" in desk.get(address(later)).content.decode()
    desk.post(address(later, "course_copy"), {"source": str(course.public_id)})
    taken = Unit.objects.get(part__course=target, title_en="Meet")
    # 182 days on, at 11:00 in Sofia as before, though summer time has begun
    assert taken.begins_at.isoformat() == "2027-05-27T08:00:00+00:00"
    course.refresh_from_db()
    target.refresh_from_db()
    assert (target.counted, target.published_at) == (course.counted, None)
    told = desk.post(address(later, "course_copy"), {"source": str(course.public_id)}, follow=True).content.decode()
    assert "has parts already" in told


def test_without_first_days_dates_of_opening_are_left_out(desk, course, way, cohort, bruno):
    later = open_cohort(cohort.design_version, bruno, title="Autumn")
    target = setup.create(later, by=bruno, at=NOW)
    desk.post(address(later, "course_copy"), {"source": str(course.public_id)})
    assert Unit.objects.get(part__course=target, title_en="Later").opens_at is None


def test_refuses_to_take_over_a_course_of_another_university(desk, course, way, cohort, dmitri, bruno):
    from campus.people.roles import NotAllowedError
    from campus.teaching.copying import copy_into

    later = open_cohort(cohort.design_version, bruno, title="Autumn")
    target = setup.create(later, by=bruno, at=NOW)
    with pytest.raises(NotAllowedError):
        copy_into(target, course, by=dmitri, at=NOW)
    assert desk.post(address(later, "course_copy"), {"source": "00000000-0000-4000-8000-000000000000"}).status_code == 302
    assert not target.parts.exists()


def test_progress_is_counted_and_found(desk, course, way, cohort, learners, bruno):
    setup.publish(course, by=bruno, at=NOW)
    unit = Unit.objects.select_related("part__course__cohort").get(pk=way.reads.pk)
    progress.finish(learners[1], unit, at=NOW + timedelta(hours=1))
    page = desk.get(address(cohort, "course_progress"))
    assert [(row["learner"].number, row["done"], row["last"]) for row in page.context["rows"]] == [
        ("1", 0, ""), ("2", 1, "Read"), ("3", 0, ""),
    ]  # fmt: skip
    assert [count for _key, _label, count in page.context["facets"]] == [1, 0, 2]
    found = desk.get(address(cohort, "course_progress"), {"show": "begun"}).context["rows"]
    assert [row["learner"].number for row in found] == ["2"]
    assert not desk.get(address(cohort, "course_progress"), {"q": "nobody"}).context["rows"]


def test_whoever_may_not_see_learners_sees_no_progress(client, course, cohort, laurel_university):
    log_in(client, member(laurel_university, person("vera@laurel.example", "Vera"), Role.AUTHOR))
    assert address(cohort, "course_progress") not in client.get(address(cohort)).content.decode()
    assert client.get(address(cohort, "course_progress")).status_code == 403


def test_a_closed_cohort_offers_no_changes(desk, course, way, cohort, bruno):
    close_cohort(cohort, by=bruno, at=NOW)
    page = desk.get(address(cohort)).content.decode()
    assert ("Read" in page, "Add the part" in page) == (True, False)
