"""Released results: marked by one assessor, moderated by a second, confirmed by a board, and a third who had no part in it."""

from __future__ import annotations

from campus.learning.models import Cohort
from campus.marking import allocation, board, releasing, settling
from campus.marking.models import Appeal, Assignment, Mark, Submission
from campus.people.models import Person
from marking import NOW, assignment_of, class_of, finish, handed_in, pool

WHY = "The third paragraph answers the question that the comment misses."
REASONS = "I have read the work again by its criteria and agree with the learner."


def plain_assignment(cohort: Cohort, by: Person) -> Assignment:
    """An assignment without second marks."""
    return assignment_of(cohort, by, second_minimum=0, second_percent=0, second_fails=False, borderline=0)


def released(assignment: Assignment, *, learners: int, marker: Person, moderator: Person, approver: Person) -> list[Submission]:
    """Work of so many learners, marked with 75 points, confirmed by marker and approver, and released."""
    cohort = assignment.cohort
    for learner in class_of(cohort, learners):
        handed_in(assignment, learner)
    pool(cohort, marker, marker)
    allocation.allot_all(assignment.pk, at=NOW)
    for mark in Mark.objects.filter(submission__assignment=assignment).order_by("pk"):
        finish(mark, 3, 3)
    settling.finish_moderation(assignment, by=moderator, at=NOW)
    sitting = board.open_sitting(cohort, [marker, approver], by=approver, at=NOW)
    for member in (marker, approver):
        board.sign(sitting, by=member, at=NOW)
    board.close(sitting, by=approver, at=NOW)
    releasing.release(assignment.pk, at=NOW)
    return list(Submission.objects.filter(assignment=assignment).select_related("assignment", "enrolment").order_by("pk"))


def fresh(appeal: Appeal) -> Appeal:
    """The appeal as it is now."""
    return Appeal.objects.select_related("submission__assignment", "submission__enrolment", "hold").get(pk=appeal.pk)
