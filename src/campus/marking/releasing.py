"""Showing marks and feedback to learners: on the date of the assignment, or as soon as results are confirmed.

Where the assignment asks for no board, releasing is also what records the result.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from campus.base import outbox
from campus.learning.cohorts import CohortClosedError
from campus.marking.models import Assignment, Submission
from campus.marking.questions import in_question
from campus.marking.results import record_results

BATCH = 500
State = Submission.State


def release_due(*, at: datetime) -> None:
    """Have released what is due, of all assignments; a worker does each."""
    waiting = Submission.objects.filter(assignment=OuterRef("pk"), state__in=(State.MODERATED, State.CONFIRMED))
    for assignment in Assignment.objects.filter(_due(at)).filter(Exists(waiting)).order_by("pk")[:BATCH]:
        if _to_release(assignment).exists():
            outbox.record("marks.release_due", subject=assignment.pk, at=at)


def release(assignment_id: int, *, at: datetime) -> int:
    """Release what is due of one assignment, in batches; how many submissions. Repeating it changes nothing.

    A closed cohort takes no results: what would record one stays as it is.
    """
    assignment = Assignment.objects.select_related("cohort").filter(_due(at), pk=assignment_id).first()
    released = 0
    while assignment is not None and (keys := list(_to_release(assignment).values_list("pk", flat=True)[:BATCH])):
        try:
            released += _release_batch(assignment, keys, at=at)
        except CohortClosedError:
            break
    return released


def _due(at: datetime) -> Q:
    return Q(release_at__isnull=True) | Q(release_at__lte=at)


def _to_release(assignment: Assignment) -> QuerySet[Submission]:
    ready = State.CONFIRMED if assignment.needs_board else State.MODERATED
    return Submission.objects.filter(assignment=assignment, state=ready).exclude(in_question()).order_by("pk")


@transaction.atomic
def _release_batch(assignment: Assignment, keys: list[int], *, at: datetime) -> int:
    rows = list(_to_release(assignment).select_for_update(no_key=True).filter(pk__in=keys).values_list("pk", "enrolment_id"))
    mine = Submission.objects.filter(pk__in=[pk for pk, _learner in rows])
    if not assignment.needs_board:
        mine.update(confirmed_at=at)
    mine.update(state=State.RELEASED, released_at=at)
    if not assignment.needs_board:
        record_results(assignment, [learner for _pk, learner in rows], at=at)
    return len(rows)
