"""What an agreement says and since when: finding texts, what is hashed of them, and whether they still say what was signed."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from campus.base import audit
from campus.people.models import Organisation, Person, Role
from campus.people.organisations import did_of
from campus.people.scope import NotFoundError
from campus.recognition.agreement_faults import AgreementEndedError, NotPutForwardError
from campus.recognition.case_evidence import digest_of
from campus.recognition.models import Agreement, AgreementLine, AgreementText

WRITERS: Final = (Role.RECOGNITION_OFFICER,)
SIGNERS: Final = (Role.ADMINISTRATOR,)
READERS: Final = (*WRITERS, *SIGNERS)


def of(organisation: Organisation) -> QuerySet[Agreement]:
    """The agreements under which an organisation recognises, the newest first, with their texts."""
    texts = Prefetch("texts", AgreementText.objects.order_by("-number").prefetch_related("lines__design", "signatures"))
    return (
        Agreement.objects.filter(organisation=organisation)
        .select_related("organisation", "partner")
        .prefetch_related(texts)
        .order_by("-created_at", "-pk")
    )


def find(organisation: Organisation, public_id: uuid.UUID) -> Agreement:
    """One of them.

    Raises:
        NotFoundError: no such agreement of this organisation.
    """
    found = of(organisation).filter(public_id=public_id).first()
    if found is None:
        raise NotFoundError
    return found


def in_force(*, on: date) -> QuerySet[AgreementText]:
    """Texts that both sides signed and that hold on a day."""
    return (
        AgreementText.objects.filter(
            Q(in_force_at__isnull=False, superseded_at__isnull=True, agreement__ended_at__isnull=True),
            valid_from__lte=on,
            valid_until__gte=on,
        )
        .select_related("agreement__organisation", "agreement__partner")
        .prefetch_related("lines__design", "signatures")
    )


def content_of(text: AgreementText) -> dict[str, Any]:
    """All that a text says, as JSON: what is hashed, and so what is signed."""
    agreement = text.agreement
    return {
        "agreement": str(agreement.public_id),
        "number": text.number,
        "here": did_of(agreement.organisation),
        "there": agreement.partner_issuer,
        "there_name": agreement.partner_name,
        "scope": text.scope,
        "valid_from": text.valid_from.isoformat(),
        "valid_until": text.valid_until.isoformat(),
        "lines": [
            {
                "number": each.number,
                "achievement": each.achievement,
                "title": each.title,
                "design": None if each.design is None else str(each.design.public_id),
                "target_title": each.target_title,
                "outcome": each.outcome,
                "ects": None if each.ects is None else f"{each.ects.normalize():f}",
                "note": each.note,
            }
            for each in lines_of(text)
        ],
    }


def lines_of(text: AgreementText) -> list[AgreementLine]:
    """Its lines in order, with their designs; asked for once for each text."""
    prefetch_related_objects([text], "lines__design")
    return sorted(text.lines.all(), key=lambda each: each.number)


def is_intact(text: AgreementText) -> bool:
    """Whether it still says what was signed."""
    signed = {each.digest for each in text.signatures.all()}
    return signed <= {text.digest} and digest_of(content_of(text)) == text.digest


def locked_agreement(agreement: Agreement) -> Agreement:
    """The agreement's row, locked.

    Raises:
        AgreementEndedError.
    """
    locked = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if locked.ended_at is not None:
        raise AgreementEndedError
    return locked


def offered_text(agreement: Agreement) -> AgreementText:
    """The text that waits for signatures.

    Raises:
        NotPutForwardError.
    """
    text = agreement.texts.filter(offered_at__isnull=False, in_force_at__isnull=True).first()
    if text is None:
        raise NotPutForwardError
    return text


def noted(action: str, agreement: Agreement, *, by: Person, at: datetime, **details: object) -> None:
    """Write it into the audit trail."""
    audit.note(
        action,
        actor=by,
        organisation=agreement.organisation_id,
        subject_kind="agreement",
        subject=agreement.pk,
        at=at,
        **details,
    )
