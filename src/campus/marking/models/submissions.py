"""What is handed in: one attempt of one learner, with its files."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campus.learning.models import Enrolment
from campus.marking.models.assignments import Assignment
from campus.people.models import Person


class Submission(models.Model):
    """One attempt of one learner at an assignment.

        draft ⇄ submitted ─▶ marked ─▶ (second_marked) ─▶ settled ─▶ moderated ─▶ confirmed ─▶ released

    Before the deadline, and before anybody marks it, a learner may take it back: it is a draft again.
    `settled` has a total, which a moderator may still adjust; `moderated` waits for the board, or, where none is asked, to be
    released.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", pgettext_lazy("submission", "Handed in")
        MARKED = "marked", pgettext_lazy("submission", "Marked")
        SECOND_MARKED = "second_marked", _("Marked twice, a third mark is needed")
        SETTLED = "settled", _("Mark settled")
        MODERATED = "moderated", _("Moderated")
        CONFIRMED = "confirmed", pgettext_lazy("submission", "Confirmed")
        RELEASED = "released", pgettext_lazy("submission", "Released")

    class Sampled(models.TextChoices):
        NOT = "", _("not in the sample")
        DRAWN = "drawn", _("drawn")
        FAIL = "fail", _("below the pass mark")
        BORDERLINE = "borderline", _("borderline")

    class Settled(models.TextChoices):
        ALONE = "alone", _("one mark")
        AGREED = "agreed", _("two marks that agree")
        THIRD = "third", _("the median of three marks")
        MODERATOR = "moderator", _("a moderator")
        APPEAL = "appeal", _("an appeal")
        INTEGRITY = "integrity", _("a decision about how it was done")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="submissions")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField(help_text="of the attempt, from 1")
    most = models.PositiveSmallIntegerField(help_text="attempts the learner had when this one began")
    code = models.CharField(max_length=12, help_text="stands for the learner while marking is anonymous")
    text = models.TextField(blank=True)
    links = models.JSONField(default=list, help_text="web addresses")
    revision = models.PositiveIntegerField(default=1, help_text="goes up with every save; stale saves are refused")
    saved_in = models.CharField(max_length=32, blank=True, help_text="the opened page that saved last")
    state = models.CharField(max_length=15, choices=State, default=State.DRAFT)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True, help_text="the learner's own deadline when it was handed in")
    late = models.BooleanField(default=False)
    deduction = models.DecimalField(max_digits=12, decimal_places=4, default=0, help_text="points off for being late")
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 over all that was handed in: on the receipt")
    sampled = models.CharField(max_length=10, choices=Sampled, default=Sampled.NOT, blank=True)
    total = models.DecimalField(max_digits=12, decimal_places=4, null=True, help_text="settled, on the assessment's scale")
    settled_by = models.CharField(max_length=10, choices=Settled, blank=True)
    settled_at = models.DateTimeField(null=True)
    void = models.BooleanField(default=False, help_text="the attempt is used up and does not count")
    moderated_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", help_text="who finished moderating")
    confirmed_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "enrolment", "number"], name="submissions_are_numbered"),
            models.UniqueConstraint(
                fields=["assignment", "enrolment"],
                condition=~Q(state="released"),
                name="one_submission_under_way_a_learner",
            ),
            models.UniqueConstraint(fields=["assignment", "code"], name="codes_stand_for_one_submission"),
            models.CheckConstraint(
                name="no_submission_beyond_the_maximum", condition=Q(number__gte=1) & Q(number__lte=F("most"))
            ),
            models.CheckConstraint(
                name="what_was_handed_in_has_a_receipt",
                condition=Q(state="draft", handed_in_at__isnull=True, digest="")
                | (~Q(state="draft") & Q(handed_in_at__isnull=False) & ~Q(digest="")),
            ),
            models.CheckConstraint(
                name="settled_marks_have_a_total",
                condition=Q(
                    state__in=("settled", "moderated", "confirmed", "released"),
                    total__isnull=False,
                    settled_at__isnull=False,
                )
                & ~Q(settled_by="")
                | Q(
                    state__in=("draft", "submitted", "marked", "second_marked"),
                    total__isnull=True,
                    settled_at__isnull=True,
                    settled_by="",
                ),
            ),
            models.CheckConstraint(
                name="totals_and_deductions_are_not_below_zero",
                condition=(Q(total__isnull=True) | Q(total__gte=0)) & Q(deduction__gte=0),
            ),
            models.CheckConstraint(
                name="released_marks_say_when",
                condition=Q(state="released", released_at__isnull=False) | (~Q(state="released") & Q(released_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(fields=["assignment", "state", "id"], name="submissions_by_state"),
            models.Index(fields=["enrolment", "state"], name="submissions_of_a_learner"),
            models.Index(
                fields=["assignment"], condition=Q(state__in=("moderated", "confirmed")), name="submissions_to_release"
            ),
        ]


class SubmissionFile(models.Model):
    """A file that was handed in: its kind told by its content, its name cleaned, kept private with its digest."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="files")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=10, help_text="a name of file_kinds.KINDS")
    size = models.PositiveIntegerField(help_text="in bytes")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content, hex")
    content = models.BinaryField()
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "digest"], name="a_file_is_handed_in_once"),
            models.CheckConstraint(name="files_have_content", condition=Q(size__gt=0)),
        ]
