"""The step in which a person says which column is what: the guess shown, each choice with sample values beside it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping as Mappings
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from campus.learning.gradebook import Mapping, Pivot, Sheet, column_letter
from campus.learning.gradebook.mapping import SINGLE
from laurel.annex1.record import MicroCredential

SAMPLES, SHOWN_ROWS, MOST_VALUES = 3, 5, 80
FILTERS = 2
QUESTIONS: Mappings[str, tuple[StrOrPromise, StrOrPromise]] = {
    "number": (_("Learner number"), _("The school’s own number. Without one, choose the e-mail column here as well.")),
    "email": (_("E-mail address"), _("The badge goes there.")),
    "name": (_("Full name"), ""),
    "given_name": (_("Given name"), _("Only where given and family name stand in two columns.")),
    "family_name": (_("Family name"), ""),
    "completed_on": (_("Day of completion"), _("2026-08-31 or 31.08.2026. The award bears this day.")),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A column to choose, or a value of one."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One select of the form."""

    name: str
    label: StrOrPromise
    help: StrOrPromise = ""
    choices: list[Choice] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The id in the page."""
        return "c-" + self.name.replace(".", "-")


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnsForm:
    """Everything the mapping page asks."""

    people: list[Question]
    results: list[Question]
    pivot: list[Question]
    filters: list[tuple[Question, Question]]
    headers: list[tuple[str, str, bool]]  # letter, heading, used
    rows: list[tuple[int, tuple[str, ...]]]


def columns_form(sheet: Sheet, mapping: Mapping, design: MicroCredential, *, language: str) -> ColumnsForm:
    """Build the form for a sheet and what is chosen so far."""
    rows = list(itertools.islice(sheet.rows(), SHOWN_ROWS))
    columns = [(column, _described(sheet, column, rows)) for column in range(len(sheet.headers))]

    def ask(name: str, label: StrOrPromise, chosen: int | None, help_text: StrOrPromise = "") -> Question:
        choices = [Choice("", "–", chosen is None), *(Choice(str(c), text, c == chosen) for c, text in columns)]
        return Question(name=name, label=label, help=help_text, choices=choices)

    people = [ask(name, label, getattr(mapping, name), text) for name, (label, text) in QUESTIONS.items()]
    used = set(mapping.columns()) | set(mapping.only)
    return ColumnsForm(
        people=people,
        results=[
            ask(f"result.{part.id}", part.title.text(language) or part.id, mapping.results.get(part.id))
            for part in (() if mapping.pivot else design.assessments)
        ],
        pivot=_pivot(sheet, mapping, design, language, ask),
        filters=_filters(sheet, mapping, ask),
        headers=[(column_letter(c), sheet.header(c), c in used) for c in range(len(sheet.headers))],
        rows=[(row.number, row.cells[: len(sheet.headers)]) for row in rows],
    )


def read_columns(sent: QueryDict, mapping: Mapping, design: MicroCredential) -> Mapping:
    """The mapping a person chose."""
    results = {part.id: column for part in design.assessments if (column := _column(sent, f"result.{part.id}")) is not None}
    only = {
        column: sent.get(f"filter.{index}.value", "").strip()[:200]
        for index in range(FILTERS)
        if (column := _column(sent, f"filter.{index}.column")) is not None and sent.get(f"filter.{index}.value", "").strip()
    }
    pivot = None
    if mapping.pivot is not None:
        names = {sent.get(f"pivot.name.{part.id}", "").strip()[:200]: part.id for part in design.assessments}
        names.pop("", None)
        assessment, score = _column(sent, "pivot.assessment"), _column(sent, "pivot.score")
        pivot = Pivot(
            assessment=mapping.pivot.assessment if assessment is None else assessment,
            score=mapping.pivot.score if score is None else score,
            names=names,
        )
    people: dict[str, Any] = {name: _column(sent, name) for name in SINGLE}
    return Mapping(
        layout=mapping.layout,
        results=results,
        only=only,
        email_pattern=sent.get("email_pattern", "").strip()[:200],
        name_pattern=sent.get("name_pattern", "").strip()[:200],
        pivot=pivot,
        **people,
    )


def _column(sent: QueryDict, name: str) -> int | None:
    text = sent.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None


def _described(sheet: Sheet, column: int, rows: list[Any]) -> str:
    samples = [row.cells[column].strip() for row in rows if column < len(row.cells) and row.cells[column].strip()][:SAMPLES]
    shown = ", ".join(sample if len(sample) <= 24 else sample[:24] + "…" for sample in samples)
    return f"{column_letter(column)} · {sheet.header(column) or '–'}" + (f"  ({shown})" if shown else "")


def _filters(sheet: Sheet, mapping: Mapping, ask: Any) -> list[tuple[Question, Question]]:
    chosen: list[tuple[int | None, str]] = [*mapping.only.items()]
    chosen += [(None, "")] * (FILTERS - len(chosen))
    found = []
    for index, (column, value) in enumerate(chosen[:FILTERS]):
        values = [] if column is None else _values(sheet, column)
        choices = [Choice("", "–", not value), *(Choice(each, each, each == value) for each in values)]
        found.append(
            (
                ask(f"filter.{index}.column", _("Column"), column),
                Question(name=f"filter.{index}.value", label=_("Value"), choices=choices),
            )
        )
    return found


def _pivot(sheet: Sheet, mapping: Mapping, design: MicroCredential, language: str, ask: Any) -> list[Question]:
    if mapping.pivot is None:
        return []
    values = _values(sheet, mapping.pivot.assessment)
    named = {ours: theirs for theirs, ours in mapping.pivot.names.items()}
    questions = [
        ask("pivot.assessment", _("Which assessment the row is about"), mapping.pivot.assessment),
        ask("pivot.score", _("Result"), mapping.pivot.score),
    ]
    for part in design.assessments:
        choices = [Choice("", "–", part.id not in named), *(Choice(v, v, named.get(part.id) == v) for v in values)]
        label = part.title.text(language) or part.id
        questions.append(
            Question(name=f"pivot.name.{part.id}", label=label, help=_("What the file calls it."), choices=choices)
        )
    return questions


def _values(sheet: Sheet, column: int) -> list[str]:
    values: dict[str, None] = {}
    for row in sheet.rows():
        if column < len(row.cells):
            values.setdefault(row.cells[column].strip())
        if len(values) >= MOST_VALUES:
            break
    return sorted(value for value in values if value)
