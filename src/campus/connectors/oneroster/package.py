"""A OneRoster package from a stranger: its manifest, and the tables we read, by column and row. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from campus.connectors.oneroster.faults import Fault, PackageError
from campus.learning.gradebook import GradebookError, Sheet
from campus.learning.gradebook.read_csv import read_csv
from campus.learning.quizzes.exchange.archive import Archive
from campus.learning.quizzes.problems import QuestionError

MANIFEST: Final = "manifest.csv"
VERSIONS: Final = ("1.2", "1.1")
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "classes": ("sourcedId", "title", "classCode"),
    "users": ("sourcedId", "givenName", "familyName", "identifier", "email"),
    "enrollments": ("sourcedId", "classSourcedId", "userSourcedId", "role"),
    "lineItems": ("sourcedId", "title", "classSourcedId", "resultValueMin", "resultValueMax"),
    "results": ("sourcedId", "lineItemSourcedId", "studentSourcedId", "scoreStatus", "score"),
}
"""What we read of each file; the specification wants these columns and more. `textScore` is new in 1.2."""
OPTIONAL: Final = {"lineItems", "results"}
FURTHER: Final[Mapping[str, tuple[str, ...]]] = {"results": ("textScore",)}
GONE: Final = "tobedeleted"
MOST_FAULTS: Final = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file: its number as a spreadsheet counts, and its cells by column, trimmed."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


class Package:
    """The files of a package that we read. Rows are read afresh on every call, one at a time."""

    def __init__(self, content: bytes, *, limit: int) -> None:
        """Open it and look at every header.

        Raises:
            PackageError: no zip, no manifest, a version we do not read, only changes, a file or a column missing.
        """
        if len(content) > limit:
            raise PackageError([Fault(code="FILE_TOO_LARGE", facts={"limit": limit // 1024**2})])
        try:
            self._archive = Archive(content)
        except QuestionError as error:
            raise PackageError([Fault(code="BAD_ZIP")]) from error
        self._sheets = self._opened(self._manifest())

    def rows(self, name: str) -> Iterator[Row]:
        """The rows of a file that hold anything and are not to be deleted; none where the package leaves the file out.

        Raises:
            PackageError: a row cannot be read.
        """
        sheet = self._sheets.get(name)
        if sheet is None:
            return
        wanted = {column: sheet.headers.index(column) for column in _wanted(name) if column in sheet.headers}
        status = sheet.headers.index("status") if "status" in sheet.headers else None
        try:
            for row in sheet.rows():
                if row.fault:
                    raise PackageError([Fault(code="ROW_UNREADABLE", file=f"{name}.csv", row=row.number)])
                if len(row.cells) != len(sheet.headers):
                    facts = {"found": len(row.cells), "expected": len(sheet.headers)}
                    raise PackageError([Fault(code="RAGGED_ROW", file=f"{name}.csv", row=row.number, facts=facts)])
                if status is None or row.cells[status].strip().lower() != GONE:
                    yield Row(row.number, {column: row.cells[place].strip() for column, place in wanted.items()})
        except GradebookError as error:
            raise PackageError([Fault(code="UNREADABLE", file=f"{name}.csv")]) from error

    def has(self, name: str) -> bool:
        """Whether the package brings this file."""
        return name in self._sheets

    def _manifest(self) -> Mapping[str, str]:
        sheet = self._sheet(MANIFEST)
        if sheet is None:
            raise PackageError([Fault(code="NO_MANIFEST")])
        try:
            said = {row.cells[0].strip(): row.cells[1].strip() for row in sheet.rows() if len(row.cells) > 1}
        except GradebookError as error:
            raise PackageError([Fault(code="UNREADABLE", file=MANIFEST)]) from error
        version = said.get("oneroster.version", "")
        if version not in VERSIONS:
            raise PackageError([Fault(code="WRONG_VERSION", file=MANIFEST, facts={"value": version})])
        return said

    def _opened(self, manifest: Mapping[str, str]) -> dict[str, Sheet]:
        faults: list[Fault] = []
        sheets: dict[str, Sheet] = {}
        for name, columns in COLUMNS.items():
            mode, file = manifest.get(f"file.{name}", "absent"), f"{name}.csv"
            if mode == "absent" and name in OPTIONAL:
                continue
            sheet = self._sheet(file) if mode == "bulk" else None
            if mode != "bulk":
                faults.append(Fault(code="NOT_BULK", file=file, facts={"value": mode}))
            elif sheet is None:
                faults.append(Fault(code="FILE_MISSING", file=file))
            else:
                missing = [column for column in columns if column not in sheet.headers]
                faults += [Fault(code="COLUMN_MISSING", file=file, facts={"value": column}) for column in missing]
                sheets[name] = sheet
        if faults:
            raise PackageError(faults)
        return sheets

    def _sheet(self, file: str) -> Sheet | None:
        try:
            content = self._archive.read(file)
            return None if content is None else read_csv(content, file, encoding="utf-8", delimiter=",")
        except (GradebookError, QuestionError) as error:
            raise PackageError([Fault(code="UNREADABLE", file=file)]) from error


def _wanted(name: str) -> tuple[str, ...]:
    return (*COLUMNS[name], *FURTHER.get(name, ()))
