"""Cases about how a piece of work was done: private, answered by the learner, decided by somebody else than who opened them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campus.learning.models import Hold
from campus.marking.models.submissions import Submission
from campus.people.models import Person


class IntegrityCase(models.Model):
    """One question about one piece of work: opened ─▶ answered ─▶ decided. The award is on hold until it is decided."""

    class Kind(models.TextChoices):
        COPIED = "copied", _("Text or data of others without saying so")
        TOGETHER = "together", _("Done together where it was to be done alone")
        BY_OTHERS = "by_others", _("Done by somebody else")
        MACHINE = "machine", _("Use of a machine that the task does not allow")
        INVENTED = "invented", _("Invented data or sources")
        OTHER = "other", pgettext_lazy("integrity", "Something else")

    class State(models.TextChoices):
        OPENED = "opened", pgettext_lazy("integrity", "Waits for the learner’s answer")
        ANSWERED = "answered", pgettext_lazy("integrity", "Answered")
        DECIDED = "decided", pgettext_lazy("integrity", "Decided")

    class Outcome(models.TextChoices):
        NO_CASE = "no_case", _("Nothing is found")
        WARNING = "warning", _("A warning; the mark stands")
        ZERO = "zero", _("The mark is set to zero")
        VOID = "void", _("The attempt does not count")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="cases")
    hold = models.OneToOneField(Hold, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField(help_text="what was noticed; the learner reads it")
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    answer_by = models.DateTimeField(help_text="after that it can be decided without an answer")
    state = models.CharField(max_length=10, choices=State, default=State.OPENED)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    reasons = models.TextField(blank=True, help_text="for the learner")
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission"], condition=~Q(state="decided"), name="one_open_case_about_a_piece_of_work"
            ),
            models.CheckConstraint(name="nobody_decides_a_case_they_opened", condition=~Q(decided_by=F("opened_by"))),
            models.CheckConstraint(
                name="cases_that_are_decided_say_by_whom_and_why",
                condition=Q(state="decided", decided_by__isnull=False, decided_at__isnull=False)
                & ~Q(outcome="")
                & ~Q(reasons="")
                | (~Q(state="decided") & Q(outcome="", decided_by__isnull=True, decided_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="cases_that_are_answered_say_when",
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="answered_cases_have_an_answer", condition=~Q(state="answered") | Q(answered_at__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["state", "opened_at"], name="cases_by_state")]
