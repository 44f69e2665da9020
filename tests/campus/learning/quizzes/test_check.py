"""A question that makes no sense is refused with the place of every mistake."""

from __future__ import annotations

import pytest
from hypothesis import given

from campus.learning.quizzes.check import read_question
from campus.learning.quizzes.problems import SENTENCES, QuestionError
from quiz_strategies import questions
from quizzes import sample

PAIRS = sample()[3]["pairs"]


def mistakes(kind: int, **changes: object) -> list[tuple[str, str]]:
    question = {**sample("a" * 64)[kind], **changes}
    with pytest.raises(QuestionError) as refusal:
        read_question(question)
    assert all(each.bg != each.en for each in refusal.value.problems)
    return [(each.at, each.code) for each in refusal.value.problems]


def option(name: str, share: str, text: str = "") -> dict[str, object]:
    return {"id": name, "text": {"en": text or name}, "share": share}


def area(**facts: object) -> list[dict[str, object]]:
    return [{**sample("a" * 64)[6]["options"][0], **facts}, *sample("a" * 64)[6]["options"][1:]]


@given(questions)
def test_a_question_survives_its_json(question):
    assert read_question(question.model_dump_json()) == question


@pytest.mark.parametrize(
    ("kind", "changes", "wanted"),
    [
        (0, {"text": {}}, [("/text", "NO_TEXT")]),
        (0, {"surprise": 1}, [("/surprise", "UNKNOWN_FIELD")]),
        (0, {"points": "0"}, [("/points", "TOO_SMALL")]),
        (0, {"options": [option("a", "1")]}, [("/options", "TOO_FEW")]),
        (0, {"options": [option("a", "1"), option("a", "0", "b")]}, [("/options/1/id", "ID_TWICE")]),
        (0, {"options": [option("a", "1", "x"), option("b", "0", "x")]}, [("/options/1/text", "TEXT_TWICE")]),
        (0, {"options": [option("a", "0.9"), option("b", "0")]}, [("/options", "NONE_RIGHT")]),
        (0, {"options": [option("a", "1"), option("b", "1")]}, [("/options", "ALL_RIGHT")]),
        (0, {"options": [option("a", "1"), option("b", "-1")]}, [("/options/1/share", "SHARE_BELOW_ZERO")]),
        (0, {"options": [option("a", "1"), {"id": "b", "text": {}}]}, [("/options/1/text", "OPTION_WITHOUT_TEXT")]),
        (1, {"options": [option("a", "0.5"), option("b", "0.4")]}, [("/options", "SHARES_TOO_SMALL")]),
        (1, {"options": [option("a", "0"), option("b", "-0.4")]}, [("/options", "NONE_RIGHT")]),
        (2, {"items": [{"id": "a", "text": {"en": "x"}}] * 2}, [("/items/1/id", "ID_TWICE"), ("/items/1/text", "TEXT_TWICE")]),
        (3, {"pairs": [{**PAIRS[0], "right": {}}, PAIRS[1]]}, [("/pairs/0/right", "OPTION_WITHOUT_TEXT")]),
        (4, {"answers": [{"value": "1", "share": "0.5"}]}, [("/answers", "NO_FULL_ANSWER")]),
        (4, {"answers": [{"value": "one"}]}, [("/answers/0/value", "NOT_A_NUMBER")]),
        (4, {"units": [], "unit_required": True}, [("/units", "UNIT_MISSING")]),
        (4, {"units": [{"name": "g", "factor": "0.001"}]}, [("/units/0/factor", "FIRST_UNIT_FACTOR")]),
        (5, {"answers": [{"text": "x", "share": "0"}]}, [("/answers", "NO_FULL_ANSWER")]),
        (5, {"answers": [{"text": "*"}]}, [("/answers/0/text", "ONLY_A_STAR")]),
        (6, {"picture": {**sample("a" * 64)[6]["picture"], "alt": {}}}, [("/picture/alt", "PICTURE_WITHOUT_TEXT")]),
        (6, {"options": area(coords=[1, 2, 3])}, [("/options/0/coords", "WRONG_COORDS")]),
        (6, {"options": area(coords=[1, 2, 3, 999])}, [("/options/0/coords", "OUTSIDE_PICTURE")]),
        (6, {"options": area(coords=[9, 9, 5, 5])}, [("/options/0/coords", "EMPTY_AREA")]),
        (6, {"options": area(shape="poly", coords=[1, 1, 2, 2, 3, 3])}, [("/options/0/coords", "EMPTY_AREA")]),
    ],
)  # fmt: skip
def test_refuses_what_makes_no_sense_and_says_where(kind, changes, wanted):
    assert mistakes(kind, **changes) == wanted


def test_every_sentence_is_there_in_both_languages():
    assert all(en and bg and en != bg for en, bg in SENTENCES.values())
