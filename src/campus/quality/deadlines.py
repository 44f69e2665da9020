"""Deadlines of stages: who is reminded, and when. Facts are recorded here; `jobs` sends the mails."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from campus.base import outbox
from campus.quality.models import Party, Stage

BEFORE = timedelta(days=3)


def remind(*, at: datetime) -> None:
    """Record a fact for each stage that is due soon, and for each that is overdue: each once, however often this runs."""
    # A stage that may take no longer than the warning is told of once, when it begins.
    soon = _waiting().filter(due_at__gt=at, due_at__lte=at + BEFORE, reminded_at__isnull=True, days__gt=BEFORE.days)
    for stage in soon:
        _once(stage, "reminded_at", "stage.due_soon", at=at)
    for stage in _waiting().filter(due_at__lte=at, overdue_told_at__isnull=True):
        _once(stage, "overdue_told_at", "stage.overdue", at=at)


def _waiting() -> QuerySet[Stage]:
    approved = Party.objects.filter(stage=OuterRef("pk"))
    open_stages = Stage.objects.filter(opened_at__isnull=False, review__decision="")
    return open_stages.exclude(Exists(approved)).order_by("pk")


@transaction.atomic
def _once(stage: Stage, field: str, kind: str, *, at: datetime) -> None:
    if Stage.objects.filter(pk=stage.pk, **{f"{field}__isnull": True}).update(**{field: at}):
        outbox.record(kind, subject=stage.pk, at=at)
