"""How questions fared: difficulty, discrimination, and how often each option was chosen. Small cells are not told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from campus.learning.quizzes.marking import rounded

SMALLEST_CELL = 5
GROUP = Fraction(27, 100)  # the upper and the lower group of Kelley's discrimination index


@dataclass(slots=True)
class ItemTally:
    """What attempts did with one question, added up one after the other."""

    asked: int = 0
    share: Fraction = Fraction(0)
    unanswered: int = 0
    upper: list[Fraction] = field(default_factory=lambda: [Fraction(0), Fraction(0)])  # how many, their shares
    lower: list[Fraction] = field(default_factory=lambda: [Fraction(0), Fraction(0)])
    chosen: Counter[str] = field(default_factory=Counter)

    def add(self, share: Fraction, *, hits: Iterable[str], answered: bool, group: str) -> None:
        """Count one learner; `group` is "upper", "lower" or "" by their score in the whole quiz."""
        self.asked += 1
        self.share += share
        self.unanswered += not answered
        self.chosen.update(hits)
        if group:
            tally = self.upper if group == "upper" else self.lower
            tally[0] += 1
            tally[1] += share


def item_statistics(tally: ItemTally, options: Iterable[str] = ()) -> dict[str, Any]:
    """The figures of one question as JSON; None where fewer than five learners stand behind a figure.

    `difficulty` is the mean share, 1 when everybody knew it. `discrimination` is the mean share of the best 27 % of learners
    less that of the weakest 27 %: about 0.3 and more is good, below 0 the question misleads those who know.
    """
    told = tally.asked >= SMALLEST_CELL
    groups = (tally.upper, tally.lower)
    discriminates = all(group[0] >= SMALLEST_CELL for group in groups)
    counts = {option: tally.chosen.get(option, 0) for option in options}
    return {
        "asked": tally.asked if told else None,
        "difficulty": str(rounded(tally.share / tally.asked)) if told else None,
        "discrimination": str(rounded(_mean(tally.upper) - _mean(tally.lower))) if told and discriminates else None,
        "unanswered": suppressed({"": tally.unanswered})[""] if told else None,
        "chosen": suppressed(counts) if told else dict.fromkeys(counts),
    }


def suppressed(counts: Mapping[str, int]) -> dict[str, int | None]:
    """Counts with those from 1 to 4 left out; if just one is, the next smallest goes too, or it could be worked out."""
    hidden = {name for name, count in counts.items() if 0 < count < SMALLEST_CELL}
    if len(hidden) == 1:
        rest = sorted((count, name) for name, count in counts.items() if name not in hidden and count)
        hidden |= {name for _, name in rest[:1]}
    return {name: None if name in hidden else count for name, count in counts.items()}


def group_size(learners: int) -> int:
    """How many learners make the upper group, and as many the lower one."""
    return int(learners * GROUP)


def cut(value: str | None) -> Decimal | None:
    """A stored figure to two places, for a page."""
    return None if value is None else Decimal(value).quantize(Decimal("0.01"))


def _mean(group: list[Fraction]) -> Fraction:
    return group[1] / group[0] if group[0] else Fraction(0)
