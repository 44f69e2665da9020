"""A learner's course: what there is to do, and how they stand; nothing shows before it is released."""

import pytest
from django.urls import reverse

from campus.learning.award import award_cohort
from campus.learning.models import Result
from campus.marking import board, releasing, settling
from campus.marking.models import Mark, Submission
from campus.people.models import Role
from cast import log_in, member, person
from marking import NOW, assignment_of, class_of, finish, handed_in, later, pool, work
from sample_design import open_cohort, publish


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: later(days=1))


@pytest.fixture
def cohort(laurel_university, bruno, carla):
    return open_cohort(publish(laurel_university, bruno, carla), bruno)


@pytest.fixture
def amina_enrolled(cohort):
    return class_of(cohort, 1)[0]


@pytest.fixture
def desk(client, amina):
    return log_in(client, amina)


def page_of(desk, cohort):
    return desk.get(reverse("my_course", args=[cohort.public_id])).content.decode()


def test_the_course_lists_what_there_is_to_do_and_what_is_missing_for_the_award(desk, cohort, amina_enrolled, bruno):
    assignment_of(cohort, bruno)
    page = page_of(desk, cohort)
    assert ("Essay" in page, "You can hand in" in page, "How you stand" in page) == (True, True, True)
    assert "no result yet" in page
    assert reverse("my_course", args=[cohort.public_id]) in desk.get("/my/learning/").content.decode()


def test_a_result_that_is_confirmed_but_not_released_shows_nowhere(desk, cohort, amina_enrolled, bruno, laurel_university):
    pavel = member(laurel_university, person("pavel@laurel.example", "Pavel"), Role.APPROVER)
    assignment = assignment_of(
        cohort, bruno, second_minimum=0, second_percent=0, second_fails=False, borderline=0, release_at=later(days=9)
    )
    handed_in(assignment, amina_enrolled)
    pool(cohort, bruno, bruno)
    work()
    from campus.marking import allocation

    allocation.allot_all(assignment.pk, at=NOW)
    finish(Mark.objects.get(), 3, 4)
    settling.settle_the_rest(assignment.pk, at=NOW)
    settling.finish_moderation(assignment, by=bruno, at=NOW)
    sitting = board.open_sitting(cohort, [bruno, pavel], by=pavel, at=NOW)
    for someone in (bruno, pavel):
        board.sign(sitting, by=someone, at=NOW)
    board.close(sitting, by=pavel, at=NOW)

    assert Result.objects.get(assessment="exam").score == Submission.objects.get().total
    assert "87.5" not in page_of(desk, cohort)
    releasing.release(assignment.pk, at=later(days=9))
    assert "87.5" in page_of(desk, cohort)


def test_an_award_is_told_and_a_stranger_finds_no_course(desk, cohort, amina_enrolled, rositsa, dmitri, client):
    for assessment in ("project", "exam"):
        Result.objects.create(enrolment=amina_enrolled, assessment=assessment, score=80, recorded_at=NOW)
    amina_enrolled.meets_rules = True
    amina_enrolled.save()
    award_cohort(cohort, by=rositsa, at=NOW)
    assert "You have earned it." in page_of(desk, cohort)
    log_in(client, dmitri)
    assert client.get(reverse("my_course", args=[cohort.public_id])).status_code == 404


def test_whoever_withdrew_has_no_course_any_more(desk, cohort, amina_enrolled):
    amina_enrolled.withdrawn = True
    amina_enrolled.save()
    assert desk.get(reverse("my_course", args=[cohort.public_id])).status_code == 404
