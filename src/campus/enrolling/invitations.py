"""Invitations to enrol: a link for one address. Whoever has confirmed the address is invited without the link, too."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from campus.base import audit, outbox
from campus.base.refusals import Refusal
from campus.enrolling.models import Application, Intake, PlaceInvitation
from campus.enrolling.seats import UNDER_WAY, locked
from campus.people.models import Person, Role
from campus.people.roles import Actor, person_of, require
from campus.people.scope import NotFoundError

STAFF = (Role.REGISTRAR, Role.AUTHOR)
DAYS = 30
MOST = 500


class BadAddressLineError(Refusal):
    """A line is no e-mail address."""

    code = "BAD_ADDRESS_LINE"
    text = _("Line {line} is not an e-mail address: {address}")


class TooManyInvitationsError(Refusal):
    """A list of that size is better uploaded."""

    code = "TOO_MANY_INVITATIONS"
    text = _("Invite 1 to {most} people at a time.")


@transaction.atomic
def invite(intake: Intake, addresses: Iterable[str], *, language: str, by: Actor, at: datetime) -> int:
    """Invite these addresses; gives how many mails go out. Whoever is invited or has applied already gets none.

    Raises:
        NotAllowedError: neither registrar nor author there.
        BadAddressLineError, TooManyInvitationsError: nobody is invited.
    """
    require(by, intake.cohort.organisation, *STAFF)
    current = locked(intake)
    wanted = _read(addresses)
    known = set(current.invitations.filter(used_at=None, withdrawn_at=None, email__in=wanted).values_list("email", flat=True))
    applied = Application.objects.filter(intake=current, email__in=wanted, state__in=UNDER_WAY)
    known |= set(applied.values_list("email", flat=True))
    new = [
        PlaceInvitation(
            intake=current,
            email=email,
            language=language,
            invited_by=person_of(by),
            invited_at=at,
            expires_on=localdate(at) + timedelta(days=DAYS),
        )
        for email in wanted
        if email not in known
    ]
    for each in new:
        each.secret_digest = digest(secret_of(each))
    PlaceInvitation.objects.bulk_create(new, batch_size=MOST)
    if new:
        _note("intake.invited", current, by=by, at=at, number=len(new))
        outbox.record("intake.invitations_due", subject=current.pk, at=at)
    return len(new)


@transaction.atomic
def take_back(invitation: PlaceInvitation, *, by: Actor, at: datetime) -> None:
    """Withdraw an invitation that was not used; its link stops working.

    Raises:
        NotAllowedError: neither registrar nor author there.
    """
    require(by, invitation.intake.cohort.organisation, *STAFF)
    unused = PlaceInvitation.objects.filter(pk=invitation.pk, used_at=None, withdrawn_at=None)
    if unused.update(withdrawn_at=at):
        _note("intake.invitation_withdrawn", invitation.intake, by=by, at=at)


def invitation_for(intake: Intake, person: Person, *, secret: str = "", at: datetime) -> PlaceInvitation | None:
    """The unused invitation with this secret, else one to an address that the person has confirmed."""
    unused = intake.invitations.filter(used_at=None, withdrawn_at=None, expires_on__gte=localdate(at))
    if secret:
        return unused.filter(secret_digest=digest(secret)).first()
    confirmed = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    return unused.filter(email__in=[email.lower() for email in confirmed]).order_by("pk").first()


def invited_to(secret: str, *, at: datetime) -> Intake:
    """The intake that an unused link leads to.

    Raises:
        NotFoundError: no such invitation, or it was used, withdrawn, or has run out.
    """
    unused = PlaceInvitation.objects.filter(used_at=None, withdrawn_at=None, expires_on__gte=localdate(at))
    found = unused.select_related("intake").filter(secret_digest=digest(secret)).first()
    if found is None:
        raise NotFoundError
    return found.intake


def use(invitation: PlaceInvitation, *, at: datetime) -> None:
    """It has served."""
    PlaceInvitation.objects.filter(pk=invitation.pk).update(used_at=at)


def secret_of(invitation: PlaceInvitation) -> str:
    """The secret in its link: known to this site alone, so that a mail can be sent again, and kept nowhere."""
    message = f"place-invitation:{invitation.public_id}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()


def digest(secret: str) -> str:
    """What of a secret is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _read(addresses: Iterable[str]) -> list[str]:
    found: dict[str, None] = {}
    for number, line in enumerate(addresses, start=1):
        email = line.strip().lower()
        if not email:
            continue
        try:
            validate_email(email)
        except ValidationError:
            raise BadAddressLineError(field="addresses", line=number, address=email[:100]) from None
        found[email] = None
    if not 1 <= len(found) <= MOST:
        raise TooManyInvitationsError(field="addresses", most=MOST)
    return list(found)


def _note(action: str, intake: Intake, *, by: Actor, at: datetime, **details: object) -> None:
    audit.note(
        action,
        actor=person_of(by),
        organisation=intake.cohort.organisation_id,
        subject_kind="intake",
        subject=intake.pk,
        at=at,
        **details,
    )
