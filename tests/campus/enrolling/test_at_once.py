"""Several people want the last seat at the very same moment."""

import pytest
from django.db import connection

from badges import institution, published
from campus.enrolling import applying, waiting
from campus.enrolling.models import Application
from campus.learning.models import Enrolment
from cast import MONDAY, person
from enrolling import applied, intake_of
from simultaneously import at_once, codes

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def intake():
    organisation, author, officer, registrar = institution("last-seat-university")
    return intake_of(published(organisation, author, officer), author, registrar, capacity=1)


def learners(number):
    return [person(f"at-once-{place}@students.example", f"Learner {place}") for place in range(number)]


def only_where_rows_are_locked():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite writes one transaction after the other")


def test_the_last_seat_goes_to_one_and_the_other_waits(intake):
    only_where_rows_are_locked()
    one, two, three = learners(3)
    at_once(*(lambda who=who: applied(intake, who) for who in (one, two, three)))

    assert sorted(intake.applications.values_list("state", flat=True)) == ["enrolled", "waitlisted", "waitlisted"]
    assert Enrolment.objects.filter(cohort=intake.cohort).count() == 1


def test_whoever_clicks_twice_applies_once(intake):
    only_where_rows_are_locked()
    (one,) = learners(1)
    given = at_once(*(lambda: applied(intake, one) for _twice in range(2)))

    assert codes(given) == ["APPLIED_ALREADY"]
    assert Application.objects.filter(intake=intake).count() == 1


def test_an_offer_that_runs_out_while_it_is_accepted_ends_in_one_way(intake):
    only_where_rows_are_locked()
    one, two, three = learners(3)
    for each in (one, two, three):
        applied(intake, each)
    applying.withdraw(intake.applications.get(person=one), by=one, at=MONDAY)
    offered = intake.applications.get(person=two)

    at_once(
        lambda: applying.accept(offered, by=two, at=MONDAY),
        lambda: waiting.expire_offers(at=offered.offer_expires_at),
    )
    held = intake.applications.filter(seat__isnull=False)
    assert held.count() == 1
    assert held.get().person in (two, three)
