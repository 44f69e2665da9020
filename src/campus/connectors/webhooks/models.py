"""Addresses that are told, what they are told, and every attempt at it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campus.people.models import Organisation, Person


class Webhook(models.Model):
    """An address of an organisation's own software. Its secrets are sealed; only `webhooks.secret` opens them."""

    class Paused(models.TextChoices):
        BY_STAFF = "staff", _("by staff")
        FAILING = "failing", _("because it has not answered for three days")
        GONE = "gone", _("because it said that nothing should be sent to it any more")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    url = models.CharField(max_length=1000)
    events = models.JSONField(default=list, help_text="kinds of messages that it wants")
    with_numbers = models.BooleanField(default=False, help_text="messages name the school's own number of the learner")
    sealed_secret = models.BinaryField()
    previous_secret = models.BinaryField(null=True, help_text="sealed; signs too until `previous_until`")
    previous_until = models.DateTimeField(null=True)
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    paused_because = models.CharField(max_length=10, choices=Paused, blank=True)
    rests_until = models.DateTimeField(null=True, help_text="it could not be reached or was busy: nothing is sent before")
    failing_since = models.DateTimeField(null=True, help_text="the first failure since it last took anything")
    told_at = models.DateTimeField(null=True, help_text="when its keepers were last told that it fails")
    closed_at = models.DateTimeField(null=True, help_text="removed: nothing is sent, and it stands in no list")

    class Meta:
        constraints = [
            models.CheckConstraint(name="webhooks_are_named", condition=~Q(name="") & ~Q(url="")),
            models.CheckConstraint(
                name="paused_webhooks_say_why",
                condition=Q(paused_at__isnull=True, paused_because="") | (Q(paused_at__isnull=False) & ~Q(paused_because="")),
            ),
            models.CheckConstraint(
                name="previous_secrets_run_out",
                condition=Q(previous_secret__isnull=True, previous_until__isnull=True)
                | Q(previous_secret__isnull=False, previous_until__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "closed_at"], name="webhooks_of_organisation")]


class Message(models.Model):
    """Something that happened, as it is told. `key` names it for ever, so that it becomes a message once."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=100)
    data = models.JSONField(help_text="ids and codes only")
    number = models.CharField(max_length=100, blank=True, help_text="of the learner, for those webhooks that ask for it")
    occurred_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="a_message_is_made_once")]
        indexes = [models.Index(fields=["occurred_at"], name="webhook_message_age")]


class Delivery(models.Model):
    """One message on its way to one address. `attempts` is also the fencing token of whoever is sending it."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("webhook", "Waiting")
        DELIVERED = "delivered", pgettext_lazy("webhook", "Delivered")
        DEAD = "dead", pgettext_lazy("webhook", "Could not be delivered")
        DROPPED = "dropped", pgettext_lazy("webhook", "Left")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    message = models.ForeignKey(Message, models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    due_at = models.DateTimeField(help_text="when to try next; while it is being sent, when another worker may take it")
    attempts = models.PositiveIntegerField(default=0)
    tries = models.PositiveIntegerField(default=0, help_text="attempts since it was queued, or sent again by staff")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["webhook", "message"], name="a_message_is_delivered_to_a_webhook_once"),
            models.CheckConstraint(
                name="deliveries_that_ended_say_when",
                condition=Q(state="waiting", ended_at__isnull=True) | (~Q(state="waiting") & Q(ended_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["webhook", "due_at"], condition=Q(state="waiting"), name="webhook_deliveries_due"),
            models.Index(fields=["webhook", "state"], name="webhook_deliveries_by_state"),
        ]


class Attempt(models.Model):
    """What came of sending it once. Neither what was sent nor what was answered is kept."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="log")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    milliseconds = models.PositiveIntegerField()
    status = models.PositiveSmallIntegerField(null=True, help_text="empty: nothing was answered")
    failure = models.CharField(max_length=40, blank=True, help_text="a code, where nothing was answered")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the body that was sent, in hexadecimal digits")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="attempts_at_a_delivery_are_numbered"),
            models.CheckConstraint(
                name="attempts_say_what_came_of_them",
                condition=Q(status__isnull=False, failure="") | (Q(status__isnull=True) & ~Q(failure="")),
            ),
        ]
