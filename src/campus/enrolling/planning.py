"""Spread work over a learner's own hours: a pure function over days, minutes and due dates.

    tasks (minutes, due) + minutes of each weekday ──▶ sessions, and what does not fit

Each day's minutes go to the task that is due first. Where anything fits at all, this fits (earliest due date first is
optimal for work that can be interrupted). An even pace is the smallest share of the hours at which everything still fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

DAY_MINUTES: Final = 24 * 60
LONGEST: Final = timedelta(days=3 * 366)
"""No plan is longer: of a later last day only this much is planned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something to work on: `minutes` of it, on days from `opens` (None: at once) to `due`, both included."""

    key: str
    minutes: int
    due: date
    opens: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """So many minutes on one task, on one day."""

    day: date
    key: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The sessions in order, and the minutes that found no place, by task."""

    sessions: tuple[Session, ...]
    missing: dict[str, int]

    @property
    def fits(self) -> bool:
        """Whether everything has its place."""
        return not self.missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """What would make it fit; None where that alone cannot."""

    week_minutes: int | None  # in a week, spread over the days as now
    ends_on: date | None  # with the hours as they are, were nothing due before


def plan(tasks: Sequence[Task], week: Sequence[int], *, start: date, even: bool = True) -> Plan:
    """Give every task its place from `start` on.

    Args:
        tasks: in any order; of those due on one day the first goes first.
        week: minutes of Monday to Sunday.
        start: the first day that can be worked on.
        even: work as little a day as just fits, instead of as early as possible.
    """
    whole = _spread(tasks, week, start=start)
    if not even or not whole.fits or not whole.sessions:
        return whole
    low, high = 0, 100  # percent of the hours; `high` fits
    while high - low > 1:
        middle = (low + high) // 2
        fits = _spread(tasks, _scaled(week, middle), start=start).fits
        low, high = (low, middle) if fits else (middle, high)
    return _spread(tasks, _scaled(week, high), start=start)


def remedy(tasks: Sequence[Task], week: Sequence[int], *, start: date) -> Remedy:
    """What would make work fit that does not: more minutes a week, or later dates."""
    return Remedy(week_minutes=_more(tasks, week, start=start), ends_on=_later(tasks, week, start=start))


def without(tasks: Iterable[Task], done: int) -> list[Task]:
    """What is left of tasks after `done` minutes, counted to those due first."""
    left: list[Task] = []
    for task in sorted(tasks, key=lambda each: each.due):
        counted = min(done, task.minutes)
        done -= counted
        if task.minutes > counted:
            left.append(replace(task, minutes=task.minutes - counted))
    return left


def shares(minutes: int, weights: Sequence[int]) -> list[int]:
    """Split minutes by weights, equally where none has one; the sum is kept to the minute."""
    if not weights:
        return []
    counted = list(weights) if any(weights) else [1] * len(weights)
    total, before, made = sum(counted), 0, []
    for weight in counted:
        made.append(minutes * (before + weight) // total - minutes * before // total)
        before += weight
    return made


def _spread(tasks: Sequence[Task], week: Sequence[int], *, start: date) -> Plan:
    left = {number: task.minutes for number, task in enumerate(tasks) if task.minutes > 0}
    sessions: list[Session] = []
    for day in _days(tasks, start):
        free = min(week[day.weekday()], DAY_MINUTES)
        for number in sorted(left, key=lambda each: tasks[each].due):
            task = tasks[number]
            if not free:
                break
            if task.due < day or (task.opens is not None and day < task.opens):
                continue
            given = min(free, left[number])
            sessions.append(Session(day=day, key=task.key, minutes=given))
            free -= given
            left[number] -= given
            if not left[number]:
                del left[number]
        if not left:
            break
    missing: dict[str, int] = {}
    for number, minutes in left.items():
        missing[tasks[number].key] = missing.get(tasks[number].key, 0) + minutes
    return Plan(sessions=tuple(sessions), missing=missing)


def _days(tasks: Sequence[Task], start: date) -> Iterator[date]:
    last = min(max((task.due for task in tasks), default=start), start + LONGEST)
    for offset in range((last - start).days + 1):
        yield start + timedelta(days=offset)


def _scaled(week: Sequence[int], percent: int) -> list[int]:
    """Minutes a day at so many percent, in whole minutes, rounded up: half of a minute is none."""
    return [min(DAY_MINUTES, -(-minutes * percent // 100)) for minutes in week]


def _more(tasks: Sequence[Task], week: Sequence[int], *, start: date) -> int | None:
    most = 100 * DAY_MINUTES // max(1, *week)
    if not any(week) or not _spread(tasks, _scaled(week, most), start=start).fits:
        return None
    low, high = 100, most
    while high - low > 1:
        middle = (low + high) // 2
        fits = _spread(tasks, _scaled(week, middle), start=start).fits
        low, high = (low, middle) if fits else (middle, high)
    return sum(_scaled(week, high))


def _later(tasks: Sequence[Task], week: Sequence[int], *, start: date) -> date | None:
    endless = [replace(task, due=start + LONGEST) for task in tasks]
    found = _spread(endless, week, start=start)
    return found.sessions[-1].day if found.fits and found.sessions else None
