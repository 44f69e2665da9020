"""Marking: what waits for an assessor, saved as they go, finished once, and taken up again while nothing rests on it.

Each step locks the submission, so that two assessors who finish at the same moment wait for each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Avg, Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from campus.base import outbox
from campus.base.refusals import Refusal
from campus.marking.models import Assignment, Mark, Submission
from campus.marking.pools import is_barred
from campus.marking.rubrics import check_levels, total_of
from campus.marking.sampling import asks_for_second_marks, choose_later, rules_of
from campus.marking.settling import agreed_total, disagree, median_of, settle
from campus.marking.setup import locked_assignment, locked_submission, rubric_of
from campus.people.models import Person, Role
from campus.people.roles import Actor, person_of, require
from campus.people.scope import NotFoundError

LONGEST_COMMENT = 5_000
LONGEST_SITTING = 60 * 60  # seconds at one piece of work between two savings that still count as marking
State = Mark.State


class MarkFinishedError(Refusal):
    """It is finished already."""

    code = "MARK_FINISHED"
    text = _("This mark is finished already. Take it up again first, if that is still possible.")


class MarkStandsError(Refusal):
    """Something rests on it."""

    code = "MARK_STANDS"
    text = _("This mark stands: the sample is drawn, or others have marked after you.")


class ConflictError(Refusal):
    """The assessor must not mark this work."""

    code = "CONFLICT_OF_INTEREST"
    text = _("You must not mark this work: there is a conflict of interest, or it is your own.")


class CommentTooLongError(Refusal):
    """More than fits."""

    code = "COMMENT_TOO_LONG"
    text = _("A comment has at most 5,000 characters.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What an assessor says of a piece of work. `seconds` is the time spent since it was saved last."""

    levels: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    overall: str = ""
    private_note: str = ""
    seconds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an assessor is: pieces done of all, and seconds a piece took on average (None: none is done)."""

    done: int
    total: int
    pace: float | None

    @property
    def minutes_left(self) -> int | None:
        """About how long the rest takes at this pace."""
        if self.pace is None:
            return None
        return max(1, round((self.total - self.done) * self.pace / 60)) if self.total > self.done else 0


def marks_of(person: Person, assignment: Assignment) -> QuerySet[Mark]:
    """Everything of an assignment that this person marks, in the order in which it is marked."""
    mine = Mark.objects.filter(assessor=person, submission__assignment=assignment)
    return mine.exclude(submission__state=Submission.State.DRAFT).order_by("pk")


def next_mark(person: Person, assignment: Assignment, *, after: int = 0) -> Mark | None:
    """The next unfinished mark of this person behind one of theirs, else the first unfinished one; None: all are done."""
    waiting = marks_of(person, assignment).exclude(state=State.DONE)
    return waiting.filter(pk__gt=after).first() or waiting.first()


def progress_of(person: Person, assignment: Assignment) -> Progress:
    """How far this person is."""
    done = Q(state=State.DONE)
    found = marks_of(person, assignment).aggregate(
        total=Count("pk"), done=Count("pk", filter=done), pace=Avg("seconds", filter=done & Q(seconds__gt=0))
    )
    return Progress(done=found["done"], total=found["total"], pace=found["pace"])


@transaction.atomic
def save_mark(mark: Mark, judgement: Judgement, *, by: Actor, at: datetime) -> Mark:
    """Keep what an assessor has judged so far; criteria may still be open.

    Raises:
        NotFoundError: it is somebody else's to mark.
        NotAllowedError: not an assessor any more.
        ConflictError, MarkFinishedError, LevelError, CommentTooLongError.
    """
    _submission, locked = _locked(mark, by=by)
    if locked.state == State.DONE:
        raise MarkFinishedError
    _set(locked, judgement, at=at)
    locked.state = State.BEGUN
    locked.save(update_fields=["levels", "comments", "overall", "private_note", "seconds", "state", "saved_at"])
    return locked


@transaction.atomic
def finish_mark(mark: Mark, judgement: Judgement, *, by: Actor, at: datetime) -> Mark:
    """Finish a mark: every criterion has its level, the total is computed, and the submission moves on.

    Raises:
        NotFoundError: it is somebody else's to mark.
        NotAllowedError: not an assessor any more.
        ConflictError, MarkFinishedError, LevelError, IncompleteError, CommentTooLongError.
    """
    submission, locked = _locked(mark, by=by)
    if locked.state == State.DONE:
        raise MarkFinishedError
    assignment = submission.assignment
    _set(locked, judgement, at=at)
    locked.total = total_of(rubric_of(assignment), locked.levels, maximum=assignment.maximum)
    locked.state, locked.done_at = State.DONE, at
    locked.save()
    steps = {Mark.Role.FIRST: _after_first, Mark.Role.SECOND: _after_second, Mark.Role.THIRD: _after_third}
    steps[Mark.Role(locked.role)](submission, locked, at)
    return locked


@transaction.atomic
def take_up_again(mark: Mark, *, by: Actor, at: datetime) -> Mark:
    """Open one's own finished first mark again, as long as the sample is not drawn.

    Raises:
        NotFoundError: it is somebody else's.
        MarkStandsError: something rests on it.
    """
    submission, locked = _locked(mark, by=by)
    if locked.state != State.DONE:
        return locked
    drawn = submission.assignment.sample_drawn_at is not None
    if locked.role != Mark.Role.FIRST or submission.state != Submission.State.MARKED or drawn:
        raise MarkStandsError
    submission.state = Submission.State.SUBMITTED
    submission.save(update_fields=["state"])
    locked.state, locked.total, locked.done_at, locked.saved_at = State.BEGUN, None, None, at
    locked.save(update_fields=["state", "total", "done_at", "saved_at"])
    return locked


def _locked(mark: Mark, *, by: Actor) -> tuple[Submission, Mark]:
    # One order for everybody: assignment, submission, mark. While the sample is drawn, nobody finishes.
    person = person_of(by)
    known = Mark.objects.select_related("submission__assignment").filter(pk=mark.pk, assessor=person).first()
    if known is None:
        raise NotFoundError
    assignment = locked_assignment(known.submission.assignment)
    submission = locked_submission(known.submission_id)
    locked = Mark.objects.select_for_update().filter(pk=mark.pk, assessor=person).first()
    if locked is None or submission.state == Submission.State.DRAFT:
        raise NotFoundError
    submission.assignment = assignment
    require(by, submission.assignment.cohort.organisation, Role.ASSESSOR)
    if is_barred(submission.enrolment, person):
        raise ConflictError
    locked.submission = submission
    return submission, locked


def _set(mark: Mark, judgement: Judgement, *, at: datetime) -> None:
    rubric = rubric_of(mark.submission.assignment)
    check_levels(rubric, judgement.levels)
    known = {criterion.id for criterion in rubric}
    comments = {key: text.strip() for key, text in judgement.comments.items() if key in known and text.strip()}
    texts = (*comments.values(), judgement.overall, judgement.private_note)
    if any(len(text) > LONGEST_COMMENT for text in texts):
        raise CommentTooLongError
    mark.levels, mark.comments = dict(judgement.levels), comments
    mark.overall, mark.private_note = judgement.overall.strip(), judgement.private_note.strip()
    mark.seconds, mark.saved_at = mark.seconds + min(max(0, judgement.seconds), LONGEST_SITTING), at


def _after_first(submission: Submission, mark: Mark, at: datetime) -> None:
    assignment = submission.assignment
    if not asks_for_second_marks(assignment):
        settle(submission, _total(mark), how=Submission.Settled.ALONE, at=at)
        return
    submission.state = Submission.State.MARKED
    if assignment.sample_drawn_at is not None:
        rules, name = rules_of(assignment), str(submission.public_id)
        submission.sampled = choose_later(name, _total(mark), rules, seed=assignment.seed)
        if submission.sampled == Submission.Sampled.NOT:
            settle(submission, _total(mark), how=Submission.Settled.ALONE, at=at)
            return
        outbox.record("marking.allocation_due", subject=assignment.pk, at=at)
    submission.save(update_fields=["state", "sampled"])


def _after_second(submission: Submission, mark: Mark, at: datetime) -> None:
    first = submission.marks.get(role=Mark.Role.FIRST)
    if disagree(submission.assignment, first, mark):
        submission.state = Submission.State.SECOND_MARKED
        submission.save(update_fields=["state"])
        outbox.record("marking.allocation_due", subject=submission.assignment_id, at=at)
        return
    total = agreed_total(submission.assignment, _total(first), _total(mark))
    settle(submission, total, how=Submission.Settled.AGREED, at=at)


def _after_third(submission: Submission, _mark: Mark, at: datetime) -> None:
    totals = [_total(each) for each in submission.marks.all()]
    settle(submission, median_of(totals), how=Submission.Settled.THIRD, at=at)


def _total(mark: Mark) -> Decimal:
    return Decimal(0) if mark.total is None else mark.total  # the database holds that a finished mark has one
