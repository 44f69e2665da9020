"""From marks to a settled mark (R-23), through moderation, to the board that confirms it.

    one mark, not in the sample      its total
    two that agree                   their mean, or the first, as the assignment says
    two more than `tolerance` levels
    apart in any criterion           a third assessor marks, without seeing the others; the median of the three totals
    a moderator                      may set another total and says why (see moderation)

Points off for being late come off the total, last. Totals are `Decimal`, to four places.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery

from campus.base import outbox
from campus.learning.models import Cohort
from campus.marking.models import Assignment, Mark, Submission
from campus.marking.questions import in_question
from campus.marking.results import record_results
from campus.marking.rubrics import CENT, levels_apart
from campus.marking.setup import locked_assignment, note, rubric_of
from campus.people.models import Role
from campus.people.roles import Actor, person_of, require

MODERATORS = (Role.ASSESSOR, Role.APPROVER)
BATCH = 500
State = Submission.State
How = Submission.Settled


def agreed_total(assignment: Assignment, first: Decimal, second: Decimal) -> Decimal:
    """The total of two marks that agree."""
    if assignment.agreed == Assignment.Agreed.FIRST:
        return first
    return ((first + second) / 2).quantize(CENT, ROUND_HALF_UP)


def disagree(assignment: Assignment, first: Mark, second: Mark) -> bool:
    """Whether two marks lie more than the tolerance apart in any criterion, so that a third assessor is asked."""
    return levels_apart(rubric_of(assignment), first.levels, second.levels) > assignment.tolerance


def median_of(totals: Sequence[Decimal]) -> Decimal:
    """The middle one of three totals: none of the three assessors alone decides."""
    return median(totals)


def settle(submission: Submission, total: Decimal, *, how: Submission.Settled, at: datetime) -> None:
    """Settle a submission whose row the caller has locked: the total, less what being late costs, never below nothing."""
    submission.total = max(Decimal(0), total - submission.deduction)
    submission.settled_by, submission.settled_at, submission.state = how, at, State.SETTLED
    submission.save(update_fields=["total", "settled_by", "settled_at", "state", "sampled"])


def settle_the_rest(assignment_id: int, *, at: datetime) -> int:
    """Settle, after the draw, what is not in the sample; how many that were. Repeating it changes nothing."""
    assignment = Assignment.objects.get(pk=assignment_id)
    if assignment.sample_drawn_at is None:
        return 0
    alone = Submission.objects.filter(assignment=assignment, state=State.MARKED, sampled=Submission.Sampled.NOT)
    first = Mark.objects.filter(submission=OuterRef("pk"), role=Mark.Role.FIRST, state=Mark.State.DONE).values("total")
    done = alone.filter(deduction=0).update(state=State.SETTLED, settled_by=How.ALONE, settled_at=at, total=Subquery(first))
    # Points off are counted here and not by the database: SQLite knows no exact decimals.
    for submission in alone.annotate(given=Subquery(first)).iterator(chunk_size=BATCH):
        total = max(Decimal(0), submission.given - submission.deduction)
        done += alone.filter(pk=submission.pk).update(state=State.SETTLED, settled_by=How.ALONE, settled_at=at, total=total)
    return done


@transaction.atomic
def finish_moderation(assignment: Assignment, *, by: Actor, at: datetime) -> int:
    """Say that the settled marks are moderated: they go to the board, or are released where none is asked. How many those are.

    Raises:
        NotAllowedError: neither assessor nor approver there.
    """
    require(by, assignment.cohort.organisation, *MODERATORS)
    locked = locked_assignment(assignment)
    done = Submission.objects.filter(assignment=locked, state=State.SETTLED).update(
        state=State.MODERATED, moderated_by=person_of(by)
    )
    if done:
        note("assignment.moderated", locked, by=by, at=at, submissions=done)
        outbox.record("marks.moderated", subject=locked.pk, at=at)
    return done


def ready_for_board(cohort: Cohort) -> QuerySet[Submission]:
    """What waits for the board to confirm it: moderated submissions of assignments that ask for a board.

    What a case is open about waits for its decision.
    """
    rows = Submission.objects.filter(assignment__cohort=cohort, assignment__needs_board=True, state=State.MODERATED)
    rows = rows.exclude(in_question())
    return rows.select_related("assignment", "enrolment").order_by("assignment_id", "enrolment_id", "number")


@transaction.atomic
def confirm(cohort: Cohort, submissions: Iterable[int], *, at: datetime) -> int:
    """Confirm results for the board, whose rights the caller has checked, and record them for the award rules.

    Args:
        submissions: primary keys; those that are not `ready_for_board` are passed over.

    Returns: how many were confirmed. Confirming twice is the same as once.

    Raises:
        CohortClosedError: the cohort takes no more results.
    """
    keys, done = sorted(set(submissions)), 0
    touched: set[int] = set()
    for start in range(0, len(keys), BATCH):
        rows = ready_for_board(cohort).select_for_update(of=("self",)).filter(pk__in=keys[start : start + BATCH])
        found = list(rows.values_list("pk", "assignment_id", "enrolment_id"))
        Submission.objects.filter(pk__in=[pk for pk, *_rest in found]).update(state=State.CONFIRMED, confirmed_at=at)
        for assignment_id in sorted({assignment_id for _pk, assignment_id, _learner in found}):
            learners = [learner for _pk, assignment, learner in found if assignment == assignment_id]
            record_results(Assignment.objects.get(pk=assignment_id), learners, at=at)
            touched.add(assignment_id)
        done += len(found)
    for assignment_id in sorted(touched):
        outbox.record("marks.confirmed", subject=assignment_id, at=at)
    return done


def counts_of(assignment: Assignment) -> dict[str, int]:
    """How many submissions stand in each state."""
    rows = Submission.objects.filter(assignment=assignment).values_list("state").annotate(Count("pk")).order_by()
    return {**dict.fromkeys(State.values, 0), **dict(rows)}
