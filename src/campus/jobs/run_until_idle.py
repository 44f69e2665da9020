"""For tests and commands: do all the work that waits, here and now, without a worker."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from campus.base import outbox
from campus.base.models import Fact
from campus.jobs.react import react
from campus.jobs.reactions import Clock


class StillFailingError(RuntimeError):
    """Work waits, and trying again does not help."""


def run_until_idle(*, clock: Clock = timezone.now, most: int = 100_000) -> int:
    """React to facts until none is due, facts recorded meanwhile included; how many reactions ran is returned.

    Raises:
        StillFailingError: a reaction failed; its failure is named.
    """
    done = 0
    while due := _waiting():
        for fact_id in due:
            react(fact_id, clock=clock)
            done += 1
            _refuse_failure(fact_id)
            if done >= most:
                raise StillFailingError(f"{most} reactions and still not idle")
    DBTaskResult.objects.ready().delete()  # wake-up messages for facts that are handled now
    return done


def _waiting() -> list[int]:
    # Far in the future: a pause that a reaction asked for is skipped. A test's clock may differ from the facts'.
    Fact.objects.filter(handled_at__isnull=True).update(due_at=datetime(2000, 1, 1, tzinfo=UTC))
    return outbox.due(at=datetime(2100, 1, 1, tzinfo=UTC))


def _refuse_failure(fact_id: int) -> None:
    fact = Fact.objects.get(pk=fact_id)
    if fact.failure and fact.handled_at is None:
        raise StillFailingError(f"{fact.kind} #{fact.subject}: {fact.failure}")
