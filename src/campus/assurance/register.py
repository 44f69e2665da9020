"""The register of providers' accreditations: who may enter what, and what it says on a day.

Two kinds of entries, never mixed. *Confirmed* ones come from a register (DEQAR, an agency) and are entered by the operators of
the site alone. An organisation may *declare* a decision about itself; it is shown as such and opens no gate.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from campus.assurance.models import Accreditation, ProviderNumber
from campus.base import audit
from campus.base.refusals import Refusal
from campus.people.models import Organisation, Person, Role
from campus.people.roles import Actor, person_of, require, require_operator
from campus.people.scope import NotFoundError

SELF = "self"
DECLARERS = (Role.ADMINISTRATOR, Role.QA_OFFICER)
_GOOD = (Accreditation.Decision.POSITIVE, Accreditation.Decision.CONDITIONS)


class EndsBeforeItBeginsError(Refusal):
    """The last day lies before the first."""

    code = "ENDS_BEFORE_IT_BEGINS"
    text = _("The last day of validity lies before the first one.")


class NumberTakenError(Refusal):
    """A number names one organisation."""

    code = "NUMBER_TAKEN"
    text = _("Another organisation has this number.")


class ExternalStanding(Enum):
    """What the confirmed entries say of an organisation on a day."""

    VALID = "valid"
    ENDED = "ended"
    UNLISTED = "unlisted"  # no register says anything: neither valid nor ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is entered about one decision of an agency."""

    agency: str
    decision: str
    valid_from: date
    valid_to: date | None = None
    scope: str = Accreditation.Scope.INSTITUTION
    activity: str = ""
    report_url: str = ""


def standing_of(organisation: Organisation, *, on: date) -> ExternalStanding:
    """What registers say of the organisation's external quality assurance on a day; its own declarations do not count."""
    confirmed = Accreditation.objects.filter(organisation=organisation, confirmed=True, scope=Accreditation.Scope.INSTITUTION)
    if in_force(confirmed, on=on).exists():
        return ExternalStanding.VALID
    # what decides nothing and what is still to come end nothing either
    before = confirmed.filter(valid_from__lte=on).exclude(decision=Accreditation.Decision.NOT_APPLICABLE)
    return ExternalStanding.ENDED if before.exists() else ExternalStanding.UNLISTED


def in_force(rows: QuerySet[Accreditation], *, on: date) -> QuerySet[Accreditation]:
    """Those of the entries that say yes on a day; both ends included."""
    return rows.filter(decision__in=_GOOD, valid_from__lte=on).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def entries_of(organisation: Organisation) -> QuerySet[Accreditation]:
    """Every entry about an organisation, those of registers first, the newest first."""
    return Accreditation.objects.filter(organisation=organisation).order_by("-confirmed", "-valid_from", "pk")


@transaction.atomic
def declare(organisation: Organisation, *, entry: Entry, by: Actor, at: datetime) -> Accreditation:
    """State a decision about one's own organisation. It is shown as stated by itself and opens no gate.

    Raises:
        NotAllowedError: neither administrator nor quality officer there.
        EndsBeforeItBeginsError.
    """
    require(by, organisation, *DECLARERS)
    row = _made(organisation, entry, confirmed=False, source=f"{SELF}:{uuid.uuid4()}", by=person_of(by), at=at)
    _note("accreditation.declared", row, by=person_of(by), at=at)
    return row


@transaction.atomic
def take_back(organisation: Organisation, *, public_id: uuid.UUID, by: Actor, at: datetime) -> None:
    """Take back what the organisation stated itself; what a register says stays.

    Raises:
        NotAllowedError: neither administrator nor quality officer there.
        NotFoundError: no such entry of its own.
    """
    require(by, organisation, *DECLARERS)
    row = (
        Accreditation.objects.select_for_update()
        .filter(organisation=organisation, public_id=public_id, confirmed=False)
        .first()
    )
    if row is None:
        raise NotFoundError
    _note("accreditation.taken_back", row, by=person_of(by), at=at)
    row.delete()


@transaction.atomic
def enter_confirmed(
    organisation: Organisation, *, entry: Entry, source: str, by: Person | None, at: datetime
) -> tuple[Accreditation, bool]:
    """Enter, or bring up to date, what a register says. The same entry twice changes nothing.

    Args:
        source: names the record for ever, for example "AQAS 12345".
        by: an operator of the site; None is the command line.

    Returns: the entry, and whether anything changed.

    Raises:
        NotStaffError: not an operator. An organisation cannot vouch for itself.
        EndsBeforeItBeginsError.
    """
    require_operator(by)
    present = Accreditation.objects.select_for_update().filter(organisation=organisation, source=source).first()
    if present is None:
        row = _made(organisation, entry, confirmed=True, source=source, by=by, at=at)
        _note("accreditation.entered", row, by=by, at=at)
        return row, True
    if not _written(present, entry):
        return present, False
    present.entered_by, present.entered_at = by, at
    present.save()
    _note("accreditation.changed", present, by=by, at=at)
    return present, True


@transaction.atomic
def number_organisation(
    organisation: Organisation, *, scheme: str, value: str, by: Person | None, at: datetime
) -> ProviderNumber:
    """Say under which number a register knows the organisation; entries with this number are then its own.

    Raises:
        NotStaffError: not an operator.
        NumberTakenError: the number is another organisation's.
    """
    require_operator(by)
    try:
        with transaction.atomic():
            row, _made_now = ProviderNumber.objects.update_or_create(
                organisation=organisation,
                scheme=scheme,
                defaults={"value": value.strip().upper(), "entered_by": by, "entered_at": at},
            )
    except IntegrityError:
        raise NumberTakenError(field="value") from None
    key = organisation.pk
    audit.note("organisation.numbered", actor=by, organisation=key, subject_kind="organisation", subject=key, at=at)
    return row


def _made(
    organisation: Organisation, entry: Entry, *, confirmed: bool, source: str, by: Person | None, at: datetime
) -> Accreditation:
    row = Accreditation(organisation=organisation, confirmed=confirmed, source=source, entered_by=by, entered_at=at)
    _written(row, entry)
    row.save(force_insert=True)
    return row


def _written(row: Accreditation, entry: Entry) -> bool:
    """Write the entry into the row; say whether anything is different now."""
    if entry.valid_to is not None and entry.valid_to < entry.valid_from:
        raise EndsBeforeItBeginsError(field="valid_to")
    values = {
        "agency": entry.agency.strip()[:200],
        "decision": entry.decision,
        "valid_from": entry.valid_from,
        "valid_to": entry.valid_to,
        "scope": entry.scope,
        "activity": entry.activity.strip()[:300],
        "report_url": entry.report_url,
    }
    changed = any(getattr(row, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(row, name, value)
    return changed


def _note(action: str, row: Accreditation, *, by: Person | None, at: datetime) -> None:
    audit.note(action, actor=by, organisation=row.organisation_id, subject_kind="accreditation", subject=row.pk, at=at)
