"""What a worker does for webhooks: put down what a fact leads to, and send it. Each is safe to repeat."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from campus.base.models import Fact
from campus.base.outbox import Later
from campus.connectors.webhooks import queueing, sending
from campus.verification.exchange import guarded_exchange

SLICE = timedelta(minutes=2)  # well under a fact's lease
Clock = Callable[[], datetime]


def queue(fact: Fact, clock: Clock) -> None:
    """learners.enrolled, cohort.awarded, credential.issued, credential.revoked: tell those who want to know."""
    queueing.queue(fact, at=clock())


def send_due(fact: Fact, clock: Clock) -> None:
    """webhook.due: send what is due, a slice of time at a time."""
    if not sending.send(fact.subject, exchange=guarded_exchange(), now=clock, until=clock() + SLICE):
        raise Later
