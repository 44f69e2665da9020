"""Reactions of issuing and delivery, and what the sweep does when a message was lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from campus.base.models import Fact
from campus.base.outbox import Later
from campus.issuing import status, work
from campus.wallet import deliver

SLICE = timedelta(minutes=4)  # well under a fact's lease
BUSY_SECONDS = 5.0
Clock = Callable[[], datetime]


def issue_batch(fact: Fact, clock: Clock) -> None:
    """batch.ordered: follow the batch, a slice of time at a time."""
    ended = work.run_batch(fact.subject, now=clock, until=clock() + SLICE)
    if ended is work.Ended.UNFINISHED:
        raise Later
    if ended in (work.Ended.BUSY, work.Ended.LOST):
        raise Later(seconds=BUSY_SECONDS)


def deliver_issued(fact: Fact, clock: Clock) -> None:
    """credential.issued: queue the messages of a chunk and send what is due."""
    deliver.deliver(fact.details["credentials"], at=clock())
    send_due(clock)


def send_due(clock: Clock) -> None:
    """Send queued messages for a slice of time; also what the schedule calls, for those that failed before."""
    deliver.send_due(now=clock, until=clock() + SLICE)


def publish_status(fact: Fact, clock: Clock) -> None:
    """credential.revoked: sign the list again; several revocations become one publication."""
    status.publish(fact.details["status_list"], at=clock())


def publish_due(clock: Clock) -> None:
    """Sign every list that changed and was not published yet: the sweep."""
    for status_list in status.due(at=clock()):
        status.publish(status_list, at=clock())


def resume_batches(clock: Clock) -> None:
    """Follow batches that should run and that no worker holds: the sweep."""
    for batch in work.unfinished(at=clock()):
        work.run_batch(batch, now=clock, until=clock() + SLICE)
