"""The webhooks of an organisation: added, changed, paused, given another secret, removed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from campus.base import audit, outbox
from campus.base.refusals import Refusal
from campus.connectors.webhooks.models import Delivery, Webhook
from campus.connectors.webhooks.secret import give_secret
from campus.connectors.webhooks.telling import KINDS, TEST
from campus.people.models import Organisation, Role
from campus.people.roles import Actor, person_of, require
from campus.people.scope import NotFoundError
from campus.verification.exchange import check_service_url
from laurel.errors import ForbiddenAddressError

KEEPERS = (Role.ADMINISTRATOR,)
READERS = (Role.ADMINISTRATOR, Role.REGISTRAR)
MOST = 20


class WebhookUnnamedError(Refusal):
    """A webhook needs a name."""

    code = "WEBHOOK_UNNAMED"
    text = _("Give the webhook a name by which your colleagues know it.")


class WebhookAddressRefusedError(Refusal):
    """Not an address to which this site may send anything."""

    code = "WEBHOOK_ADDRESS_REFUSED"
    text = _("Write a complete public address that begins with https://, without a port.")


class NoEventsError(Refusal):
    """It would never be told anything, or something unknown."""

    code = "WEBHOOK_NO_EVENTS"
    text = _("Choose at least one kind of message.")


class TooManyWebhooksError(Refusal):
    """The organisation has as many as it may have."""

    code = "WEBHOOKS_TOO_MANY"
    text = _("Your organisation has {most} webhooks, and that is the most. Remove one first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookFacts:
    """What its keepers say about a webhook."""

    name: str
    url: str
    events: Iterable[str]
    with_numbers: bool = False


@transaction.atomic
def create(organisation: Organisation, facts: WebhookFacts, *, by: Actor, at: datetime) -> tuple[Webhook, str]:
    """Add a webhook; the text of its secret is returned this one time.

    Raises:
        NotAllowedError: not an administrator there.
        WebhookUnnamedError, WebhookAddressRefusedError, NoEventsError, TooManyWebhooksError.
    """
    require(by, organisation, *KEEPERS)
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # so that two at once are counted
    if Webhook.objects.filter(organisation=organisation, closed_at__isnull=True).count() >= MOST:
        raise TooManyWebhooksError(most=MOST)
    made = Webhook(organisation=organisation, created_by=person_of(by), created_at=at, **_checked(facts))
    secret = give_secret(made, at=at, replacing=False)
    made.save()
    noted("webhook.created", made, by=by, at=at)
    return made, secret


@transaction.atomic
def change(webhook: Webhook, facts: WebhookFacts, *, by: Actor, at: datetime) -> Webhook:
    """Change what it is called, where it is and what it is told. What waits goes to the new address.

    Raises:
        NotAllowedError: not an administrator there.
        NotFoundError: it was removed.
        WebhookUnnamedError, WebhookAddressRefusedError, NoEventsError.
    """
    locked = _locked(webhook, by, *KEEPERS)
    wanted = _checked(facts)
    for name, value in wanted.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(wanted))
    noted("webhook.changed", locked, by=by, at=at)
    return locked


@transaction.atomic
def renew_secret(webhook: Webhook, *, by: Actor, at: datetime) -> str:
    """Give it another secret, whose text is returned this one time. For a day, the one before signs too.

    Raises:
        NotAllowedError: not an administrator there.
        NotFoundError: it was removed.
    """
    locked = _locked(webhook, by, *KEEPERS)
    secret = give_secret(locked, at=at, replacing=True)
    locked.save(update_fields=["sealed_secret", "previous_secret", "previous_until"])
    noted("webhook.secret_renewed", locked, by=by, at=at)
    return secret


@transaction.atomic
def set_paused(webhook: Webhook, *, paused: bool, by: Actor, at: datetime) -> Webhook:
    """Send nothing until it is resumed, or go on. What happens meanwhile waits.

    Raises:
        NotAllowedError: neither administrator nor registrar there.
        NotFoundError: it was removed.
    """
    locked = _locked(webhook, by, *READERS)
    if (locked.paused_at is not None) == paused:
        return locked
    locked.paused_at, locked.paused_because = (at, Webhook.Paused.BY_STAFF) if paused else (None, "")
    locked.rests_until = locked.failing_since = locked.told_at = None
    locked.save(update_fields=["paused_at", "paused_because", "rests_until", "failing_since", "told_at"])
    noted("webhook.paused" if paused else "webhook.resumed", locked, by=by, at=at)
    if not paused:
        outbox.record("webhook.due", subject=locked.pk, at=at)
    return locked


@transaction.atomic
def remove(webhook: Webhook, *, by: Actor, at: datetime) -> None:
    """Remove it for good: its secrets are forgotten, and what waits is not sent.

    Raises:
        NotAllowedError: not an administrator there.
        NotFoundError: it was removed before.
    """
    locked = _locked(webhook, by, *KEEPERS)
    locked.closed_at, locked.sealed_secret, locked.previous_secret, locked.previous_until = at, b"", None, None
    locked.save(update_fields=["closed_at", "sealed_secret", "previous_secret", "previous_until"])
    waiting = Delivery.objects.filter(webhook=locked, state=Delivery.State.WAITING)
    waiting.update(state=Delivery.State.DROPPED, ended_at=at)
    noted("webhook.removed", locked, by=by, at=at)


def webhooks_of(organisation: Organisation) -> QuerySet[Webhook]:
    """The organisation's webhooks by name, each with the numbers of its deliveries that wait and that are dead."""
    rows = Webhook.objects.filter(organisation=organisation, closed_at__isnull=True).select_related("organisation")
    waiting = Count("deliveries", filter=Q(deliveries__state=Delivery.State.WAITING))
    lost = Q(deliveries__state=Delivery.State.DEAD) & ~Q(deliveries__message__kind=TEST)
    dead = Count("deliveries", filter=lost)
    return rows.annotate(waiting=waiting, dead=dead).order_by("name", "pk")


def webhook_in(organisation: Organisation, public_id: uuid.UUID) -> Webhook:
    """The organisation's webhook with this id.

    Raises:
        NotFoundError: there is none, or it was removed.
    """
    found = webhooks_of(organisation).filter(public_id=public_id).first()
    if found is None:
        raise NotFoundError
    return found


def _checked(facts: WebhookFacts) -> dict[str, object]:
    name, url, wanted = " ".join(facts.name.split())[:100], facts.url.strip(), set(facts.events)
    if not name:
        raise WebhookUnnamedError(field="name")
    try:
        check_service_url(url)
    except ForbiddenAddressError:
        raise WebhookAddressRefusedError(field="url") from None
    if len(url) > 1000:
        raise WebhookAddressRefusedError(field="url")
    if not wanted or not wanted <= set(KINDS):
        raise NoEventsError(field="events")
    return {"name": name, "url": url, "events": [kind for kind in KINDS if kind in wanted], "with_numbers": facts.with_numbers}


def _locked(webhook: Webhook, by: Actor, *roles: Role) -> Webhook:
    require(by, webhook.organisation, *roles)
    rows = Webhook.objects.select_for_update(of=("self",)).select_related("organisation")
    found = rows.filter(pk=webhook.pk, closed_at__isnull=True).first()
    if found is None:
        raise NotFoundError
    return found


def noted(action: str, webhook: Webhook, *, by: Actor, at: datetime, **details: object) -> None:
    """Write it into the audit trail."""
    audit.note(
        action,
        actor=person_of(by),
        organisation=webhook.organisation_id,
        subject_kind="webhook",
        subject=webhook.pk,
        at=at,
        **details,
    )
