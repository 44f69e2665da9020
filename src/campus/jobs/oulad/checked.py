"""Check the whole dataset before a row is written: a wrong file is refused by file, row and column, and nothing changes."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path

from campus.jobs.oulad.refusals import BadCellError, NobodyEnrolledError, TwiceError, UnknownEnrolmentError
from campus.jobs.oulad.tables import rows

RESULTS = ("Pass", "Distinction", "Fail", "Withdrawn")
KINDS = ("TMA", "CMA", "Exam")
Course = tuple[str, str]


def check(folder: Path) -> None:
    """Read every table once, in bounded memory for its cells; only the keys of its rows are kept.

    Raises:
        DatasetError: a file, a column, a row or a cell is not what the dataset has there.
    """
    courses = _courses(folder)
    parts = _parts(folder, courses)
    enrolled = _enrolled(folder, courses)
    for course in sorted(courses):
        if course not in {known[:2] for known in enrolled}:
            raise NobodyEnrolledError(path=folder / "studentInfo.csv", presentation=" ".join(course))
    _results(folder, parts, enrolled)


def _courses(folder: Path) -> set[Course]:
    name, found = "courses.csv", set[Course]()
    for number, row in rows(folder, name):
        course = (row["code_module"], row["code_presentation"])
        for column, value in zip(("code_module", "code_presentation"), course, strict=True):
            _must(bool(value.strip()), folder / name, number, column, value)
        if course in found:
            raise TwiceError(path=folder / name, row=number, what="code_module + code_presentation")
        found.add(course)
    return found


def _parts(folder: Path, courses: set[Course]) -> dict[str, Course]:
    name, found = "assessments.csv", dict[str, Course]()
    for number, row in rows(folder, name):
        path, course = folder / name, (row["code_module"], row["code_presentation"])
        _must(course in courses, path, number, "code_presentation", " ".join(course))
        _must(_is_id(row["id_assessment"]), path, number, "id_assessment", row["id_assessment"])
        _must(row["assessment_type"] in KINDS, path, number, "assessment_type", row["assessment_type"])
        _must(not row["date"] or _is_number(row["date"]), path, number, "date", row["date"])
        if row["id_assessment"] in found:
            raise TwiceError(path=path, row=number, what="id_assessment")
        found[row["id_assessment"]] = course
    return found


def _enrolled(folder: Path, courses: set[Course]) -> set[tuple[str, str, str]]:
    name, found = "studentInfo.csv", set[tuple[str, str, str]]()
    for number, row in rows(folder, name):
        path, course = folder / name, (row["code_module"], row["code_presentation"])
        _must(course in courses, path, number, "code_presentation", " ".join(course))
        _must(_is_id(row["id_student"]), path, number, "id_student", row["id_student"])
        _must(row["final_result"] in RESULTS, path, number, "final_result", row["final_result"])
        if (enrolment := (*course, row["id_student"])) in found:
            raise TwiceError(path=path, row=number, what="code_module + code_presentation + id_student")
        found.add(enrolment)
    return found


def _results(folder: Path, parts: dict[str, Course], enrolled: set[tuple[str, str, str]]) -> None:
    name, found = "studentAssessment.csv", set[tuple[str, str]]()
    for number, row in rows(folder, name):
        path, key = folder / name, (row["id_assessment"], row["id_student"])
        _must(key[0] in parts, path, number, "id_assessment", key[0])
        _must(
            not row["score"] or _is_number(row["score"], lambda score: 0 <= score <= 100), path, number, "score", row["score"]
        )
        course = parts[key[0]]
        if (*course, key[1]) not in enrolled:
            raise UnknownEnrolmentError(path=path, row=number, student=key[1][:40], presentation=" ".join(course))
        if key in found:
            raise TwiceError(path=path, row=number, what="id_assessment + id_student")
        found.add(key)


def _must(holds: bool, path: Path, row: int, column: str, value: str) -> None:  # the sentence reads so
    if not holds:
        raise BadCellError(path=path, row=row, column=column, value=value[:40])


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 20


def _is_number(text: str, fits: Callable[[Decimal], bool] = lambda _number: True) -> bool:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return False
    return number.is_finite() and fits(number)
