"""Awards go out as grades, once each, whatever is interrupted."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connections
from django.utils import timezone

from campus.base.models import Fact
from campus.connectors.lti13 import scores
from campus.connectors.lti13.columns import resource_of
from campus.connectors.lti13.courses import set_sends_awards
from campus.connectors.lti13.models import Course, CourseMember, Score
from campus.jobs.run_until_idle import StillFailingError, run_until_idle
from campus.learning.award import award_cohort
from campus.people.roles import NotAllowedError
from campus.verification.exchange import guarded_exchange
from sample_design import gradebook, record_gradebook

pytestmark = pytest.mark.django_db


@pytest.fixture
def graded(course, cohort, moodle):
    """Two learners who have earned it and one who has not, all known to the platform."""
    rows = ("101,A,a@students.example,80,90", "102,B,b@students.example,70,70", "103,C,c@students.example,1,1")
    record_gradebook(cohort, gradebook(*rows))
    for number in (1, 2, 3):
        moodle.add_member(number)
        CourseMember.objects.create(course=course, subject=f"u{number}", number=f"10{number}")
    return course


def award(course, bruno, *, sends=True):
    if sends:
        set_sends_awards(course, sends=True, by=bruno, at=timezone.now())
    award_cohort(course.cohort, by=bruno, at=timezone.now())


def arrived(moodle):
    return [(each["userId"], each["scoreGiven"], each["scoreMaximum"]) for each in moodle.scores]


def test_an_award_arrives_as_a_grade_in_a_column_of_its_own(graded, moodle, bruno):
    award(graded, bruno)
    run_until_idle()

    assert arrived(moodle) == [("u1", 86.0, 100.0), ("u2", 70.0, 100.0)]
    score = moodle.scores[0]
    assert (score["activityProgress"], score["gradingProgress"]) == ("Completed", "FullyGraded")
    assert score["timestamp"].endswith("Z")
    assert moodle.items[score["column"]]["resourceId"] == resource_of(graded)
    assert set(Score.objects.values_list("state", flat=True)) == {"sent"}


def test_nothing_goes_out_before_staff_say_so(graded, moodle, bruno):
    award(graded, bruno, sends=False)
    run_until_idle()
    assert moodle.scores == []

    set_sends_awards(graded, sends=True, by=bruno, at=timezone.now())
    run_until_idle()

    assert len(moodle.scores) == 2


def test_repeating_everything_sends_nothing_twice(graded, moodle, bruno):
    award(graded, bruno)
    run_until_idle()
    award_cohort(graded.cohort, by=bruno, at=timezone.now())
    Fact.objects.update(handled_at=None, claimed_at=None)
    run_until_idle()

    assert len(moodle.scores) == 2
    assert sum(each.startswith("POST /items?") for each in moodle.asked) == 1
    assert sum("/scores" in each for each in moodle.asked) == 2


def test_a_learner_who_becomes_known_later_gets_theirs_then(graded, moodle, bruno):
    CourseMember.objects.filter(subject="u2").delete()
    award(graded, bruno)
    run_until_idle()
    assert len(moodle.scores) == 1

    CourseMember.objects.create(course=graded, subject="u2", number="102")
    assert scores.queue(Course.objects.get(), at=timezone.now()) == 1


def test_a_grade_whose_answer_was_lost_is_not_sent_again(graded, moodle, bruno):
    award(graded, bruno)
    guarded = guarded_exchange()

    def dies_after_the_first_grade(asked):
        answer = guarded(asked)
        if "/scores" in asked.url:
            raise KeyboardInterrupt
        return answer

    fresh = Course.objects.get()
    scores.queue(fresh, at=timezone.now())
    with pytest.raises(KeyboardInterrupt):
        scores.send(fresh, exchange=dies_after_the_first_grade, now=timezone.now, until=soon())
    assert Score.objects.filter(state="sending").count() == 1
    Score.objects.filter(state="sending").update(claimed_at=timezone.now() - timedelta(minutes=6))
    run_until_idle()

    assert arrived(moodle) == [("u1", 86.0, 100.0), ("u2", 70.0, 100.0)]
    assert sum("/scores" in each for each in moodle.asked) == 2


def test_a_grade_that_never_left_is_sent_after_the_crash(graded, moodle, bruno):
    award(graded, bruno)

    def dies_before(asked):
        if "/scores" in asked.url:
            raise KeyboardInterrupt
        return guarded_exchange()(asked)

    fresh = Course.objects.get()
    scores.queue(fresh, at=timezone.now())
    with pytest.raises(KeyboardInterrupt):
        scores.send(fresh, exchange=dies_before, now=timezone.now, until=soon())
    Score.objects.filter(state="sending").update(claimed_at=timezone.now() - timedelta(minutes=6))
    run_until_idle()

    assert len(moodle.scores) == 2


def test_refuses_to_count_a_grade_twice_where_nobody_may_read_grades(graded, moodle, bruno):
    """The platform lets nobody see results, so it is sent again: the very same, which the platform has."""
    award(graded, bruno)
    run_until_idle()
    moodle.answers = [("/results", 403), ("/results", 403)]
    Score.objects.update(state="waiting", sent_at=None)
    Fact.objects.filter(kind="lti.scores_due").update(handled_at=None, claimed_at=None)
    run_until_idle()

    assert len(moodle.scores) == 2
    assert set(Score.objects.values_list("state", "status")) == {("sent", 409)}


def test_refuses_to_make_a_second_column_after_a_crash(graded, moodle, bruno):
    award(graded, bruno)
    guarded = guarded_exchange()

    def dies_after_the_column(asked):
        answer = guarded(asked)
        if asked.method == "POST" and "/items?" in asked.url:
            raise KeyboardInterrupt
        return answer

    fresh = Course.objects.get()
    scores.queue(fresh, at=timezone.now())
    with pytest.raises(KeyboardInterrupt):
        scores.send(fresh, exchange=dies_after_the_column, now=timezone.now, until=soon())
    run_until_idle()

    assert len(moodle.items) == 1
    assert len(moodle.scores) == 2


def test_the_column_of_the_link_is_used_where_there_is_one(graded, moodle, bruno):
    own = moodle.add_column("own", "Laurel")
    Course.objects.update(lineitem_url=own)
    award(graded, bruno)
    run_until_idle()

    assert {each["column"] for each in moodle.scores} == {own}
    assert len(moodle.items) == 1


def test_a_platform_that_is_away_gets_them_later(graded, moodle, bruno):
    award(graded, bruno)
    moodle.answers = [("/scores", 503)]
    with pytest.raises(StillFailingError):
        run_until_idle()
    assert Course.objects.get().scores_failure == "LTI_ODD_ANSWER"
    run_until_idle()

    assert len(moodle.scores) == 2
    assert Course.objects.get().scores_failure == ""


def test_somebody_who_left_the_course_does_not_hold_up_the_others(graded, moodle, bruno):
    moodle.members.pop(0)
    award(graded, bruno)
    run_until_idle()

    assert arrived(moodle) == [("u2", 70.0, 100.0)]
    assert Score.objects.get(subject="u1").state == "refused"


def test_a_platform_that_forbids_it_is_not_asked_for_ever(graded, moodle, bruno):
    award(graded, bruno)
    moodle.answers = [("/scores", 403)] * 2  # both facts, the switch and the award, try
    run_until_idle()

    assert Course.objects.get().scores_failure == "LTI_NOT_ALLOWED"
    assert Score.objects.filter(state="waiting").count() == 2


def test_refuses_a_second_grade_for_one_award(graded, bruno):
    award(graded, bruno)
    scores.queue(Course.objects.get(), at=timezone.now())
    first = Score.objects.order_by("pk")[0]

    with pytest.raises(IntegrityError):
        Score.objects.create(course=first.course, award=first.award, subject="u1", given=1, maximum=1, timestamp=timezone.now())


def test_refuses_those_who_may_not(graded, adela, dmitri, carla):
    for somebody in (adela, dmitri, carla):
        with pytest.raises(NotAllowedError):
            set_sends_awards(graded, sends=True, by=somebody, at=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_grade_once(graded, moodle, bruno):
    award(graded, bruno)
    scores.queue(Course.objects.get(), at=timezone.now())
    together = threading.Barrier(2, timeout=10)
    failures = []

    def work():
        try:
            mine = Course.objects.select_related("platform", "cohort__design_version").get()
            together.wait()
            scores.send(mine, exchange=guarded_exchange(), now=timezone.now, until=soon())
        except Exception as failure:  # told below
            failures.append(failure)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _each in range(2)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()

    assert failures == []
    assert sorted(arrived(moodle)) == [("u1", 86.0, 100.0), ("u2", 70.0, 100.0)]
    assert sum("/scores" in each for each in moodle.asked) == 2


def soon():
    return timezone.now() + timedelta(minutes=1)
