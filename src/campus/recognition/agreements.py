"""Agreements between institutions: drafting, putting forward, signing, ending (rule R-44 makes proposals of them).

draft ──offer──▶ put forward ──both sign──▶ in force ──renew──▶ a new draft, in whose force the old text ends
                 put forward ──recall──▶ draft                    in force ──end──▶ over
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, Literal

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from campus.base import outbox
from campus.catalogue.models import Design
from campus.people.models import Organisation, Person, Role
from campus.people.organisations import did_of
from campus.people.roles import require, roles_of
from campus.people.scope import NotFoundError
from campus.recognition.agreement_faults import (
    AloneError,
    DatesOfAgreementError,
    FrozenTextError,
    NothingAgreedError,
    NotPutForwardError,
    PartnerMissingError,
    TextOpenError,
    TooManyLinesError,
)
from campus.recognition.agreement_matching import learning_of_line
from campus.recognition.agreement_texts import SIGNERS, WRITERS, content_of, locked_agreement, noted, offered_text
from campus.recognition.case_evidence import digest_of
from campus.recognition.case_faults import WordsMissingError
from campus.recognition.models import Agreement, AgreementLine, AgreementText

MOST_LINES: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """The other side: an organisation of this site, or a name and the identifier that its credentials carry as issuer."""

    organisation: Organisation | None = None
    name: str = ""
    issuer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a text says beside its lines."""

    scope: str
    valid_from: date
    valid_until: date
    signatory_email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """One line. Without achievement and title: every credential of the other side; without a target: whatever is asked for."""

    outcome: Literal["full", "partial"]
    achievement: str = ""
    title: str = ""
    design: Design | None = None
    target_title: str = ""
    ects: Decimal | None = None
    note: str = ""


@transaction.atomic
def draft(organisation: Organisation, partner: Party, terms: Terms, *, by: Person, at: datetime) -> Agreement:
    """Begin an agreement with its first text.

    Raises:
        NotAllowedError: no recognition officer there.
        PartnerMissingError, AloneError, DatesOfAgreementError, WordsMissingError.
    """
    require(by, organisation, *WRITERS)
    other = partner.organisation
    name, issuer = (partner.name.strip(), partner.issuer.strip()) if other is None else (str(other), did_of(other))
    if not name or not issuer:
        raise PartnerMissingError(field="partner")
    if issuer == did_of(organisation):
        raise AloneError(field="partner")
    _check(terms, at=at)
    agreement = Agreement.objects.create(
        organisation=organisation, partner=other, partner_name=name[:300], partner_issuer=issuer[:500], created_at=at
    )
    AgreementText.objects.create(agreement=agreement, number=1, **_columns(terms))
    noted("agreement.drafted", agreement, by=by, at=at)
    return agreement


@transaction.atomic
def edit(agreement: Agreement, terms: Terms, *, by: Person, at: datetime) -> AgreementText:
    """Change the draft.

    Raises:
        NotAllowedError, FrozenTextError, AgreementEndedError, DatesOfAgreementError, WordsMissingError.
    """
    text = _draft_of(agreement, by)
    _check(terms, at=at)
    for name, value in _columns(terms).items():
        setattr(text, name, value)
    text.save()
    noted("agreement.edited", agreement, by=by, at=at)
    return text


@transaction.atomic
def add_line(agreement: Agreement, agreed: Agreed, *, by: Person, at: datetime) -> AgreementLine:
    """Add what is recognised to the draft.

    Raises:
        NotAllowedError, FrozenTextError, AgreementEndedError, TooManyLinesError.
        NotFoundError: the target is another organisation's.
    """
    text = _draft_of(agreement, by)
    if agreed.design is not None and agreed.design.organisation_id != agreement.organisation_id:
        raise NotFoundError
    if text.lines.count() >= MOST_LINES:
        raise TooManyLinesError(most=MOST_LINES)
    last = text.lines.aggregate(Max("number"))["number__max"] or 0
    achievement, title = agreed.achievement.strip()[:500], " ".join(agreed.title.split())[:500]
    line = AgreementLine.objects.create(
        text=text,
        number=last + 1,
        achievement=achievement,
        title=title,
        learning=learning_of_line(agreement.partner_issuer, achievement=achievement, title=title),
        design=agreed.design,
        target_title="" if agreed.design is not None else " ".join(agreed.target_title.split())[:500],
        outcome=agreed.outcome,
        ects=agreed.ects,
        note=agreed.note.strip()[:2000],
    )
    noted("agreement.edited", agreement, by=by, at=at)
    return line


