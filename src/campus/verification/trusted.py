"""Whom this installation knows: its own organisations, and issuers whose identity somebody here has checked."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base import audit
from campus.base.refusals import Refusal
from campus.people.models import Organisation, Person
from campus.people.organisations import did_of
from campus.verification.models import TrustedIssuer
from laurel.did.resolve import address_of
from laurel.errors import LaurelError


class BadIdentifierError(Refusal):
    """Neither a DID we can resolve nor an https address."""

    code = "BAD_IDENTIFIER"
    text = _("Write the issuer's identifier as it stands in the badge, for example did:web:university.example.")


class NotStaffError(Refusal):
    """Only the operators of this installation keep the list."""

    code = "NOT_STAFF"
    text = _("Only the operators of this site can change whom it knows.")


def trusted_issuers() -> dict[str, str]:
    """Identifier -> name of every issuer that counts as known."""
    known = dict(TrustedIssuer.objects.filter(removed_at__isnull=True).values_list("identifier", "name"))
    ours = {did_of(organisation): str(organisation) for organisation in Organisation.objects.all()}
    return known | ours


@transaction.atomic
def add(identifier: str, *, name: str, source: str, by: Person, at: datetime) -> TrustedIssuer:
    """Count an issuer as known from now on. `source` says how its identity was checked.

    Raises:
        NotStaffError: the person does not operate this site.
        BadIdentifierError: not an identifier that could issue a badge.
    """
    _require_operator(by)
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
def remove(issuer: TrustedIssuer, *, by: Person, at: datetime) -> None:
    """Count an issuer as unknown again; the row stays as history.

    Raises:
        NotStaffError: the person does not operate this site.
    """
    _require_operator(by)
    if TrustedIssuer.objects.filter(pk=issuer.pk, removed_at__isnull=True).update(removed_at=at):
        _note("trusted_issuer.removed", issuer, by=by, at=at)


def _require_operator(person: Person) -> None:
    if not (person.is_active and person.is_superuser):
        raise NotStaffError


def _note(action: str, issuer: TrustedIssuer, *, by: Person, at: datetime) -> None:
    audit.note(action, actor=by, organisation=None, subject_kind="trusted_issuer", subject=issuer.pk, at=at)
