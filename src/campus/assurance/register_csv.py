"""Reading decisions of agencies from CSV with the element names of DEQAR's template, in any order of columns.

    agency, report_id or local_identifier, decision, valid_from, valid_to, date_format, activity, link,
    file[1].original_location, institution[1].deqar_id, institution[1].eter_id, programme[1].name_primary

Further institutions of a report stand in institution[2] and so on; instead of a number a column `organisation` may hold the
short name that this site knows. A cell that cannot be used is named by row and column, and only its row is left out. Columns
of other names are reported and not read.

Source: https://docs.deqar.eu/report_data/.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlsplit

from campus.assurance.models import Accreditation, ProviderNumber
from campus.assurance.register import Entry
from laurel.errors import Language

LONGEST_CELL = 1000  # characters
DEFAULT_FORMAT = "%Y-%m-%d"
_FORMATS = re.compile(r"%[Ymd][-./ ]%[Ymd][-./ ]%[Ymd]")
_MANY = re.compile(r"\[\d+\]")
_DECISIONS: Mapping[str, str] = {
    "1": Accreditation.Decision.POSITIVE,
    "positive": Accreditation.Decision.POSITIVE,
    "2": Accreditation.Decision.CONDITIONS,
    "positive with conditions or restrictions": Accreditation.Decision.CONDITIONS,
    "positive with conditions": Accreditation.Decision.CONDITIONS,
    "3": Accreditation.Decision.NEGATIVE,
    "negative": Accreditation.Decision.NEGATIVE,
    "4": Accreditation.Decision.NOT_APPLICABLE,
    "not applicable": Accreditation.Decision.NOT_APPLICABLE,
}
_MEANT: Mapping[str, str] = {  # name of a column, without numbers in brackets, to what it holds
    "agency": "agency",
    "report_id": "report",
    "local_identifier": "local",
    "decision": "decision",
    "valid_from": "valid_from",
    "valid_to": "valid_to",
    "date_format": "date_format",
    "activity": "activity",
    "activity.name": "activity",
    "activity_name": "activity",
    "link": "link",
    "report_url": "link",
    "file.original_location": "file",
    "institution.deqar_id": ProviderNumber.Scheme.DEQAR,
    "deqar_id": ProviderNumber.Scheme.DEQAR,
    "institution.eter_id": ProviderNumber.Scheme.ETER,
    "eter_id": ProviderNumber.Scheme.ETER,
    "organisation": "organisation",
    "programme.name_primary": "programme",
}
_NEEDED = ("agency", "decision", "valid_from")
_PROVIDERS = (ProviderNumber.Scheme.DEQAR, ProviderNumber.Scheme.ETER, "organisation")


@dataclass(frozen=True, slots=True, kw_only=True)
class BadCell:
    """One cell that cannot be used. `row` counts as a spreadsheet does: the heading is row 1."""

    row: int
    column: str
    code: str

    def say(self, language: Language) -> str:
        """What is wrong with it."""
        return _SENTENCES[self.code][language == "bg"]


_SENTENCES: Mapping[str, tuple[str, str]] = {
    "MISSING": ("this must not be empty", "тук не може да е празно"),
    "NO_DATE": ("this is no date in the form named", "това не е дата в посочения формат"),
    "BAD_FORMAT": ("this is no form of date such as %Y-%m-%d", "това не е формат на дата, например %Y-%m-%d"),
    "ENDS_FIRST": ("the last day lies before the first", "последният ден е преди първия"),
    "UNKNOWN_DECISION": ("write 1 to 4, or the decision in words", "напишете 1 до 4 или решението с думи"),
    "NO_ADDRESS": ("this is no web address", "това не е уеб адрес"),
    "TOO_LONG": (f"at most {LONGEST_CELL} characters", f"най-много {LONGEST_CELL} знака"),
    "NO_PROVIDER": ("no column names the institution", "никоя колона не посочва институцията"),
    "NO_COLUMN": ("this column is missing", "тази колона липсва"),
    "NOT_TEXT": ("the file is not CSV in UTF-8", "файлът не е CSV в UTF-8"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One usable row: an entry, the name of its record, and whose it is (scheme and number)."""

    number: int
    source: str
    entry: Entry
    providers: tuple[tuple[str, str], ...]


@dataclass(slots=True, kw_only=True)
class Reading:
    """A file being read. `rows` goes on as it is asked; `bad` grows meanwhile."""

    unknown_columns: tuple[str, ...]
    rows: Iterator[Row]
    bad: list[BadCell] = field(default_factory=list)


