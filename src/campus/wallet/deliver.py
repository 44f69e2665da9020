"""Tell holders that a credential waits for them. Queued in the database, sent from there, tried again when mail fails."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from campus.base import audit
from campus.base.refusals import Refusal
from campus.base.secret import digest_of
from campus.issuing.models import Credential
from campus.people.roles import Actor, person_of, require_to_issue
from campus.wallet.links import claim_secret
from campus.wallet.messages import compose
from campus.wallet.models import Delivery, Holding

LINK_LIVES = timedelta(days=90)
IN_HAND = timedelta(minutes=5)
FIRST_PAUSE = timedelta(minutes=1)
ATTEMPTS = 10
log = logging.getLogger(__name__)


class AlreadyClaimedError(Refusal):
    """The holder has it; there is nothing to send."""

    code = "ALREADY_CLAIMED"
    text = _("The holder has already claimed this badge, so there is nothing to send.")


class NotSendableError(Refusal):
    """Nothing signed yet, or revoked."""

    code = "NOT_SENDABLE"
    text = _("This badge has not been issued yet, or has been revoked, so no message is sent.")


def deliver(credentials: Iterable[int], *, at: datetime) -> int:
    """Queue one message for each issued credential that has none yet; the number of new ones.

    Safe to repeat: a credential has one delivery, for ever.
    """
    waiting = Credential.objects.filter(pk__in=list(credentials), issued_at__isnull=False, revoked_at__isnull=True)
    rows = [
        Delivery(
            credential_id=pk,
            secret_digest=digest_of(claim_secret(public_id, generation=1)),
            queued_at=at,
            next_try_at=at,
        )
        for pk, public_id in waiting.values_list("pk", "public_id")
    ]
    before = Delivery.objects.filter(credential_id__in=[row.credential_id for row in rows]).count()
    Delivery.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return len(rows) - before


def send_due(*, now: Callable[[], datetime], until: datetime | None = None) -> int:
    """Send what is queued, oldest first, until nothing is due or `until` has come; the number sent.

    Each message is first taken in hand by compare-and-set, so that two workers never send the same one.
    """
    sent = 0
    while until is None or now() < until:
        at = now()
        due = Delivery.objects.filter(next_try_at__lte=at).order_by("next_try_at").values_list("pk", flat=True)[:50]
        if not due:
            break
        for pk in list(due):
            if until is not None and now() >= until:
                break
            sent += _send(pk, at=now())
    return sent


def is_due(*, at: datetime) -> bool:
    """Say whether a message waits to be sent."""
    return Delivery.objects.filter(next_try_at__lte=at).exists()


@transaction.atomic
def resend(credential: Credential, *, by: Actor, at: datetime, new_link: bool = False) -> Delivery:
    """Send the message again, with 90 more days; `new_link` stops links sent earlier from working.

    Raises:
        NotAllowedError, SecondStepMissingError: not a registrar there.
        AlreadyClaimedError: somebody holds it.
        NotSendableError: not issued, or revoked.
    """
    require_to_issue(by, credential.organisation)
    if credential.issued_at is None or credential.revoked_at is not None:
        raise NotSendableError
    if Holding.objects.filter(credential=credential).exists():
        raise AlreadyClaimedError
    deliver([credential.pk], at=at)
    delivery = Delivery.objects.select_for_update().get(credential=credential)
    delivery.generation += 1 if new_link else 0
    delivery.secret_digest = digest_of(claim_secret(credential.public_id, generation=delivery.generation))
    delivery.next_try_at, delivery.attempts, delivery.failure = at, 0, ""
    delivery.expires_at = at + LINK_LIVES
    delivery.save()
    audit.note(
        "delivery.resent",
        actor=person_of(by),
        organisation=credential.organisation_id,
        subject_kind="credential",
        subject=credential.pk,
        at=at,
        new_link=new_link,
    )
    return delivery


def _send(pk: int, *, at: datetime) -> int:
    taken = Delivery.objects.filter(pk=pk, next_try_at__lte=at).update(next_try_at=at + IN_HAND, attempts=F("attempts") + 1)
    if not taken:
        return 0
    delivery = Delivery.objects.select_related("credential__organisation", "credential__design_version").get(pk=pk)
    if delivery.credential.revoked_at is not None:
        Delivery.objects.filter(pk=pk).update(next_try_at=None, failure="REVOKED")
        return 0
    expires_at = at + LINK_LIVES
    secret = claim_secret(delivery.credential.public_id, generation=delivery.generation)
    try:
        compose(delivery.credential, secret=secret, expires_at=expires_at).send()
    except (SMTPException, OSError) as error:
        log.warning("delivery %s failed: %s", pk, type(error).__name__)
        _try_later(delivery, because=type(error).__name__, at=at)
        return 0
    Delivery.objects.filter(pk=pk, generation=delivery.generation).update(
        sent_at=at, next_try_at=None, expires_at=expires_at, failure="", secret_digest=digest_of(secret)
    )
    return 1


def _try_later(delivery: Delivery, *, because: str, at: datetime) -> None:
    pause = FIRST_PAUSE * 2 ** (delivery.attempts - 1)
    again = None if delivery.attempts >= ATTEMPTS else at + pause
    Delivery.objects.filter(pk=delivery.pk).update(next_try_at=again, failure=because[:500])
