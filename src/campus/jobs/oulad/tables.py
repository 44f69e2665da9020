"""Read the published CSV tables, one presentation at a time."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from campus.base.refusals import Refusal

COLUMNS = {
    "courses.csv": ("code_module", "code_presentation"),
    "assessments.csv": ("code_module", "code_presentation", "id_assessment", "assessment_type", "date"),
    "studentInfo.csv": ("code_module", "code_presentation", "id_student", "final_result"),
    "studentAssessment.csv": ("id_assessment", "id_student", "score"),
}


class DatasetError(Refusal):
    """The folder does not hold the dataset; the message names the file."""

    code = "NOT_THE_DATASET"
    text = _("{path} has an unexpected layout.")


class FileMissingError(DatasetError):
    """One of the four files is not there."""

    code = "FILE_MISSING"
    text = _("{path} is missing.")


class ColumnMissingError(DatasetError):
    """A file lacks columns."""

    code = "COLUMN_MISSING"
    text = _("{path} has no column {columns}.")


class NotTextError(DatasetError):
    """A file is no table in UTF-8."""

    code = "NOT_TEXT"
    text = _("{path} cannot be read as a table in UTF-8.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One assignment, test or exam of one presentation."""

    number: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Presentation:
    """One run of one module, e.g. AAA 2013J; parts in order of their dates."""

    module: str
    code: str
    parts: tuple[Part, ...]

    @property
    def title(self) -> str:
        """What its cohort is called."""
        return f"{self.module} {self.code}"


def presentations(folder: Path) -> list[Presentation]:
    """Every presentation of the dataset, by module and code.

    Raises:
        DatasetError: a file or a column is missing.
    """
    for name in COLUMNS:
        next(_rows(folder, name), None)
    parts: dict[tuple[str, str], list[tuple[float, Part]]] = {}
    for row in _rows(folder, "assessments.csv"):
        day = float(row["date"] or "inf")
        part = Part(number=row["id_assessment"], kind=row["assessment_type"])
        parts.setdefault((row["code_module"], row["code_presentation"]), []).append((day, part))
    keys = sorted({(row["code_module"], row["code_presentation"]) for row in _rows(folder, "courses.csv")})
    return [Presentation(module=module, code=code, parts=_in_order(parts.get((module, code), []))) for module, code in keys]


def enrolments(folder: Path, presentation: Presentation) -> bytes:
    """The presentation's rows of studentInfo.csv, as a file of the same layout."""
    wanted = (presentation.module, presentation.code)
    return _excerpt(folder, "studentInfo.csv", lambda row: (row["code_module"], row["code_presentation"]) == wanted)


def results(folder: Path, presentation: Presentation) -> bytes:
    """The presentation's rows of studentAssessment.csv, as a file of the same layout."""
    wanted = {part.number for part in presentation.parts}
    return _excerpt(folder, "studentAssessment.csv", lambda row: row["id_assessment"] in wanted)


def _in_order(parts: list[tuple[float, Part]]) -> tuple[Part, ...]:
    return tuple(part for _, part in sorted(parts, key=lambda dated: (dated[0], dated[1].number)))


def _excerpt(folder: Path, name: str, keep: Callable[[dict[str, str]], bool]) -> bytes:
    text = io.StringIO(newline="")
    writer: csv.DictWriter[str] | None = None
    for row in _rows(folder, name):
        if writer is None:
            writer = csv.DictWriter(text, fieldnames=list(row))
            writer.writeheader()
        if keep(row):
            writer.writerow(row)
    return text.getvalue().encode()


def _rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    path = folder / name
    if not path.is_file():
        raise FileMissingError(path=path)
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        try:
            missing = [column for column in COLUMNS[name] if column not in (reader.fieldnames or ())]
            if missing:
                raise ColumnMissingError(path=path, columns=", ".join(missing))
            yield from reader
        except (UnicodeDecodeError, csv.Error):
            raise NotTextError(path=path) from None
