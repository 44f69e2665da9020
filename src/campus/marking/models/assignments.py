"""What is set: the assignment with its rules and rubric, more time for one learner, and comments kept to be used again."""

from __future__ import annotations

import uuid
from datetime import timedelta
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campus.learning.models import Cohort, Enrolment
from campus.people.models import Person


class Assignment(models.Model):
    """Work that is handed in and marked, and that gives the results of one assessment of a cohort."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", pgettext_lazy("assignment", "Open")
        CLOSED = "closed", pgettext_lazy("assignment", "Closed")

    class Late(models.TextChoices):
        REFUSED = "refused", _("not taken")
        FLAGGED = "flagged", _("taken, and marked as late")
        DEDUCTED = "deducted", _("taken, with points off for each day begun")

    class Counts(models.TextChoices):
        BEST = "best", _("the best attempt")
        LAST = "last", _("the last attempt")

    class Agreed(models.TextChoices):
        MEAN = "mean", _("the mean of both marks")
        FIRST = "first", _("the first mark")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="+")
    assessment = models.CharField(max_length=64, help_text="id of the assessment in the design version")
    title_bg = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    instructions_bg = models.TextField(blank=True, help_text="Markdown")
    instructions_en = models.TextField(blank=True, help_text="Markdown")
    time_zone = models.CharField(max_length=64, default="Europe/Sofia", help_text="an IANA name; deadlines are shown in it")
    opens_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    late = models.CharField(max_length=10, choices=Late, default=Late.FLAGGED)
    late_until = models.DateTimeField(null=True, help_text="null: as long as the assignment is open")
    late_percent = models.DecimalField(
        max_digits=5, decimal_places=2, default=Decimal(10), help_text="of the maximum, for each day begun"
    )
    takes_text = models.BooleanField(default=True)
    takes_files = models.BooleanField(default=True)
    takes_links = models.BooleanField(default=False)
    kinds = models.JSONField(default=list, help_text="names of file_kinds.KINDS; empty: all of them")
    most_files = models.PositiveSmallIntegerField(default=5)
    largest_file = models.PositiveIntegerField(default=10 * 1024 * 1024, help_text="in bytes")
    attempts_allowed = models.PositiveSmallIntegerField(default=3)
    cool_down = models.DurationField(default=timedelta(days=7), help_text="between a result and the next attempt")
    resit_days = models.PositiveSmallIntegerField(default=14, help_text="a resit is due so many days after it may begin")
    counts = models.CharField(max_length=10, choices=Counts, default=Counts.BEST)
    anonymous = models.BooleanField(default=True)
    rubric = models.JSONField(default=list, help_text="criteria as of laurel.annex1 Criterion; frozen when it opens")
    rubric_of_design = models.BooleanField(default=False, help_text="taken from the approved design, so not to be changed")
    maximum = models.DecimalField(max_digits=12, decimal_places=4, default=Decimal(100), help_text="of the assessment")
    pass_mark = models.DecimalField(max_digits=12, decimal_places=4, null=True, help_text="on the scale of the assessment")
    second_percent = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(10))
    second_minimum = models.PositiveSmallIntegerField(default=5)
    second_fails = models.BooleanField(default=True, help_text="everything below the pass mark is marked twice")
    borderline = models.DecimalField(
        max_digits=5, decimal_places=2, default=Decimal(5), help_text="percent of the maximum on either side of the pass mark"
    )
    tolerance = models.PositiveSmallIntegerField(default=1, help_text="levels by which two marks may differ in one criterion")
    agreed = models.CharField(max_length=10, choices=Agreed, default=Agreed.MEAN)
    needs_board = models.BooleanField(default=True)
    release_at = models.DateTimeField(null=True, help_text="null: as soon as results are confirmed")
    appeal_days = models.PositiveSmallIntegerField(default=14, help_text="so many days after release one can appeal")
    seed = models.CharField(max_length=64, help_text="what allocation and the sample are drawn from")
    sample_drawn_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "assessment"], name="one_assignment_gives_an_assessment"),
            models.CheckConstraint(name="assignments_have_a_title", condition=~Q(title_bg="") | ~Q(title_en="")),
            models.CheckConstraint(
                name="assignments_are_due_after_they_open",
                condition=Q(opens_at__isnull=True) | Q(due_at__isnull=True) | Q(due_at__gt=F("opens_at")),
            ),
            models.CheckConstraint(
                name="late_work_is_taken_after_the_deadline",
                condition=Q(late_until__isnull=True) | Q(due_at__isnull=False, late_until__gt=F("due_at")),
            ),
            models.CheckConstraint(
                name="something_can_be_handed_in",
                condition=Q(takes_text=True) | Q(takes_files=True) | Q(takes_links=True),
            ),
            models.CheckConstraint(name="there_is_time_to_appeal", condition=Q(appeal_days__range=(1, 366))),
            models.CheckConstraint(name="an_assignment_can_be_attempted", condition=Q(attempts_allowed__gte=1)),
            models.CheckConstraint(
                name="shares_are_percentages",
                condition=Q(second_percent__range=(0, 100)) & Q(borderline__range=(0, 100)) & Q(late_percent__range=(0, 100)),
            ),
            models.CheckConstraint(
                name="assignments_that_opened_say_when",
                condition=Q(state="draft", opened_at__isnull=True) | (~Q(state="draft") & Q(opened_at__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["state", "release_at"], name="assignments_to_release")]

    def title_in(self, language: str) -> str:
        """Its title in `language`, else in the other one."""
        return (self.title_bg or self.title_en) if language == "bg" else (self.title_en or self.title_bg)

    def instructions_in(self, language: str) -> str:
        """Its instructions in `language`, else in the other one."""
        first, other = self.instructions_en, self.instructions_bg
        return (other or first) if language == "bg" else (first or other)


class Extension(models.Model):
    """A later deadline, or further attempts, for one learner. Of the reason only its kind is kept."""

    class Reason(models.TextChoices):
        HEALTH = "health", _("Health")
        CARE = "care", _("Care for somebody")
        WORK = "work", _("Work")
        TECHNICAL = "technical", _("Technical trouble")
        ADJUSTMENT = "adjustment", _("Reasonable adjustment")
        OTHER = "other", pgettext_lazy("extension", "Other")

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="extensions")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="+")
    due_at = models.DateTimeField(null=True)
    extra_attempts = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=12, choices=Reason)
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "enrolment"], name="one_extension_a_learner"),
            models.CheckConstraint(
                name="an_extension_gives_something", condition=Q(due_at__isnull=False) | Q(extra_attempts__gt=0)
            ),
        ]


class KeptComment(models.Model):
    """A comment that the assessors of an assignment use again and again."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="kept_comments")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    criterion = models.CharField(max_length=64, blank=True, help_text="empty: for the whole work")
    text = models.CharField(max_length=1000)
    kept_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "criterion", "text"], name="a_comment_is_kept_once"),
            models.CheckConstraint(name="kept_comments_say_something", condition=~Q(text="")),
        ]
