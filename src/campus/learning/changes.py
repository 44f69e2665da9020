"""What a checked gradebook would change in a cohort, worked out in batches. The preview counts it, the import applies it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from itertools import islice
from typing import Self

from campus.learning.gradebook import CheckedRow, Learner, Problem, Score
from campus.learning.models import Award, Cohort, Enrolment, Result

BATCH = 500


@dataclass(slots=True)
class Counts:
    """How many learners a gradebook touches, and how."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    award_stands: int = 0  # the file says something else about a learner who holds the award: not written
    conflicts: int = 0  # the address belongs to another learner of the cohort: not written

    def __iadd__(self, other: Counts) -> Self:
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One learner: the row as it is or will be, and the results that are new or different."""

    row: int
    enrolment: Enrolment
    is_new: bool
    facts_changed: bool
    results: tuple[Result, ...]


@dataclass(slots=True)
class BatchOfChanges:
    """What one batch of rows comes to."""

    counts: Counts = field(default_factory=Counts)
    changes: list[Change] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)  # conflicts and awards that stand, by row


def batches(rows: Iterable[CheckedRow]) -> Iterator[list[CheckedRow]]:
    """Rows in batches of `BATCH`."""
    rest = iter(rows)
    while batch := list(islice(rest, BATCH)):
        yield batch


def changes_of(cohort: Cohort, rows: list[CheckedRow]) -> BatchOfChanges:
    """Compare one batch with what the cohort holds. Reads only; rows that have problems are passed over."""
    good = [(row, row.learner) for row in rows if row.learner is not None]
    known = _Known.of(cohort, [learner for _, learner in good])
    batch = BatchOfChanges()
    for row, learner in good:
        _compare(cohort, row, learner, known, batch)
    return batch


@dataclass(frozen=True, slots=True)
class _Known:
    """What the database holds about the learners of one batch."""

    by_number: dict[str, Enrolment]
    number_of_email: dict[str, str]
    awarded: set[int]
    results: dict[tuple[int, str], Result]

    @classmethod
    def of(cls, cohort: Cohort, learners: list[Learner]) -> _Known:
        enrolments = Enrolment.objects.filter(cohort=cohort, number__in=[learner.number for learner in learners])
        by_number = {enrolment.number: enrolment for enrolment in enrolments}
        emails = Enrolment.objects.filter(cohort=cohort, email__in=[learner.email for learner in learners])
        keys = [enrolment.pk for enrolment in by_number.values()]
        return cls(
            by_number,
            dict(emails.values_list("email", "number")),
            set(Award.objects.filter(enrolment__in=keys).values_list("enrolment_id", flat=True)),
            {(result.enrolment_id, result.assessment): result for result in Result.objects.filter(enrolment__in=keys)},
        )


def _compare(cohort: Cohort, row: CheckedRow, learner: Learner, known: _Known, batch: BatchOfChanges) -> None:
    if known.number_of_email.get(learner.email, learner.number) != learner.number:
        batch.counts.conflicts += 1
        batch.refused.append(Problem(code="EMAIL_OF_ANOTHER", row=row.row))
        return
    enrolment = known.by_number.get(learner.number)
    if row.withdrawn:
        batch.counts.withdrawn += 1
    if enrolment is None:
        enrolment = Enrolment(cohort=cohort, number=learner.number, name=learner.name, email=learner.email)
        enrolment.withdrawn, enrolment.completed_on = row.withdrawn, row.completed_on
        batch.counts.new += 1
        results = tuple(_result(enrolment, score) for score in row.scores)
        batch.changes.append(Change(row=row.row, enrolment=enrolment, is_new=True, facts_changed=True, results=results))
        return
    changed = tuple(_changed_results(enrolment, row.scores, known))
    facts_changed = _update(enrolment, row, learner)
    if not changed and not facts_changed:
        batch.counts.unchanged += 1
    elif enrolment.pk in known.awarded:
        batch.counts.award_stands += 1
        batch.refused.append(Problem(code="AWARD_STANDS", row=row.row))
    else:
        batch.counts.changed += 1
        batch.changes.append(
            Change(row=row.row, enrolment=enrolment, is_new=False, facts_changed=facts_changed, results=changed)
        )


def _changed_results(enrolment: Enrolment, scores: Iterable[Score], known: _Known) -> Iterator[Result]:
    for score in scores:
        held = known.results.get((enrolment.pk, score.assessment))
        if held is None or (held.score, held.word) != (score.value, score.word):
            yield _result(enrolment, score)


def _result(enrolment: Enrolment, score: Score) -> Result:
    return Result(enrolment=enrolment, assessment=score.assessment, score=score.value, word=score.word)


def _update(enrolment: Enrolment, row: CheckedRow, learner: Learner) -> bool:
    """Write the row's facts onto the enrolment, in memory; what the file leaves empty stays. Say whether anything changed."""
    before = (enrolment.name, enrolment.email, enrolment.withdrawn, enrolment.completed_on)
    enrolment.name = learner.name or enrolment.name
    enrolment.email = learner.email
    if any(score.word for score in row.scores):
        enrolment.withdrawn = row.withdrawn
    enrolment.completed_on = row.completed_on or enrolment.completed_on
    return before != (enrolment.name, enrolment.email, enrolment.withdrawn, enrolment.completed_on)
