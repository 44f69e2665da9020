"""Outcome × criterion × assessment, as a table that a person reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from campus.catalogue.drafts import DraftState
from laurel.annex1.matrix import Cell, Matrix, matrix_of


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One outcome in one assessment, with the criteria it is judged by."""

    assessed: bool
    criteria: list[str]


def matrix_shown(state: DraftState, language: str) -> dict[str, Any]:
    """The table for a page; {} where there is nothing to put into it."""
    record = state.record
    if record is None or not record.learning_outcomes:
        return {}
    matrix: Matrix = matrix_of(record)
    return {
        "matrix": matrix,
        "matrix_columns": [one.title.text(language) or one.id for one in matrix.assessments],
        "matrix_rows": [
            (outcome.statement.text(language) or outcome.id, [_cell(cell, language) for cell in matrix.row(outcome)])
            for outcome in matrix.outcomes
        ],
        "unassessed": [outcome.statement.text(language) or outcome.id for outcome in matrix.unassessed],
    }


def _cell(cell: Cell, language: str) -> ShownCell:
    return ShownCell(cell.assessed, [each.statement.text(language) or each.id for each in cell.criteria])
