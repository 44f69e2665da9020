"""One row of a gradebook, read and checked: who it is about, which results it holds, what is wrong with which cell."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping as Mappings
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from campus.learning.gradebook import cells
from campus.learning.gradebook.address import address_of
from campus.learning.gradebook.cells import CellError, text_of
from campus.learning.gradebook.mapping import Mapping
from campus.learning.gradebook.problems import Problem
from campus.learning.gradebook.sheet import MAX_CELL, Sheet, SourceRow, column_letter
from laurel.annex1.record import Assessment, MicroCredential

MAX_NUMBER, MAX_NAME = 100, 300
WITHDRAWN = frozenset({"withdrawn", "отписан", "отписана", "прекъснал", "прекъснала"})


@dataclass(frozen=True, slots=True)
class Learner:
    """Who a row is about."""

    number: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Score:
    """One result: a number on the assessment's scale, or a word."""

    assessment: str
    value: Decimal | None = None
    word: str = ""


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """One row of the file. `learner` is None exactly when the row has problems and is left out."""

    row: int
    learner: Learner | None
    scores: tuple[Score, ...] = ()
    completed_on: date | None = None
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()  # worth telling, no reason to leave the row out

    @property
    def withdrawn(self) -> bool:
        """True when a result says that the learner left."""
        return any(score.word.lower() in WITHDRAWN for score in self.scores)


class RowChecker:
    """Checks rows one after the other and remembers whom it has seen."""

    def __init__(
        self,
        sheet: Sheet,
        mapping: Mapping,
        design: MicroCredential,
        *,
        today: date,
        known: Collection[str] | None,
    ) -> None:
        """Prepare for one pass over one sheet."""
        self.sheet = sheet
        self.mapping = mapping
        self.today = today
        self.known = known
        self.assessments: Mappings[str, Assessment] = {part.id: part for part in design.assessments}
        self._numbers: dict[int, int] = {}
        self._emails: dict[int, int] = {}
        self._percent = {
            column
            for column in mapping.results.values()
            if sheet.header(column).lower().endswith(("(percentage)", "(процент)"))
        }

    def check(self, row: SourceRow) -> CheckedRow | None:
        """One row; None for a line of the export that is no learner (Canvas's points, its test student)."""
        if self.mapping.layout == "canvas" and self._is_furniture(row):
            return self._points_possible(row)
        reading = Reading(row, self)
        if not reading.whole():
            return CheckedRow(row.number, None, problems=tuple(reading.problems))
        learner = self.learner(reading)
        scores = tuple(
            score
            for assessment, column in self.mapping.results.items()
            if assessment in self.assessments and (score := self.score(reading, assessment, column)) is not None
        )
        completed_on = self._completed_on(reading)
        if reading.problems:
            return CheckedRow(row.number, None, problems=tuple(reading.problems))
        return CheckedRow(row.number, learner, scores, completed_on)

    def learner(self, reading: Reading) -> Learner:
        """Who the row is about, with every problem of number, name and address noted."""
        number = self._number(reading)
        name = self._name(reading, number)
        email = self._email(reading, number)
        if not reading.problems:
            self._seen(reading, number, email)
        return Learner(number, name, email)

    def score(self, reading: Reading, assessment: str, column: int) -> Score | None:
        """The result in one column; None when the cell is empty."""
        part = self.assessments[assessment]
        text = reading.text(column)
        if text in cells.NO_SCORE:
            return None
        try:
            if part.accepted and not cells.is_score(text):
                return Score(assessment, word=cells.word_of(text))
            return Score(assessment, cells.score_of(text, maximum=part.maximum, percent=column in self._percent))
        except CellError as error:
            reading.note(error, column)
            return None

    def _number(self, reading: Reading) -> str:
        column = self.mapping.number
        number = reading.text(column)
        if self.mapping.email == column:
            number = number.lower()
        if not number and column not in reading.bad:
            reading.note(CellError("MISSING_NUMBER"), column)
        elif len(number) > MAX_NUMBER:
            reading.note(CellError("NUMBER_TOO_LONG", limit=MAX_NUMBER), column)
        elif self.known is not None and number.lower() not in self.known:
            reading.note(CellError("UNKNOWN_LEARNER"), column)
        return number

    def _name(self, reading: Reading, number: str) -> str:
        mapping = self.mapping
        column = mapping.family_name if mapping.name is None else mapping.name
        if mapping.name is not None:
            name = reading.text(mapping.name)
            family, comma, given = name.partition(",")
            if mapping.layout == "canvas" and comma:
                name = f"{given.strip()} {family.strip()}"
        else:
            name = f"{reading.text(mapping.given_name)} {reading.text(mapping.family_name)}".strip()
        if not name and mapping.name_pattern:
            name = mapping.name_pattern.replace("{number}", number)
        if len(name) > MAX_NAME:
            reading.note(CellError("NAME_TOO_LONG", limit=MAX_NAME), column)
        return name

    def _email(self, reading: Reading, number: str) -> str:
        column = self.mapping.email
        text = reading.text(column)
        if column in reading.bad:
            return ""
        if not text and self.mapping.email_pattern:
            text = self.mapping.email_pattern.replace("{number}", number)
        try:
            return address_of(text)
        except CellError as error:
            reading.note(error, column)
            return ""

    def _completed_on(self, reading: Reading) -> date | None:
        text = reading.text(self.mapping.completed_on)
        if text in cells.NO_SCORE:
            return None
        try:
            return cells.date_of(text, today=self.today)
        except CellError as error:
            reading.note(error, self.mapping.completed_on)
            return None

    def _seen(self, reading: Reading, number: str, email: str) -> None:
        row = reading.row.number
        # A 64-bit hash is held instead of the text; a collision among 250,000 would take luck of one in 10^9.
        first = self._emails.setdefault(hash(email), row)
        if first != row:
            reading.note(CellError("DUPLICATE_EMAIL", first=first), self.mapping.email)
        first = self._numbers.setdefault(hash(number.lower()), row)
        if first != row and self.mapping.number != self.mapping.email:
            reading.note(CellError("DUPLICATE_NUMBER", first=first), self.mapping.number)

    def _is_furniture(self, row: SourceRow) -> bool:
        first = row.cells[0].strip().lower() if row.cells else ""
        nameless = not first and any("(read only)" in cell or "Manual Posting" in cell for cell in row.cells)
        return nameless or first in {"points possible", "student, test"}

    def _points_possible(self, row: SourceRow) -> CheckedRow | None:
        """Tell where the export's maximum is not the design's: 40 of 50 and 40 of 100 are different scores."""
        reading = Reading(row, self)
        for assessment, column in self.mapping.results.items():
            text = row.cells[column].strip() if column < len(row.cells) else ""
            part = self.assessments.get(assessment)
            if part and cells.is_score(text) and Decimal(text.rstrip("%").replace(",", ".")) != part.maximum:
                reading.note(CellError("MAXIMUM_DIFFERS", found=text, maximum=f"{part.maximum.normalize():f}"), column)
        return CheckedRow(row.number, None, notes=tuple(reading.problems)) if reading.problems else None


