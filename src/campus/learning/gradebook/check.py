"""Check a sheet row by row. Every bad cell is named; a row with a problem is not imported, the others are.

What is held in memory: one digest for each learner (to find duplicates), and for a file with one row per result the
results of the learners themselves. Never the file's rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from campus.learning.gradebook.mapping import Mapping
from campus.learning.gradebook.pivot import pivoted
from campus.learning.gradebook.rows import CheckedRow, RowChecker
from campus.learning.gradebook.sheet import Sheet, SourceRow
from laurel.annex1.record import MicroCredential


def check(
    sheet: Sheet, mapping: Mapping, design: MicroCredential, *, today: date, known: Collection[str] | None = None
) -> Iterator[CheckedRow]:
    """Yield every row of the sheet that the mapping does not filter out, checked.

    Args:
        sheet: from `read`.
        mapping: one without `problems`.
        design: whose assessments the results belong to.
        today: the last day a date may name.
        known: learner numbers of a fixed list (in lower case); None when anybody may be enrolled.

    Raises:
        GradebookError: the file turns out to be unreadable or too long further down.
    """
    checker = RowChecker(sheet, mapping, design, today=today, known=known)
    rows = (row for row in sheet.rows() if row.fault or _kept(row, mapping))
    if mapping.pivot is not None:
        return pivoted(rows, checker, mapping.pivot)
    return (checked for row in rows if (checked := checker.check(row)) is not None)


def _kept(row: SourceRow, mapping: Mapping) -> bool:
    return all(column < len(row.cells) and row.cells[column].strip() == value for column, value in mapping.only.items())
