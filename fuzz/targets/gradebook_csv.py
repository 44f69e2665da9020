"""Gradebooks in CSV (`campus.learning.gradebook`): of any system, in any encoding; guessed, mapped and checked."""

from datetime import date

from campus.learning.gradebook import GradebookError, check, guess_mapping, read
from campus.learning.gradebook.cells import CellError
from campus.learning.gradebook.export import csv_lines
from fuzz.rule import insist, refused
from fuzz.world import design

DICTIONARY = "gradebook"
LONGEST = 8_192
NAME = "grades.csv"
_TODAY = date(2026, 11, 23)


def run(data: bytes) -> None:
    """Read it, guess the columns, check every row, write the rows again."""
    walk(data, NAME)


def walk(data: bytes, name: str) -> None:
    """The same for any kind of file."""
    sheet, _ = refused(lambda: read(data, name), GradebookError)
    if sheet is None:
        return
    mapping = guess_mapping(sheet, design(), hint="2013J AAA")
    if not mapping.problems(sheet):
        refused(lambda: list(check(sheet, mapping, design(), today=_TODAY)), GradebookError)
    rows, _ = refused(lambda: list(sheet.rows()), GradebookError, CellError)
    for line in csv_lines(row.cells for row in rows or ()):
        insist(not line.startswith((b"=", b"@")), "a formula comes out")
