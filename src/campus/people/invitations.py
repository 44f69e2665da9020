"""Invitations: an offer of roles, sent to an e-mail address as a link.

The link's secret is derived from the invitation and the site's secret key, so that a mail can be sent again with the same link;
the table keeps only its digest. Whoever uses the link has shown that they read mail sent to that address.
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from campus.base import audit, outbox
from campus.base.refusals import Refusal
from campus.base.secret import digest_of
from campus.people.memberships import grant
from campus.people.models import Invitation, Organisation, Person, Role
from campus.people.roles import require
from campus.people.scope import NotFoundError

LIFETIME = timedelta(days=14)


class BadAddressError(Refusal):
    """Not an e-mail address."""

    code = "BAD_EMAIL"
    text = _("This is not an e-mail address.")


class NoRolesError(Refusal):
    """An invitation without roles would offer nothing."""

    code = "NO_ROLES"
    text = _("Choose at least one role.")


class InvitationOverError(Refusal):
    """Unknown, used, withdrawn or expired: which of these is not said to strangers."""

    code = "INVITATION_OVER"
    text = _("This invitation is no longer valid. Ask the organisation to send you a new one.")


class OtherAddressError(Refusal):
    """The person logged in is not the person invited."""

    code = "OTHER_ADDRESS"
    text = _("This invitation was sent to another address. Log out first, then open the link again.")


class AccountExistsError(Refusal):
    """There is an account with the invited address: its owner logs in instead of making a second one."""

    code = "ACCOUNT_EXISTS"
    text = _("There is already an account with this address. Log in to accept.")


@transaction.atomic
def invite(
    organisation: Organisation, *, email: str, roles: Iterable[Role], language: str, by: Person, at: datetime
) -> Invitation:
    """Offer roles to an address; an open offer to the same address is replaced. The mail follows (fact invitation.made).

    `language` is that of the mail when the invited person has no account yet; otherwise the account's own is used.

    Raises:
        NotAllowedError: `by` is not an administrator there.
        BadAddressError, NoRolesError.
    """
    require(by, organisation, Role.ADMINISTRATOR)
    address = _address(email)
    offered = [role for role in Role if role in set(roles)]
    if not offered:
        raise NoRolesError(field="roles")
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    _open(organisation).filter(email=address).update(withdrawn_at=at)
    account = Person.objects.filter(email=address).first()
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=address,
        roles=[role.value for role in offered],
        language=account.language if account else language,
        secret_digest=uuid.uuid4().hex,  # replaced below, once the key that the secret is made from exists
        invited_by=by,
        invited_at=at,
        expires_at=at + LIFETIME,
    )
    invitation.secret_digest = digest_of(secret_of(invitation))
    invitation.save(update_fields=["secret_digest"])
    outbox.record("invitation.made", subject=invitation.pk, at=at)
    _note("invitation.made", invitation, actor=by, at=at)
    return invitation


@transaction.atomic
def withdraw(organisation: Organisation, *, invitation_id: int, by: Person, at: datetime) -> None:
    """Withdraw an open invitation; its link stops working.

    Raises:
        NotAllowedError: `by` is not an administrator there.
        NotFoundError: the organisation has no such open invitation.
    """
    require(by, organisation, Role.ADMINISTRATOR)
    if not _open(organisation).filter(pk=invitation_id).update(withdrawn_at=at):
        raise NotFoundError
    _note("invitation.withdrawn", Invitation.objects.get(pk=invitation_id), actor=by, at=at)


def open_invitations(organisation: Organisation) -> QuerySet[Invitation]:
    """Invitations neither used nor withdrawn, newest first; expired ones are among them."""
    return _open(organisation).order_by("-invited_at")


def find(secret: str, *, at: datetime) -> Invitation:
    """The invitation that this link is for.

    Raises:
        InvitationOverError: unknown, used, withdrawn or expired.
    """
    living = Invitation.objects.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=at)
    invitation = living.select_related("organisation", "invited_by").filter(secret_digest=digest_of(secret)).first()
    if invitation is None:
        raise InvitationOverError
    return invitation


@transaction.atomic
def accept(secret: str, *, person: Person, at: datetime) -> Organisation:
    """Take up the offered roles. The invited address counts as verified: the link was sent there.

    Raises:
        InvitationOverError: unknown, used, withdrawn or expired.
        OtherAddressError: the person has neither this address nor a verified one equal to it.
    """
    invitation = find(secret, at=at)
    owned = EmailAddress.objects.filter(user=person, email__iexact=invitation.email)
    if person.email != invitation.email and not owned.filter(verified=True).exists():
        raise OtherAddressError
    used = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True, withdrawn_at__isnull=True)
    if not used.update(accepted_at=at, accepted_by=person):
        raise InvitationOverError
    if person.email == invitation.email:
        _verified(person)
    grant(invitation.organisation, person=person, roles=[Role(role) for role in invitation.roles])
    _note("invitation.accepted", invitation, actor=person, at=at)
    return invitation.organisation


@transaction.atomic
def accept_as_new(secret: str, *, name: str, password: str, language: str, at: datetime) -> Person:
    """Make an account for the invited address and take up the roles with it.

    Raises:
        InvitationOverError: unknown, used, withdrawn or expired.
        AccountExistsError: the address has an account.
        django.core.exceptions.ValidationError: the password is too weak.
    """
    list(Invitation.objects.select_for_update().filter(secret_digest=digest_of(secret)))  # two clicks wait for each other
    invitation = find(secret, at=at)
    if account_exists(invitation):
        raise AccountExistsError
    validate_password(password, Person(email=invitation.email, name=name))
    person = Person.objects.create_user(invitation.email, password, name=name.strip(), language=language)
    _verified(person)
    accept(secret, person=person, at=at)
    return person


def account_exists(invitation: Invitation) -> bool:
    """True when the invited address belongs to an account, as its main or a further verified address."""
    if Person.objects.filter(email=invitation.email).exists():
        return True
    return bool(EmailAddress.objects.filter(email__iexact=invitation.email, verified=True).exists())


def secret_of(invitation: Invitation) -> str:
    """The secret in the invitation's link: 256 bits as base64url."""
    seed = f"{invitation.pk}:{invitation.organisation_id}:{invitation.invited_at.timestamp()}"
    digest = salted_hmac("campus.people.invitations", seed, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _open(organisation: Organisation) -> QuerySet[Invitation]:
    return Invitation.objects.filter(organisation=organisation, accepted_at__isnull=True, withdrawn_at__isnull=True)


def _address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise BadAddressError(field="email") from None
    return address


def _verified(person: Person) -> None:
    address, made = EmailAddress.objects.get_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )
    if not made and not address.verified:
        address.verified = True
        address.save(update_fields=["verified"])


def _note(action: str, invitation: Invitation, *, actor: Person, at: datetime) -> None:
    audit.note(
        action,
        actor=actor,
        organisation=invitation.organisation_id,
        subject_kind="invitation",
        subject=invitation.pk,
        at=at,
        roles=invitation.roles,
    )
