"""The curriculum map: degree programmes, their modules, and which micro-credential is embedded in or exempts from which module.

It comes from a table, CSV or Excel, one row for each module and micro-credential. A row names its degree and module by code:
rows with known codes bring them up to date, so a file can be sent again. Where one row is wrong nothing is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from campus.base import audit
from campus.base.refusals import Refusal
from campus.catalogue.models import Design
from campus.learning.gradebook import GradebookError, Sheet, SourceRow, read
from campus.learning.uploads import GradebookRefusedError
from campus.people.models import Organisation, Role
from campus.people.roles import Actor, person_of, require
from campus.recognition.models import Degree, DegreeModule, ModuleMatch

WRITERS = (Role.AUTHOR, Role.REGISTRAR)
MOST_ROWS: Final = 5000
MOST_PROBLEMS: Final = 100
COLUMNS: Final[Mapping[str, tuple[str, str]]] = {
    "degree": ("degree", "програма"),
    "degree_en": ("degree title in english", "програма на английски"),
    "degree_bg": ("degree title in bulgarian", "програма на български"),
    "module": ("module", "модул"),
    "module_en": ("module title in english", "модул на английски"),
    "module_bg": ("module title in bulgarian", "модул на български"),
    "ects": ("ects", "кредити"),
    "level": ("level", "ниво"),
    "outcomes": ("outcomes", "резултати"),
    "design": ("micro-credential", "микроквалификация"),
    "relation": ("relation", "връзка"),
    "ground": ("ground", "основание"),
}
"""The columns of the table, as they are headed in English and in Bulgarian."""
RELATIONS: Final[Mapping[str, str]] = {
    "embedded": "embedded",
    "exempts": "exempts",
    "вградена": "embedded",
    "освобождава": "exempts",
}
_LENGTHS: Final = {"degree": 60, "module": 60, "ground": 300, "outcomes": 5000}
_DESIGN = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class ColumnMissingError(Refusal):
    """Degree and module have to be named."""

    code = "CURRICULUM_COLUMN_MISSING"
    text = _("The table needs the columns “degree” and “module”.")


class TooManyRowsError(Refusal):
    """More than one curriculum has."""

    code = "CURRICULUM_TOO_LONG"
    text = _("A table has at most {most} rows. Send it in parts.")


class FaultyRowsError(Refusal):
    """Nothing was written; `problems` name row and column."""

    code = "CURRICULUM_FAULTY"
    text = _("Nothing was taken over: some rows have to be mended first.")

    def __init__(self, problems: list[RowProblem]) -> None:
        self.problems = problems
        super().__init__(field="file")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowProblem:
    """What is wrong in one cell: the row as a spreadsheet shows it, the column as the file heads it, and a sentence."""

    row: int
    column: str
    text: StrOrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What an import came to."""

    degrees: int
    modules: int
    matches: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    number: int
    cells: Mapping[str, str]
    ects: Decimal | None
    level: int | None
    relation: str


def take_in(organisation: Organisation, *, content: bytes, file_name: str, by: Actor, at: datetime) -> Taken:
    """Read a table and write all of it, or nothing.

    Raises:
        NotAllowedError: neither author nor registrar there.
        GradebookRefusedError: the file cannot be read as a table.
        ColumnMissingError, TooManyRowsError.
        FaultyRowsError: some rows are wrong; nothing is written.
    """
    require(by, organisation, *WRITERS)
    try:
        sheet = read(content, file_name, max_bytes=settings.UPLOAD_LIMIT)
        rows, problems = _read(sheet)
    except GradebookError as error:
        raise GradebookRefusedError(error) from error
    designs = _designs(organisation, rows)
    problems += [
        _problem(row.number, "design", _("There is no published micro-credential of yours with this address."))
        for row in rows
        if row.cells["design"] and _named(row.cells["design"]) not in designs
    ]
    if problems:
        heads = {name: sheet.header(place) for name, place in _places(sheet).items()}
        told = [replace(each, column=heads.get(each.column, COLUMNS[each.column][0])) for each in problems]
        raise FaultyRowsError(sorted(told, key=lambda each: each.row)[:MOST_PROBLEMS])
    return _write(organisation, rows, designs, by=by, at=at)


def degrees_of(organisation: Organisation) -> QuerySet[Degree]:
    """The degree programmes of an organisation, with how many `modules_count` they have and how many are `matched_count`."""
    matched = Count("modules", filter=Q(modules__matches__isnull=False), distinct=True)
    rows = Degree.objects.filter(organisation=organisation)
    return rows.annotate(modules_count=Count("modules", distinct=True), matched_count=matched).order_by("code")


def modules_of(degree: Degree) -> QuerySet[DegreeModule]:
    """The modules of a degree programme, by code."""
    return degree.modules.prefetch_related("matches__design__versions").order_by("code")


@transaction.atomic
def remove(degree: Degree, *, by: Actor, at: datetime) -> None:
    """Take a degree programme out of the map, with its modules and what is said of them.

    Raises:
        NotAllowedError: neither author nor registrar there.
    """
    require(by, degree.organisation, *WRITERS)
    key = degree.pk
    degree.delete()
    _note("curriculum.removed", degree.organisation, key, by=by, at=at)


