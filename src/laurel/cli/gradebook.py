"""Read a gradebook in CSV for one design: every bad cell named by row and column, nothing guessed.

    number,name,email,<assessment id>,<assessment id>,…

`number` is whatever identifies the learner in your register (a student number, a DID); the heading `learner` is read as well.
`name` may be left out, and `email` too where the identifier is a DID or another address.
A number may have a decimal point or comma; an empty cell means "no result".
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from laurel.annex1.record import Assessment, MicroCredential
from laurel.cli.cells import FORMULA
from laurel.errors import DesignError, Problem

MAX_BYTES = 20_000_000
MAX_ROWS = 100_000
MAX_CELL = 500  # characters
MAX_RESULT = 100  # characters, as in the record
MAX_PROBLEMS = 200

_NO_LINE: tuple[int, list[str]] = (1, [])
_IDENTIFIERS = ("number", "learner")  # two headings for one column
_NUMBER = re.compile(r"[0-9]{1,9}([.,][0-9]{1,4})?")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One learner's line: `number` counts from 1 with the header, `learner` identifies, `results` has every filled cell."""

    number: int
    learner: str
    name: str
    email: str
    results: dict[str, str]


class GradebookError(DesignError):
    """The gradebook has faults; `problems` names them by row and column."""

    code = "GRADEBOOK"
    en = "{count} cells need attention; the first: {first}"
    bg = "{count} клетки се нуждаят от внимание; първата: {first_bg}"


def read_gradebook(content: bytes, *, design: MicroCredential) -> list[Row]:
    """Read every row, or say everything that is wrong and give nothing.

    Raises:
        GradebookError: encoding, size, header, or any cell.
    """
    lines = _lines(_text(content))
    header = next(lines, _NO_LINE)[1]
    problems = list(_header_problems(header, design))
    if problems:
        raise GradebookError(problems)
    columns = [cell.strip() for cell in header]
    identifier = _identifier(columns, design)
    rows: list[Row] = []
    for number, cells in lines:
        found = list(_row_problems(number, cells, columns, design))
        problems.extend(found)
        if not found:
            rows.append(_row(number, [cell.strip() for cell in cells], columns, identifier))
        if len(problems) >= MAX_PROBLEMS or number > MAX_ROWS:
            break
    if len(rows) >= MAX_ROWS:
        problems.append(_problem(0, "", "TOO_MANY_ROWS", limit=MAX_ROWS))
    problems.extend(_duplicates(rows, identifier))
    if not rows and not problems:
        problems.append(_problem(0, "", "NO_ROWS"))
    if problems:
        raise GradebookError(problems[:MAX_PROBLEMS])
    return rows


