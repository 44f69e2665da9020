"""An invitation is answered by whoever reads the mail it was sent to, once."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError

from campus.jobs.run_until_idle import run_until_idle
from campus.people import invitations
from campus.people.invitations import InvitationOverError, accept, accept_as_new, invite, secret_of, withdraw
from campus.people.models import Invitation, Person, Role
from campus.people.roles import NotAllowedError, roles_of
from campus.people.scope import NotFoundError

STRONG = "лавровият лист 42"


@pytest.fixture
def offer(laurel_university, adela, monday):
    roles = [Role.AUTHOR, Role.ASSESSOR]
    return invite(laurel_university, email=" New@Laurel.example ", roles=roles, language="bg", by=adela, at=monday)


def test_the_mail_is_in_the_language_chosen(offer, mailoutbox, settings):
    run_until_idle()

    (mail,) = mailoutbox
    assert mail.to == ["new@laurel.example"]
    assert "Лауреатски университет" in mail.subject
    assert "Автор" in mail.body
    assert f"{settings.PUBLIC_URL}/accounts/invitations/{secret_of(offer)}/" in mail.body


def test_somebody_with_an_account_gets_the_mail_in_their_own_language(laurel_university, adela, amina, monday, mailoutbox):
    invite(laurel_university, email=amina.email, roles=[Role.AUTHOR], language="bg", by=adela, at=monday)
    run_until_idle()

    assert mailoutbox[0].subject == "Laurel University invites you to Laurel"


def test_the_mail_is_sent_once(offer, mailoutbox):
    run_until_idle()
    run_until_idle()

    assert len(mailoutbox) == 1


def test_a_new_person_gets_an_account_with_a_verified_address(offer, laurel_university, monday):
    person = accept_as_new(secret_of(offer), name="Nora", password=STRONG, language="en", at=monday)

    assert roles_of(person, laurel_university) == {Role.AUTHOR, Role.ASSESSOR}
    assert EmailAddress.objects.get(user=person).verified
    assert person.check_password(STRONG)


def test_somebody_with_an_account_accepts_with_it(laurel_university, adela, amina, monday):
    offer = invite(laurel_university, email=amina.email, roles=[Role.AUTHOR], language="en", by=adela, at=monday)

    assert accept(secret_of(offer), person=amina, at=monday) == laurel_university
    assert roles_of(amina, laurel_university) == {Role.AUTHOR}


def test_a_second_invitation_replaces_the_first(offer, laurel_university, adela, monday):
    again = invite(laurel_university, email=offer.email, roles=[Role.AUTHOR], language="bg", by=adela, at=monday)

    with pytest.raises(InvitationOverError):
        invitations.find(secret_of(offer), at=monday)
    assert invitations.find(secret_of(again), at=monday) == again


def test_refuses_a_link_used_before(offer, monday):
    person = accept_as_new(secret_of(offer), name="Nora", password=STRONG, language="en", at=monday)

    with pytest.raises(InvitationOverError):
        accept(secret_of(offer), person=person, at=monday)


def test_refuses_a_link_after_fourteen_days(offer, monday):
    with pytest.raises(InvitationOverError):
        invitations.find(secret_of(offer), at=monday + timedelta(days=14))


def test_refuses_a_withdrawn_link(offer, laurel_university, adela, monday):
    withdraw(laurel_university, invitation_id=offer.pk, by=adela, at=monday)

    with pytest.raises(InvitationOverError):
        invitations.find(secret_of(offer), at=monday)


def test_refuses_a_guessed_link(offer, monday):
    with pytest.raises(InvitationOverError):
        invitations.find("A" * 43, at=monday)


def test_refuses_somebody_who_was_sent_the_link_by_the_invited_person(offer, amina, monday):
    with pytest.raises(invitations.OtherAddressError):
        accept(secret_of(offer), person=amina, at=monday)


def test_refuses_a_second_account_for_an_address(laurel_university, adela, amina, monday):
    offer = invite(laurel_university, email=amina.email, roles=[Role.AUTHOR], language="en", by=adela, at=monday)

    with pytest.raises(invitations.AccountExistsError):
        accept_as_new(secret_of(offer), name="X", password=STRONG, language="en", at=monday)


def test_refuses_a_weak_password_and_makes_no_account(offer, monday):
    with pytest.raises(ValidationError):
        accept_as_new(secret_of(offer), name="Nora", password="12345678", language="en", at=monday)

    assert not Person.objects.filter(email=offer.email).exists()


def test_refuses_to_invite_without_being_an_administrator(laurel_university, rositsa, monday):
    with pytest.raises(NotAllowedError):
        invite(laurel_university, email="x@x.example", roles=[Role.AUTHOR], language="en", by=rositsa, at=monday)


@pytest.mark.parametrize(("email", "roles", "code"), [("nobody", ["author"], "BAD_EMAIL"), ("x@x.example", [], "NO_ROLES")])
def test_refuses_an_invitation_that_says_nothing(laurel_university, adela, monday, email, roles, code):
    with pytest.raises((invitations.BadAddressError, invitations.NoRolesError)) as refused:
        invite(laurel_university, email=email, roles=[Role(role) for role in roles], language="en", by=adela, at=monday)

    assert refused.value.code == code
    assert not Invitation.objects.exists()


def test_refuses_to_withdraw_an_invitation_of_another_organisation(offer, other_university, dmitri, monday):
    with pytest.raises(NotFoundError):
        withdraw(other_university, invitation_id=offer.pk, by=dmitri, at=monday)