def _read(sheet: Sheet) -> tuple[list[_Row], list[RowProblem]]:
    places = _places(sheet)
    if "degree" not in places or "module" not in places:
        raise ColumnMissingError(field="file")
    rows: list[_Row] = []
    problems: list[RowProblem] = []
    for source in sheet.rows():
        if len(rows) >= MOST_ROWS:
            raise TooManyRowsError(field="file", most=MOST_ROWS)
        cells = _cells(source, places)
        row = _row(source.number, cells)
        problems += _faults(row)
        rows.append(row)
    return rows, problems


def _places(sheet: Sheet) -> dict[str, int]:
    headed = {" ".join(header.casefold().split()): place for place, header in enumerate(sheet.headers)}
    return {name: headed[heading] for name, both in COLUMNS.items() for heading in both if heading in headed}


def _cells(source: SourceRow, places: Mapping[str, int]) -> dict[str, str]:
    found = {name: source.cells[place].strip() for name, place in places.items() if place < len(source.cells)}
    return {name: found.get(name, "") for name in COLUMNS}


def _row(number: int, cells: Mapping[str, str]) -> _Row:
    level = cells["level"]
    return _Row(
        number=number,
        cells=cells,
        ects=_decimal(cells["ects"]),
        level=int(level) if level.isascii() and level.isdigit() and len(level) == 1 else None,
        relation=RELATIONS.get(cells["relation"].casefold(), ""),
    )


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 < value <= 300 and value == round(value, 2) else None


def _faults(row: _Row) -> Iterator[RowProblem]:
    cells = row.cells
    for name in ("degree", "module"):
        if not cells[name]:
            yield _problem(row.number, name, _("This is missing."))
    for name, text in cells.items():
        most = _LENGTHS.get(name, 300)
        if len(text) > most:
            yield _problem(row.number, name, format_lazy(_("This is longer than {most} characters."), most=most))
    if cells["ects"] and row.ects is None:
        yield _problem(row.number, "ects", _("This is not a number of credits. Write for example 5 or 2,5."))
    if cells["level"] and row.level not in range(1, 9):
        yield _problem(row.number, "level", _("An EQF level is a number from 1 to 8."))
    if cells["design"]:
        yield from _faults_of_match(row)


def _faults_of_match(row: _Row) -> Iterator[RowProblem]:
    if not row.relation:
        yield _problem(row.number, "relation", _("Write “embedded” or “exempts”."))
    if row.relation == "exempts" and not row.cells["ground"]:
        yield _problem(row.number, "ground", _("An exemption names the decision or agreement that it rests on."))


def _problem(row: int, name: str, text: StrOrPromise) -> RowProblem:
    return RowProblem(row=row, column=name, text=text)


def _named(text: str) -> str:
    found = _DESIGN.search(text.casefold())
    return "" if found is None else found[0]


def _designs(organisation: Organisation, rows: list[_Row]) -> dict[str, Design]:
    named = {_named(row.cells["design"]) for row in rows} - {""}
    found = Design.objects.filter(organisation=organisation, public_id__in=named, versions__isnull=False).distinct()
    return {str(design.public_id): design for design in found.defer("image", "draft")}


@transaction.atomic
def _write(organisation: Organisation, rows: list[_Row], designs: Mapping[str, Design], *, by: Actor, at: datetime) -> Taken:
    # files sent at the same moment wait for each other: codes are then known to both
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    degrees: dict[str, Degree] = {}
    modules: dict[tuple[str, str], DegreeModule] = {}
    matches = 0
    for row in rows:
        cells = row.cells
        degree = degrees[cells["degree"]] = _degree(organisation, cells)
        module = modules[cells["degree"], cells["module"]] = _module(degree, row)
        if cells["design"]:
            facts = {"relation": row.relation, "ground": cells["ground"], "made_by": person_of(by), "made_at": at}
            ModuleMatch.objects.update_or_create(module=module, design=designs[_named(cells["design"])], defaults=facts)
            matches += 1
    _note("curriculum.taken_in", organisation, organisation.pk, by=by, at=at)
    return Taken(degrees=len(degrees), modules=len(modules), matches=matches)


def _degree(organisation: Organisation, cells: Mapping[str, str]) -> Degree:
    said = {"title_en": cells["degree_en"], "title_bg": cells["degree_bg"]}
    given: dict[str, Any] = {name: text for name, text in said.items() if text}
    return Degree.objects.update_or_create(organisation=organisation, code=cells["degree"], defaults=given)[0]


def _module(degree: Degree, row: _Row) -> DegreeModule:
    said: dict[str, Any] = {
        "title_en": row.cells["module_en"],
        "title_bg": row.cells["module_bg"],
        "outcomes": row.cells["outcomes"],
        "ects": row.ects,
        "level": row.level,
    }
    given = {name: value for name, value in said.items() if value}
    return DegreeModule.objects.update_or_create(degree=degree, code=row.cells["module"], defaults=given)[0]


def _note(action: str, organisation: Organisation, subject: int, *, by: Actor, at: datetime) -> None:
    person = person_of(by)
    audit.note(action, actor=person, organisation=organisation.pk, subject_kind="curriculum", subject=subject, at=at)
