"""When one learner may hand in: from when, until when, and what being late costs. No database here.

The first attempt follows the assignment's dates; a later deadline given to the learner stands in for them. A resit begins after
the pause that follows the result, and is due some days later, unless the assignment's own deadline is later still.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from campus.marking.models import Assignment, Extension, Submission

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """`until` is the last moment at which anything is taken; None stands for no such moment."""

    opens_at: datetime | None
    due_at: datetime | None
    until: datetime | None


def deadline_of(assignment: Assignment, extension: Extension | None, previous: Submission | None) -> Deadline:
    """The dates that hold for a learner whose last attempt was `previous`."""
    opens, due = assignment.opens_at, assignment.due_at
    if previous is not None and previous.released_at is not None:
        opens = max(previous.released_at + assignment.cool_down, opens or previous.released_at)
        if due is not None:
            due = max(due, opens + timedelta(days=assignment.resit_days))
    if extension is not None and extension.due_at is not None and due is not None:
        due = max(due, extension.due_at)
    return Deadline(opens_at=opens, due_at=due, until=_until(assignment, due))


def is_late(deadline: Deadline, *, at: datetime) -> bool:
    """Whether it is past the deadline: a moment exactly on it is in time."""
    return deadline.due_at is not None and at > deadline.due_at


def deduction_of(assignment: Assignment, deadline: Deadline, *, at: datetime) -> Decimal:
    """Points off for work handed in at this moment: a share of the maximum for each day begun, at most all of it."""
    if assignment.late != Assignment.Late.DEDUCTED or deadline.due_at is None or at <= deadline.due_at:
        return Decimal(0)
    days = math.ceil((at - deadline.due_at) / DAY)
    points = assignment.maximum * assignment.late_percent / 100 * days
    return min(assignment.maximum, points).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def _until(assignment: Assignment, due: datetime | None) -> datetime | None:
    if due is None:
        return None
    if assignment.late == Assignment.Late.REFUSED:
        return due
    if assignment.late_until is None or assignment.due_at is None:
        return None
    return due + (assignment.late_until - assignment.due_at)
