"""A badge of another institution counts where an agreement in force names it, and nowhere else (R-44)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from agreeing import signed
from campus.catalogue.versions import address_of
from campus.people.models import Role
from campus.recognition import agreements, stack_applying
from campus.recognition.agreements import Agreed, Party
from campus.recognition.models import AgreementLine
from campus.recognition.stack_standing import stack_of
from cast import log_in, member, person
from recognising import NOW
from stacking_here import earned, micro, offered, one


@pytest.fixture
def theirs(other_university, dmitri, amina):
    officer = member(other_university, person("o@other.example", "Officer"), Role.QA_OFFICER)
    made = micro(other_university, dmitri, officer, "Statistics for lawyers", ects=5)
    earned(made, dmitri, amina)
    return made


@pytest.fixture
def programme(laurel_university, bruno, carla, certificate, statistics, theirs):
    return offered(laurel_university, bruno, carla, certificate, one("Core", statistics, "4"))


def agree(programme, theirs, **changes):
    number = changes.pop("achievement", address_of(theirs.design.public_id, theirs.number))
    line = Agreed(**({"outcome": "full", "achievement": number, "ects": Decimal(4)} | changes))
    partner = Party(organisation=theirs.design.organisation)
    return signed(programme.programme.organisation, line, partner=partner)


def stack(programme, someone, *, at=NOW):
    return stack_of(programme, someone, language="en", at=at, without_offers=True)


def test_it_counts_as_what_the_agreement_says_with_its_credits_and_the_partner_is_named(
    client, programme, theirs, statistics, amina, rositsa
):
    assert [each.reason for each in stack(programme, amina).standing.left_out] == ["not_accepted"]
    made = agree(programme, theirs, design=statistics.design)

    found = stack(programme, amina)
    (counted,) = found.standing.counted
    assert (found.standing.complete, found.standing.totals.external) == (True, Decimal(4))
    assert (counted.credential.title, counted.credential.grade) == ("Statistics for lawyers", None)
    assert found.agreed_with(counted.credential) == made.partner_name

    application = stack_applying.apply(programme, name=amina.name, by=amina, at=NOW)
    assert application.shown["counted"][0]["agreement"] == {"id": str(made.public_id), "number": 1}
    theirs_to_read = reverse("my_programme", args=[programme.programme.public_id])
    to_decide = reverse("stack_application", args=[programme.programme.organisation.slug, application.public_id])
    for reader, address in ((amina, theirs_to_read), (rositsa, to_decide)):
        log_in(client, reader)
        assert f"By the agreement with {made.partner_name}." in client.get(address).content.decode(), address


@pytest.mark.parametrize(
    "changes",
    [
        {"outcome": "partial"},
        {"achievement": ""},
        {"achievement": "", "title": "Something else"},
        {"design": None},
    ],
    ids=["in part", "every badge of theirs", "another title", "whatever is asked for"],
)
def test_what_an_agreement_leaves_open_counts_only_by_the_desk(programme, theirs, statistics, amina, changes):
    agree(programme, theirs, **({"design": statistics.design} | changes))
    assert [each.reason for each in stack(programme, amina).standing.left_out] == ["not_accepted"]


def test_nothing_counts_by_an_agreement_that_is_over_or_ended_or_was_changed(programme, theirs, statistics, amina, dmitri):
    made = agree(programme, theirs, design=statistics.design)
    assert not stack(programme, amina, at=NOW + timedelta(days=1000)).standing.complete
    AgreementLine.objects.update(ects=30)
    assert not stack(programme, amina).standing.complete
    AgreementLine.objects.update(ects=4)
    assert stack(programme, amina).standing.complete
    agreements.end(made, because="It is replaced.", by=dmitri, at=NOW)
    assert not stack(programme, amina).standing.complete