def number_in(text: str) -> Decimal | None:
    """The number a cell holds (a decimal comma is a point), or None where it holds a word."""
    return Decimal(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def _text(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise GradebookError([_problem(0, "", "TOO_LARGE", limit=MAX_BYTES // 1_000_000)])
    if content.startswith((b"PK", b"\xd0\xcf")):
        raise GradebookError([_problem(0, "", "SPREADSHEET")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise GradebookError([_problem(content[: error.start].count(b"\n") + 1, "", "ENCODING")]) from None
    if "\0" in text:
        raise GradebookError([_problem(text[: text.index("\0")].count("\n") + 1, "", "NUL")])
    return text


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        started = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise GradebookError([_problem(started, "", "QUOTES")]) from None
        if any(cell.strip() for cell in cells):
            yield started, cells


def _header_problems(header: list[str], design: MicroCredential) -> Iterator[Problem]:
    names = [cell.strip() for cell in header]
    identifier = _identifier(names, design)
    known = (identifier or _IDENTIFIERS[0], "name", "email", *(each.id for each in design.assessments))
    if not identifier:
        yield _problem(1, "", "NO_HEADER", columns=", ".join(known))
        return
    for position, name in enumerate(names):
        if name not in known:
            yield _problem(1, name[:60] or f"#{position + 1}", "UNKNOWN_COLUMN", columns=", ".join(known))
        elif name in names[:position]:
            yield _problem(1, name, "COLUMN_TWICE")
    for assessment in design.assessments:
        if assessment.id not in names:
            yield _problem(1, assessment.id, "COLUMN_MISSING")


def _identifier(names: list[str], design: MicroCredential) -> str:
    """The heading of the column that identifies the learner; "" where there is none."""
    parts = {each.id for each in design.assessments}
    return next((name for name in _IDENTIFIERS if name in names and name not in parts), "")


def _row_problems(number: int, cells: list[str], columns: list[str], design: MicroCredential) -> Iterator[Problem]:
    if len(cells) != len(columns):
        yield _problem(number, "", "RAGGED", found=len(cells), wanted=len(columns))
        return
    assessments = {each.id: each for each in design.assessments}
    identifier = _identifier(columns, design)
    for column, raw in zip(columns, cells, strict=True):
        cell = raw.strip(" ")
        code = _text_fault(cell) or _fixed_fault(column, cell, identifier)
        if code:
            yield _problem(number, column, code, value=_shown(cell), limit=MAX_CELL)
        elif column in assessments and cell:
            yield from _result_problems(number, assessments[column], cell)
    values = dict(zip(columns, (cell.strip() for cell in cells), strict=True))
    if not values.get("email") and ":" not in values[identifier]:
        yield _problem(number, "email", "NOBODY")


def _text_fault(cell: str) -> str:
    if len(cell) > MAX_CELL:
        return "CELL_TOO_LONG"
    if cell.startswith(FORMULA):
        return "FORMULA"
    return "HIDDEN_CHARACTER" if any(unicodedata.category(letter) in _HIDDEN for letter in cell) else ""


def _fixed_fault(column: str, cell: str, identifier: str) -> str:
    if column == identifier and not cell:
        return "EMPTY"
    if column == "email" and cell and not _EMAIL.fullmatch(cell):
        return "EMAIL"
    return ""


def _result_problems(number: int, assessment: Assessment, cell: str) -> Iterator[Problem]:
    value = number_in(cell)
    if len(cell) > MAX_RESULT:
        yield _problem(number, assessment.id, "CELL_TOO_LONG", limit=MAX_RESULT)
    elif value is None and not assessment.accepted:
        yield _problem(number, assessment.id, "NOT_A_NUMBER", value=_shown(cell), maximum=_plain(assessment.maximum))
    elif value is not None and value > assessment.maximum:
        yield _problem(number, assessment.id, "OUT_OF_RANGE", value=_shown(cell), maximum=_plain(assessment.maximum))


def _row(number: int, cells: list[str], columns: list[str], identifier: str) -> Row:
    values = dict(zip(columns, cells, strict=True))
    return Row(
        number=number,
        learner=values.pop(identifier),
        name=unicodedata.normalize("NFC", values.pop("name", "")),
        email=values.pop("email", ""),
        results={assessment: cell for assessment, cell in values.items() if cell},
    )


def _duplicates(rows: list[Row], identifier: str) -> Iterator[Problem]:
    for column, field in ((identifier, "learner"), ("email", "email")):
        seen: dict[str, int] = {}
        for row in rows:
            value = str(getattr(row, field)).casefold()
            if value and value in seen:
                yield _problem(row.number, column, "DUPLICATE", value=_shown(value), first=seen[value])
            seen.setdefault(value, row.number)


def _problem(row: int, column: str, code: str, **facts: object) -> Problem:
    english, bulgarian = _SENTENCES[code]
    at_en = ", ".join(filter(None, (f"row {row}" if row else "", f"column {column}" if column else "")))
    at_bg = ", ".join(filter(None, (f"ред {row}" if row else "", f"колона {column}" if column else "")))
    en, bg = english.format_map(facts), bulgarian.format_map(facts)
    return Problem(at="", code=code, en=f"{at_en}: {en}" if at_en else en, bg=f"{at_bg}: {bg}" if at_bg else bg)


def _shown(cell: str) -> str:
    return "".join(letter if letter.isprintable() else "�" for letter in cell[:60])


def _plain(number: Decimal) -> str:
    return f"{number:f}"


_SENTENCES: dict[str, tuple[str, str]] = {
    "TOO_LARGE": ("the file is larger than {limit} MB", "файлът е по-голям от {limit} MB"),
    "TOO_MANY_ROWS": ("more than {limit} rows; divide the file", "повече от {limit} реда; разделете файла"),
    "SPREADSHEET": (
        "this is a spreadsheet, not CSV; save it as “CSV UTF-8”",
        "това е електронна таблица, а не CSV; запишете я като „CSV UTF-8“",
    ),
    "ENCODING": ("the text is not UTF-8; save the file as “CSV UTF-8”", "текстът не е UTF-8; запишете файла като „CSV UTF-8“"),
    "NUL": ("a zero character; this is not a text file", "нулев знак; това не е текстов файл"),
    "QUOTES": ("a quotation mark is not closed, or stands inside a cell", "кавичка не е затворена или стои вътре в клетка"),
    "NO_HEADER": ("the first row must name the columns: {columns}", "първият ред трябва да назовава колоните: {columns}"),
    "UNKNOWN_COLUMN": ("the design has no such column; it knows {columns}", "проектът няма такава колона; познава {columns}"),
    "COLUMN_TWICE": ("the column stands there twice", "колоната се среща два пъти"),
    "COLUMN_MISSING": ("the column of this assessment is missing", "липсва колоната на това оценяване"),
    "NO_ROWS": ("there are no learners in the file", "във файла няма обучаеми"),
    "RAGGED": ("{found} cells where the header has {wanted}", "{found} клетки, а заглавният ред има {wanted}"),
    "CELL_TOO_LONG": ("longer than {limit} characters", "по-дълга от {limit} знака"),
    "FORMULA": (
        "“{value}” could be run as a formula; write it without the first sign",
        "„{value}“ може да се изпълни като формула; напишете го без първия знак",
    ),
    "HIDDEN_CHARACTER": ("an invisible character in “{value}”", "невидим знак в „{value}“"),
    "EMPTY": ("the learner's identifier is missing", "липсва идентификаторът на обучаемия"),
    "EMAIL": ("“{value}” is not an e-mail address in plain letters", "„{value}“ не е имейл адрес с обикновени букви"),
    "NOBODY": (
        "without an e-mail address the learner's identifier must be a DID or another address",
        "без имейл адрес идентификаторът на обучаемия трябва да е DID или друг адрес",
    ),
    "NOT_A_NUMBER": ("“{value}” is not a number from 0 to {maximum}", "„{value}“ не е число от 0 до {maximum}"),
    "OUT_OF_RANGE": (
        "{value} is more than the highest score, {maximum}",
        "{value} е повече от най-високия резултат – {maximum}",
    ),
    "DUPLICATE": ("“{value}” stands in row {first} already", "„{value}“ вече стои на ред {first}"),
}
