"""What is open to a learner, and why the rest is not. No database here.

In class opens once every required unit before class, of the same part, is done. A unit that was done stays open, whatever is
added later: nobody loses what they had.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One unit, as far as the gate cares."""

    unit: int
    part: int
    phase: str
    required: bool
    opens_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Whether a unit is open. `opens_at` is a moment to come; `missing` are the units to do first, in their order."""

    unit: int
    done: bool
    opens_at: datetime | None = None
    missing: tuple[int, ...] = ()

    @property
    def open(self) -> bool:
        """True when the learner may see it."""
        return self.done or (self.opens_at is None and not self.missing)


def openings(steps: Iterable[Step], done: AbstractSet[int], *, at: datetime) -> list[Opening]:
    """Say of each unit, in the order given, whether it is open at this moment to somebody who has done `done`."""
    ordered = list(steps)
    missing: dict[int, list[int]] = {}
    for step in ordered:
        if step.phase == "before" and step.required and step.unit not in done:
            missing.setdefault(step.part, []).append(step.unit)
    return [
        Opening(
            unit=step.unit,
            done=step.unit in done,
            opens_at=step.opens_at if step.opens_at is not None and step.opens_at > at else None,
            missing=tuple(missing.get(step.part, ())) if step.phase == "in_class" else (),
        )
        for step in ordered
    ]


def is_ready(steps: Iterable[Step], done: AbstractSet[int], *, part: int) -> bool:
    """Whether somebody has done all that comes before the class of a part."""
    return all(step.unit in done for step in steps if step.part == part and step.phase == "before" and step.required)
