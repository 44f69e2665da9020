"""What a learner's credentials amount to in a programme: what counts where, what is missing, and why it is not more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from laurel.stacking.held import Held, Offer
from laurel.stacking.limits import Limits
from laurel.stacking.measure import Totals
from laurel.stacking.programme import Leaf, Programme, Requirement
from laurel.stacking.screening import LeftOut


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A credential and the requirement that it fills."""

    credential: Held
    requirement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far one requirement is met: credits (`unit` "ects"), credentials ("credentials") or parts ("parts")."""

    requirement: Requirement
    have: Decimal
    need: Decimal
    unit: str
    depth: int

    @property
    def met(self) -> bool:
        """Whether nothing is missing here."""
        return self.have >= self.need


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What one requirement lacks: so many credits, or one credential (whose credits are what it usually brings)."""

    leaf: Leaf
    ects: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The answer, and its reasons.

    Attributes:
        complete: everything is met together. A proposal: a person decides (R-40).
        counted: in the order of ids; each credential once.
        left_out: every other credential with its reason.
        gaps: a smallest set of what is missing; empty when complete.
        conflict: a smallest set of requirements and rules (R-…) that cannot hold together with what is held: taking any one of
            them away, the rest can. Empty when complete. This is why nothing better exists.
        remedies: the smallest choices of offers that would complete it, cheapest first; empty where none would.
        tidy: of all ways that are as good, none binds fewer credits; False where looking for one was ended.
    """

    programme: Programme
    limits: Limits
    at: date
    complete: bool
    counted: tuple[Counted, ...]
    left_out: tuple[LeftOut, ...]
    progress: tuple[Progress, ...]
    totals: Totals
    gaps: tuple[Gap, ...]
    conflict: tuple[str, ...]
    remedies: tuple[tuple[Offer, ...], ...]
    tidy: bool

    @property
    def missing_ects(self) -> Decimal:
        """The credits that the smallest gap comes to; credentials of unknown size not included."""
        return sum((gap.ects for gap in self.gaps if gap.ects is not None), start=Decimal())

    @property
    def first_to_expire(self) -> Held | None:
        """The counted credential that stops counting first; None where none ends."""
        ending = [each.credential for each in self.counted if each.credential.valid_until is not None]
        return min(ending, key=lambda held: (held.valid_until or date.max, held.id), default=None)
