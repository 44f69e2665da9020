"""Deliveries go out, each at least once, signed, through the guarded door.

    waiting ──▶ claimed (attempts + 1, not due for a while) ──POST──▶ delivered
       ▲            │ killed meanwhile: due again                └──▶ waiting, later; after the last try: dead
       └────────────┘

A receiver that cannot be reached, or is busy, rests as a whole: one delivery at a time tries it. One that refuses a message
holds up that message alone. Who answers 410, or nothing for three days, is paused, and its keepers are told.

Source: Standard Webhooks, "Operational considerations": schedule, 2xx alone is success, 410, Retry-After.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import SystemRandom
from typing import Final

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce

from campus.base import audit, outbox
from campus.base.models import Fact
from campus.connectors.webhooks.models import Attempt, Delivery, Webhook
from campus.connectors.webhooks.queueing import due
from campus.connectors.webhooks.secret import secrets_of
from campus.connectors.webhooks.signing import headers
from campus.connectors.webhooks.telling import TEST
from campus.verification.exchange import Answer, Asked, Exchange
from laurel.errors import ForbiddenAddressError, UnreachableError

State = Delivery.State
Clock = Callable[[], datetime]
LEASE = timedelta(minutes=5)  # longer than one exchange may take
PAUSES: Final = tuple(timedelta(seconds=seconds) for seconds in (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400))
MOST_TRIES: Final = len(PAUSES) + 1
LONGEST_REST = timedelta(hours=1)
FAILS_FOR = timedelta(days=3)
JITTER = 0.2  # a pause is up to a fifth longer, so that receivers are not asked by everybody at once
BUSY: Final = frozenset({408, 425, 429})
GONE: Final = 410
_random = SystemRandom().random


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one attempt: a status, or (None) why there was none."""

    at: datetime
    milliseconds: int
    digest: str
    status: int | None = None
    failure: str = ""
    retry_after: timedelta = timedelta(0)

    @property
    def arrived(self) -> bool:
        """The receiver took it."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def unavailable(self) -> bool:
        """The receiver is away or busy, whatever the message."""
        return self.status is None or self.status >= 500 or self.status in BUSY


def send(webhook_id: int, *, exchange: Exchange, now: Clock, until: datetime, random: Callable[[], float] = _random) -> bool:
    """Send what is due for one webhook, the longest due first; False when the time is over and there is more."""
    while now() < until:
        delivery = _next(webhook_id, at=now())
        if delivery is None:
            return True
        if _claim(delivery, at=now()):
            _settle(delivery, _sent(delivery, exchange=exchange, now=now), at=now(), random=random)
    return _next(webhook_id, at=now()) is None


def wake(*, at: datetime) -> None:
    """Pause whoever has failed for too long, and have a worker send what has become due: periodic work."""
    for webhook in Webhook.objects.filter(failing_since__lte=at - FAILS_FOR, paused_at__isnull=True, closed_at__isnull=True):
        with transaction.atomic():
            if _stop(webhook, Webhook.Paused.FAILING, at=at):
                outbox.record("webhook.failing", subject=webhook.pk, at=at)
    facts = Fact.objects.filter(kind="webhook.due", subject=OuterRef("pk"), handled_at__isnull=True)
    sendable = due(at=at).filter(webhook=OuterRef("pk"))
    for webhook in Webhook.objects.filter(~Exists(facts), Exists(sendable), closed_at__isnull=True):
        outbox.record("webhook.due", subject=webhook.pk, at=at)


def body_of(delivery: Delivery) -> bytes:
    """What is sent: the same bytes at every attempt, as long as nobody changes what the webhook asks for."""
    message = delivery.message
    data = dict(message.data)
    if delivery.webhook.with_numbers and message.number:
        data["number"] = message.number
    moment = message.occurred_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    told = {"type": message.kind, "timestamp": moment, "data": data}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def message_id(delivery: Delivery) -> str:
    """The id under which a receiver knows the message again, the same for every attempt and every webhook."""
    return f"msg_{delivery.message.public_id.hex}"


def _next(webhook_id: int, *, at: datetime) -> Delivery | None:
    rows = due(at=at).filter(webhook=webhook_id).select_related("webhook", "message")
    return rows.order_by("due_at", "pk").first()


def _claim(delivery: Delivery, *, at: datetime) -> bool:
    mine = Delivery.objects.filter(pk=delivery.pk, state=State.WAITING, attempts=delivery.attempts)
    taken = mine.update(attempts=F("attempts") + 1, tries=F("tries") + 1, due_at=at + LEASE)
    delivery.attempts += 1
    delivery.tries += 1
    return bool(taken)


def _sent(delivery: Delivery, *, exchange: Exchange, now: Clock) -> Outcome:
    body, began = body_of(delivery), now()
    webhook = delivery.webhook
    signed = headers(body, message_id=message_id(delivery), secrets=secrets_of(webhook, at=began), at=began)
    asked = Asked(method="POST", url=webhook.url, headers={"Content-Type": "application/json", **signed}, body=body)
    answer, failure = None, ""
    try:
        answer = exchange(asked)
    except ForbiddenAddressError:
        failure = "WEBHOOK_ADDRESS_REFUSED"
    except UnreachableError:
        failure = "WEBHOOK_NO_ANSWER"
    return Outcome(
        at=began,
        milliseconds=max(0, int((now() - began).total_seconds() * 1000)),
        digest=hashlib.sha256(body).hexdigest(),
        status=None if answer is None else answer.status,
        failure=failure,
        retry_after=_retry_after(answer),
    )


def _retry_after(answer: Answer | None) -> timedelta:
    asked = "" if answer is None else answer.headers.get("retry-after", "")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 9):
        return timedelta(0)
    return min(timedelta(seconds=int(asked)), PAUSES[-1])


@transaction.atomic
def _settle(delivery: Delivery, outcome: Outcome, *, at: datetime, random: Callable[[], float]) -> None:
    facts = {"status": outcome.status, "failure": outcome.failure, "digest": outcome.digest}
    Attempt.objects.create(
        delivery=delivery, number=delivery.attempts, at=outcome.at, milliseconds=outcome.milliseconds, **facts
    )
    mine = Delivery.objects.filter(pk=delivery.pk, state=State.WAITING, attempts=delivery.attempts)
    if outcome.arrived:
        mine.update(state=State.DELIVERED, ended_at=at)
        Webhook.objects.filter(pk=delivery.webhook_id).update(rests_until=None, failing_since=None)
        return
    test = delivery.message.kind == TEST
    last = delivery.tries >= MOST_TRIES or test
    pause = _pause(delivery.tries, outcome, random)
    mine.update(state=State.DEAD, ended_at=at) if last else mine.update(due_at=at + pause)
    if not test:
        _consider(delivery, outcome, pause, last=last, at=at)


def _pause(tries: int, outcome: Outcome, random: Callable[[], float]) -> timedelta:
    planned = PAUSES[min(tries, len(PAUSES)) - 1]
    return max(planned, outcome.retry_after) * (1 + JITTER * random())


def _consider(delivery: Delivery, outcome: Outcome, pause: timedelta, *, last: bool, at: datetime) -> None:
    """What a failure means for the webhook as a whole."""
    row = Webhook.objects.filter(pk=delivery.webhook_id)
    stopped = False
    if outcome.status == GONE:
        stopped = _stop(delivery.webhook, Webhook.Paused.GONE, at=at)
        Delivery.objects.filter(pk=delivery.pk, state=State.WAITING).update(due_at=at)
    elif outcome.unavailable:
        rest = max(min(pause, LONGEST_REST), outcome.retry_after)
        row.update(rests_until=at + rest, failing_since=Coalesce(F("failing_since"), at))
    if stopped or last:
        outbox.record("webhook.failing", subject=delivery.webhook_id, at=at)


def _stop(webhook: Webhook, because: Webhook.Paused, *, at: datetime) -> bool:
    row = Webhook.objects.filter(pk=webhook.pk, paused_at__isnull=True)
    stopped = bool(row.update(paused_at=at, paused_because=because))
    if stopped:
        audit.note(
            "webhook.paused",
            actor=None,
            organisation=webhook.organisation_id,
            subject_kind="webhook",
            subject=webhook.pk,
            at=at,
        )
    return stopped
