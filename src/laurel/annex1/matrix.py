"""Outcome × criterion × assessment: which outcome is shown where, by what it is judged, and what nothing covers.

design ──matrix_of──▶ Matrix   rows: outcomes · columns: assessments · cells: covered or not, and by which criteria
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from types import MappingProxyType

from laurel.annex1.record import Assessment, Criterion, LearningOutcome, MicroCredential


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One outcome in one assessment. `assessed` without criteria: the assessment names the outcome and has no row for it."""

    assessed: bool
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """The whole table; `cells` by (outcome id, assessment id)."""

    outcomes: tuple[LearningOutcome, ...]
    assessments: tuple[Assessment, ...]
    cells: Mapping[tuple[str, str], Cell]

    def row(self, outcome: LearningOutcome) -> tuple[Cell, ...]:
        """The cells of one outcome, in the order of the assessments."""
        return tuple(self.cells[outcome.id, one.id] for one in self.assessments)

    @property
    def unassessed(self) -> tuple[LearningOutcome, ...]:
        """Outcomes that no assessment covers."""
        return tuple(one for one in self.outcomes if not any(cell.assessed for cell in self.row(one)))

    @property
    def without_criterion(self) -> tuple[LearningOutcome, ...]:
        """Outcomes that are assessed, and that no criterion speaks of, although some assessment of theirs has a rubric."""
        return tuple(one for one in self.outcomes if one not in self.unassessed and self._unspoken(one))

    @property
    def idle(self) -> tuple[Assessment, ...]:
        """Assessments that cover no outcome."""
        return tuple(one for one in self.assessments if not any(self.cells[row.id, one.id].assessed for row in self.outcomes))

    @property
    def coverage(self) -> Decimal:
        """How many percent of the outcomes are assessed, rounded down, so that 100 is all of them; 0 without outcomes."""
        return _percent(len(self.outcomes) - len(self.unassessed), len(self.outcomes))

    @property
    def criteria_coverage(self) -> Decimal:
        """How many percent of the outcomes have a criterion of their own, rounded down; 0 without outcomes."""
        spoken = sum(any(cell.criteria for cell in self.row(one)) for one in self.outcomes)
        return _percent(spoken, len(self.outcomes))

    def _unspoken(self, outcome: LearningOutcome) -> bool:
        cells = self.row(outcome)
        rubrics = any(one.rubric for one, cell in zip(self.assessments, cells, strict=True) if cell.assessed)
        return rubrics and not any(cell.criteria for cell in cells)


def matrix_of(design: MicroCredential) -> Matrix:
    """The matrix of a design. An outcome that only a criterion names is assessed as well."""
    cells: dict[tuple[str, str], Cell] = {}
    for outcome in design.learning_outcomes:
        for one in design.assessments:
            criteria = tuple(each for each in one.rubric or () if outcome.id in each.outcomes)
            cells[outcome.id, one.id] = Cell(assessed=outcome.id in one.outcomes or bool(criteria), criteria=criteria)
    return Matrix(outcomes=design.learning_outcomes, assessments=design.assessments, cells=MappingProxyType(cells))


def highest_points(rubric: tuple[Criterion, ...]) -> Decimal:
    """The most points a rubric can bring: the best level of each criterion."""
    return sum((max((level.points for level in each.levels), default=Decimal(0)) for each in rubric), Decimal(0))


def _percent(part: int, whole: int) -> Decimal:
    return (Decimal(100 * part) / whole).to_integral_value(ROUND_FLOOR) if whole else Decimal(0)
