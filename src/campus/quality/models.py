"""Reviews of designs: submitted by one person, decided by another."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campus.catalogue.models import Design
from campus.people.models import Person


class Review(models.Model):
    """One round of review of a draft. The text under review is kept as it was submitted."""

    class Decision(models.TextChoices):
        APPROVED = "approved", _("Approved")
        CHANGES_REQUESTED = "changes_requested", _("Changes requested")
        WITHDRAWN = "withdrawn", _("Withdrawn by the author")

    design = models.ForeignKey(Design, models.CASCADE, related_name="+")
    submitted = models.JSONField(help_text="the draft as it was submitted")
    submitted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    decision = models.CharField(max_length=20, choices=Decision, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    comment = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["design"], condition=Q(decision=""), name="one_open_review_per_design"),
            models.CheckConstraint(
                name="nobody_approves_their_own_design",
                condition=~Q(decision="approved") | ~Q(submitted_by=models.F("decided_by")),
            ),
        ]
