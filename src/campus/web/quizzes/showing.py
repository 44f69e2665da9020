"""A question as a page shows it. Nothing in it tells which answer is right: no ids, no shares, no feedback."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.http import QueryDict

from campus.learning.quizzes.answers import Answer, right_ids
from campus.learning.quizzes.paper import Slot
from campus.learning.quizzes.questions import Area, Choice, HotSpot, Matching, Numeric, Ordering

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An option, an item or a left side; `value` is its place in the order it was drawn in."""

    value: int
    letter: str
    text: str
    chosen: bool = False
    first: bool = False
    last: bool = False
    choices: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """An area of a picture, as SVG draws it."""

    letter: str
    shape: str
    numbers: tuple[int, ...]
    points: str
    x: int
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Everything a template needs for one question."""

    number: int
    kind: str
    text: str
    points: str
    several: bool = False
    picture: str = ""
    alt: str = ""
    width: int = 0
    height: int = 0
    lines: tuple[Line, ...] = ()
    regions: tuple[Region, ...] = ()
    written: str = ""
    units: tuple[str, ...] = field(default=())
    unit_required: bool = False


def shown(slot: Slot, answer: Answer | None, *, language: str, picture: Callable[[str], str]) -> Shown:
    """The question of a slot with what is answered so far; `picture` gives the address of a picture by its name."""
    question, given = slot.question, answer or Answer()
    lines, regions = _lines(slot, given, language)
    image = question.picture
    return Shown(
        number=slot.number,
        kind=question.type,
        text=question.text.text(language),
        points=f"{slot.points.normalize():f}",
        several=isinstance(question, Choice | HotSpot) and question.several,
        picture=picture(image.name) if image else "",
        alt=image.alt.text(language) if image else "",
        width=image.width if image else 0,
        height=image.height if image else 0,
        lines=lines,
        regions=regions,
        written=given.text,
        units=tuple(unit.name for unit in question.units) if isinstance(question, Numeric) else (),
        unit_required=isinstance(question, Numeric) and question.unit_required,
    )


def sent_answer(slot: Slot, sent: QueryDict) -> Answer:
    """What a form sends, in the ids of the question; places that do not exist are passed over."""
    question, order = slot.question, slot.order
    if isinstance(question, Choice | HotSpot):
        return Answer(ids=tuple(order[place] for place in _places(sent.getlist("chosen"), len(order))))
    if isinstance(question, Ordering):
        places = _moved(_places(sent.getlist("order"), len(order)), sent.get("move", ""))
        return Answer(ids=tuple(order[place] for place in places))
    if isinstance(question, Matching):
        chosen = {pair.id: _places([sent.get(f"pair-{index}", "")], len(order)) for index, pair in enumerate(question.pairs)}
        return Answer(pairs={left: order[place[0]] for left, place in chosen.items() if place})
    return Answer(text=sent.get("text", ""))


def _lines(slot: Slot, given: Answer, language: str) -> tuple[tuple[Line, ...], tuple[Region, ...]]:
    question = slot.question
    if isinstance(question, Choice):
        options = {option.id: option for option in question.options}
        return tuple(_line(n, options[i].text.text(language), chosen=i in given.ids) for n, i in enumerate(slot.order)), ()
    if isinstance(question, HotSpot):
        areas = question.options
        lines = tuple(_line(n, area.text.text(language), chosen=area.id in given.ids) for n, area in enumerate(areas))
        return lines, tuple(_region(n, area) for n, area in enumerate(areas))
    if isinstance(question, Ordering):
        return _ordered(question, slot, given, language), ()
    if isinstance(question, Matching):
        return _matched(question, slot, given, language), ()
    return (), ()


def _ordered(question: Ordering, slot: Slot, given: Answer, language: str) -> tuple[Line, ...]:
    items = {item.id: item.text.text(language) for item in question.items}
    order = given.ids or slot.order
    return tuple(
        Line(value=slot.order.index(key), letter="", text=items[key], first=place == 0, last=place == len(order) - 1)
        for place, key in enumerate(order)
    )


def _matched(question: Matching, slot: Slot, given: Answer, language: str) -> tuple[Line, ...]:
    texts = {pair.id: pair.right.text(language) for pair in question.pairs}
    texts |= {item.id: item.text.text(language) for item in question.distractors}
    same = right_ids(question)
    lines = []
    for number, pair in enumerate(question.pairs):
        chosen = same.get(given.pairs.get(pair.id, ""), "")
        choices = tuple(_line(place, texts[key], chosen=key == chosen) for place, key in enumerate(slot.order))
        lines.append(Line(value=number, letter="", text=pair.left.text(language), choices=choices))
    return tuple(lines)


def _line(place: int, text: str, *, chosen: bool) -> Line:
    return Line(value=place, letter=letter(place), text=text, chosen=chosen)


def letter(place: int) -> str:
    """A, B, C …, and A2 after Z."""
    return LETTERS[place % 26] + (str(place // 26 + 1) if place >= 26 else "")


def _region(place: int, area: Area) -> Region:
    numbers = area.coords
    if area.shape == "rect":
        left, top, right, bottom = numbers
        x, y, numbers = (left + right) // 2, (top + bottom) // 2, (left, top, right - left, bottom - top)
    elif area.shape == "circle":
        x, y = numbers[:2]
    else:
        x, y = sum(numbers[::2]) // (len(numbers) // 2), sum(numbers[1::2]) // (len(numbers) // 2)
    points = " ".join(str(number) for number in area.coords) if area.shape == "poly" else ""
    return Region(letter=letter(place), shape=area.shape, numbers=numbers, points=points, x=x, y=y)


def _places(sent: list[str], limit: int) -> list[int]:
    found = [int(text) for text in sent if text.isascii() and text.isdecimal() and len(text) < 4]
    return [place for place in found if place < limit]


def _moved(places: list[int], move: str) -> list[int]:
    """The order after a press of an arrow: `up:2` moves the third one up."""
    way, _colon, text = move.partition(":")
    if not (text.isascii() and text.isdecimal() and len(text) < 4):
        return places
    here = int(text)
    there = here - 1 if way == "up" else here + 1
    if 0 <= here < len(places) and 0 <= there < len(places):
        places = list(places)
        places[here], places[there] = places[there], places[here]
    return places
