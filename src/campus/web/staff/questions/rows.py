"""The rows of the question editor: options, items, pairs, answers; what a form holds, and the question made of it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campus.learning.quizzes.questions import AnyQuestion, Choice, HotSpot, Matching, Numeric, Ordering

BLANK_ROWS = {"ordering": 4, "matching": 4, "choice": 4, "hotspot": 4, "numeric": 2, "short_text": 3}
MORE = 2


def _words(label: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=2000)


def _share(*, initial: int | None) -> forms.DecimalField:
    return forms.DecimalField(
        label=_("Percent of the points"), required=False, min_value=-100, max_value=100, decimal_places=3, initial=initial
    )


class _Row(forms.Form):
    id = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class _WithFeedback(_Row):
    feedback_en = _words(_("Feedback in English"))
    feedback_bg = _words(_("Feedback in Bulgarian"))


class OptionRow(_WithFeedback):
    text_en, text_bg = _words(_("In English")), _words(_("In Bulgarian"))
    share = _share(initial=None)
    field_order = ("text_en", "text_bg", "share", "feedback_en", "feedback_bg")


class AreaRow(OptionRow):
    shape = forms.ChoiceField(
        label=_("Shape"), choices=[("rect", _("Rectangle")), ("circle", _("Circle")), ("poly", _("Polygon"))], required=False
    )
    coords = forms.CharField(
        label=_("Coordinates"),
        required=False,
        max_length=400,
        help_text=_("In pixels. Rectangle: left, top, right, bottom. Circle: centre and radius. Polygon: corner by corner."),
    )


class ItemRow(_Row):
    text_en, text_bg = _words(_("In English")), _words(_("In Bulgarian"))


class PairRow(_Row):
    left_en, left_bg = _words(_("Left in English")), _words(_("Left in Bulgarian"))
    right_en, right_bg = _words(_("Right in English")), _words(_("Right in Bulgarian"))


class NumberRow(_WithFeedback):
    value = forms.CharField(label=pgettext_lazy("question", "Number"), required=False, max_length=40)
    tolerance = forms.CharField(label=_("Tolerance, up and down"), required=False, max_length=40)
    share = _share(initial=100)
    field_order = ("value", "tolerance", "share", "feedback_en", "feedback_bg")


class TextRow(_WithFeedback):
    text = forms.CharField(label=_("Answer"), required=False, max_length=300)
    share = _share(initial=100)
    field_order = ("text", "share", "feedback_en", "feedback_bg")


ROWS: Mapping[str, type[_Row]] = {
    "choice": OptionRow,
    "hotspot": AreaRow,
    "ordering": ItemRow,
    "matching": PairRow,
    "numeric": NumberRow,
    "short_text": TextRow,
}


def row_forms(kind: str, data: Any, question: AnyQuestion | None) -> Any:
    """The rows of a question of this kind, with a few blank ones."""
    initial = [] if question is None else initial_rows(question)
    extra = MORE if initial else BLANK_ROWS[kind]
    made = forms.formset_factory(ROWS[kind], extra=extra, max_num=60, absolute_max=80)
    # Rows are never "left as they were": Django would pass over those, and a question has all of its rows.
    return made(data, initial=initial, prefix="rows", form_kwargs={"empty_permitted": False})


def initial_rows(question: AnyQuestion) -> list[dict[str, Any]]:
    """A question's rows as forms hold them."""
    if isinstance(question, Ordering):
        return [{"id": item.id, **_split("text", item.text)} for item in question.items]
    if isinstance(question, Matching):
        pairs = [{"id": p.id, **_split("left", p.left), **_split("right", p.right)} for p in question.pairs]
        return pairs + [{"id": item.id, **_split("right", item.text)} for item in question.distractors]
    found = []
    parts: tuple[Any, ...] = question.options if isinstance(question, Choice | HotSpot) else question.answers
    for part in parts:
        row = {"share": f"{(part.share * 100).normalize():f}", **_split("feedback", part.feedback)}
        if isinstance(question, Numeric):
            row |= {"value": f"{part.value.normalize():f}", "tolerance": f"{part.tolerance.normalize():f}"}
        elif isinstance(question, Choice | HotSpot):
            row |= {"id": part.id, **_split("text", part.text)}
        else:
            row |= {"text": part.text}
        if isinstance(question, HotSpot):
            row |= {"shape": part.shape, "coords": ", ".join(str(each) for each in part.coords)}
        found.append(row)
    return found


