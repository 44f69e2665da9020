"""A restricted design: not in the catalogue, seen by its organisation, by those it invites and by who holds its badge."""

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from campus.base.models import AuditEntry
from campus.catalogue import offers
from campus.catalogue.models import DesignInvitation, Offer
from campus.catalogue.visibility import (
    BadAddressError,
    TooManyInvitedError,
    invite,
    invited,
    is_restricted,
    may_see,
    withdraw_invitation,
)
from campus.people.roles import NotAllowedError
from sample_design import publish, publish_again

COMPANY = {
    "visibility": "restricted",
    "commission": {"name": {"en": "Firm", "bg": "Фирма"}, "need": {"en": "New machines", "bg": "Нови машини"}},
}


@pytest.fixture
def restricted(laurel_university, bruno, carla):
    return publish(laurel_university, bruno, carla, **COMPANY)


def test_the_catalogue_shows_nothing_of_it(restricted):
    assert is_restricted(restricted)
    assert not Offer.objects.exists()
    assert offers.is_complete()
    assert offers.rebuild() == 0


def test_what_becomes_restricted_leaves_the_catalogue(laurel_university, bruno, carla):
    version = publish(laurel_university, bruno, carla)
    assert Offer.objects.count() == 1
    design = version.design
    design.refresh_from_db()
    design.draft |= COMPANY
    design.save()

    publish_again(design, bruno, carla)

    assert not Offer.objects.exists()


def test_a_text_that_speaks_of_it_does_not_restrict(laurel_university, bruno, carla):
    said = {"en": 'Says "visibility":"restricted" somewhere', "bg": "Казва го"}

    assert not is_restricted(publish(laurel_university, bruno, carla, description=said))
    assert Offer.objects.count() == 1


def test_members_and_the_invited_see_it_and_nobody_else(restricted, rositsa, amina, dmitri, bruno, monday):
    assert may_see(restricted, rositsa)
    assert not may_see(restricted, None)
    assert not may_see(restricted, dmitri)
    assert not may_see(restricted, amina)

    invite(restricted.design, email=" Amina@Students.example", by=bruno, at=monday)
    assert may_see(restricted, amina)

    EmailAddress.objects.filter(user=amina).update(verified=False)
    assert not may_see(restricted, amina)


def test_an_invitation_is_made_once_and_can_be_withdrawn(restricted, amina, bruno, monday):
    first = invite(restricted.design, email="amina@students.example", by=bruno, at=monday)
    assert invite(restricted.design, email="AMINA@students.example", by=bruno, at=monday) == first
    assert [each.email for each in invited(restricted.design)] == ["amina@students.example"]

    for _ in range(2):
        withdraw_invitation(restricted.design, invitation_id=first.pk, by=bruno, at=monday)
    assert not may_see(restricted, amina)
    actions = list(AuditEntry.objects.filter(action__startswith="design.").values_list("action", flat=True))
    assert actions[-2:] == ["design.shown_to", "design.no_longer_shown_to"]
    assert not AuditEntry.objects.filter(details__contains="@").exists()


def test_refuses_an_address_that_is_none_and_one_too_many(restricted, bruno, dmitri, monday, monkeypatch):
    with pytest.raises(BadAddressError):
        invite(restricted.design, email="nobody", by=bruno, at=monday)
    with pytest.raises(NotAllowedError):
        invite(restricted.design, email="a@x.example", by=dmitri, at=monday)
    monkeypatch.setattr("campus.catalogue.visibility.MOST_INVITED", 0)
    with pytest.raises(TooManyInvitedError):
        invite(restricted.design, email="a@x.example", by=bruno, at=monday)


def test_the_database_knows_one_address_once_in_lower_case(restricted, bruno, monday):
    row = {"design": restricted.design, "invited_by": bruno, "invited_at": monday}
    with pytest.raises(IntegrityError), transaction.atomic():
        DesignInvitation.objects.create(**row, email="A@x.example")
    DesignInvitation.objects.create(**row, email="a@x.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        DesignInvitation.objects.create(**row, email="a@x.example")


def test_the_public_page_is_there_for_whoever_may_see_it(client, restricted, rositsa, bruno, amina, dmitri, monday):
    address = f"/m/{restricted.design.public_id}/{restricted.number}"
    assert client.get(address).status_code == 404
    assert client.get(address, headers={"accept": "application/json"}).status_code == 404
    client.force_login(dmitri, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(address).status_code == 404

    client.force_login(rositsa, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(address)
    assert page.status_code == 200
    assert page["Cache-Control"] == "private, no-store"

    invite(restricted.design, email="amina@students.example", by=bruno, at=monday)
    client.force_login(amina, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(address).status_code == 200
    assert "Firm" not in client.get(address).content.decode()
