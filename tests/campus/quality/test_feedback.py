"""The short survey: anonymous, once each, and nothing shown of fewer than five answers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from badges import MONDAY, issued
from campus.assurance.feedback_summary import QUESTIONS, Audience, as_cited, summaries
from campus.assurance.models import Feedback, FeedbackGiven, FeedbackLink
from campus.people.roles import NotAllowedError
from campus.people.scope import NotFoundError
from campus.quality import feedback
from campus.wallet import claim, deliver
from campus.wallet.links import claim_secret

FOURS = dict.fromkeys(QUESTIONS[Audience.LEARNER], 4)
FIVES = dict.fromkeys(QUESTIONS[Audience.EMPLOYER], 5)


@pytest.fixture
def holder(version, rositsa, amina):
    badge = issued(version, rositsa)
    deliver.deliver([badge.pk], at=timezone.now())
    claim.claim(claim_secret(badge.public_id, generation=1), person=amina, at=timezone.now())
    return amina


def answered(version, carla, count):
    for secret in feedback.make_links(version, count=count, by=carla, at=MONDAY):
        feedback.give_by_link(secret, scores=FIVES, at=MONDAY)


def test_an_answer_holds_neither_person_nor_time(version, holder):
    feedback.give(version, scores=FOURS, by=holder)

    assert {field.name for field in Feedback._meta.get_fields()} == {"id", "version", "audience", "scores", "told"}
    assert {field.name for field in FeedbackGiven._meta.get_fields()} == {"id", "version", "person"}
    assert Feedback.objects.get().scores == FOURS


def test_refuses_a_second_answer_and_one_of_whoever_does_not_hold_the_badge(version, holder, bruno):
    feedback.give(version, scores=FOURS, by=holder)

    with pytest.raises(feedback.GivenAlreadyError):
        feedback.give(version, scores=FOURS, by=holder)
    with pytest.raises(feedback.NotHolderError):
        feedback.give(version, scores=FOURS, by=bruno)
    assert Feedback.objects.count() == 1


@pytest.mark.parametrize("scores", [{}, FOURS | {"outcomes": 6}, FOURS | {"outcomes": 0}, FOURS | {"name": 3}, FIVES])
def test_refuses_answers_that_are_not_on_the_scale(version, holder, scores):
    with pytest.raises(feedback.BadScoresError):
        feedback.give(version, scores=scores, by=holder)
    assert not FeedbackGiven.objects.exists()


def test_fewer_than_five_answers_show_nothing(version, carla):
    answered(version, carla, 4)
    few = next(each for each in summaries(version.design) if each.audience == Audience.EMPLOYER)
    cited = next(each for each in as_cited(version.design) if each["audience"] == "employer")
    answered(version, carla, 1)
    enough = next(each for each in summaries(version.design) if each.audience == Audience.EMPLOYER)

    assert (few.shown, dict(few.means), cited["answers"]) == (False, {}, None)
    assert (enough.shown, enough.means["trust"]) == (True, 5.0)


def test_nobodys_answer_can_be_worked_out_from_two_means(version, carla):
    answered(version, carla, 5)
    before = summaries(version.design)
    for secret in feedback.make_links(version, count=4, by=carla, at=MONDAY):
        feedback.give_by_link(secret, scores=dict.fromkeys(FIVES, 1), at=MONDAY)

    assert summaries(version.design) == before
    answered(version, carla, 1)
    after = next(each for each in summaries(version.design) if each.audience == Audience.EMPLOYER)
    assert (after.answers, after.means["trust"]) == (10, 3.4)


def test_a_link_gives_one_answer_and_runs_out(version, carla):
    first, second = feedback.make_links(version, count=2, by=carla, at=MONDAY)
    feedback.give_by_link(first, scores=FIVES, at=MONDAY)

    with pytest.raises(NotFoundError):
        feedback.give_by_link(first, scores=FIVES, at=MONDAY)
    with pytest.raises(NotFoundError):
        feedback.give_by_link(second, scores=FIVES, at=MONDAY + timedelta(days=61))
    with pytest.raises(NotFoundError):
        feedback.link_of("x" * 43, at=MONDAY)
    assert not FeedbackLink.objects.filter(secret_digest__in=[first, second]).exists()


@pytest.mark.parametrize("count", [0, 51])
def test_refuses_links_of_others_and_too_many(version, carla, bruno, dmitri, count):
    with pytest.raises(feedback.TooManyLinksError):
        feedback.make_links(version, count=count, by=carla, at=MONDAY)
    for someone in (bruno, dmitri):
        with pytest.raises(NotAllowedError):
            feedback.make_links(version, count=1, by=someone, at=MONDAY)
