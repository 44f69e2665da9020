"""Tables that every other floor stands on: facts to react to, the audit trail, answers already given."""

from __future__ import annotations

from django.db import models


class Fact(models.Model):
    """Something that happened, recorded in the transaction in which it happened; `jobs` reacts to it."""

    kind = models.CharField(max_length=60)
    subject = models.BigIntegerField(help_text="primary key of the row it is about")
    details = models.JSONField(default=dict, help_text="ids and numbers only, never names or e-mails")
    recorded_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    failure = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["handled_at", "id"], name="fact_unhandled")]


class AuditEntry(models.Model):
    """Who did what, when, in which organisation. Append-only, hash-chained: each entry seals the one before."""

    at = models.DateTimeField()
    actor = models.BigIntegerField(null=True, help_text="person's primary key; empty for the system")
    organisation = models.BigIntegerField(null=True)
    action = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=64)
    details = models.TextField(default="{}", help_text="canonical JSON of ids, numbers and codes; no personal data")
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-id"], name="audit_organisation")]


class IdempotentAnswer(models.Model):
    """The answer given to a request that carried an Idempotency-Key, so that a retry gets the same bytes."""

    scope = models.CharField(max_length=80, help_text="who asked: API key id")
    key = models.CharField(max_length=255)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True, help_text="empty while the first request is under way")
    body = models.TextField(blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="one_answer_per_idempotency_key")]
