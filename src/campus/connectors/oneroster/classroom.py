"""One class of a package: its students, the columns of its gradebook, and their results. Every bad row is named. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from campus.connectors.oneroster.faults import Fault, PackageError
from campus.connectors.oneroster.package import MOST_FAULTS, Package, Row

STUDENT: Final = "student"
GRADED: Final = "fully graded"
MOST_CLASSES: Final = 5_000
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,9}(\.[0-9]{0,20})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassInList:
    """A class as it is offered for choice."""

    id: str
    title: str
    code: str
    students: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Student:
    """A student of the class. `number` is the school's own, or the package's id where there is none."""

    id: str
    number: str
    name: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineItem:
    """A column of the class's gradebook and its scale; without a maximum, scores count as they stand."""

    id: str
    title: str
    minimum: Decimal
    maximum: Decimal | None


@dataclass(frozen=True, slots=True)
class Score:
    """A result: a number on the scale of its column, or words, or both."""

    value: Decimal | None
    text: str
    row: int


@dataclass(slots=True)
class Classroom:
    """Everything the package says about one class."""

    title: str = ""
    students: dict[str, Student] = field(default_factory=dict)
    items: dict[str, LineItem] = field(default_factory=dict)
    scores: dict[tuple[str, str], Score] = field(default_factory=dict)  # by student and column


def classes_of(package: Package) -> list[ClassInList]:
    """The classes of a package, by title, with the number of their students.

    Raises:
        PackageError: a row of classes.csv or enrollments.csv cannot be read.
    """
    numbers: dict[str, int] = {}
    for row in package.rows("enrollments"):
        if row["role"].lower() == STUDENT:
            numbers[row["classSourcedId"]] = numbers.get(row["classSourcedId"], 0) + 1
    found = [
        ClassInList(id=row["sourcedId"], title=row["title"], code=row["classCode"], students=numbers.get(row["sourcedId"], 0))
        for row in package.rows("classes")
        if row["sourcedId"]
    ]
    return sorted(found, key=lambda each: (each.title.casefold(), each.code, each.id))[:MOST_CLASSES]


def read_class(package: Package, class_id: str) -> Classroom | None:
    """One class, all of it; None when the package has no such class.

    Raises:
        PackageError: something about this class is wrong; every place is named, up to a hundred.
    """
    title = next((row["title"] for row in package.rows("classes") if class_id and row["sourcedId"] == class_id), None)
    if title is None:
        return None
    room, faults = Classroom(title=title), _Faults()
    _read_students(package, class_id, room, faults)
    if not room.students and not faults.found:
        faults.add("NO_STUDENTS", "enrollments")
    _read_items(package, class_id, room, faults)
    if room.students:
        _read_scores(package, room, faults)
    if faults.found:
        raise PackageError(faults.found)
    return room


@dataclass(slots=True)
class _Faults:
    found: list[Fault] = field(default_factory=list)

    def add(self, code: str, file: str, row: Row | None = None, column: str = "", **facts: object) -> None:
        if len(self.found) < MOST_FAULTS:
            number = 0 if row is None else row.number
            self.found.append(Fault(code=code, file=f"{file}.csv", row=number, column=column, facts=facts))


def _read_students(package: Package, class_id: str, room: Classroom, faults: _Faults) -> None:
    enrolled = _enrolled(package, class_id, faults)
    known: dict[str, int] = {}
    for row in package.rows("users"):
        user = row["sourcedId"]
        if user not in enrolled:
            continue
        if user in known:
            faults.add("ID_TWICE", "users", row, "sourcedId", value=user, first=known[user])
            continue
        known[user] = row.number
        if not row["email"]:
            faults.add("VALUE_MISSING", "users", row, "email")
        room.students[user] = _student(row)
    for user in enrolled.keys() - known.keys():
        faults.add("UNKNOWN_USER", "enrollments", enrolled[user], "userSourcedId", value=user)


def _enrolled(package: Package, class_id: str, faults: _Faults) -> dict[str, Row]:
    """The first enrolment of each student of the class; there may be several, by dates."""
    found: dict[str, Row] = {}
    for row in package.rows("enrollments"):
        if row["classSourcedId"] != class_id or row["role"].lower() != STUDENT:
            continue
        if row["userSourcedId"]:
            found.setdefault(row["userSourcedId"], row)
        else:
            faults.add("VALUE_MISSING", "enrollments", row, "userSourcedId")
    return found


def _student(row: Row) -> Student:
    given = "" if row["givenName"] in ("–", "-") else row["givenName"]  # as we write somebody who has one name
    name = f"{given} {row['familyName']}".strip()
    return Student(id=row["sourcedId"], number=row["identifier"] or row["sourcedId"], name=name, email=row["email"])


def _read_items(package: Package, class_id: str, room: Classroom, faults: _Faults) -> None:
    for row in package.rows("lineItems"):
        if row["classSourcedId"] != class_id:
            continue
        if not row["sourcedId"]:
            faults.add("VALUE_MISSING", "lineItems", row, "sourcedId")
            continue
        lowest, highest = (_bound(row, column, faults) for column in ("resultValueMin", "resultValueMax"))
        if highest is not None and (lowest or 0) >= highest:
            faults.add("NO_SCALE", "lineItems", row, "resultValueMax")
            continue
        title = row["title"] or row["sourcedId"]
        room.items[row["sourcedId"]] = LineItem(id=row["sourcedId"], title=title, minimum=lowest or Decimal(0), maximum=highest)


def _read_scores(package: Package, room: Classroom, faults: _Faults) -> None:
    for row in package.rows("results"):
        item, student = row["lineItemSourcedId"], row["studentSourcedId"]
        if item not in room.items or row["scoreStatus"].lower() != GRADED:
            continue
        if student not in room.students:
            faults.add("NOT_ENROLLED", "results", row, "studentSourcedId", value=student)
            continue
        if (student, item) in room.scores:
            faults.add("RESULT_TWICE", "results", row, first=room.scores[student, item].row)
            continue
        value = _number(row, "results", "score", faults) if row["score"] or not row["textScore"] else None
        room.scores[student, item] = Score(value, row["textScore"], row.number)


def _bound(row: Row, column: str, faults: _Faults) -> Decimal | None:
    return _number(row, "lineItems", column, faults) if row[column] else None


def _number(row: Row, file: str, column: str, faults: _Faults) -> Decimal | None:
    text = row[column]
    if not text:
        faults.add("VALUE_MISSING", file, row, column)
        return None
    if not _NUMBER.fullmatch(text):
        faults.add("NOT_A_NUMBER", file, row, column, value=text)
        return None
    return Decimal(text)