def parts_of(kind: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The rows as the question's JSON has them; blank ones are passed over."""
    filled = [row for row in rows if any(str(value).strip() for name, value in row.items() if name in _TELLING)]
    ids = _Ids(filled)
    if kind == "ordering":
        return {"items": [{"id": ids.of(row, "i"), "text": _joined(row, "text")} for row in filled]}
    if kind == "matching":
        return _pairs(filled, ids)
    if kind in ("choice", "hotspot"):
        return {"options": [_option(row, ids, kind) for row in filled]}
    return {"answers": [_answer(row, kind) for row in filled]}


_TELLING = frozenset({"text_en", "text_bg", "left_en", "left_bg", "right_en", "right_bg", "value", "text", "coords"})


class _Ids:
    """Names for rows: the one a row has, else the next free one; papers that are open count on them."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.taken = {row["id"] for row in rows if row.get("id")}

    def of(self, row: dict[str, Any], letter: str) -> str:
        if row.get("id"):
            return str(row["id"])
        number = 1
        while f"{letter}{number}" in self.taken:
            number += 1
        self.taken.add(f"{letter}{number}")
        return f"{letter}{number}"


def _pairs(rows: list[dict[str, Any]], ids: _Ids) -> dict[str, Any]:
    pairs, rest = [], []
    for row in rows:
        left, right = _joined(row, "left"), _joined(row, "right")
        if left:
            pairs.append({"id": ids.of(row, "p"), "left": left, "right": right})
        else:
            rest.append({"id": ids.of(row, "d"), "text": right})
    return {"pairs": pairs, "distractors": rest}


def _option(row: dict[str, Any], ids: _Ids, kind: str) -> dict[str, Any]:
    part: dict[str, Any] = {
        "id": ids.of(row, "o"),
        "text": _joined(row, "text"),
        "share": _share_of(row),
        "feedback": _joined(row, "feedback"),
    }
    if kind == "hotspot":
        numbers = [text.strip() for text in str(row.get("coords", "")).replace(";", ",").split(",") if text.strip()]
        coords: list[int | str] = [int(each) if each.isdecimal() and len(each) < 7 else each for each in numbers]
        part |= {"shape": row.get("shape") or "rect", "coords": coords}
    return part


def _answer(row: dict[str, Any], kind: str) -> dict[str, Any]:
    part: dict[str, Any] = {"share": _share_of(row), "feedback": _joined(row, "feedback")}
    if kind == "numeric":
        return {**part, "value": _number(row.get("value")), "tolerance": _number(row.get("tolerance") or "0")}
    return {**part, "text": str(row.get("text", "")).strip()}


def _share_of(row: dict[str, Any]) -> str:
    share = row.get("share")
    return "0" if share is None else f"{(Decimal(share) / 100).normalize():f}"


def _number(text: Any) -> str:
    """A number as the question has it; what is none stays as it is, so that the check can say so."""
    try:
        return f"{Decimal(str(text).strip().replace(',', '.')).normalize():f}"
    except InvalidOperation:
        return str(text)


def _joined(row: dict[str, Any], name: str) -> dict[str, str]:
    return {lang: text for lang in ("bg", "en") if (text := str(row.get(f"{name}_{lang}") or "").strip())}


def _split(name: str, text: Any) -> dict[str, str]:
    return {f"{name}_{lang}": text.root.get(lang, "") for lang in ("en", "bg")}
