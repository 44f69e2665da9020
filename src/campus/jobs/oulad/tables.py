"""Read the published CSV tables, one presentation at a time."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from campus.jobs.oulad.refusals import ColumnMissingError, FileMissingError, NotTextError, RaggedRowError

COLUMNS = {
    "courses.csv": ("code_module", "code_presentation"),
    "assessments.csv": ("code_module", "code_presentation", "id_assessment", "assessment_type", "date"),
    "studentInfo.csv": ("code_module", "code_presentation", "id_student", "final_result"),
    "studentAssessment.csv": ("id_assessment", "id_student", "score"),
}


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
    """Every presentation of the dataset, by module and code; `checked.check` comes first."""
    parts: dict[tuple[str, str], list[tuple[float, Part]]] = {}
    for _number, row in rows(folder, "assessments.csv"):
        day = float(row["date"] or "inf")
        part = Part(number=row["id_assessment"], kind=row["assessment_type"])
        parts.setdefault((row["code_module"], row["code_presentation"]), []).append((day, part))
    keys = sorted({(row["code_module"], row["code_presentation"]) for _number, row in rows(folder, "courses.csv")})
    return [Presentation(module=module, code=code, parts=_in_order(parts.get((module, code), []))) for module, code in keys]


def enrolments(folder: Path, presentation: Presentation) -> bytes:
    """The presentation's rows of studentInfo.csv, as a file of the same layout."""
    wanted = (presentation.module, presentation.code)
    return _excerpt(folder, "studentInfo.csv", lambda row: (row["code_module"], row["code_presentation"]) == wanted)


def results(folder: Path, presentation: Presentation) -> bytes:
    """The presentation's rows of studentAssessment.csv, as a file of the same layout."""
    wanted = {part.number for part in presentation.parts}
    return _excerpt(folder, "studentAssessment.csv", lambda row: row["id_assessment"] in wanted)


def rows(folder: Path, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table, each with its number in the file; the header is row 1.

    Raises:
        FileMissingError, ColumnMissingError, NotTextError, RaggedRowError: it is not the table it should be.
    """
    path = folder / name
    if not path.is_file():
        raise FileMissingError(path=path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        try:
            missing = [column for column in COLUMNS[name] if column not in (reader.fieldnames or ())]
            if missing:
                raise ColumnMissingError(path=path, columns=", ".join(missing))
            for row in reader:
                if None in row or None in row.values():
                    raise RaggedRowError(path=path, row=reader.line_num)
                yield reader.line_num, row
        except (UnicodeDecodeError, csv.Error):
            raise NotTextError(path=path) from None


def _in_order(parts: list[tuple[float, Part]]) -> tuple[Part, ...]:
    return tuple(part for _, part in sorted(parts, key=lambda dated: (dated[0], dated[1].number)))


def _excerpt(folder: Path, name: str, keep: Callable[[dict[str, str]], bool]) -> bytes:
    text = io.StringIO(newline="")
    writer: csv.DictWriter[str] | None = None
    for _number, row in rows(folder, name):
        if writer is None:
            writer = csv.DictWriter(text, fieldnames=list(row))
            writer.writeheader()
        if keep(row):
            writer.writerow(row)
    return text.getvalue().encode()
