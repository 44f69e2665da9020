"""Webhooks through the API. Secrets are never in an answer that is kept for retries."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Query, Router, Status
from pydantic import AwareDatetime, BaseModel, Field

from campus.api.caller import key_of, organisation_of
from campus.api.idempotency import idempotent
from campus.api.pages import Cursor, Limit, Page, page_of
from campus.api.v1.shapes import Asked
from campus.connectors.webhooks import queueing, subscriptions
from campus.connectors.webhooks.log import dead_ones, deliveries_of, delivery_in
from campus.connectors.webhooks.models import Attempt, Delivery, Webhook
from campus.connectors.webhooks.sending import body_of, message_id
from campus.connectors.webhooks.subscriptions import READERS, WebhookFacts, webhook_in, webhooks_of
from campus.people.models import Organisation
from campus.people.roles import require

router = Router(tags=["Webhooks"])
Event = Literal["learner.enrolled", "award.made", "credential.issued", "credential.revoked", "credential.superseded"]


class WebhookAsked(Asked):
    name: str = Field(max_length=100)
    url: str = Field(max_length=1000, description="https, port 443, a public name")
    events: list[Event] = Field(min_length=1, max_length=10)
    with_numbers: bool = Field(default=False, description="messages name the school's own number of the learner")

    def facts(self) -> WebhookFacts:
        """As the domain takes it."""
        return WebhookFacts(name=self.name, url=self.url, events=self.events, with_numbers=self.with_numbers)


class WebhookChange(WebhookAsked):
    paused: bool = Field(description="true: nothing is sent; what happens meanwhile waits, for 30 days")


class ReplayAsked(Asked):
    only_dead: bool = Field(default=True, description="false: also what was delivered, or left")
    since: AwareDatetime | None = Field(default=None, description="only what happened from then on")


class WebhookShown(BaseModel):
    id: str
    name: str
    url: str
    events: list[str]
    with_numbers: bool
    paused_at: datetime | None
    paused_because: Literal["", "staff", "failing", "gone"]
    failing_since: datetime | None
    waiting: int = Field(description="deliveries that wait")
    dead: int = Field(description="deliveries that were given up")
    created_at: datetime


class SecretShown(BaseModel):
    secret: str = Field(description="begins with whsec_; shown this one time")
    previous_until: datetime | None = Field(description="until then, messages are signed with the secret before as well")


class AttemptShown(BaseModel):
    at: datetime
    milliseconds: int
    status: int | None = Field(description="null: nothing was answered")
    failure: str
    digest: str = Field(description="SHA-256 of the body that was sent")


class DeliveryShown(BaseModel):
    id: str
    message: str = Field(description="the header webhook-id")
    type: str
    state: Delivery.State
    happened_at: datetime
    attempts: int
    next_at: datetime | None
    ended_at: datetime | None


class DeliveryWithLog(DeliveryShown):
    body: str = Field(description="as it would be sent now")
    log: list[AttemptShown]


class Replayed(BaseModel):
    deliveries: int


@router.get("/webhooks", response=list[WebhookShown], summary=gettext_noop("Webhooks, by name"))
def list_webhooks(request: HttpRequest) -> list[WebhookShown]:
    return [_shown(each) for each in webhooks_of(_readable(request))]


@router.post("/webhooks", response={201: WebhookShown}, summary=gettext_noop("Add a webhook; then ask for its first secret"))
@idempotent()
def create_webhook(request: HttpRequest, asked: WebhookAsked) -> Status[WebhookShown]:
    organisation = organisation_of(request)
    made, _secret = subscriptions.create(organisation, asked.facts(), by=key_of(request), at=timezone.now())
    return Status(201, _shown(webhook_in(organisation, made.public_id)))


@router.get("/webhooks/{uuid:webhook_id}", response=WebhookShown, summary=gettext_noop("One webhook"))
def get_webhook(request: HttpRequest, webhook_id: UUID) -> WebhookShown:
    return _shown(_webhook(request, webhook_id))


@router.put("/webhooks/{uuid:webhook_id}", response=WebhookShown, summary=gettext_noop("Change, pause or resume a webhook"))
def change_webhook(request: HttpRequest, webhook_id: UUID, asked: WebhookChange) -> WebhookShown:
    webhook, by, now = _webhook(request, webhook_id), key_of(request), timezone.now()
    subscriptions.change(webhook, asked.facts(), by=by, at=now)
    subscriptions.set_paused(webhook, paused=asked.paused, by=by, at=now)
    return _shown(_webhook(request, webhook_id))


@router.delete("/webhooks/{uuid:webhook_id}", response={204: None}, summary=gettext_noop("Remove a webhook for good"))
def remove_webhook(request: HttpRequest, webhook_id: UUID) -> Status[None]:
    subscriptions.remove(_webhook(request, webhook_id), by=key_of(request), at=timezone.now())
    return Status(204, None)


@router.post(
    "/webhooks/{uuid:webhook_id}/secret",
    response=SecretShown,
    summary=gettext_noop("Make a new secret; the one before signs too for a day"),
)
def renew_secret(request: HttpRequest, webhook_id: UUID) -> SecretShown:
    # No Idempotency-Key: the answer to one is kept, and a secret is not.
    secret = subscriptions.renew_secret(_webhook(request, webhook_id), by=key_of(request), at=timezone.now())
    return SecretShown(secret=secret, previous_until=_webhook(request, webhook_id).previous_until)


@router.post(
    "/webhooks/{uuid:webhook_id}/test",
    response={202: DeliveryShown},
    summary=gettext_noop("Send a message that says nothing; its delivery tells whether it arrived"),
)
@idempotent(required=False)
def send_test(request: HttpRequest, webhook_id: UUID) -> Status[DeliveryShown]:
    made = queueing.send_test(_webhook(request, webhook_id), by=key_of(request), at=timezone.now())
    return Status(202, _delivery_shown(made))


@router.get(
    "/webhooks/{uuid:webhook_id}/deliveries",
    response=Page[DeliveryShown],
    summary=gettext_noop("What was sent to a webhook, newest first"),
)
def list_deliveries(
    request: HttpRequest,
    webhook_id: UUID,
    state: Delivery.State | None = None,
    limit: Annotated[Limit, Query()] = 50,
    cursor: Cursor = "",
) -> Page[DeliveryShown]:
    rows = deliveries_of(_webhook(request, webhook_id), state=state)
    return page_of(rows, _delivery_shown, limit=limit, cursor=cursor)


@router.get(
    "/webhooks/{uuid:webhook_id}/deliveries/{uuid:delivery_id}",
    response=DeliveryWithLog,
    summary=gettext_noop("One delivery, with every attempt at it"),
)
def get_delivery(request: HttpRequest, webhook_id: UUID, delivery_id: UUID) -> DeliveryWithLog:
    delivery = delivery_in(_webhook(request, webhook_id), delivery_id)
    log = [_attempt(each) for each in delivery.log.order_by("number")]
    return DeliveryWithLog(**_facts(delivery), body=body_of(delivery).decode(), log=log)


@router.post(
    "/webhooks/{uuid:webhook_id}/deliveries/{uuid:delivery_id}/replay",
    response={202: Replayed},
    summary=gettext_noop("Send one message again, under its id"),
)
@idempotent(required=False)
def replay_one(request: HttpRequest, webhook_id: UUID, delivery_id: UUID) -> Status[Replayed]:
    webhook = _webhook(request, webhook_id)
    chosen = Delivery.objects.filter(pk=delivery_in(webhook, delivery_id).pk)
    return Status(202, Replayed(deliveries=queueing.send_again(webhook, chosen, by=key_of(request), at=timezone.now())))


@router.post(
    "/webhooks/{uuid:webhook_id}/replay",
    response={202: Replayed},
    summary=gettext_noop("Send many messages again, each under its id"),
)
@idempotent(required=False)
def replay_many(request: HttpRequest, webhook_id: UUID, asked: ReplayAsked) -> Status[Replayed]:
    webhook = _webhook(request, webhook_id)
    chosen = dead_ones(webhook) if asked.only_dead else deliveries_of(webhook)
    if asked.since is not None:
        chosen = chosen.filter(message__occurred_at__gte=asked.since)
    return Status(202, Replayed(deliveries=queueing.send_again(webhook, chosen, by=key_of(request), at=timezone.now())))


def _readable(request: HttpRequest) -> Organisation:
    organisation = organisation_of(request)
    require(key_of(request), organisation, *READERS)
    return organisation


def _webhook(request: HttpRequest, webhook_id: UUID) -> Webhook:
    return webhook_in(_readable(request), webhook_id)


def _shown(webhook: Any) -> WebhookShown:
    return WebhookShown(
        id=str(webhook.public_id),
        name=webhook.name,
        url=webhook.url,
        events=webhook.events,
        with_numbers=webhook.with_numbers,
        paused_at=webhook.paused_at,
        paused_because=webhook.paused_because,
        failing_since=webhook.failing_since,
        waiting=webhook.waiting,
        dead=webhook.dead,
        created_at=webhook.created_at,
    )


def _facts(delivery: Delivery) -> dict[str, Any]:
    waits = delivery.state == Delivery.State.WAITING
    return {
        "id": str(delivery.public_id),
        "message": message_id(delivery),
        "type": delivery.message.kind,
        "state": Delivery.State(delivery.state),
        "happened_at": delivery.message.occurred_at,
        "attempts": delivery.attempts,
        "next_at": delivery.due_at if waits else None,
        "ended_at": delivery.ended_at,
    }


def _delivery_shown(delivery: Delivery) -> DeliveryShown:
    return DeliveryShown(**_facts(delivery))


def _attempt(attempt: Attempt) -> AttemptShown:
    return AttemptShown(
        at=attempt.at,
        milliseconds=attempt.milliseconds,
        status=attempt.status,
        failure=attempt.failure,
        digest=attempt.digest,
    )
