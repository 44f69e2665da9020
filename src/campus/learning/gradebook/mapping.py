"""Which column means what. Kept as JSON with the upload, so that the check and the import read the same file the same way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Mappings
from dataclasses import asdict, dataclass, field
from typing import Any

from campus.learning.gradebook.problems import Problem
from campus.learning.gradebook.sheet import Sheet, column_letter

LAYOUTS: Mappings[str, str] = {
    "laurel": "Laurel",
    "moodle": "Moodle",
    "canvas": "Canvas",
    "oulad": "OULAD studentInfo",
    "oulad_results": "OULAD studentAssessment",
    "other": "",
}
SINGLE = ("number", "name", "given_name", "family_name", "email", "completed_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pivot:
    """For a file with one row per result: the columns of assessment and score, and the file's names of our assessments."""

    assessment: int
    score: int
    names: Mappings[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """Columns are counted from 0; None means the file has none.

    Attributes:
        layout: a key of `LAYOUTS`.
        results: assessment id of the design -> column.
        only: column -> the value a row must have there to be read at all (a file may hold several presentations).
        email_pattern: makes an address from the number where the file has none, e.g. "student-{number}@example.org".
        name_pattern: the same for the name.
        pivot: set when each row holds one result, not one learner.
    """

    layout: str = "other"
    number: int | None = None
    name: int | None = None
    given_name: int | None = None
    family_name: int | None = None
    email: int | None = None
    completed_on: int | None = None
    results: Mappings[str, int] = field(default_factory=dict)
    only: Mappings[int, str] = field(default_factory=dict)
    email_pattern: str = ""
    name_pattern: str = ""
    pivot: Pivot | None = None

    def to_json(self) -> dict[str, Any]:
        """As stored with the upload."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mappings[str, Any]) -> Mapping:
        """Back from what `to_json` wrote (JSON turned the columns of `only` into text)."""
        fields = dict(stored)
        fields["only"] = {int(column): value for column, value in fields.get("only", {}).items()}
        fields["pivot"] = Pivot(**fields["pivot"]) if fields.get("pivot") else None
        return cls(**fields)

    def columns(self) -> Iterator[int]:
        """Every column that is read, once for each use."""
        for name in SINGLE:
            column = getattr(self, name)
            if column is not None:
                yield column
        yield from self.results.values()
        if self.pivot:
            yield from (self.pivot.assessment, self.pivot.score)

    def problems(self, sheet: Sheet) -> tuple[Problem, ...]:
        """Why this mapping cannot be used on this sheet; empty when it can."""
        return tuple(self._problems(sheet))

    def _problems(self, sheet: Sheet) -> Iterator[Problem]:
        if self.number is None:
            yield Problem(code="NO_NUMBER_COLUMN", row=0)
        if self.email is None and not self.email_pattern:
            yield Problem(code="NO_EMAIL_COLUMN", row=0)
        for pattern in (self.email_pattern, self.name_pattern):
            if pattern and "{number}" not in pattern:
                yield Problem(code="BAD_PATTERN", row=0)
        if self.pivot and not self.pivot.names:
            yield Problem(code="NOTHING_TO_PIVOT", row=0)
        yield from _column_problems(sheet, [*self.columns(), *self.only], used=self._exclusive())

    def _exclusive(self) -> list[int]:
        """Columns that may serve one purpose only. An address may also be the number, and a filter may be read."""
        columns = list(self.columns())
        if self.number is not None and self.number == self.email:
            columns.remove(self.number)
        return columns


def _column_problems(sheet: Sheet, columns: Iterable[int], *, used: list[int]) -> Iterator[Problem]:
    for column in columns:
        if not 0 <= column < len(sheet.headers):
            yield Problem(code="NO_SUCH_COLUMN", row=0, facts={"value": column_letter(max(column, 0))})
    for column in sorted({column for column in used if used.count(column) > 1}):
        yield Problem(code="COLUMN_USED_TWICE", row=0, column=column_letter(column), facts={"value": column_letter(column)})
