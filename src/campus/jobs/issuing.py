"""Reactions of issuing and delivery, and what the sweep does when a message was lost."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from campus.base import outbox
from campus.base.models import Fact
from campus.base.outbox import Later
from campus.issuing import status, transparency, work
from campus.issuing.keys import NoSigningKeyError
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


def send_messages(fact: Fact, clock: Clock) -> None:
    """delivery.due: send what failed before."""
    send_due(clock)


def send_due(clock: Clock) -> None:
    """Send queued messages for a slice of time."""
    deliver.send_due(now=clock, until=clock() + SLICE)


def publish_status(fact: Fact, clock: Clock) -> None:
    """credential.revoked: sign the list again; several revocations become one publication."""
    status.publish(fact.details["status_list"], at=clock())


def republish_after_compromise(fact: Fact, clock: Clock) -> None:
    """key.compromised: lists signed with that key convince nobody; sign them with the new one."""
    publish_due(at=clock())


def publish_due(*, at: datetime) -> None:
    """Sign every list that changed and was not published yet: the sweep."""
    for status_list in status.due(at=at):
        with suppress(NoSigningKeyError):  # the last publication stands
            status.publish(status_list, at=at)


def publish_log(fact: Fact, clock: Clock) -> None:
    """log.due: give waiting events their places in the transparency log, a slice of time at a time."""
    if not transparency.publish_all(now=clock, until=clock() + SLICE):
        raise Later


def wake_log(*, at: datetime) -> None:
    """Publish what happened since: many events become one checkpoint."""
    if transparency.is_due():
        _record_once("log.due", subject=0, at=at)


def wake_batches(*, at: datetime) -> None:
    """Start again what should run and nobody runs: the sweep for lost messages and killed workers."""
    for batch in work.unfinished(at=at):
        _record_once("batch.ordered", subject=batch, at=at)


def wake_deliveries(*, at: datetime) -> None:
    """Try messages again whose time has come."""
    if deliver.is_due(at=at):
        _record_once("delivery.due", subject=0, at=at)


def _record_once(kind: str, *, subject: int, at: datetime) -> None:
    if not Fact.objects.filter(kind=kind, subject=subject, handled_at__isnull=True).exists():
        outbox.record(kind, subject=subject, at=at)
