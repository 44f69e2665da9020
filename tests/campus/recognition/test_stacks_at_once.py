"""Two registrars decide at the very same moment, and a learner clicks twice."""

import pytest
from django.db import connection

from badges import institution
from campus.recognition import stack_applying
from campus.recognition.models import CountedCredential, StackApplication
from campus.wallet.models import Holding
from cast import MONDAY, person
from simultaneously import at_once, codes
from stacking_here import credits_from, earned, micro, offered

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite writes one transaction after the other")
    organisation, author, officer, registrar = institution("stacking-university")
    certificate = micro(organisation, author, officer, "Certificate", ects=6)
    part = micro(organisation, author, officer, "Ethics", ects=2)
    learner = person("at-once@students.example", "Learner")
    earned(part, registrar, learner)
    versions = [offered(organisation, author, officer, certificate, credits_from("Any", "2")) for _each in ("one", "another")]
    return versions, learner, registrar


def test_one_badge_counts_in_one_award_whoever_is_faster(cast):
    versions, learner, registrar = cast
    waiting = [stack_applying.apply(version, name="Learner", by=learner, at=MONDAY) for version in versions]

    given = at_once(*(lambda each=each: stack_applying.award(each, by=registrar, at=MONDAY) for each in waiting))
    assert codes(given) in (["STACK_NOT_COMPLETE"], ["COUNTS_ELSEWHERE"])
    assert sorted(StackApplication.objects.values_list("state", flat=True)) == ["applied", "awarded"]
    assert CountedCredential.objects.count() == Holding.objects.count() == 1


def test_whoever_clicks_twice_applies_once(cast):
    versions, learner, _registrar = cast
    given = at_once(*(lambda: stack_applying.apply(versions[0], name="L", by=learner, at=MONDAY) for _twice in range(2)))
    assert codes(given) == ["STACK_APPLIED_ALREADY"]
    assert StackApplication.objects.count() == 1
