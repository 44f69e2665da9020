"""Marking of large cohorts: work allotted, the rest settled after the sample is drawn, feedback released, by the worker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from campus.base.models import Fact
from campus.marking import allocation, releasing, settling

Clock = Callable[[], datetime]


def allot(fact: Fact, clock: Clock) -> None:
    """Allot every mark of an assignment that is missing."""
    allocation.allot_all(fact.subject, at=clock())


def allot_late(fact: Fact, clock: Clock) -> None:
    """Allot what was handed in after the others were allotted."""
    allocation.allot_late(fact.subject, at=clock())


def after_the_draw(fact: Fact, clock: Clock) -> None:
    """Settle what is not in the sample, and allot second marks for what is."""
    settling.settle_the_rest(fact.subject, at=clock())
    allocation.allot_all(fact.subject, at=clock())


def release(fact: Fact, clock: Clock) -> None:
    """Show marks and feedback to learners."""
    releasing.release(fact.subject, at=clock())
