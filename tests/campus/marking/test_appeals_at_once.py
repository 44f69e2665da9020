"""Appeals, awards and decisions at the very same moment."""

from decimal import Decimal

import pytest
from allauth.account.models import EmailAddress

from appealing import REASONS, WHY, plain_assignment, released
from badges import institution
from campus.learning.award import award_cohort
from campus.learning.models import Award, Hold
from campus.marking import appeals, integrity
from campus.marking.models import Adjustment, Appeal
from campus.people.models import Membership, Person, Role
from marking import NOW
from sample_design import gradebook, open_cohort, publish, record_gradebook
from simultaneously import at_once, codes

pytestmark = pytest.mark.django_db(transaction=True)


def staff(organisation, name, *roles):
    someone = Person.objects.create_user(f"{name}@appeal-university.example", name=name)
    for role in roles:
        Membership.objects.create(person=someone, organisation=organisation, role=role)
    return someone


@pytest.fixture
def school():
    organisation, author, officer, _registrar = institution("appeal-university")
    Membership.objects.create(person=author, organisation=organisation, role=Role.ASSESSOR)
    asen, vera, veli = (staff(organisation, name, Role.ASSESSOR) for name in ("asen", "vera", "veli"))
    radka = staff(organisation, "radka", Role.APPROVER)
    cohort = open_cohort(publish(organisation, author, officer), author)
    amina = Person.objects.create_user("amina@students.example", name="Amina")
    EmailAddress.objects.create(user=amina, email=amina.email, primary=True, verified=True)
    results = released(plain_assignment(cohort, author), learners=1, marker=author, moderator=asen, approver=radka)
    return cohort, results[0], amina, author, vera, veli


def test_of_two_appeals_one_is_filed_with_one_hold(school):
    _cohort, mine, amina, *_rest = school
    given = at_once(*[lambda: appeals.file(mine, grounds="sum", text=WHY, by=amina, at=NOW)] * 3)
    assert codes(given) == ["APPEALED", "APPEALED"]
    assert (Appeal.objects.count(), Hold.objects.count()) == (1, 1)


def test_of_two_who_take_it_one_has_it_and_of_two_decisions_one_counts(school):
    _cohort, mine, amina, _author, vera, veli = school
    appeal = appeals.file(mine, grounds="sum", text=WHY, by=amina, at=NOW)
    given = at_once(*(lambda who=who: appeals.take(appeal, by=who, at=NOW) for who in (vera, veli)))
    assert codes(given) == ["NOT_THE_DECIDER"]
    decider = Appeal.objects.get().decider
    given = at_once(
        *(
            lambda total=total: appeals.decide(appeal, "changed", total=Decimal(total), reasons=REASONS, by=decider, at=NOW)
            for total in (80, 90)
        )
    )
    assert codes(given) == ["NOT_THE_DECIDER"]
    assert Adjustment.objects.count() == 1


def test_nobody_is_awarded_past_an_appeal_that_was_first(school):
    cohort, mine, amina, author, *_rest = school
    record_gradebook(cohort, gradebook("1,Amina Yusuf,amina@students.example,80,"))
    filed, awarded = at_once(
        lambda: appeals.file(mine, grounds="sum", text=WHY, by=amina, at=NOW),
        lambda: award_cohort(cohort, by=author, at=NOW),
    )
    assert isinstance(filed, Appeal)
    assert awarded.awarded + awarded.on_hold == 1
    assert Award.objects.count() == awarded.awarded


def test_of_two_cases_one_is_opened_with_one_hold(school):
    _cohort, mine, _amina, author, vera, _veli = school
    text = "The second page is word for word that of a paper from 2019."
    given = at_once(
        *(lambda who=who: integrity.open_case(mine, kind="copied", text=text, by=who, at=NOW) for who in (author, vera))
    )
    assert codes(given) == ["CASE_OPEN"]
    assert Hold.objects.count() == 1
