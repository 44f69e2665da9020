"""What publishing and issuing ask for: how an organisation keeps quality, and who says that its quality is assured."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from campus.assurance.dossier_models import Condition, CriterionFinding, Dossier, Evidence, OwnCriteria
from campus.assurance.endorsement_models import Endorsement
from campus.assurance.voice_models import Complaint, Feedback, FeedbackGiven, FeedbackLink
from campus.catalogue.models import Design, DesignVersion
from campus.people.models import Organisation, Person

__all__ = [
    "Accreditation",
    "Complaint",
    "Condition",
    "CriterionFinding",
    "Dossier",
    "Endorsement",
    "Evidence",
    "Feedback",
    "FeedbackGiven",
    "FeedbackLink",
    "GateRecord",
    "OwnCriteria",
    "ProviderNumber",
    "QualityPolicy",
    "RegisterImport",
    "Standing",
]


class QualityPolicy(models.Model):
    """What an organisation has settled about its own quality assurance. Without a row the defaults hold."""

    REVIEW_MONTHS = 12

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="+")
    review_months = models.PositiveSmallIntegerField(default=REVIEW_MONTHS, help_text="time between reviews of a design")
    feedback_route = models.CharField(max_length=500, blank=True, help_text="where learners say what they think")
    complaints_route = models.CharField(max_length=500, blank=True, help_text="where learners complain")
    criteria_set = models.CharField(
        max_length=40, blank=True, help_text="a review by this set comes before publishing; empty: none is asked for"
    )
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reviews_come_within_five_years", condition=Q(review_months__gte=1) & Q(review_months__lte=60)
            )
        ]


class Standing(models.Model):
    """What holds for a design as a whole, beside the text of its versions."""

    design = models.OneToOneField(Design, models.CASCADE, related_name="+")
    reviewed_at = models.DateTimeField(null=True, help_text="the last periodic review; null: none since it was published")
    cross_border_since = models.DateTimeField(null=True, help_text="offered to learners of other countries since")
    cross_border_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="who_opens_across_borders_says_when",
                condition=Q(cross_border_since__isnull=True) | Q(cross_border_by__isnull=False),
            )
        ]


class GateRecord(models.Model):
    """What the chosen rules said when a version was published or a batch ordered. Written once."""

    class Stage(models.TextChoices):
        PUBLISH = "publish", _("At publishing")
        ISSUE = "issue", _("At issuing")

    version = models.ForeignKey(DesignVersion, models.PROTECT, related_name="+")
    stage = models.CharField(max_length=10, choices=Stage)
    about = models.CharField(max_length=60, blank=True, help_text="at issuing: the batch")
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    people = models.PositiveSmallIntegerField(help_text="different people who wrote, reviewed and approved it")
    answer = models.CharField(max_length=10, help_text="the worst answer of any rule")
    report = models.TextField(help_text="every finding as it was, JSON")

    class Meta:
        indexes = [models.Index(fields=["version", "stage", "-checked_at"], name="gate_by_version")]


class ProviderNumber(models.Model):
    """Under which number another register knows an organisation. Operators of the site enter it, never the organisation."""

    class Scheme(models.TextChoices):
        DEQAR = "deqar", "DEQARINST"
        ETER = "eter", "ETER / OrgReg"

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    scheme = models.CharField(max_length=10, choices=Scheme)
    value = models.CharField(max_length=60)
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", help_text="null: the command line")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "value"], name="a_number_names_one_organisation"),
            models.UniqueConstraint(fields=["organisation", "scheme"], name="one_number_for_each_register"),
        ]


class Accreditation(models.Model):
    """A decision of an agency about a provider. `confirmed` ones come from a register; the others an organisation declares."""

    class Decision(models.TextChoices):
        POSITIVE = "positive", _("Positive")
        CONDITIONS = "conditions", _("Positive with conditions")
        NEGATIVE = "negative", _("Negative")
        NOT_APPLICABLE = "not_applicable", _("No decision")

    class Scope(models.TextChoices):
        INSTITUTION = "institution", _("The institution")
        PROGRAMME = "programme", _("A programme")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    confirmed = models.BooleanField(help_text="entered from a register by somebody who is not the organisation")
    source = models.CharField(max_length=200, help_text="names the record: agency and report; the organisation's own: self")
    agency = models.CharField(max_length=200)
    scope = models.CharField(max_length=20, choices=Scope, default=Scope.INSTITUTION)
    activity = models.CharField(max_length=300, blank=True)
    decision = models.CharField(max_length=20, choices=Decision)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    report_url = models.URLField(max_length=1000, blank=True)
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", help_text="null: the command line")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "source"], name="a_report_is_entered_once"),
            models.CheckConstraint(
                name="accreditations_end_after_they_begin",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
        ]


class RegisterImport(models.Model):
    """How far the import of one file of a register is; named by the file's digest."""

    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the file, hex")
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", help_text="null: the command line")
    last_row = models.PositiveIntegerField(default=0, help_text="as a spreadsheet counts; everything up to it is done")
    entered = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    elsewhere = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
