"""Programmes with their immutable versions, applications for what they award, and surveys of who is near."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campus.catalogue.models import Design
from campus.issuing.models import Credential
from campus.people.models import Organisation, Person
from campus.recognition.models.cases import Decision


class Programme(models.Model):
    """Something larger that micro-credentials add up to. `draft` is the working copy; what is published lives in versions."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        RETIRED = "retired", _("No longer offered")

    class Kind(models.TextChoices):
        LARGER = "larger", _("A larger micro-credential")
        CERTIFICATE = "certificate", _("A certificate")
        MODULE = "module", _("A module of a degree programme")
        DEGREE_PART = "degree_part", _("A part of a degree programme")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    draft = models.JSONField(help_text="as of recognition.stack_drafts; may be incomplete")
    draft_revision = models.PositiveIntegerField(default=1, help_text="goes up with every change; stale changes are refused")
    edited_by = models.JSONField(default=list, help_text="keys of everyone who changed the draft since the last version")
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="programmes_have_a_known_state", condition=Q(state__in=("draft", "published", "retired"))
            )
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="programme_by_state")]


class ProgrammeVersion(models.Model):
    """What was published, for ever. A trigger in the database refuses changes and deletion."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    record = models.TextField(help_text="canonical JSON of the draft, with the numbers of its rules")
    digest = models.CharField(max_length=64, help_text="SHA-256 of `record`, hex")
    title_bg = models.CharField(max_length=500, blank=True)
    title_en = models.CharField(max_length=500, blank=True)
    awards = models.ForeignKey(Design, models.PROTECT, related_name="+", help_text="what is issued to whoever completes it")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+", help_text="who wrote it last")
    published_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="programme_versions_are_numbered_once"),
            models.CheckConstraint(name="four_eyes_publish_a_programme", condition=~Q(author=F("published_by"))),
        ]


class StackApplication(models.Model):
    """Somebody asks for the award of a programme. A person decides; nothing is awarded by itself."""

    class State(models.TextChoices):
        APPLIED = "applied", pgettext_lazy("stack", "Waits for a decision")
        AWARDED = "awarded", pgettext_lazy("stack", "Awarded")
        REFUSED = "refused", pgettext_lazy("stack", "Refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("stack", "Withdrawn")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="applications")
    version = models.ForeignKey(ProgrammeVersion, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    name = models.CharField(max_length=300, help_text="as it will stand in what is awarded")
    email = models.EmailField()
    state = models.CharField(max_length=12, choices=State, default=State.APPLIED)
    shown = models.JSONField(default=dict, help_text="what the credentials amounted to when applying, in both languages")
    applied_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, help_text="when it stopped waiting, also when it was withdrawn")
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    because = models.TextField(blank=True, max_length=2000, help_text="the applicant reads it")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "person"],
                condition=Q(state__in=("applied", "awarded")),
                name="one_applies_for_a_programme_once",
            ),
            models.CheckConstraint(
                name="stack_applications_have_a_known_state",
                condition=Q(state__in=("applied", "awarded", "refused", "withdrawn")),
            ),
            models.CheckConstraint(
                name="decided_stack_applications_say_when",
                condition=Q(state="applied", decided_at__isnull=True, decided_by__isnull=True)
                | ~Q(state="applied") & Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_awards_themselves",
                condition=Q(state="withdrawn") | Q(decided_by__isnull=True) | ~Q(decided_by=F("person")),
            ),
            models.CheckConstraint(name="refused_stacks_say_why", condition=~Q(state="refused") | ~Q(because="")),
        ]
        indexes = [models.Index(fields=["programme", "state", "applied_at"], name="stack_applications_queue")]


class CountedCredential(models.Model):
    """A credential, or a decision of the desk, that counts in an award; where the programme says so, in no other one."""

    application = models.ForeignKey(StackApplication, models.CASCADE, related_name="counted")
    credential = models.ForeignKey(Credential, models.PROTECT, null=True, related_name="+")
    decision = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="what the desk recognised, instead of a badge",
    )
    requirement = models.CharField(max_length=64, help_text="the id of the requirement that it fills")
    once = models.BooleanField(help_text="it may count nowhere else (R-33)")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "credential"], name="a_credential_fills_one_requirement"),
            models.UniqueConstraint(fields=["credential"], condition=Q(once=True), name="a_credential_counts_once"),
            models.UniqueConstraint(fields=["application", "decision"], name="a_decision_fills_one_requirement"),
            models.UniqueConstraint(fields=["decision"], condition=Q(once=True), name="a_decision_counts_once"),
            models.CheckConstraint(
                name="a_credential_or_a_decision_counts",
                condition=Q(credential__isnull=False, decision__isnull=True)
                | Q(credential__isnull=True, decision__isnull=False),
            ),
        ]


class StackSurvey(models.Model):
    """One look at how near everybody is to a programme, made in parts in the background."""

    version = models.ForeignKey(ProgrammeVersion, models.CASCADE, related_name="+")
    ordered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    last_person = models.PositiveBigIntegerField(default=0, help_text="learners up to this key are looked at")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version"], condition=Q(finished_at__isnull=True), name="one_survey_of_a_version_at_a_time"
            )
        ]


class Prospect(models.Model):
    """How near one learner is, as a survey found it. Only sums are ever shown."""

    survey = models.ForeignKey(StackSurvey, models.CASCADE, related_name="prospects")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    complete = models.BooleanField()
    missing = models.DecimalField(max_digits=7, decimal_places=2, help_text="ECTS credits")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "person"], name="a_survey_looks_at_everybody_once")]
