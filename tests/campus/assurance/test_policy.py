"""What an organisation has settled about its own quality assurance."""

import pytest

from badges import MONDAY
from campus.assurance import policy
from campus.people.roles import NotAllowedError


def test_until_somebody_settles_it_reviews_come_every_year(laurel_university):
    assert policy.settled_for(laurel_university) == policy.Settled(review_months=12, feedback_route="", complaints_route="")


def test_what_is_settled_holds_until_it_is_settled_anew(laurel_university, adela, carla):
    policy.settle(laurel_university, review_months=6, feedback_route="a", complaints_route="b", by=adela, at=MONDAY)
    settled = policy.settle(laurel_university, review_months=9, feedback_route=" c ", complaints_route="", by=carla, at=MONDAY)

    assert settled == policy.Settled(review_months=9, feedback_route="c", complaints_route="")


@pytest.mark.parametrize("who", ["bruno", "rositsa", "dmitri", "amina"])
def test_refuses_anybody_but_quality_and_administration(laurel_university, request, who):
    someone = request.getfixturevalue(who)

    with pytest.raises(NotAllowedError):
        policy.settle(laurel_university, review_months=6, feedback_route="", complaints_route="", by=someone, at=MONDAY)


@pytest.mark.parametrize("months", [0, 61])
def test_refuses_an_interval_that_nobody_could_keep(laurel_university, adela, months):
    with pytest.raises(policy.BadIntervalError):
        policy.settle(laurel_university, review_months=months, feedback_route="", complaints_route="", by=adela, at=MONDAY)
