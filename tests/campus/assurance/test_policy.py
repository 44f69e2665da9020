"""What an organisation has settled about its own quality assurance."""

import pytest

from badges import MONDAY
from campus.assurance import criteria_sets, policy
from campus.people.roles import NotAllowedError


def test_until_somebody_settles_it_reviews_come_every_year(laurel_university):
    assert policy.settled_for(laurel_university) == policy.Settled()


def test_what_is_settled_holds_until_it_is_settled_anew(laurel_university, adela, carla):
    policy.settle(laurel_university, policy.Settled(review_months=6, complaints_route="b"), by=adela, at=MONDAY)
    wanted = policy.Settled(review_months=9, feedback_route=" c ")
    settled = policy.settle(laurel_university, wanted, by=carla, at=MONDAY)

    assert settled == policy.Settled(review_months=9, feedback_route="c")


@pytest.mark.parametrize("who", ["bruno", "rositsa", "dmitri", "amina"])
def test_refuses_anybody_but_quality_and_administration(laurel_university, request, who):
    with pytest.raises(NotAllowedError):
        policy.settle(laurel_university, policy.Settled(), by=request.getfixturevalue(who), at=MONDAY)


@pytest.mark.parametrize("months", [0, 61])
def test_refuses_an_interval_that_nobody_could_keep(laurel_university, adela, months):
    with pytest.raises(policy.BadIntervalError):
        policy.settle(laurel_university, policy.Settled(review_months=months), by=adela, at=MONDAY)


def test_refuses_criteria_that_are_not_there(laurel_university, adela):
    with pytest.raises(criteria_sets.NoSuchCriteriaError):
        policy.settle(laurel_university, policy.Settled(criteria_set="atlantis"), by=adela, at=MONDAY)
