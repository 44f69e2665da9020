"""Who may see a published version: everybody, or, of a restricted design, its organisation and those it invites.

A badge of a restricted design can still be shown and checked by anybody: what it certifies stands in the badge itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base import audit
from campus.base.refusals import Refusal
from campus.catalogue.models import Design, DesignInvitation, DesignVersion
from campus.people.models import Person, Role
from campus.people.roles import Actor, person_of, require, roles_of
from laurel.annex1.vocabularies import Visibility

INVITERS = (Role.AUTHOR, Role.QA_OFFICER, Role.REGISTRAR)
MOST_INVITED = 500
# `record` is canonical JSON (RFC 8785): inside a text, the quotes would be escaped.
_MEMBER = f'"visibility":"{Visibility.RESTRICTED.value}"'


class BadAddressError(Refusal):
    """Not an e-mail address."""

    code = "BAD_ADDRESS"
    text = _("This is not an e-mail address.")


class TooManyInvitedError(Refusal):
    """More than a restricted design is for."""

    code = "TOO_MANY_INVITED"
    text = _("At most {most} people can be invited. A micro-credential for more of them is better shown to everybody.")


def is_restricted(version: DesignVersion) -> bool:
    """Say whether the version is not for everybody."""
    return _MEMBER in version.record


def may_see(version: DesignVersion, person: Person | None) -> bool:
    """Say whether a person (None: nobody is logged in) may see a version; a verified address tells who is invited."""
    if not is_restricted(version):
        return True
    if person is None or not person.is_active:
        return False
    if roles_of(person, version.design.organisation):
        return True
    addresses = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    lowered = [address.lower() for address in addresses]
    return DesignInvitation.objects.filter(design=version.design, email__in=lowered).exists()


def invited(design: Design) -> Sequence[DesignInvitation]:
    """Who is invited, by address."""
    return list(DesignInvitation.objects.filter(design=design).select_related("invited_by").order_by("email"))


@transaction.atomic
def invite(design: Design, *, email: str, by: Actor, at: datetime) -> DesignInvitation:
    """Let whoever has this address see the design's published versions; the same address twice changes nothing.

    Raises:
        NotAllowedError: neither author nor quality officer nor registrar there.
        BadAddressError: not an e-mail address.
        TooManyInvitedError: more than `MOST_INVITED`.
    """
    require(by, design.organisation, *INVITERS)
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise BadAddressError(field="email") from None
    Design.objects.select_for_update().get(pk=design.pk)
    if DesignInvitation.objects.filter(design=design).count() >= MOST_INVITED:
        raise TooManyInvitedError(field="email", most=MOST_INVITED)
    found, made = DesignInvitation.objects.get_or_create(
        design=design, email=address, defaults={"invited_by": person_of(by), "invited_at": at}
    )
    if made:
        _note("design.shown_to", design, by=by, at=at)
    return found


@transaction.atomic
def withdraw_invitation(design: Design, *, invitation_id: int, by: Actor, at: datetime) -> None:
    """Take an invitation back; one that is gone already stays gone.

    Raises:
        NotAllowedError: neither author nor quality officer nor registrar there.
    """
    require(by, design.organisation, *INVITERS)
    gone, _each = DesignInvitation.objects.filter(design=design, pk=invitation_id).delete()
    if gone:
        _note("design.no_longer_shown_to", design, by=by, at=at)


def _note(action: str, design: Design, *, by: Actor, at: datetime) -> None:
    audit.note(
        action, actor=person_of(by), organisation=design.organisation_id, subject_kind="design", subject=design.pk, at=at
    )
