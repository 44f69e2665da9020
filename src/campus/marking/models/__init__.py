"""Assignments, what learners hand in, who marks it, and the marks, up to the point where a mark is settled."""

from campus.marking.models.appeals import Appeal
from campus.marking.models.assignments import Assignment, Extension, KeptComment
from campus.marking.models.board import BoardItem, BoardMember, Sitting
from campus.marking.models.integrity import IntegrityCase
from campus.marking.models.marks import Adjustment, Conflict, Mark, PoolMember
from campus.marking.models.submissions import Submission, SubmissionFile

__all__ = [
    "Adjustment",
    "Appeal",
    "Assignment",
    "BoardItem",
    "BoardMember",
    "Conflict",
    "Extension",
    "IntegrityCase",
    "KeptComment",
    "Mark",
    "PoolMember",
    "Sitting",
    "Submission",
    "SubmissionFile",
]
