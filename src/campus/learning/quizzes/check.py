"""Reading a question from JSON: first its shape, then whether it makes sense; every problem named by its place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from campus.learning.quizzes.problems import QuestionError, problem
from campus.learning.quizzes.questions import (
    QUESTION,
    TYPES,
    AnyQuestion,
    Area,
    Choice,
    HotSpot,
    Matching,
    Numeric,
    Option,
    Ordering,
    ShortText,
)
from laurel.annex1.read import problems_of
from laurel.annex1.record import LangString
from laurel.errors import Problem

NEARLY_ALL = Decimal("0.9999")  # three thirds as a file writes them: 33.33333 % each


def read_question(value: Mapping[str, Any] | bytes | str) -> AnyQuestion:
    """A question from its JSON.

    Raises:
        QuestionError: it has the wrong shape, or makes no sense; `problems` has every place as a JSON pointer.
    """
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, Mapping) else value
    try:
        question = QUESTION.validate_json(text)
    except ValidationError as error:
        raise QuestionError(_of_shape(error)) from error
    found = list(problems_in(question))
    if found:
        raise QuestionError(found)
    return question


def problems_in(question: AnyQuestion) -> Iterator[Problem]:
    """What makes no sense in a question of the right shape."""
    if not question.text:
        yield problem("NO_TEXT", "/text")
    if question.picture is not None and not question.picture.alt:
        yield problem("PICTURE_WITHOUT_TEXT", "/picture/alt")
    if isinstance(question, Choice):
        yield from _of_options(question.options, several=question.several)
    elif isinstance(question, HotSpot):
        yield from _of_options(question.options, several=question.several)
        yield from _of_areas(question)
    elif isinstance(question, Ordering):
        yield from _ids("/items", [item.id for item in question.items])
        yield from _texts("/items", [item.text for item in question.items])
    elif isinstance(question, Matching):
        yield from _of_matching(question)
    elif isinstance(question, Numeric):
        yield from _of_numeric(question)
    else:
        yield from _of_short_text(question)


def _of_options(options: Sequence[Option | Area], *, several: bool) -> Iterator[Problem]:
    yield from _ids("/options", [option.id for option in options])
    yield from _texts("/options", [option.text for option in options])
    right = [option.share for option in options if option.share > 0]
    if several:
        if right and sum(right) < NEARLY_ALL:
            yield problem("SHARES_TOO_SMALL", "/options", sum=f"{sum(right):f}")
        if not right:
            yield problem("NONE_RIGHT", "/options")
        return
    if Decimal(1) not in right:
        yield problem("NONE_RIGHT", "/options")
    if all(option.share == 1 for option in options):
        yield problem("ALL_RIGHT", "/options")
    for index, option in enumerate(options):
        if option.share < 0:
            yield problem("SHARE_BELOW_ZERO", f"/options/{index}/share")


def _of_areas(question: HotSpot) -> Iterator[Problem]:
    width, height = question.picture.width, question.picture.height
    for index, area in enumerate(question.options):
        at = f"/options/{index}/coords"
        count = len(area.coords)
        if not {"rect": count == 4, "circle": count == 3, "poly": count >= 6 and count % 2 == 0}[area.shape]:
            yield problem("WRONG_COORDS", at)
            continue
        corners = area.coords[:2] if area.shape == "circle" else area.coords
        xs, ys = corners[::2], corners[1::2]
        if max(xs) > width or max(ys) > height:
            yield problem("OUTSIDE_PICTURE", at)
        elif _is_empty(area):
            yield problem("EMPTY_AREA", at)


def _is_empty(area: Area) -> bool:
    if area.shape == "circle":
        return area.coords[2] == 0
    if area.shape == "rect":
        left, top, right, bottom = area.coords
        return right <= left or bottom <= top
    points = list(zip(area.coords[::2], area.coords[1::2], strict=True))
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1], strict=True)) == 0


def _of_matching(question: Matching) -> Iterator[Problem]:
    yield from _ids("/pairs", [pair.id for pair in question.pairs] + [item.id for item in question.distractors])
    yield from _texts("/pairs", [pair.left for pair in question.pairs], "/left")
    yield from _texts("/distractors", [item.text for item in question.distractors])
    for index, pair in enumerate(question.pairs):
        if not pair.right:
            yield problem("OPTION_WITHOUT_TEXT", f"/pairs/{index}/right")


def _of_numeric(question: Numeric) -> Iterator[Problem]:
    if all(answer.share != 1 for answer in question.answers):
        yield problem("NO_FULL_ANSWER", "/answers")
    if question.unit_required and not question.units:
        yield problem("UNIT_MISSING", "/units")
    if question.units and question.units[0].factor != 1:
        yield problem("FIRST_UNIT_FACTOR", "/units/0/factor")
    yield from _ids("/units", ["".join(unit.name.split()) for unit in question.units])


def _of_short_text(question: ShortText) -> Iterator[Problem]:
    if all(answer.share != 1 for answer in question.answers):
        yield problem("NO_FULL_ANSWER", "/answers")
    for index, answer in enumerate(question.answers):
        if answer.share > 0 and not answer.text.strip("* "):
            yield problem("ONLY_A_STAR", f"/answers/{index}/text")


def _ids(at: str, ids: Sequence[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, each in enumerate(ids):
        if each in seen:
            yield problem("ID_TWICE", f"{at}/{index}/id", id=each)
        seen.add(each)


def _texts(at: str, texts: Sequence[LangString], part: str = "/text") -> Iterator[Problem]:
    seen: set[tuple[tuple[str, str], ...]] = set()
    for index, text in enumerate(texts):
        key = tuple(sorted(text.root.items()))
        if not text:
            yield problem("OPTION_WITHOUT_TEXT", f"{at}/{index}{part}")
        elif key in seen:
            yield problem("TEXT_TWICE", f"{at}/{index}{part}")
        seen.add(key)


def _of_shape(error: ValidationError) -> list[Problem]:
    """What pydantic found, its name for the type of question taken off the place, and lists of a wrong length in words."""
    found = []
    for item, each in zip(error.errors(include_url=False), problems_of(error), strict=True):
        first, _slash, rest = each.at.removeprefix("/").partition("/")
        at = (f"/{rest}" if rest else "") if first in TYPES else each.at
        facts = item.get("ctx", {})
        if item["type"] == "too_short":
            found.append(problem("TOO_FEW", at, least=facts["min_length"]))
        elif item["type"] == "too_long":
            found.append(problem("TOO_MANY", at, most=facts["max_length"]))
        else:
            found.append(Problem(at=at, code=each.code, en=each.en, bg=each.bg))
    # A list whose parts are wrong is not too short as well: pydantic counts the good ones.
    places = {each.at for each in found}
    return [each for each in found if each.code != "TOO_FEW" or not any(at.startswith(f"{each.at}/") for at in places)]
