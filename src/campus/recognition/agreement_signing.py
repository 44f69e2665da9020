"""Signing an agreement: one person for each side, both under the digest of the same text."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from campus.people.models import Organisation, Person
from campus.people.roles import require
from campus.people.scope import NotFoundError
from campus.recognition.agreement_faults import BothSidesError, ChangedTextError, DatesOfAgreementError, SignedBeforeError
from campus.recognition.agreement_texts import SIGNERS, is_intact, locked_agreement, noted, offered_text
from campus.recognition.case_faults import WordsMissingError
from campus.recognition.models import Agreement, AgreementSignature, AgreementText
from campus.wallet.imported import addresses_of


@transaction.atomic
def sign_here(agreement: Agreement, *, digest: str, position: str, by: Person, at: datetime) -> AgreementSignature:
    """Sign for the institution that recognises; `digest` is that of the text that was read.

    Raises:
        NotAllowedError: no administrator there.
        NotPutForwardError, ChangedTextError, SignedBeforeError, BothSidesError, WordsMissingError, AgreementEndedError,
        DatesOfAgreementError.
    """
    require(by, agreement.organisation, *SIGNERS)
    return _sign(agreement, AgreementSignature.Side.HERE, digest=digest, position=position, by=by, at=at)


@transaction.atomic
def sign_there(agreement: Agreement, *, digest: str, position: str, by: Person, at: datetime) -> AgreementSignature:
    """Sign for the other side: whoever has confirmed the address that the text names.

    Raises:
        NotFoundError: somebody else.
        As `sign_here`.
    """
    if not is_signatory(agreement, by):
        raise NotFoundError
    return _sign(agreement, AgreementSignature.Side.THERE, digest=digest, position=position, by=by, at=at)


def for_signatory(person: Person, public_id: uuid.UUID) -> Agreement:
    """An agreement that this person signs, or has signed, for the other side.

    Raises:
        NotFoundError: anybody else's.
    """
    found = Agreement.objects.filter(public_id=public_id).select_related("organisation", "partner").first()
    if found is None or not is_signatory(found, person):
        raise NotFoundError
    return found


def is_signatory(agreement: Agreement, person: Person) -> bool:
    """Whether one of the person's confirmed addresses is named by a text that is put forward or in force."""
    named = {each.casefold() for each in addresses_of(person)}
    texts = agreement.texts.filter(offered_at__isnull=False)
    return any(each.casefold() in named for each in texts.values_list("signatory_email", flat=True))


def waiting_for(organisation: Organisation, person: Person) -> QuerySet[AgreementText]:
    """Texts put forward that the organisation has not signed and this person may sign for it."""
    return (
        AgreementText.objects.filter(agreement__organisation=organisation, agreement__ended_at__isnull=True)
        .filter(offered_at__isnull=False, in_force_at__isnull=True)
        .exclude(signatures__side=AgreementSignature.Side.HERE)
        .exclude(signatures__person=person)
    )


def _sign(
    agreement: Agreement, side: AgreementSignature.Side, *, digest: str, position: str, by: Person, at: datetime
) -> AgreementSignature:
    text = offered_text(locked_agreement(agreement))
    if not position.strip():
        raise WordsMissingError(field="position")
    if text.valid_until < localdate(at):
        raise DatesOfAgreementError
    if digest != text.digest or not is_intact(text):
        raise ChangedTextError
    if text.signatures.filter(side=side).exists():
        raise SignedBeforeError
    try:
        with transaction.atomic():
            signature = AgreementSignature.objects.create(
                text=text,
                side=side,
                person=by,
                name=by.name or str(by),
                position=" ".join(position.split())[:200],
                digest=digest,
                signed_at=at,
            )
    except IntegrityError:
        raise BothSidesError from None
    if text.signatures.count() == 2:
        agreement.texts.filter(in_force_at__isnull=False, superseded_at__isnull=True).update(superseded_at=at)
        text.in_force_at = at
        text.save(update_fields=["in_force_at"])
    noted("agreement.signed", agreement, by=by, at=at, number=text.number, side=str(side), digest=digest)
    return signature
