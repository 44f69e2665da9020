"""Appeals of learners against a released result."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campus.learning.models import Hold
from campus.marking.models.submissions import Submission
from campus.people.models import Person


class Appeal(models.Model):
    """A learner's appeal: filed ⇄ taken by somebody independent ─▶ decided; until then the learner may withdraw it."""

    class Grounds(models.TextChoices):
        SUM = "sum", _("The points are added up wrongly")
        CRITERIA = "criteria", _("The work was not marked by its criteria")
        PROCEDURE = "procedure", _("The procedure was not followed")
        BIAS = "bias", _("Whoever marked it was not impartial")
        OTHER = "other", pgettext_lazy("appeal", "Something else")

    class State(models.TextChoices):
        FILED = "filed", pgettext_lazy("appeal", "Filed")
        TAKEN = "taken", pgettext_lazy("appeal", "Being decided")
        DECIDED = "decided", pgettext_lazy("appeal", "Decided")
        WITHDRAWN = "withdrawn", pgettext_lazy("appeal", "Withdrawn")

    class Outcome(models.TextChoices):
        STANDS = "stands", _("The result stands")
        CHANGED = "changed", _("The result is changed")
        REFUSED = "refused", _("The appeal is not admitted")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="appeals")
    hold = models.OneToOneField(Hold, models.CASCADE, related_name="+")
    grounds = models.CharField(max_length=10, choices=Grounds)
    text = models.TextField()
    filed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.FILED)
    decider = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    reasons = models.TextField(blank=True, help_text="for the learner")
    before = models.DecimalField(max_digits=12, decimal_places=4, help_text="the total it is against")
    after = models.DecimalField(max_digits=12, decimal_places=4, null=True, help_text="the total it was changed to")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission"], condition=~Q(state="withdrawn"), name="one_appeal_against_a_result"),
            models.CheckConstraint(name="nobody_decides_their_own_appeal", condition=~Q(decider=F("filed_by"))),
            models.CheckConstraint(
                name="appeals_that_are_decided_say_by_whom_and_why",
                condition=Q(state="decided", decider__isnull=False) & ~Q(outcome="") & ~Q(reasons="")
                | (~Q(state="decided") & Q(outcome="")),
            ),
            models.CheckConstraint(
                name="appeals_are_taken_by_somebody",
                condition=Q(state="taken", decider__isnull=False)
                | Q(state="filed", decider__isnull=True)
                | Q(state__in=("decided", "withdrawn")),
            ),
            models.CheckConstraint(
                name="appeals_that_ended_say_when",
                condition=Q(state__in=("decided", "withdrawn"), ended_at__isnull=False)
                | Q(state__in=("filed", "taken"), ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="appeals_that_change_something_say_what",
                condition=(Q(outcome="changed", after__isnull=False) & ~Q(after=F("before")))
                | (~Q(outcome="changed") & Q(after__isnull=True)),
            ),
        ]
        indexes = [models.Index(fields=["state", "filed_at"], name="appeals_by_state")]
