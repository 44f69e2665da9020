"""What a learner is told of a released mark: level and comments, criterion by criterion. Never who marked."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from campus.marking.models import Mark, Submission
from campus.marking.rubrics import Rubric
from campus.marking.setup import rubric_of
from laurel.annex1.record import Criterion, RubricLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One criterion: the levels that assessors chose (one, or two where they differed and still agree), and their comments."""

    criterion: Criterion
    levels: tuple[RubricLevel, ...]
    comments: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """Everything a learner is told of one submission; `moderated` where a moderator set the total."""

    total: Decimal
    maximum: Decimal
    deduction: Decimal
    passed: bool | None
    moderated: bool
    criteria: tuple[Told, ...]
    overall: tuple[str, ...]


def feedback_of(submission: Submission) -> Feedback | None:
    """What the learner may read; None as long as it is not released."""
    if submission.state != Submission.State.RELEASED or submission.total is None:
        return None
    assignment = submission.assignment
    marks = _speaking(submission)
    passed = None if assignment.pass_mark is None else submission.total >= assignment.pass_mark
    return Feedback(
        total=submission.total,
        maximum=assignment.maximum,
        deduction=submission.deduction,
        passed=passed,
        moderated=submission.settled_by == Submission.Settled.MODERATOR,
        criteria=_told(rubric_of(assignment), marks),
        overall=tuple(mark.overall for mark in marks if mark.overall),
    )


def _speaking(submission: Submission) -> list[Mark]:
    """The marks that speak to the learner: of three, only the one in the middle."""
    marks = list(submission.marks.filter(state=Mark.State.DONE).order_by("pk"))
    if len(marks) < 3:
        return marks
    return sorted(marks, key=lambda mark: (mark.total or Decimal(0), mark.pk))[1:2]


def _told(rubric: Rubric, marks: list[Mark]) -> tuple[Told, ...]:
    told = []
    for criterion in rubric:
        chosen = {mark.levels.get(criterion.id) for mark in marks}
        told.append(
            Told(
                criterion=criterion,
                levels=tuple(level for level in criterion.levels if level.id in chosen),
                comments=tuple(mark.comments[criterion.id] for mark in marks if criterion.id in mark.comments),
            )
        )
    return tuple(told)
