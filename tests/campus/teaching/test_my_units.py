"""A learner's way through a course: the outline, a unit, what is not open yet, and going on where one was."""

from datetime import timedelta

import pytest
from django.urls import reverse

from campus.learning.cohorts import close_cohort
from campus.teaching import setup
from campus.teaching.models import Journey, UnitDone
from cast import log_in
from marking import NOW


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def shown(course, way, learners, bruno):
    return setup.publish(course, by=bruno, at=NOW)


@pytest.fixture
def desk(client, amina):
    return log_in(client, amina)


def address(unit, name="my_unit"):
    return reverse(name, args=[unit.part.course.cohort.public_id, unit.public_id])


def course_page(desk, cohort):
    return desk.get(reverse("my_course", args=[cohort.public_id])).content.decode()


def test_a_draft_shows_nowhere(desk, course, way, learners, cohort):
    assert "Your way through the course" not in course_page(desk, cohort)
    assert desk.get(address(way.reads)).status_code == 404
    assert desk.post(address(way.reads, "my_unit_done")).status_code == 404


def test_the_outline_says_what_is_open_and_why_the_rest_is_not(desk, shown, way, cohort):
    page = course_page(desk, cohort)
    assert "Begin: Read" in page
    assert "0 of 6" in page
    assert "Opens once you have done: Read, Watch." in page
    assert "Opens on 2 December 2026, 11:00 (Europe/Sofia)." in page


def test_a_text_is_read_with_its_marks_and_without_foreign_code(desk, shown, way, bruno):
    setup.edit_unit(way.reads, seen=setup.version_of(way.reads), text_en="**Read** <script>alert(1)</script>", by=bruno, at=NOW)
    page = desk.get(address(way.reads)).content.decode()
    assert "<strong>Read</strong>" in page
    assert "<script>alert" not in page


def test_what_is_not_open_yet_says_what_to_do_first(desk, shown, way):
    answer = desk.get(address(way.meets))
    page = answer.content.decode()
    assert answer.status_code == 403
    assert address(way.reads) in page
    assert address(way.watches) in page
    assert "Mark as done" not in page
    assert desk.post(address(way.meets, "my_unit_done")).url == address(way.meets)
    assert not UnitDone.objects.exists()


def test_done_leads_on_to_the_next_that_is_open(desk, shown, way, cohort):
    assert desk.post(address(way.reads, "my_unit_done")).url == address(way.watches)
    assert desk.post(address(way.watches, "my_unit_done")).url == address(way.browses)
    assert desk.get(address(way.meets)).status_code == 200
    assert "2 of 6" in course_page(desk, cohort)
    assert desk.post(address(way.meets_again, "my_unit_done")).url == reverse("my_course", args=[cohort.public_id])


def test_one_goes_on_where_one_was_on_any_device(desk, shown, way, cohort):
    desk.post(address(way.reads, "my_unit_done"))
    desk.get(address(way.browses))
    assert "Go on: Browse" in course_page(desk, cohort)
    assert Journey.objects.get().last_unit == way.browses


def test_a_live_session_is_told_in_its_own_time_zone(desk, shown, way):
    for unit in (way.reads, way.watches):
        desk.post(address(unit, "my_unit_done"))
    page = desk.get(address(way.meets)).content.decode()
    assert "26 November 2026, 11:00 –" in page
    assert "(Europe/Sofia)" in page


def test_what_is_late_is_told_and_can_still_be_done(desk, shown, way, bruno, cohort):
    setup.edit_unit(way.reads, seen=setup.version_of(way.reads), due_at=NOW - timedelta(days=1), by=bruno, at=NOW)
    assert "It was due" in course_page(desk, cohort)
    assert desk.post(address(way.reads, "my_unit_done")).url == address(way.watches)


def test_a_course_that_is_over_can_be_read_and_counts_nothing(desk, shown, way, cohort, bruno):
    close_cohort(cohort, by=bruno, at=NOW)
    assert "The course is over" in desk.get(address(way.reads)).content.decode()
    assert "This cohort is closed" in desk.post(address(way.reads, "my_unit_done"), follow=True).content.decode()
    assert not UnitDone.objects.exists()


def test_a_stranger_and_whoever_left_find_nothing(client, desk, shown, way, learners, dmitri):
    learners[0].withdrawn = True
    learners[0].save()
    assert desk.get(address(way.reads)).status_code == 404
    log_in(client, dmitri)
    assert client.get(address(way.reads)).status_code == 404
    assert client.post(address(way.reads, "my_unit_done")).status_code == 404


def test_a_unit_of_another_cohort_is_not_found_under_ones_own(desk, shown, way, course, bruno):
    from sample_design import open_cohort

    other = setup.create(open_cohort(course.cohort.design_version, bruno, title="Another one"), by=bruno, at=NOW)
    part = setup.add_part(other, title_en="Theirs", by=bruno, at=NOW)
    theirs = setup.add_unit(part, kind="text", title_en="Secret", text_en="x", by=bruno, at=NOW)
    setup.publish(other, by=bruno, at=NOW)
    mine = reverse("my_unit", args=[course.cohort.public_id, theirs.public_id])
    assert desk.get(mine).status_code == 404