class Reading:
    """One row while it is being read: its cells by column, and what is wrong so far."""

    def __init__(self, row: SourceRow, checker: RowChecker) -> None:
        """Begin with nothing wrong."""
        self.row = row
        self.sheet = checker.sheet
        self.problems: list[Problem] = []
        self.bad: set[int | None] = set()

    def whole(self) -> bool:
        """Say whether the row has the shape of the header; note it when not."""
        expected, found = len(self.sheet.headers), len(self.row.cells)
        if self.row.fault:
            self.note(CellError(self.row.fault, limit=MAX_CELL), None)
        elif (self.sheet.kind == "csv" and found < expected) or any(cell.strip() for cell in self.row.cells[expected:]):
            self.note(CellError("RAGGED_ROW", found=found, expected=expected), None)
        return not self.problems

    def text(self, column: int | None) -> str:
        """The text of a cell; "" when there is none or it cannot be read (which is noted once)."""
        if column is None or column >= len(self.row.cells) or column in self.bad:
            return ""
        try:
            return text_of(self.row.cells[column])
        except CellError as error:
            self.note(error, column)
            return ""

    def note(self, error: CellError, column: int | None) -> None:
        """Keep what is wrong with a cell, or with the row where `column` is None."""
        self.bad.add(column)
        letter, header = ("", "") if column is None else (column_letter(column), self.sheet.header(column))
        self.problems.append(Problem(code=error.code, row=self.row.number, column=letter, header=header, facts=error.facts))
