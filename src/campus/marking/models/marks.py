"""Who marks what: the pool of a cohort, conflicts of interest, marks, and what a moderator changed."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campus.learning.models import Cohort, Enrolment
from campus.marking.models.submissions import Submission
from campus.people.models import Person


class PoolMember(models.Model):
    """Somebody who marks work of a cohort: how big their part is, at most how much, and whether they are away."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    weight = models.PositiveSmallIntegerField(default=1, help_text="twice the weight is twice the work")
    maximum = models.PositiveIntegerField(null=True, help_text="pieces of work of one assignment at most")
    away = models.BooleanField(default=False, help_text="gets nothing new")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "person"], name="one_place_in_the_pool_each"),
            models.CheckConstraint(name="members_of_the_pool_weigh_something", condition=Q(weight__range=(1, 20))),
        ]


class Conflict(models.Model):
    """An assessor who must not mark one learner's work."""

    class Kind(models.TextChoices):
        FAMILY = "family", _("Family or friends")
        WORK = "work", _("Works with the learner")
        MONEY = "money", _("Money is involved")
        DISPUTE = "dispute", _("A dispute")
        OTHER = "other", pgettext_lazy("conflict of interest", "Other")

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    declared_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "enrolment"], name="a_conflict_is_declared_once")]


class Mark(models.Model):
    """One assessor's mark of one submission: allotted, in the making, done. First, second and third are different people."""

    class Role(models.TextChoices):
        FIRST = "first", _("First mark")
        SECOND = "second", _("Second mark")
        THIRD = "third", _("Third mark")

    class State(models.TextChoices):
        ALLOTTED = "allotted", _("To be marked")
        BEGUN = "begun", pgettext_lazy("mark", "Begun")
        DONE = "done", pgettext_lazy("mark", "Done")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="marks")
    assessor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=Role)
    state = models.CharField(max_length=10, choices=State, default=State.ALLOTTED)
    levels = models.JSONField(default=dict, help_text="level by criterion, ids of both")
    comments = models.JSONField(default=dict, help_text="for the learner, by criterion")
    overall = models.TextField(blank=True, help_text="for the learner, on the whole work")
    private_note = models.TextField(blank=True, help_text="for assessors and the board alone")
    total = models.DecimalField(max_digits=12, decimal_places=4, null=True, help_text="on the scale of the assessment")
    seconds = models.PositiveIntegerField(default=0, help_text="that marking took")
    allotted_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "role"], name="one_mark_of_each_role"),
            models.UniqueConstraint(fields=["submission", "assessor"], name="nobody_marks_a_submission_twice"),
            models.CheckConstraint(
                name="marks_that_are_done_have_a_total",
                condition=Q(state="done", total__isnull=False, done_at__isnull=False)
                | (~Q(state="done") & Q(total__isnull=True, done_at__isnull=True)),
            ),
            models.CheckConstraint(name="marks_are_not_below_zero", condition=Q(total__isnull=True) | Q(total__gte=0)),
        ]
        indexes = [models.Index(fields=["assessor", "state", "id"], name="marks_of_an_assessor")]


class Adjustment(models.Model):
    """A total that a moderator changed, and why; what it was before stays here."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="adjustments")
    before = models.DecimalField(max_digits=12, decimal_places=4, null=True, help_text="null: no mark was settled yet")
    after = models.DecimalField(max_digits=12, decimal_places=4)
    reason = models.TextField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="adjustments_say_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="adjustments_change_something", condition=Q(before__isnull=True) | ~Q(before=F("after"))
            ),
        ]
