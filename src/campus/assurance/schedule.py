"""When a published design has to be looked at again: so many months after the last look, as its organisation settled."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.timezone import localdate

from campus.assurance.policy import settled_for
from campus.catalogue.models import Design
from laurel.days import months_after


def schedule_review(design: Design, *, at: datetime) -> date:
    """Start the time until the next review anew, from now; a design whose review was due is simply published again."""
    due = months_after(localdate(at), settled_for(design.organisation).review_months)
    Design.objects.filter(pk=design.pk).update(review_due_on=due)
    Design.objects.filter(pk=design.pk, state=Design.State.REVIEW_DUE).update(state=Design.State.PUBLISHED)
    return due