def read(content: bytes) -> Reading:
    """Begin to read. What is wrong with the file as a whole stands in `bad` at once, and there are no rows then."""
    try:
        text = content.decode("utf-8-sig")
        heading = text.partition("\n")[0]
        delimiter = max(",;\t", key=heading.count)
        table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        names = [name.strip() for name in next(table, [])]
    except (UnicodeDecodeError, csv.Error):
        return _unreadable("", "NOT_TEXT")
    columns = {index: meant for index, name in enumerate(names) if (meant := _MEANT.get(_MANY.sub("", name.lower())))}
    absent = [name for name in _NEEDED if name not in columns.values()]
    if "report" not in columns.values() and "local" not in columns.values():
        absent.append("report_id")
    if absent:
        return _unreadable(absent[0], "NO_COLUMN")
    if not set(_PROVIDERS) & set(columns.values()):
        return _unreadable("institution[1].deqar_id", "NO_PROVIDER")
    unknown = tuple(name for index, name in enumerate(names) if index not in columns and name)
    reading = Reading(unknown_columns=unknown, rows=iter(()))
    reading.rows = _rows(table, names, columns, reading.bad)
    return reading


def _unreadable(column: str, code: str) -> Reading:
    return Reading(unknown_columns=(), rows=iter(()), bad=[BadCell(row=1, column=column, code=code)])


def _rows(table: Iterator[list[str]], names: list[str], columns: Mapping[int, str], bad: list[BadCell]) -> Iterator[Row]:
    number = 1
    while True:
        number += 1
        try:
            cells = next(table, None)
        except csv.Error:
            bad.append(BadCell(row=number, column="", code="NOT_TEXT"))
            return
        if cells is None:
            return
        if not any(cell.strip() for cell in cells):
            continue
        row, wrong = _RowReader(number, names, columns, cells).read()
        bad.extend(wrong)
        if row is not None:
            yield row


class _RowReader:
    """One row: its cells by meaning, and what is wrong with them."""

    def __init__(self, number: int, names: list[str], columns: Mapping[int, str], cells: list[str]) -> None:
        self.number, self.wrong = number, list[BadCell]()
        self.found: dict[str, list[tuple[str, str]]] = {}
        for index, meant in columns.items():
            text = cells[index].strip() if index < len(cells) else ""
            if len(text) > LONGEST_CELL:
                self._refuse(names[index], "TOO_LONG")
            elif text:
                self.found.setdefault(meant, []).append((names[index], text))
        self.names = {meant: names[index] for index, meant in reversed(list(columns.items()))}

    def read(self) -> tuple[Row | None, list[BadCell]]:
        agency, programme = self._needed("agency"), self._text("programme")
        decision = _DECISIONS.get(self._needed("decision").lower(), "")
        if not decision and self._text("decision"):
            self._refuse(self.names["decision"], "UNKNOWN_DECISION")
        begins, ends = self._dates()
        link = self._address()
        report = self._text("report") or self._text("local")
        if not report:
            self._refuse(self.names.get("report", self.names.get("local", "report_id")), "MISSING")
        providers = tuple((scheme, text) for scheme in _PROVIDERS for _name, text in self.found.get(scheme, ()))
        if not providers:
            self._refuse(next(self.names[scheme] for scheme in _PROVIDERS if scheme in self.names), "MISSING")
        if self.wrong or begins is None:
            return None, self.wrong
        scope = Accreditation.Scope.PROGRAMME if programme else Accreditation.Scope.INSTITUTION
        entry = Entry(
            agency=agency,
            decision=decision,
            valid_from=begins,
            valid_to=ends,
            scope=scope,
            activity=(programme or self._text("activity"))[:300],
            report_url=link,
        )
        return Row(number=self.number, source=f"{agency} {report}"[:200], entry=entry, providers=providers), []

    def _text(self, meant: str) -> str:
        return self.found.get(meant, [("", "")])[0][1]

    def _needed(self, meant: str) -> str:
        if not self._text(meant):
            self._refuse(self.names[meant], "MISSING")
        return self._text(meant)

    def _dates(self) -> tuple[date | None, date | None]:
        form = self._text("date_format") or DEFAULT_FORMAT
        if not _FORMATS.fullmatch(form):
            self._refuse(self.names["date_format"], "BAD_FORMAT")
            return None, None
        self._needed("valid_from")
        begins, ends = self._date("valid_from", form), self._date("valid_to", form)
        if begins and ends and ends < begins:
            self._refuse(self.names["valid_to"], "ENDS_FIRST")
        return begins, ends

    def _date(self, meant: str, form: str) -> date | None:
        text = self._text(meant)
        if not text:
            return None
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  # a day, not a moment
        except ValueError:
            self._refuse(self.names[meant], "NO_DATE")
            return None

    def _address(self) -> str:
        meant = "link" if self._text("link") else "file"
        text = self._text(meant)
        try:
            parts = urlsplit(text)
        except ValueError:
            parts = urlsplit("")
        if text and (parts.scheme not in ("http", "https") or not parts.netloc):
            self._refuse(self.names[meant], "NO_ADDRESS")
        return text

    def _refuse(self, column: str, code: str) -> None:
        self.wrong.append(BadCell(row=self.number, column=column, code=code))
