"""When a learner may begin an attempt, until when it runs, and which attempt counts. Times come from the server alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

GRACE = timedelta(seconds=30)  # an answer sent in time may arrive this much late


class Counts(StrEnum):
    """Which of several attempts is the result."""

    BEST = "best"
    LAST = "last"
    FIRST = "first"


class Refused(StrEnum):
    """Why an attempt cannot begin now."""

    NOT_OPEN_YET = "not_open_yet"
    OVER = "over"
    UNDER_WAY = "under_way"
    NO_ATTEMPT_LEFT = "no_attempt_left"
    COOLING_DOWN = "cooling_down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules of one quiz. `attempts` None: as many as one likes; `time_limit` None: no limit but the closing time."""

    attempts: int | None = 3
    cool_down: timedelta = timedelta(days=7)
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    time_limit: timedelta | None = None
    counts: Counts = Counts.BEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """An attempt that was begun: `ended_at` None while it is open, `score` None until it is marked."""

    number: int
    started_at: datetime
    ended_at: datetime | None = None
    score: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """An attempt may begin: its number, and when it ends (None: whenever the learner hands it in)."""

    number: int
    ends_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotNow:
    """It may not; `until` says when it may, where it ever may."""

    because: Refused
    until: datetime | None = None


def may_start(rules: Rules, past: Sequence[Past], *, at: datetime, extra_time: timedelta = timedelta(0)) -> Start | NotNow:
    """Say whether a learner with these attempts may begin another one now.

    Args:
        rules: of the quiz.
        past: the learner's attempts, in any order.
        at: now, by the server's clock.
        extra_time: added to the time limit for somebody who needs it; never beyond the closing time.
    """
    refusal = _refusal(rules, sorted(past, key=lambda each: each.number), at)
    if refusal is not None:
        return refusal
    ends = [] if rules.time_limit is None else [at + rules.time_limit + extra_time]
    ends += [] if rules.closes_at is None else [rules.closes_at]
    return Start(number=len(past) + 1, ends_at=min(ends, default=None))


def is_late(ends_at: datetime | None, *, at: datetime) -> bool:
    """Say whether an answer that arrives now arrives too late."""
    return ends_at is not None and at > ends_at + GRACE


def counting(rules: Rules, past: Sequence[Past]) -> Past | None:
    """The attempt that counts, of those that are marked; of equally good ones the first."""
    marked = sorted((each for each in past if each.score is not None), key=lambda each: each.number)
    if not marked:
        return None
    if rules.counts is Counts.BEST:
        return max(marked, key=lambda each: each.score or Decimal(0))
    return marked[0] if rules.counts is Counts.FIRST else marked[-1]


def _refusal(rules: Rules, past: Sequence[Past], at: datetime) -> NotNow | None:
    if past and past[-1].ended_at is None:
        return NotNow(because=Refused.UNDER_WAY)
    if rules.attempts is not None and len(past) >= rules.attempts:
        return NotNow(because=Refused.NO_ATTEMPT_LEFT)
    if rules.closes_at is not None and at >= rules.closes_at:
        return NotNow(because=Refused.OVER)
    if rules.opens_at is not None and at < rules.opens_at:
        return NotNow(because=Refused.NOT_OPEN_YET, until=rules.opens_at)
    again = past[-1].ended_at + rules.cool_down if past and past[-1].ended_at else at
    if again <= at:
        return None
    if rules.closes_at is not None and again >= rules.closes_at:
        return NotNow(because=Refused.OVER)
    return NotNow(because=Refused.COOLING_DOWN, until=again)
