"""Conditions of quality reviews: whose day comes near. Facts are recorded here; `jobs` sends the mails."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from campus.assurance.models import Condition
from campus.base import outbox

AHEAD = timedelta(days=14)
AT_ONCE = 100


def remind(*, at: datetime) -> None:
    """Record a fact for each condition that is due within `AHEAD` and not fulfilled: each once, however often this runs."""
    near = Condition.objects.filter(fulfilled_at__isnull=True, reminded_at__isnull=True, due_on__lte=localdate(at) + AHEAD)
    for key in list(near.order_by("due_on", "pk").values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            if Condition.objects.filter(pk=key, reminded_at__isnull=True).update(reminded_at=at):
                outbox.record("condition.due_soon", subject=key, at=at)
