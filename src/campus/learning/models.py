"""Cohorts, their gradebooks, results and awards."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campus.catalogue.models import DesignVersion
from campus.people.models import Organisation, Person


class Cohort(models.Model):
    """A group of learners who take one version of a micro-credential together."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    design_version = models.ForeignKey(DesignVersion, models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    fixed_list = models.BooleanField(default=False, help_text="gradebooks may not add learners")
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "title"], name="cohort_titles_are_unique"),
            models.CheckConstraint(
                name="cohorts_end_after_they_start",
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
            ),
        ]


class Enrolment(models.Model):
    """One learner in one cohort. `number` is the school's own; the e-mail is where the badge goes."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="enrolments")
    number = models.CharField(max_length=100)
    name = models.CharField(max_length=300, blank=True)
    email = models.EmailField()
    withdrawn = models.BooleanField(default=False)
    completed_on = models.DateField(null=True, help_text="the day the gradebook names; the award bears it")
    meets_rules = models.BooleanField(default=False, help_text="written together with the results, by the same transaction")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "number"], name="a_learner_is_enrolled_once"),
            models.UniqueConstraint(fields=["cohort", "email"], name="an_email_is_enrolled_once"),
        ]
        indexes = [models.Index(fields=["cohort", "meets_rules", "withdrawn"], name="enrolment_standing")]


class GradebookUpload(models.Model):
    """A gradebook on its way in: uploaded, mapped, checked, and only then confirmed or dropped."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded")
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Checked")
        IMPORTING = "importing", _("Being imported")
        IMPORTED = "imported", _("Imported")
        REFUSED = "refused", _("Refused")
        DROPPED = "dropped", _("Dropped")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="uploads")
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    file_name = models.CharField(max_length=255)
    content = models.BinaryField(null=True, help_text="the file itself; removed 30 days after import")
    digest = models.CharField(max_length=64)
    layout = models.CharField(max_length=20, blank=True, help_text="a key of gradebook.LAYOUTS")
    reading = models.JSONField(default=dict, help_text='how to read it where a person chose: {"encoding": …, "sheet": …}')
    mapping = models.JSONField(default=dict, help_text="a gradebook.Mapping as JSON")
    state = models.CharField(max_length=20, choices=State, default=State.UPLOADED)
    rows = models.PositiveIntegerField(default=0)
    done_rows = models.PositiveIntegerField(default=0, help_text="progress of the check or import under way")
    problems = models.JSONField(default=list, help_text='the first 200: [{"row": 3, "column": "B", "code": …, facts}]')
    problem_count = models.PositiveIntegerField(default=0)
    bad_rows = models.PositiveIntegerField(default=0)
    summary = models.JSONField(
        default=dict, help_text="counts: new, changed, unchanged, award_stands, …; or why it was refused"
    )
    finished_at = models.DateTimeField(null=True)


class Result(models.Model):
    """One learner's result in one assessment of the design version: a number, or a word."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="results")
    assessment = models.CharField(max_length=64, help_text="id of the assessment in the design version")
    score = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    word = models.CharField(max_length=100, blank=True)
    upload = models.ForeignKey(GradebookUpload, models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "assessment"], name="one_result_per_assessment"),
            models.CheckConstraint(name="a_result_says_something", condition=Q(score__isnull=False) | ~Q(word="")),
        ]


class Award(models.Model):
    """The decision that a learner has earned it. `key` names it to the issuing floor."""

    enrolment = models.OneToOneField(Enrolment, models.PROTECT, related_name="award")
    key = models.CharField(max_length=100, unique=True)
    overall = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    grade = models.CharField(max_length=100, blank=True)
    results = models.JSONField(default=list)
    awarded_at = models.DateTimeField()
    awarded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
