"""From a fact to deliveries: each message is made once, and put down once for each webhook that wants it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction
from django.db.models import F, Q, QuerySet

from campus.base import outbox
from campus.base.models import Fact
from campus.connectors.webhooks.models import Delivery, Message, Webhook
from campus.connectors.webhooks.subscriptions import READERS, noted
from campus.connectors.webhooks.telling import LED_TO, ROWS_AT_ONCE, TEST, Told, messages_of, organisation_of
from campus.people.roles import Actor, require

State = Delivery.State
KEPT = timedelta(days=30)


def queue(fact: Fact, *, at: datetime) -> None:
    """Put down what this fact leads to, for every webhook that wants it. Repeating it adds nothing."""
    organisation = organisation_of(fact)
    kinds = LED_TO[fact.kind]
    webhooks = [each for each in _open(organisation) if not set(kinds).isdisjoint(each.events)]
    if not webhooks:
        return
    for part in _parts(messages_of(fact)):
        with transaction.atomic():
            _put_down(organisation, part, webhooks, occurred_at=fact.recorded_at, at=at)
            for webhook in webhooks:
                outbox.record("webhook.due", subject=webhook.pk, at=at)


@transaction.atomic
def send_test(webhook: Webhook, *, by: Actor, at: datetime) -> Delivery:
    """Put down a message that says nothing, to see whether it arrives; it is tried once, also while the webhook is paused.

    Raises:
        NotAllowedError: neither administrator nor registrar there.
    """
    require(by, webhook.organisation, *READERS)
    message = Message.objects.create(
        organisation=webhook.organisation, kind=TEST, key=f"{TEST}:{uuid.uuid4()}", data={}, occurred_at=at
    )
    made = Delivery.objects.create(webhook=webhook, message=message, due_at=at)
    outbox.record("webhook.due", subject=webhook.pk, at=at)
    return made


@transaction.atomic
def send_again(webhook: Webhook, chosen: QuerySet[Delivery], *, by: Actor, at: datetime) -> int:
    """Send these once more, under the ids they had; how many they are. What waits already is tried at once.

    Raises:
        NotAllowedError: neither administrator nor registrar there.
    """
    require(by, webhook.organisation, *READERS)
    mine = Delivery.objects.filter(webhook=webhook, pk__in=chosen.order_by().values("pk"))
    # One more attempt on the count: a worker that is sending one of them at this moment writes nothing over this.
    number = mine.update(state=State.WAITING, ended_at=None, due_at=at, tries=0, attempts=F("attempts") + 1)
    if number:
        noted("webhook.sent_again", webhook, by=by, at=at, deliveries=number)
        outbox.record("webhook.due", subject=webhook.pk, at=at)
    return number


@transaction.atomic
def leave_dead(webhook: Webhook, *, by: Actor, at: datetime) -> int:
    """Leave what could not be delivered; how many they were.

    Raises:
        NotAllowedError: neither administrator nor registrar there.
    """
    require(by, webhook.organisation, *READERS)
    number = Delivery.objects.filter(webhook=webhook, state=State.DEAD).update(state=State.DROPPED, ended_at=at)
    if number:
        noted("webhook.left", webhook, by=by, at=at, deliveries=number)
    return number


def due(*, at: datetime) -> QuerySet[Delivery]:
    """What may be sent now: nothing of a paused or resting webhook, unless it is a test."""
    rested = Q(webhook__rests_until__isnull=True) | Q(webhook__rests_until__lte=at)
    may = Q(webhook__paused_at__isnull=True) & rested | Q(message__kind=TEST)
    return Delivery.objects.filter(may, state=State.WAITING, due_at__lte=at, webhook__closed_at__isnull=True)


def forget(*, at: datetime) -> None:
    """Delete messages of more than `KEPT` ago, and with them every delivery and attempt: periodic work."""
    old = Message.objects.filter(occurred_at__lt=at - KEPT).order_by("pk").values_list("pk", flat=True)
    while keys := list(old[:ROWS_AT_ONCE]):
        Message.objects.filter(pk__in=keys).delete()


def _put_down(organisation: int, part: list[Told], webhooks: list[Webhook], *, occurred_at: datetime, at: datetime) -> None:
    wanted = [each for each in part if any(each.kind in webhook.events for webhook in webhooks)]
    rows = [
        Message(
            organisation_id=organisation,
            kind=each.kind,
            key=each.key,
            data=each.data,
            number=each.number,
            occurred_at=occurred_at,
        )
        for each in wanted
    ]
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    keys = [each.key for each in wanted]
    messages = list(Message.objects.filter(organisation=organisation, key__in=keys).order_by("pk"))
    deliveries = [
        Delivery(webhook=webhook, message=message, due_at=at)
        for message in messages
        for webhook in webhooks
        if message.kind in webhook.events
    ]
    Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)


def _open(organisation: int) -> QuerySet[Webhook]:
    return Webhook.objects.filter(organisation=organisation, closed_at__isnull=True)


def _parts(messages: Iterable[Told]) -> Iterator[list[Told]]:
    rest = iter(messages)
    while part := list(islice(rest, ROWS_AT_ONCE)):
        yield part
