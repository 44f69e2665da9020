"""Outcome × criterion × assessment: which outcome is shown where, by what it is judged, and what nothing covers.

    design ──matrix_of──▶ Matrix   rows: outcomes · columns: assessments · cells: covered or not, and by which criteria

Only the cells that cover something are kept, so that a design of ten thousand outcomes and as many assessments stays small.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from functools import cached_property
from types import MappingProxyType

from laurel.annex1.record import Assessment, Criterion, LearningOutcome, MicroCredential


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One outcome in one assessment. `assessed` without criteria: the assessment names the outcome and has no row for it."""

    assessed: bool
    criteria: tuple[Criterion, ...]


NOTHING = Cell(assessed=False, criteria=())


@dataclass(frozen=True, kw_only=True)
class Matrix:
    """The whole table; `cells` by (outcome id, assessment id), where something is assessed."""

    outcomes: tuple[LearningOutcome, ...]
    assessments: tuple[Assessment, ...]
    cells: Mapping[tuple[str, str], Cell]

    def row(self, outcome: LearningOutcome) -> tuple[Cell, ...]:
        """The cells of one outcome, in the order of the assessments."""
        return tuple(self.cells.get((outcome.id, one.id), NOTHING) for one in self.assessments)

    @property
    def unassessed(self) -> tuple[LearningOutcome, ...]:
        """Outcomes that no assessment covers."""
        return tuple(one for one in self.outcomes if one.id not in self._assessed)

    @property
    def without_criterion(self) -> tuple[LearningOutcome, ...]:
        """Outcomes that are assessed, and that no criterion speaks of, although some assessment of theirs has a rubric."""
        with_rubric = {one.id for one in self.assessments if one.rubric}
        asked = {outcome for outcome, assessment in self.cells if assessment in with_rubric}
        missing = asked - self._spoken
        return tuple(one for one in self.outcomes if one.id in missing)

    @property
    def idle(self) -> tuple[Assessment, ...]:
        """Assessments that cover no outcome."""
        busy = {assessment for _, assessment in self.cells}
        return tuple(one for one in self.assessments if one.id not in busy)

    @property
    def coverage(self) -> Decimal:
        """How many percent of the outcomes are assessed, rounded down, so that 100 is all of them; 0 without outcomes."""
        return _percent(len(self.outcomes) - len(self.unassessed), len(self.outcomes))

    @property
    def criteria_coverage(self) -> Decimal:
        """How many percent of the outcomes have a criterion of their own, rounded down; 0 without outcomes."""
        return _percent(sum(one.id in self._spoken for one in self.outcomes), len(self.outcomes))

    @cached_property
    def _assessed(self) -> frozenset[str]:
        return frozenset(outcome for outcome, _ in self.cells)

    @cached_property
    def _spoken(self) -> frozenset[str]:
        return frozenset(outcome for (outcome, _), cell in self.cells.items() if cell.criteria)


def matrix_of(design: MicroCredential) -> Matrix:
    """The matrix of a design. An outcome that only a criterion names is assessed as well."""
    known = {outcome.id for outcome in design.learning_outcomes}
    cells: dict[tuple[str, str], Cell] = {}
    for one in design.assessments:
        criteria: dict[str, list[Criterion]] = {outcome: [] for outcome in one.outcomes if outcome in known}
        for each in one.rubric or ():
            for outcome in dict.fromkeys(each.outcomes):
                if outcome in known:
                    criteria.setdefault(outcome, []).append(each)
        cells |= {(outcome, one.id): Cell(assessed=True, criteria=tuple(found)) for outcome, found in criteria.items()}
    return Matrix(outcomes=design.learning_outcomes, assessments=design.assessments, cells=MappingProxyType(cells))


def highest_points(rubric: tuple[Criterion, ...]) -> Decimal:
    """The most points a rubric can bring: the best level of each criterion."""
    return sum((max((level.points for level in each.levels), default=Decimal(0)) for each in rubric), Decimal(0))


def _percent(part: int, whole: int) -> Decimal:
    return (Decimal(100 * part) / whole).to_integral_value(ROUND_FLOOR) if whole else Decimal(0)
