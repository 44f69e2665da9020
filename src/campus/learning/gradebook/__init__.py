"""Gradebooks of other systems, read without trusting them. Pure: bytes in, rows and problems out; no database, no clock.

    bytes ──read──▶ Sheet ──guess_mapping──▶ Mapping ──check──▶ CheckedRow, CheckedRow, …   (a stream, bounded memory)

A file that cannot be read at all raises `GradebookError`; a bad cell becomes a `Problem` that names row, column and header.
"""

from campus.learning.gradebook.check import check
from campus.learning.gradebook.guess import guess_mapping
from campus.learning.gradebook.mapping import LAYOUTS, Mapping, Pivot
from campus.learning.gradebook.problems import GradebookError, Problem
from campus.learning.gradebook.read import read
from campus.learning.gradebook.rows import CheckedRow, Learner, Score
from campus.learning.gradebook.sheet import Sheet, SourceRow, column_letter

__all__ = [
    "LAYOUTS",
    "CheckedRow",
    "GradebookError",
    "Learner",
    "Mapping",
    "Pivot",
    "Problem",
    "Score",
    "Sheet",
    "SourceRow",
    "check",
    "column_letter",
    "guess_mapping",
    "read",
]