@transaction.atomic
def remove_line(agreement: Agreement, number: int, *, by: Person, at: datetime) -> None:
    """Take a line out of the draft; one that is not there any more is no mistake.

    Raises:
        NotAllowedError, FrozenTextError, AgreementEndedError.
    """
    _draft_of(agreement, by).lines.filter(number=number).delete()
    noted("agreement.edited", agreement, by=by, at=at)


@transaction.atomic
def offer(agreement: Agreement, *, by: Person, at: datetime) -> AgreementText:
    """Put the draft forward: from here on nothing in it changes, and both sides can sign. The other side is told by mail.

    Raises:
        NotAllowedError, FrozenTextError, AgreementEndedError, DatesOfAgreementError.
        NothingAgreedError: there is no line.
    """
    text = _draft_of(agreement, by)
    if not text.lines.exists():
        raise NothingAgreedError
    if text.valid_until < localdate(at):
        raise DatesOfAgreementError(field="valid_until")
    text.offered_at, text.digest = at, digest_of(content_of(text))
    text.save(update_fields=["offered_at", "digest"])
    noted("agreement.offered", agreement, by=by, at=at, number=text.number, digest=text.digest)
    outbox.record("agreement.offered", subject=text.pk, at=at)
    return text


@transaction.atomic
def recall(agreement: Agreement, *, by: Person, at: datetime) -> AgreementText:
    """Take a text back that is not in force yet; a signature under it falls with it.

    Raises:
        NotAllowedError, NotPutForwardError.
    """
    require(by, agreement.organisation, *WRITERS)
    text = offered_text(locked_agreement(agreement))
    text.signatures.all().delete()
    text.offered_at, text.digest = None, ""
    text.save(update_fields=["offered_at", "digest"])
    noted("agreement.recalled", agreement, by=by, at=at, number=text.number)
    return text


@transaction.atomic
def renew(agreement: Agreement, *, by: Person, at: datetime) -> AgreementText:
    """Begin a new text with what the one in force says; that one holds until both sides have signed the new one.

    Raises:
        NotAllowedError, AgreementEndedError, NotPutForwardError.
        TextOpenError: there is one already.
    """
    require(by, agreement.organisation, *WRITERS)
    locked = locked_agreement(agreement)
    if locked.texts.filter(in_force_at__isnull=True).exists():
        raise TextOpenError
    newest = locked.texts.order_by("-number").first()
    if newest is None:
        raise NotPutForwardError
    lines = list(newest.lines.order_by("number"))
    text = AgreementText.objects.create(
        agreement=locked,
        number=newest.number + 1,
        scope=newest.scope,
        valid_from=newest.valid_from,
        valid_until=newest.valid_until,
        signatory_email=newest.signatory_email,
    )
    for line in lines:
        line.pk, line.text = None, text
    AgreementLine.objects.bulk_create(lines)
    noted("agreement.renewed", agreement, by=by, at=at, number=text.number)
    return text


@transaction.atomic
def end(agreement: Agreement, *, because: str, by: Person, at: datetime) -> Agreement:
    """End it for what is submitted from now on; either side's administrators may. Decisions made stay.

    Raises:
        NotAllowedError: neither side's.
        AgreementEndedError, WordsMissingError.
    """
    if agreement.partner is None or Role.ADMINISTRATOR not in roles_of(by, agreement.partner):
        require(by, agreement.organisation, *SIGNERS)
    locked = locked_agreement(agreement)
    if not because.strip():
        raise WordsMissingError(field="because")
    locked.ended_at, locked.ended_because = at, because.strip()[:2000]
    locked.save(update_fields=["ended_at", "ended_because"])
    noted("agreement.ended", agreement, by=by, at=at)
    return locked


def _draft_of(agreement: Agreement, by: Person) -> AgreementText:
    require(by, agreement.organisation, *WRITERS)
    text = locked_agreement(agreement).texts.filter(offered_at__isnull=True).first()
    if text is None:
        raise FrozenTextError
    return text


def _check(terms: Terms, *, at: datetime) -> None:
    if not terms.scope.strip():
        raise WordsMissingError(field="scope")
    if terms.valid_until < max(terms.valid_from, localdate(at)):
        raise DatesOfAgreementError(field="valid_until")


def _columns(terms: Terms) -> dict[str, Any]:
    return {
        "scope": terms.scope.strip()[:4000],
        "valid_from": terms.valid_from,
        "valid_until": terms.valid_until,
        "signatory_email": terms.signatory_email.strip().lower(),
    }
