"""Allotting work to assessors: first, second and third marks, evenly, and never to who must not see it.

Running it again gives out only what is new. Two who press at once wait for each other.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from campus.base import outbox
from campus.base.refusals import Refusal
from campus.learning.cohorts import STAFF
from campus.marking.fairness import Hand, Piece, allot
from campus.marking.models import Assignment, Mark, Submission
from campus.marking.pools import NoAssessorError, assessors_of, barred_from, is_barred, pool_of
from campus.marking.setup import locked_assignment, note
from campus.people.models import Person
from campus.people.roles import Actor, require

BATCH = 1000
AT_ONCE = 2000  # pieces of work that one does not have to wait for
Role = Mark.Role
WAITS_FOR = {
    Role.FIRST: Submission.State.SUBMITTED,
    Role.SECOND: Submission.State.MARKED,
    Role.THIRD: Submission.State.SECOND_MARKED,
}


class PoolEmptyError(Refusal):
    """Nobody is there to mark."""

    code = "POOL_EMPTY"
    text = _("Nobody is in the pool of assessors. Choose who marks first.")


class NotForThemError(Refusal):
    """The person has a conflict of interest, marked it already, or is the learner."""

    code = "NOT_FOR_THEM"
    text = _("This person must not mark this work: a conflict of interest, another mark of the same work, or their own work.")


class MarkDoneError(Refusal):
    """A finished mark stands."""

    code = "MARK_DONE"
    text = _("This mark is finished; it stands.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Allotted:
    """What came of allotting, in pieces of work; `left` is what nobody could take."""

    given: int
    left: int


@transaction.atomic
def order(assignment: Assignment, *, by: Actor, at: datetime) -> Allotted | None:
    """Allot everything that waits for somebody: at once, or, where it is much, by a worker (None).

    Raises:
        NotAllowedError: neither assessor nor registrar there.
        PoolEmptyError: nobody is there to mark.
    """
    require(by, assignment.cohort.organisation, *STAFF)
    if not _present(assignment):
        raise PoolEmptyError
    waiting = sum(waiting_for(assignment, role).count() for role in Role)
    note("assignment.allotted", assignment, by=by, at=at, pieces=waiting)
    if waiting > AT_ONCE:
        outbox.record("marking.allocation_due", subject=assignment.pk, at=at, all=True)
        return None
    return allot_all(assignment.pk, at=at)


@transaction.atomic
def allot_all(assignment_id: int, *, at: datetime) -> Allotted:
    """Allot every mark that is missing. Repeating it changes nothing until something new waits."""
    assignment = locked_assignment(Assignment(pk=assignment_id))
    given = left = 0
    for role in Role:
        one = _allot(assignment, role, at=at)
        given, left = given + one.given, left + one.left
    return Allotted(given=given, left=left)


@transaction.atomic
def allot_late(submission_id: int, *, at: datetime) -> None:
    """Allot what was handed in after the others were allotted. Before that it waits for them."""
    submission = Submission.objects.filter(pk=submission_id, state=Submission.State.SUBMITTED).first()
    if submission is not None and Mark.objects.filter(submission__assignment=submission.assignment_id).exists():
        allot_all(submission.assignment_id, at=at)


def waiting_for(assignment: Assignment, role: Mark.Role) -> QuerySet[Submission]:
    """Submissions that need a mark of this role and have nobody for it."""
    waiting = Submission.objects.filter(assignment=assignment, state=WAITS_FOR[role], enrolment__withdrawn=False)
    if role == Role.SECOND:
        waiting = waiting.exclude(sampled=Submission.Sampled.NOT)
    return waiting.exclude(marks__role=role)


@transaction.atomic
def hand_over(mark: Mark, person: Person, *, by: Actor, at: datetime) -> Mark:
    """Let somebody else give this mark. What the first one had begun is dropped.

    Raises:
        NotAllowedError: neither assessor nor registrar there.
        NoAssessorError, NotForThemError.
        MarkDoneError: it is finished.
    """
    assignment = locked_assignment(mark.submission.assignment)
    organisation = assignment.cohort.organisation
    require(by, organisation, *STAFF)
    submission = Submission.objects.select_related("enrolment__cohort").get(pk=mark.submission_id)
    locked = Mark.objects.select_for_update().get(pk=mark.pk)
    if locked.state == Mark.State.DONE:
        raise MarkDoneError
    if person not in assessors_of(organisation):
        raise NoAssessorError(field="person")
    if is_barred(submission.enrolment, person) or submission.marks.filter(assessor=person).exists():
        raise NotForThemError(field="person")
    locked.delete()
    made = Mark.objects.create(submission=submission, assessor=person, role=locked.role, allotted_at=at)
    note("assignment.mark_handed_over", assignment, by=by, at=at, submission=submission.pk, role=made.role)
    return made


def _present(assignment: Assignment) -> bool:
    return any(not member.away for member in pool_of(assignment.cohort))


def _allot(assignment: Assignment, role: Mark.Role, *, at: datetime) -> Allotted:
    waiting = list(waiting_for(assignment, role).order_by("pk").values_list("pk", "enrolment_id"))
    if not waiting:
        return Allotted(given=0, left=0)
    members = [member for member in pool_of(assignment.cohort) if not member.away]
    barred = barred_from(assignment.cohort, [member.person for member in members])
    others = _markers(assignment, role)
    pieces = [
        Piece(key=pk, barred=frozenset(barred.get(enrolment_id, set()) | others.get(pk, set()))) for pk, enrolment_id in waiting
    ]
    loads = _loads(assignment)
    hands = [
        Hand(
            key=member.person_id,
            weight=member.weight,
            load=loads.get(member.person_id, 0),
            room=None if member.maximum is None else max(0, member.maximum - loads.get(member.person_id, 0)),
        )
        for member in members
    ]
    done = allot(pieces, hands, seed=f"{assignment.seed}|{role}")
    rows = [
        Mark(submission_id=piece, assessor_id=person, role=role, allotted_at=at) for piece, person in sorted(done.given.items())
    ]
    Mark.objects.bulk_create(rows, batch_size=BATCH)
    return Allotted(given=len(rows), left=len(done.left))


def _markers(assignment: Assignment, role: Mark.Role) -> dict[int, set[int]]:
    """Who marked, or marks, each submission already; nobody to ask for first marks."""
    found: dict[int, set[int]] = defaultdict(set)
    if role != Role.FIRST:
        rows = Mark.objects.filter(submission__assignment=assignment, submission__state=WAITS_FOR[role])
        for submission_id, assessor_id in rows.values_list("submission_id", "assessor_id"):
            found[submission_id].add(assessor_id)
    return found


def _loads(assignment: Assignment) -> dict[int, int]:
    counted = Mark.objects.filter(submission__assignment=assignment).values_list("assessor_id")
    return dict(counted.annotate(Count("pk")).order_by())
