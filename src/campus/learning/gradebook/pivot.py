"""Files with one row per result: gathered into one row per learner, in the order in which learners first appear."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from campus.learning.gradebook.mapping import Pivot
from campus.learning.gradebook.rows import CheckedRow, Learner, Reading, RowChecker, Score
from campus.learning.gradebook.sheet import SourceRow


def pivoted(rows: Iterable[SourceRow], checker: RowChecker, pivot: Pivot) -> Iterator[CheckedRow]:
    """Yield the bad rows as they are met, then each learner with the results of all their rows.

    A row of an assessment that the mapping does not name is passed over. Where a learner has two rows for one assessment
    (a second attempt, a result carried over), the later row counts.
    """
    learners: dict[str, tuple[int, Learner, dict[str, Score]]] = {}
    for row in rows:
        reading = Reading(row, checker)
        assessment = pivot.names.get(_cell(row, pivot.assessment)) if reading.whole() else None
        if not reading.problems and assessment not in checker.assessments:
            continue
        bad = _gather(reading, checker, pivot, learners, assessment)
        if bad:
            yield bad
    for first, learner, scores in learners.values():
        yield CheckedRow(first, learner, tuple(scores.values()))


def _gather(
    reading: Reading,
    checker: RowChecker,
    pivot: Pivot,
    learners: dict[str, tuple[int, Learner, dict[str, Score]]],
    assessment: str | None,
) -> CheckedRow | None:
    if assessment is not None:
        number = reading.text(checker.mapping.number)
        known = learners.get(number)
        learner = known[1] if known else checker.learner(reading)
        score = checker.score(reading, assessment, pivot.score)
    if reading.problems or assessment is None:
        return CheckedRow(reading.row.number, None, problems=tuple(reading.problems))
    _, _, scores = learners.setdefault(number, (reading.row.number, learner, {}))
    if score is not None:
        scores[assessment] = score
    return None


def _cell(row: SourceRow, column: int) -> str:
    return row.cells[column].strip() if column < len(row.cells) else ""
