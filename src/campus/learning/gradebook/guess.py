"""Guess which column is what, from the headings alone (and a few cells where headings do not decide). A person confirms."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from collections.abc import Mapping as Mappings

from rapidfuzz import fuzz

from campus.learning.gradebook.mapping import Mapping, Pivot
from campus.learning.gradebook.sheet import Sheet, SourceRow
from laurel.annex1.record import Assessment, MicroCredential

SURE = 84  # rapidfuzz ratio, of 100
SAMPLE_ROWS = 200

# What the columns are called, best known first. Compared after `_plain`.
NAMES: Mappings[str, tuple[str, ...]] = {
    "number": (
        "number", "learner number", "student number", "student id", "id number", "sis user id", "id_student", "learner id",
        "matriculation number", "enrolment number", "faculty number", "external id", "user id", "username",
        "номер", "фак. номер", "факултетен номер", "фак. №", "факултетен №",
        "фн", "№ на обучаем", "номер на студент", "идентификационен номер",
        "id номер", "номер на обучаем",
    ),
    "email": (
        "email", "e-mail", "email address", "e-mail address", "mail", "sis login id", "learner email", "student email",
        "имейл", "е-поща", "електронна поща", "ел. поща", "имейл адрес", "адрес на електронна поща", "адрес за ел. поща",
        "поща",
    ),
    "name": (
        "name", "full name", "student", "student name", "learner", "learner name", "fullname",
        "име", "имена", "име и фамилия", "пълно име", "студент", "обучаем", "трите имена", "име на студента",
    ),
    "given_name": ("first name", "given name", "given_name", "firstname", "forename", "собствено име", "първо име"),
    "family_name": (
        "last name", "surname", "family name", "family_name", "lastname", "фамилия", "фамилно име",
    ),
    "completed_on": (
        "completed on", "completion date", "date completed", "date", "award date", "awarded on", "date of award",
        "дата", "дата на завършване", "завършено на", "дата на изпита", "дата на присъждане",
    ),
}  # fmt: skip
RESULT_WORDS = (
    "grade",
    "score",
    "result",
    "points",
    "mark",
    "final result",
    "final_result",
    "total",
    "оценка",
    "резултат",
    "точки",
)
_NEVER_RESULTS = re.compile(
    r"^(last downloaded|последно изтеглен|section$|root account|(current|final|unposted \w+) (score|grade|points)|id$)",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"^(quiz|assignment|exam|test|lesson|workshop|scorm package|h5p|manual item|category|forum|тест|задание|урок)\s*:\s*"
)
_TAIL = re.compile(
    r"\s*\((real|percentage|letter|реална|реално|процент|буква|\d+)\)\s*$"
    r"|\s*[-–:,]\s*(оценка|резултат|точки|grade|score|mark|result|points)\s*$"
)


def guess_mapping(sheet: Sheet, design: MicroCredential, *, hint: str = "") -> Mapping:
    """A mapping that a person would probably have made.

    Args:
        sheet: from `read`.
        design: whose assessments are looked for.
        hint: the cohort's title: picks the module and presentation where the file holds several.
    """
    plain = [_plain(header) for header in sheet.headers]
    if {"id_assessment", "id_student", "score"} <= set(plain):
        return _oulad_results(plain, design)
    if {"code_module", "code_presentation", "id_student"} <= set(plain):
        return _oulad_info(sheet, plain, design, hint)
    people = _people(plain)
    taken = {column for column in people.values() if column is not None}
    results = _results(sheet, taken, design.assessments)
    if people.get("number") is None:
        people["number"] = people.get("email")  # an address names a learner as well as a number does
    return Mapping(
        layout=_layout(plain, design),
        number=people["number"],
        name=people["name"],
        given_name=people["given_name"],
        family_name=people["family_name"],
        email=people["email"],
        completed_on=people["completed_on"],
        results=results,
    )


def _plain(header: str) -> str:
    return " ".join(header.replace("\ufeff", "").lower().split()).strip(" :*")


def _layout(plain: list[str], design: MicroCredential) -> str:
    headings = set(plain)
    if any(heading.startswith("last downloaded from this course") for heading in headings) or any(
        heading.endswith(("(real)", "(percentage)", "(letter)")) for heading in headings
    ):
        return "moodle"
    if "student" in headings and ({"sis user id", "sis login id"} & headings):
        return "canvas"
    ours = {part.id for part in design.assessments} | {_plain(part.title.text("en")) for part in design.assessments}
    return "laurel" if {"number", "email"} <= headings and headings & ours else "other"


def _people(plain: list[str]) -> dict[str, int | None]:
    """Best heading for each purpose, most certain pair first, no column twice."""
    pairs = sorted(
        (
            (-_likeness(heading, NAMES[purpose]), rank, column, purpose)
            for rank, purpose in enumerate(NAMES)
            for column, heading in enumerate(plain)
            if heading
        ),
    )
    found: dict[str, int | None] = dict.fromkeys(NAMES)
    taken: set[int] = set()
    for likeness, _, column, purpose in pairs:
        if -likeness >= SURE and found[purpose] is None and column not in taken:
            found[purpose] = column
            taken.add(column)
    # In Bulgarian lists „Име“ beside „Фамилия“ is the given name.
    if found["family_name"] is not None and found["given_name"] is None:
        found["given_name"], found["name"] = found["name"], None
    elif found["family_name"] is not None:
        found["name"] = None
    return found


def _likeness(heading: str, names: Iterable[str]) -> float:
    return max(100.0 if heading == name else min(fuzz.ratio(heading, name), 99.0) for name in names)


def _results(sheet: Sheet, taken: set[int], assessments: tuple[Assessment, ...]) -> dict[str, int]:
    pairs = sorted(
        (
            (-_result_likeness(header, part), order, column, part.id)
            for order, part in enumerate(assessments)
            for column, header in enumerate(sheet.headers)
            if header and column not in taken and not _NEVER_RESULTS.match(header)
        ),
    )
    found: dict[str, int] = {}
    used: set[int] = set()
    for likeness, _, column, assessment in pairs:
        if -likeness >= SURE - 8 and assessment not in found and column not in used:
            found[assessment] = column
            used.add(column)
    if len(assessments) == 1 and not found:
        found |= _only_result(sheet, taken, assessments[0])
    return found


def _result_likeness(header: str, part: Assessment) -> float:
    heading = _plain(header)
    bare = _KIND.sub("", _TAIL.sub("", heading))
    titles = [part.id, part.id.replace("-", " ").replace("_", " "), *(_plain(text) for text in part.title.root.values())]
    best = max(fuzz.token_sort_ratio(candidate, title) for candidate in (heading, bare) for title in titles)
    # Percentages and letters come after the real score of the same item.
    return best - (3 if heading.endswith(("(percentage)", "(letter)", "(процент)", "(буква)")) else 0)


def _only_result(sheet: Sheet, taken: set[int], part: Assessment) -> dict[str, int]:
    """A design with one assessment: the one column called "grade" or the like."""
    for column, header in enumerate(sheet.headers):
        if column not in taken and _likeness(_plain(header), RESULT_WORDS) >= SURE and not _NEVER_RESULTS.match(header):
            return {part.id: column}
    return {}


def _oulad_info(sheet: Sheet, plain: list[str], design: MicroCredential, hint: str) -> Mapping:
    words = [part.id for part in design.assessments if part.accepted]
    results = {words[0]: plain.index("final_result")} if words and "final_result" in plain else {}
    filters = [plain.index("code_module"), plain.index("code_presentation")]
    return Mapping(
        layout="oulad",
        number=plain.index("id_student"),
        results=results,
        only=_filters(sheet, filters, hint),
        email_pattern="student-{number}@example.org",
        name_pattern="Student {number}",
    )


def _filters(sheet: Sheet, columns: list[int], hint: str) -> dict[int, str]:
    """For each column the value that the hint names, else the first row's; none when the column has one value only."""
    rows = itertools.islice(sheet.rows(), 250_000)
    values: dict[int, dict[str, None]] = {column: {} for column in columns}
    for row in rows:
        for column in columns:
            values[column].setdefault(_cell(row, column))
    words = set(re.findall(r"\w+", hint.lower()))
    chosen: dict[int, str] = {}
    for column, seen in values.items():
        named = next((value for value in seen if value.lower() in words), None)
        if named is not None or len(seen) > 1:
            chosen[column] = named if named is not None else next(iter(seen))
    return chosen


def _cell(row: SourceRow, column: int) -> str:
    return row.cells[column].strip() if column < len(row.cells) else ""


def _oulad_results(plain: list[str], design: MicroCredential) -> Mapping:
    names: dict[str, str] = {}
    for part in design.assessments:
        numbers = re.findall(r"\d{3,}", " ".join([part.id, *part.title.root.values()]))
        names |= dict.fromkeys(numbers[:1], part.id)
    return Mapping(
        layout="oulad_results",
        number=plain.index("id_student"),
        email_pattern="student-{number}@example.org",
        name_pattern="Student {number}",
        pivot=Pivot(assessment=plain.index("id_assessment"), score=plain.index("score"), names=names),
    )
