"""What a learner holds, how it reached them, and to whom they show it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from campus.issuing.models import Credential
from campus.people.models import Person


class Delivery(models.Model):
    """A message that a credential waits, with a claim link whose secret is kept only as a digest."""

    credential = models.OneToOneField(Credential, models.CASCADE, related_name="+")
    secret_digest = models.CharField(max_length=64, unique=True)
    generation = models.PositiveIntegerField(default=1, help_text="goes up when earlier links must stop working")
    queued_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True, help_text="empty once sent or given up")
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)
    attempts = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["next_try_at"], name="delivery_due")]


class Holding(models.Model):
    """A credential in a person's wallet. One credential is claimed by one person."""

    credential = models.OneToOneField(Credential, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    claimed_at = models.DateTimeField()


class Share(models.Model):
    """A link that shows one credential to whoever has it, until it expires or is withdrawn."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="names it to its owner")
    holding = models.ForeignKey(Holding, models.CASCADE, related_name="shares")
    token = models.CharField(max_length=43, unique=True, help_text="256 random bits, base64url")
    note = models.CharField(max_length=200, blank=True, help_text="the learner's own note: for whom")
    show_name = models.BooleanField(default=True)
    show_results = models.BooleanField(default=True)
    allow_download = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    views = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="shares_expire_after_they_begin",
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=models.F("created_at")),
            )
        ]
