"""The examination board: a sitting over the results of a cohort, its members, and what it says of each result."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from campus.learning.models import Cohort
from campus.marking.models.submissions import Submission
from campus.people.models import Person


class Sitting(models.Model):
    """One sitting of the examination board of a cohort. What it decided stands, with a digest over all of it."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("sitting", "In session")
        CLOSED = "closed", pgettext_lazy("sitting", "Closed")
        CALLED_OFF = "called_off", pgettext_lazy("sitting", "Called off")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    quorum = models.PositiveSmallIntegerField(default=2, help_text="members who sign before it can be closed")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    note = models.TextField(blank=True, help_text="for the minutes")
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 over what was decided, by whom")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "number"], name="sittings_are_numbered"),
            models.UniqueConstraint(fields=["cohort"], condition=Q(state="open"), name="one_sitting_at_a_time"),
            models.CheckConstraint(name="a_board_is_more_than_one_person", condition=Q(quorum__gte=2)),
            models.CheckConstraint(
                name="closed_sittings_have_their_minutes",
                condition=(Q(state="closed", closed_at__isnull=False, closed_by__isnull=False) & ~Q(digest=""))
                | (~Q(state="closed") & Q(digest="")),
            ),
        ]


class BoardMember(models.Model):
    """Somebody who sits on the board, and whether they have signed what is decided now."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sitting", "person"], name="a_member_sits_once")]


class BoardItem(models.Model):
    """One result before the board."""

    class Decision(models.TextChoices):
        CONFIRM = "confirm", pgettext_lazy("board", "Confirmed")
        HOLD = "hold", pgettext_lazy("board", "Put off to the next sitting")
        BACK = "back", pgettext_lazy("board", "Back to moderation")

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="items")
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="+")
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.CONFIRM)
    reason = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sitting", "submission"], name="a_result_is_decided_once_a_sitting"),
            models.CheckConstraint(
                name="what_the_board_does_not_confirm_has_a_reason", condition=Q(decision="confirm") | ~Q(reason="")
            ),
        ]
        indexes = [models.Index(fields=["sitting", "decision", "id"], name="items_by_decision")]
