"""What a learner brings: credentials, and what might still be earned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from laurel.stacking.programme import Choice

Acceptance = Literal["agreement", "skill", "decision"]
"""Why a credential of another institution counts: an agreement, the skill it proves, or a decision of the recognition desk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A grade with its scale: the mark that just passes and the best one; a scale may run downwards."""

    value: Decimal
    pass_mark: Decimal
    best: Decimal

    def __post_init__(self) -> None:
        """Refuse a scale that has no length; raises ValueError."""
        if self.pass_mark == self.best:
            raise ValueError("the pass mark is the best mark")

    @property
    def percent(self) -> Decimal:
        """How far it lies from the pass mark (0) to the best mark (100)."""
        return (self.value - self.pass_mark) * 100 / (self.best - self.pass_mark)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A micro-credential that may be earned.

    Attributes:
        id: a name for this one thing.
        design: the identifier of what was approved; versions of one design share it.
        ects: credits; None where none are stated, which counts as 0.
        outcomes: names of what is learnt, the same wherever the same is meant: for overlap (R-36).
    """

    id: str
    title: str
    design: str
    issuer: str
    ects: Decimal | None = None
    eqf: int | None = None
    themes: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    outcomes: frozenset[str] = frozenset()

    def fits(self, choice: Choice) -> bool:
        """Whether it is one of a choice."""
        return (
            (not choice.designs or self.design in choice.designs)
            and (not choice.issuers or self.issuer in choice.issuers)
            and (not choice.themes or bool(self.themes & choice.themes))
            and (not choice.skills or bool(self.skills & choice.skills))
            and (choice.min_eqf is None or (self.eqf is not None and self.eqf >= choice.min_eqf))
            and (choice.max_eqf is None or (self.eqf is not None and self.eqf <= choice.max_eqf))
        )

    def overlap_percent(self, other: Offer) -> Decimal:
        """How much of the smaller of the two is in the other as well; 0 where either names no outcomes."""
        smaller = min(len(self.outcomes), len(other.outcomes))
        return Decimal(len(self.outcomes & other.outcomes) * 100) / smaller if smaller else Decimal()


@dataclass(frozen=True, slots=True, kw_only=True)
class Held(Offer):
    """A credential that a learner holds.

    Attributes:
        awarded: the day of the award.
        valid_until: the last day on which it is in force; None: for good.
        used_in: the title of another programme in which it counts already; "" where it is free.
        accepted: why it counts although another institution issued it; None: nobody has said that it does.
        grade: None where it only says "passed".
    """

    awarded: date
    valid_until: date | None = None
    used_in: str = ""
    accepted: Acceptance | None = None
    grade: Grade | None = None
