"""Officers act on one case at the very same moment."""

import pytest
from django.db import connection

from badges import institution
from campus.recognition import cases, deciding
from campus.recognition.models import CaseSeat, Decision, RecognisedLearning
from cast import person
from recognising import FULL, NOW, foreign_badge, officer, submitted
from simultaneously import at_once, codes

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite writes one transaction after the other")
    organisation, *_rest = institution("desk-university")
    amina = person("amina@post.example", "Amina")
    return organisation, amina, [officer(organisation, name) for name in ("Olga", "Petar")]


def test_two_officers_decide_and_one_decision_is_made(desk):
    organisation, amina, officers = desk
    case = submitted(organisation, amina)
    for each in officers:
        deciding.take(case, by=each, at=NOW)
    given = at_once(*(lambda by=each: deciding.decide(case, FULL, by=by, at=NOW) for each in officers))
    assert codes(given) == ["CASE_NOT_OPEN"]
    assert Decision.objects.count() == 1


def test_a_case_is_withdrawn_or_decided_never_both(desk):
    organisation, amina, (olga, _petar) = desk
    case = submitted(organisation, amina)
    deciding.take(case, by=olga, at=NOW)
    given = at_once(lambda: cases.withdraw(case, by=amina, at=NOW), lambda: deciding.decide(case, FULL, by=olga, at=NOW))
    assert codes(given) == ["CASE_NOT_OPEN"]
    case.refresh_from_db()
    assert (case.state == "decided") == Decision.objects.exists()


def test_an_officer_who_clicks_twice_has_one_seat(desk):
    organisation, amina, (olga, _petar) = desk
    case = submitted(organisation, amina)
    given = at_once(*(lambda: deciding.take(case, by=olga, at=NOW) for _twice in range(2)))
    assert codes(given) == []
    assert CaseSeat.objects.count() == 1


def test_the_same_learning_in_two_cases_is_credited_once_whoever_is_faster(desk):
    organisation, amina, officers = desk
    pair = [submitted(organisation, amina, content=foreign_badge(amina.email, number=number)) for number in (1, 2)]
    for case, by in zip(pair, officers, strict=True):
        deciding.take(case, by=by, at=NOW)
    given = at_once(
        *(lambda case=case, by=by: deciding.decide(case, FULL, by=by, at=NOW) for case, by in zip(pair, officers, strict=True))
    )
    assert codes(given) == ["LEARNING_COUNTED_BEFORE"]
    assert RecognisedLearning.objects.count() == Decision.objects.count() == 1
