"""From settled marks to results: which attempt counts, recorded through the same door as a gradebook."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from campus.learning import assess
from campus.learning.corrections import correct
from campus.learning.gradebook import CheckedRow, Learner, Score
from campus.learning.models import Enrolment
from campus.marking.models import Assignment, Submission

FINAL = (Submission.State.CONFIRMED, Submission.State.RELEASED)


def record_results(assignment: Assignment, enrolments: Iterable[int], *, at: datetime) -> int:
    """Record what counts for these learners (keys); how many they were. Repeating it changes nothing.

    Raises:
        CohortClosedError: the cohort takes no more results.
    """
    counting = counting_of(assignment, enrolments)
    learners = {row.pk: row for row in Enrolment.objects.filter(pk__in=list(counting))}
    rows = [
        CheckedRow(
            row=number,
            learner=Learner(learners[pk].number, learners[pk].name, learners[pk].email),
            scores=(Score(assignment.assessment, submission.total),),
        )
        for number, (pk, submission) in enumerate(sorted(counting.items()), start=1)
    ]
    if rows:
        assess.record(assignment.cohort, rows, at=at)
    return len(rows)


def correct_result(assignment: Assignment, enrolment: Enrolment, *, at: datetime) -> None:
    """Write what counts for a learner after a confirmed attempt was changed, also where awards are given already."""
    counting = counting_of(assignment, [enrolment.pk]).get(enrolment.pk)
    correct(enrolment, assignment.assessment, None if counting is None else counting.total, at=at)


def counting_of(assignment: Assignment, enrolments: Iterable[int]) -> dict[int, Submission]:
    """The confirmed attempt that counts for each of these learners: the best one, or the last."""
    chosen: dict[int, Submission] = {}
    for submission in _final(assignment, enrolments):
        held = chosen.get(submission.enrolment_id)
        if held is None or _counts_more(assignment, submission, held):
            chosen[submission.enrolment_id] = submission
    return chosen


def _final(assignment: Assignment, enrolments: Iterable[int]) -> QuerySet[Submission]:
    rows = Submission.objects.filter(assignment=assignment, enrolment__in=list(enrolments), state__in=FINAL, void=False)
    return rows.defer("text").order_by("number")


def _counts_more(assignment: Assignment, later: Submission, held: Submission) -> bool:
    if assignment.counts == Assignment.Counts.LAST:
        return True
    return (later.total or 0) >= (held.total or 0)
