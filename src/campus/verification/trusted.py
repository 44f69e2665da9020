"""Whom this installation knows: organisations of its own that it vouches for, and issuers whose identity somebody checked."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base import audit
from campus.base.refusals import Refusal
from campus.people.models import Organisation, Person
from campus.people.organisations import did_of
from campus.people.roles import require_operator
from campus.verification.models import TrustedIssuer
from laurel.did.resolve import address_of
from laurel.errors import LaurelError


class BadIdentifierError(Refusal):
    """Neither a DID we can resolve nor an https address."""

    code = "BAD_IDENTIFIER"
    text = _("Write the issuer's identifier as it stands in the badge, for example did:web:university.example.")


def trusted_issuers() -> dict[str, str]:
    """Identifier -> name of every issuer that counts as known."""
    known = dict(TrustedIssuer.objects.filter(removed_at__isnull=True).values_list("identifier", "name"))
    vouched = {
        did_of(organisation): str(organisation) for organisation in Organisation.objects.filter(vouched_at__isnull=False)
    }
    return known | vouched


@transaction.atomic
def add(identifier: str, *, name: str, source: str, by: Person | None, at: datetime) -> TrustedIssuer:
    """Count an issuer as known from now on. `source` says how its identity was checked.

    Raises:
        NotStaffError: the person does not operate this site.
        BadIdentifierError: not an identifier that could issue a badge.
    """
    require_operator(by)
    identifier = identifier.strip()
    try:
        if not identifier.startswith("did:key:"):
            address_of(identifier)
    except LaurelError:
        raise BadIdentifierError(field="identifier") from None
    issuer, _new = TrustedIssuer.objects.update_or_create(
        identifier=identifier,
        defaults={"name": name.strip(), "source": source.strip(), "added_by": by, "added_at": at, "removed_at": None},
    )
    _note("trusted_issuer.added", issuer, by=by, at=at)
    return issuer


@transaction.atomic
def remove(issuer: TrustedIssuer, *, by: Person | None, at: datetime) -> None:
    """Count an issuer as unknown again; the row stays as history.

    Raises:
        NotStaffError: the person does not operate this site.
    """
    require_operator(by)
    if TrustedIssuer.objects.filter(pk=issuer.pk, removed_at__isnull=True).update(removed_at=at):
        _note("trusted_issuer.removed", issuer, by=by, at=at)


def _note(action: str, issuer: TrustedIssuer, *, by: Person | None, at: datetime) -> None:
    audit.note(action, actor=by, organisation=None, subject_kind="trusted_issuer", subject=issuer.pk, at=at)
