"""What was sent to a webhook, and what came of it."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet

from campus.connectors.webhooks.models import Delivery, Webhook
from campus.connectors.webhooks.telling import TEST
from campus.people.scope import NotFoundError


def deliveries_of(webhook: Webhook, *, state: str | None = None) -> QuerySet[Delivery]:
    """The deliveries of a webhook, the newest first; of one state where one is named."""
    rows = Delivery.objects.filter(webhook=webhook).select_related("webhook", "message").order_by("-pk")
    return rows.filter(state=state) if state else rows


def dead_ones(webhook: Webhook) -> QuerySet[Delivery]:
    """What was given up. A test that did not arrive is no loss, so it is not among them."""
    return deliveries_of(webhook, state=Delivery.State.DEAD).exclude(message__kind=TEST)


def delivery_in(webhook: Webhook, public_id: uuid.UUID) -> Delivery:
    """The delivery of this webhook with this id.

    Raises:
        NotFoundError: there is none.
    """
    found = deliveries_of(webhook).filter(public_id=public_id).first()
    if found is None:
        raise NotFoundError
    return found
