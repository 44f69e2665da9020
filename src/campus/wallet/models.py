"""What a learner holds, how it reached them, and to whom they show it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

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


class ImportedCredential(models.Model):
    """A credential of any issuer that a person keeps in their account: the file as it came, and what checking it found."""

    class Belongs(models.TextChoices):
        ADDRESS = "address", _("issued to an e-mail address of yours that you have confirmed")
        DECLARED = "declared", _("you say that it is yours; the credential does not prove it")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    content = models.BinaryField(help_text="exactly as it came")
    file_name = models.CharField(max_length=200)
    source = models.CharField(max_length=2000, blank=True, help_text="the address that it was fetched from; empty for a file")
    key = models.CharField(max_length=64, help_text="SHA-256 over issuer and identifier: the same in whatever file it comes")
    title = models.CharField(max_length=500, blank=True)
    issuer = models.CharField(max_length=500, help_text="the issuer's identifier")
    issuer_name = models.CharField(max_length=500, blank=True)
    belongs = models.CharField(max_length=10, choices=Belongs)
    report = models.JSONField(help_text="of the last check, as the verifier gave it; strangers' text")
    verdict = models.CharField(max_length=6, help_text="of that report: accept, warn or reject")
    added_at = models.DateTimeField()
    checked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="a_credential_is_imported_once"),
            models.CheckConstraint(name="imported_have_a_verdict", condition=Q(verdict__in=("accept", "warn", "reject"))),
            models.CheckConstraint(name="imported_belong_to_somebody", condition=Q(belongs__in=("address", "declared"))),
            models.CheckConstraint(name="imported_are_checked_after_they_came", condition=Q(checked_at__gte=F("added_at"))),
        ]
        indexes = [models.Index(fields=["person", "-added_at"], name="imported_of_person")]
