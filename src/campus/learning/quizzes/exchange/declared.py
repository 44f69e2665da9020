"""What a question looks like after a way out and in again: the losses of each format, declared."""

from __future__ import annotations

import re
from collections.abc import Mapping

from campus.learning.quizzes.answers import right_ids
from campus.learning.quizzes.exchange.rich import tidy
from campus.learning.quizzes.questions import (
    AnyQuestion,
    Choice,
    HotSpot,
    Matching,
    Numeric,
    Option,
    Ordering,
    ShortText,
)
from laurel.annex1.record import LangString

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LOSSES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "moodle": {
        "areas": (
            "a hot-spot question becomes a choice with the names of its areas",
            "въпрос с области от картина става избор между имената на областите",
        ),
        "exact": (
            "all-or-nothing of several options or of pairs becomes marks in parts",
            "„всичко или нищо“ при няколко възможности или двойки става оценяване по части",
        ),
        "accents": (
            "Moodle does not pass over accents",
            "Moodle не пренебрегва диакритичните знаци",
        ),
        "spaces": ("Moodle passes over extra spaces", "Moodle пренебрегва излишните интервали"),
        "factor": (
            "a unit’s factor without an exact inverse is rounded to 12 places",
            "множител на мерна единица без точна обратна стойност се закръглява до 12 знака",
        ),
    },
    "qti": {},
}


def losses(question: AnyQuestion, form: str) -> list[str]:
    """Keys of `LOSSES` that apply when the question is written in this format."""
    if form != "moodle":
        return []
    found = {
        "areas": isinstance(question, HotSpot),
        "exact": isinstance(question, Choice | HotSpot | Matching) and question.rule == "exact",
        "accents": isinstance(question, ShortText) and not question.accents_matter,
        "spaces": isinstance(question, ShortText) and question.spaces_matter,
        "factor": isinstance(question, Numeric) and any(1 / (1 / unit.factor) != unit.factor for unit in question.units),
    }
    return [key for key, applies in found.items() if applies]


def after(question: AnyQuestion, form: str) -> AnyQuestion:
    """The question as it comes back from this format: its ids numbered, white space tidied, losses taken."""
    question = _tidied(_renumbered(question))
    if form != "moodle":
        return question
    if isinstance(question, HotSpot):
        options = tuple(
            Option(id=each.id, text=each.text, share=each.share, feedback=each.feedback) for each in question.options
        )
        facts = {
            name: getattr(question, name) for name in ("title", "text", "picture", "points", "category", "feedback", "several")
        }
        return Choice(options=options, shuffle=False, **facts)
    if isinstance(question, Choice | Matching):
        return question.model_copy(update={"rule": "each" if isinstance(question, Matching) else "sum"})
    if isinstance(question, ShortText):
        return question.model_copy(update={"accents_matter": True, "spaces_matter": False})
    return question


def without_controls(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)


def _renumbered(question: AnyQuestion) -> AnyQuestion:
    if isinstance(question, Choice | HotSpot):
        options = [option.model_copy(update={"id": f"o{index}"}) for index, option in enumerate(question.options, start=1)]
        return question.model_copy(update={"options": tuple(options)})
    if isinstance(question, Ordering):
        items = [item.model_copy(update={"id": f"i{index}"}) for index, item in enumerate(question.items, start=1)]
        return question.model_copy(update={"items": tuple(items)})
    if isinstance(question, Matching):
        same = right_ids(question)
        needless = {item.id for item in question.distractors if same[item.id] != item.id}  # the right side of a pair as well
        pairs = [pair.model_copy(update={"id": f"p{index}"}) for index, pair in enumerate(question.pairs, start=1)]
        rest = [item for item in question.distractors if item.id not in needless]
        items = [item.model_copy(update={"id": f"d{index}"}) for index, item in enumerate(rest, start=1)]
        return question.model_copy(update={"pairs": tuple(pairs), "distractors": tuple(items)})
    return question


def _tidied(question: AnyQuestion) -> AnyQuestion:
    """Every text as it comes back from a page: tidied, without characters that XML cannot hold."""
    return type(question).model_validate(_tidy(question.model_dump()), strict=False)


def _tidy(value: object) -> object:
    if isinstance(value, LangString):
        return _tidy(value.root)
    if isinstance(value, str):
        return tidy(re.sub(r"[ \t\r\f]+", " ", without_controls(value).replace("\r\n", "\n")))
    if isinstance(value, dict):
        return {key: _tidy(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_tidy(each) for each in value)
    return value
