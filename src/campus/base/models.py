"""Tables that every other floor stands on: facts to react to, the audit trail, answers already given."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Fact(models.Model):
    """Something that happened, recorded in the transaction in which it happened; `jobs` reacts to it."""

    kind = models.CharField(max_length=60)
    subject = models.BigIntegerField(help_text="primary key of the row it is about")
    details = models.JSONField(default=dict, help_text="ids and numbers only, never names or e-mails")
    recorded_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="when to try next; while claimed, when the claim runs out")
    claimed_at = models.DateTimeField(null=True, help_text="a worker is on it; also its fencing token")
    handled_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    failure = models.TextField(blank=True, help_text="the last failure: exception type and code, no personal data")

    class Meta:
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(handled_at__isnull=True), name="fact_unhandled"),
            models.Index(fields=["handled_at"], name="fact_handled"),
        ]


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


class AuditHead(models.Model):
    """The newest digest of one organisation's chain (0: the system's). Locking this row puts writers in line."""

    organisation = models.BigIntegerField(unique=True)
    digest = models.CharField(max_length=64)
    entries = models.PositiveBigIntegerField(default=0)


class CachedValue(models.Model):
    """The table of Django's database cache, made by a migration like every other table."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "base_cache"


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


class SearchEntry(models.Model):
    """One folded text that leads to a row of another table (`kind` and its primary key); see `base.search`."""

    kind = models.CharField(max_length=20)
    subject = models.BigIntegerField()
    language = models.CharField(max_length=10, blank=True)
    weight = models.PositiveSmallIntegerField(default=100)
    text = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["kind", "subject"], name="search_by_subject")]


class IndexedWord(models.Model):
    """One folded word of the texts of a kind of thing; see `base.word_index`. It stays when nothing leads from it any more."""

    kind = models.CharField(max_length=20)
    word = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "word"], name="a_word_of_a_kind_stands_once")]


class WordPlace(models.Model):
    """A word leads to a row of another table; `weight`, up to 1000, says how much it counts there."""

    word = models.ForeignKey(IndexedWord, models.CASCADE, related_name="+", db_index=False)
    subject = models.BigIntegerField()
    weight = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "subject"], name="a_word_leads_to_a_subject_once")]
        indexes = [
            models.Index(fields=["word", "subject", "weight"], name="words_lead_to_subjects"),
            models.Index(fields=["subject"], name="words_of_a_subject"),
        ]
