"""Designs from JSON text: read whole, or refused with every place named in both languages."""

import json

import pytest
from hypothesis import HealthCheck, given, settings

from cast_of_badges import DESIGN, RECORD
from laurel.annex1.read import read_design, read_record
from laurel.errors import DesignError
from strategies import records

LEAST = {"id": "https://uni.example/d", "title": {"en": "Data"}, "description": {"en": "About data"}}


def problems(text):
    with pytest.raises(DesignError) as caught:
        read_design(text if isinstance(text, bytes | str) else json.dumps(text))
    return {problem.at: problem for problem in caught.value.problems}


def test_a_design_written_as_json_is_read_back():
    assert read_design(DESIGN.model_dump_json()) == DESIGN
    assert read_record(RECORD.model_dump_json().encode()) == RECORD


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(records)
def test_every_record_survives_json(record):
    assert read_record(record.model_dump_json()) == record


@pytest.mark.parametrize(
    ("wrong", "at", "code"),
    [
        ({"titel": {}}, "/titel", "UNKNOWN_FIELD"),
        ({"title": "Data"}, "/title", "NOT_TRANSLATED"),
        ({"title": {"English": "Data"}}, "/title/English", "WRONG_FORM"),
        ({"title": {"en": 5}}, "/title/en", "NOT_TEXT"),
        ({"id": "no address"}, "/id", "WRONG_FORM"),
        ({"form": "course"}, "/form", "NOT_IN_LIST"),
        ({"workload": {"hours": 0}}, "/workload/hours", "TOO_SMALL"),
        ({"workload": {"hours": 20_000}}, "/workload/hours", "TOO_LARGE"),
        ({"workload": {"hours": "1.234"}}, "/workload/hours", "TOO_MANY_DIGITS"),
        ({"workload": {"hours": "many"}}, "/workload/hours", "NOT_A_NUMBER"),
        ({"workload": {}}, "/workload/hours", "MISSING"),
        ({"workload": 40}, "/workload", "NOT_AN_OBJECT"),
        ({"level": {"eqf": 5.5}}, "/level/eqf", "NOT_WHOLE"),
        ({"learning_outcomes": {}}, "/learning_outcomes", "NOT_A_LIST"),
        ({"learning_outcomes": [{"id": "Лo 1", "statement": {}}]}, "/learning_outcomes/0/id", "WRONG_FORM"),
        ({"tags": ["x" * 501]}, "/tags/0", "TOO_LONG"),
        ({"field": "ICT"}, "/field", "WRONG_FORM"),
        (
            {"quality_assurance": [{"type": "internal", "name": {}, "valid_until": "soon"}]},
            "/quality_assurance/0/valid_until",
            "NOT_A_DATE",
        ),
        ({"parts": {"of": [{"id": "a"}] * 61}}, "/parts/of", "TOO_MANY"),
        ({"learning_outcomes": [{"id": "o", "statement": {}, "level": 9}]}, "/learning_outcomes/0/level", "TOO_LARGE"),
        ({"a/b~c": 1}, "/a~1b~0c", "UNKNOWN_FIELD"),
    ],
)
def test_refuses_a_wrong_part_and_names_its_place(wrong, at, code):
    problem = problems(LEAST | wrong)[at]

    assert problem.code == code
    assert problem.say("bg") != problem.say("en")
    assert problem.say("en").startswith(at)


def test_refuses_with_every_place_at_once():
    assert set(problems({"title": 1, "form": "x"})) == {"/id", "/title", "/description", "/form"}


@pytest.mark.parametrize("text", [b"", b"{", b"\xff", '{"id": 1, "id": 2}', "[]", "null"])
def test_refuses_what_is_not_one_json_object(text):
    assert problems(text)[""].say("bg")


def test_refuses_a_time_without_its_zone():
    record = json.loads(RECORD.model_dump_json()) | {"issued": "2026-11-23T09:00:00"}

    with pytest.raises(DesignError) as caught:
        read_record(json.dumps(record))
    assert caught.value.problems[0].code == "NOT_A_TIME"
