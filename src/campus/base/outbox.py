"""Facts: what happened, recorded in the transaction in which it happened, so that `jobs` can react to it.

The row is the truth. The message sent on commit only wakes the worker; when it is lost, the worker's sweep finds the row.
This is the one module that speaks upward: the jobs floor connects itself with `connect`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import F, QuerySet
from django_tasks import task

from campus.base.models import Fact

LEASE = timedelta(minutes=15)
FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=6)

_react: Callable[[int], None] | None = None


class Later(Exception):  # noqa: N818  # not an error: a reaction asks to be called again
    """Raised by a reaction that has more to do: it is called again after `seconds`, which is no failure."""

    def __init__(self, *, seconds: float = 0) -> None:
        self.pause = timedelta(seconds=seconds)
        super().__init__(f"again in {seconds} s")


def connect(react: Callable[[int], None]) -> None:
    """Say which function of the jobs floor reacts to a fact, given its primary key."""
    global _react  # noqa: PLW0603  # the one upward link, set once when the jobs app is ready
    _react = react


def record(kind: str, *, subject: int, at: datetime, **details: object) -> Fact:
    """Record a fact inside the caller's transaction and wake the worker when it commits.

    `details` hold ids, numbers and codes, never names or e-mails.
    """
    fact = Fact.objects.create(kind=kind, subject=subject, details=details, recorded_at=at, due_at=at)
    transaction.on_commit(partial(_wake, fact.pk), robust=True)
    return fact


def _wake(fact_id: int) -> None:
    react_to.enqueue(fact_id)


@task()
def react_to(fact_id: int) -> None:
    """Wake-up message for one fact; sent twice or too late it does nothing."""
    if _react is not None:
        _react(fact_id)


def due(*, at: datetime) -> list[int]:
    """Facts that nobody has handled and whose time has come, oldest first (the sweep's list, at most 500)."""
    unhandled = Fact.objects.filter(handled_at__isnull=True, due_at__lte=at)
    return list(unhandled.order_by("due_at", "pk").values_list("pk", flat=True)[:500])


def claim(fact_id: int, *, at: datetime) -> Fact | None:
    """Take a fact to handle it, for `LEASE`; None when it is handled, not due, or another worker has it."""
    taken = Fact.objects.filter(pk=fact_id, handled_at__isnull=True, due_at__lte=at).update(
        due_at=at + LEASE, attempts=F("attempts") + 1, claimed_at=at
    )
    return Fact.objects.get(pk=fact_id) if taken else None


def finish(fact: Fact, *, at: datetime) -> None:
    """Mark a claimed fact as handled."""
    _mine(fact).update(handled_at=at, failure="", claimed_at=None)


def postpone(fact: Fact, *, until: datetime) -> None:
    """Give a claimed fact back without counting an attempt: its reaction has more to do."""
    _mine(fact).update(due_at=until, attempts=0, failure="", claimed_at=None)


def fail(fact: Fact, *, because: str, at: datetime) -> None:
    """Give a claimed fact back after a failure; the next attempt waits twice as long as this one did."""
    pause = min(FIRST_PAUSE * 2 ** min(fact.attempts - 1, 20), LONGEST_PAUSE)
    _mine(fact).update(due_at=at + pause, failure=because[:2000], claimed_at=None)


def release_claims(*, at: datetime) -> int:
    """Make facts due that a killed worker had claimed. Only for a start at which no other worker runs."""
    return Fact.objects.filter(handled_at__isnull=True, claimed_at__isnull=False).update(due_at=at, claimed_at=None)


def forget_handled(*, before: datetime) -> int:
    """Delete facts handled before a moment; the audit trail keeps what matters."""
    return Fact.objects.filter(handled_at__lt=before).delete()[0]


def _mine(fact: Fact) -> QuerySet[Fact]:
    # The claim is the fencing token: a worker whose lease has passed to another one writes nothing.
    return Fact.objects.filter(pk=fact.pk, handled_at__isnull=True, claimed_at=fact.claimed_at)
