"""Quality reviews of designs by criteria: findings, evidence, the decision and its conditions."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campus.catalogue.models import Design, DesignVersion
from campus.people.models import Organisation, Person


class OwnCriteria(models.Model):
    """One version of an organisation's own set of criteria, exactly as uploaded. Never changed."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    set_id = models.SlugField(max_length=40)
    version = models.CharField(max_length=20)
    text = models.TextField(help_text="the TOML file")
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "set_id", "version"], name="criteria_versions_are_named_once")
        ]


class Dossier(models.Model):
    """One review by criteria. The criteria are copied when it begins, so that it says for ever what was asked."""

    class Purpose(models.TextChoices):
        PUBLISHING = "publishing", _("Before publishing")
        PERIODIC = "periodic", _("Periodic review")
        OCCASION = "occasion", _("On an occasion")

    class Decision(models.TextChoices):
        FULFILLED = "fulfilled", pgettext_lazy("quality review", "Fulfilled")
        CONDITIONS = "conditions", pgettext_lazy("quality review", "Fulfilled with conditions")
        NOT_FULFILLED = "not_fulfilled", pgettext_lazy("quality review", "Not fulfilled")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    design = models.ForeignKey(Design, models.CASCADE, related_name="+")
    version = models.ForeignKey(DesignVersion, models.PROTECT, null=True, related_name="+", help_text="null: the draft")
    text_digest = models.CharField(max_length=64, help_text="SHA-256 of what was looked at, as canonical JSON, hex")
    purpose = models.CharField(max_length=20, choices=Purpose)
    set_id = models.SlugField(max_length=40)
    set_version = models.CharField(max_length=20)
    criteria = models.JSONField(help_text="the set as it was when the review began")
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    due_on = models.DateField(help_text="until when it should be decided")
    decision = models.CharField(max_length=20, choices=Decision, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    comment = models.TextField(blank=True)
    feedback = models.JSONField(default=list, help_text="what learners and employers said when it was decided")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["design"], condition=Q(decision=""), name="one_open_dossier_per_design"),
            models.CheckConstraint(
                name="decided_dossiers_say_who_and_when",
                condition=Q(decision="", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(decision="") & Q(decided_at__isnull=False, decided_by__isnull=False)),
            ),
        ]


class CriterionFinding(models.Model):
    """What one criterion was found to be, and why."""

    class Outcome(models.TextChoices):
        MET = "met", pgettext_lazy("criterion", "Met")
        PARTLY = "partly", pgettext_lazy("criterion", "Partly met")
        NOT_MET = "not_met", pgettext_lazy("criterion", "Not met")
        NOT_APPLICABLE = "not_applicable", pgettext_lazy("criterion", "Not applicable")

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="findings")
    criterion = models.CharField(max_length=20)
    outcome = models.CharField(max_length=20, choices=Outcome)
    text = models.TextField(blank=True)
    found_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "criterion"], name="a_criterion_is_found_once"),
            models.CheckConstraint(name="what_is_not_simply_met_says_why", condition=Q(outcome="met") | ~Q(text="")),
        ]


class Evidence(models.Model):
    """What a finding rests on: a file, kept private with its digest, or an address."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="evidence")
    criterion = models.CharField(max_length=20, blank=True, help_text="empty: for the review as a whole")
    title = models.CharField(max_length=200)
    url = models.URLField(max_length=1000, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    content = models.BinaryField(null=True)
    size = models.PositiveIntegerField(default=0, help_text="bytes")
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the file, hex")
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="evidence_is_a_file_or_an_address",
                condition=(Q(url="") & Q(content__isnull=False) & ~Q(digest="")) | (~Q(url="") & Q(content__isnull=True)),
            )
        ]


class Condition(models.Model):
    """Something to be done until a day, with which the decision was made."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="conditions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    due_on = models.DateField()
    fulfilled_at = models.DateTimeField(null=True)
    fulfilled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+")
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="conditions_are_numbered_once"),
            models.CheckConstraint(
                name="conditions_are_fulfilled_by_evidence",
                condition=Q(fulfilled_at__isnull=True, fulfilled_by__isnull=True)
                | Q(fulfilled_at__isnull=False, fulfilled_by__isnull=False, evidence__isnull=False),
            ),
        ]
