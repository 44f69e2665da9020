"""Results of every kind, rubrics, related achievements: written, read, signed, verified; what contradicts itself is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.canon import jsonld
from laurel.errors import ProjectionError
from laurel.formats.openbadge3 import (
    Related,
    Result,
    ResultDescription,
    RubricLevel,
    misfits,
    parse,
    related_of,
    results_of,
    with_related,
    with_results,
)
from laurel.formats.schema import check_schema
from laurel.formats.schema.lists import RESULT_STATUS_TYPE, RESULT_TYPE
from laurel.proofs import add_proof
from outside_world import SIGNED, SIGNER, check
from plain_badge import badge

RUBRIC = ResultDescription(
    id="urn:uuid:rubric",
    name="Argument",
    kind="RubricCriterionLevel",
    levels=(
        RubricLevel(id="urn:uuid:level-1", name="Beginning", description="States a claim.", level="1", points="1"),
        RubricLevel(id="urn:uuid:level-2", name="Mastered", level="2", points="3"),
    ),
    required_level="urn:uuid:level-2",
)
ON: dict[str, tuple[ResultDescription, Result]] = {
    "GradePointAverage": (
        ResultDescription(id="urn:uuid:gpa", name="GPA", kind="GradePointAverage", minimum="0.0", maximum="4.0"),
        Result(on="urn:uuid:gpa", value="3.7"),
    ),
    "LetterGrade": (
        ResultDescription(
            id="urn:uuid:letter", name="Grade", kind="LetterGrade", allowed=("F", "C", "B", "A"), required_value="C"
        ),
        Result(on="urn:uuid:letter", value="A"),
    ),
    "Percent": (
        ResultDescription(id="urn:uuid:p", name="Quiz", kind="Percent", maximum="100"),
        Result(on="urn:uuid:p", value="88%"),
    ),
    "PerformanceLevel": (
        ResultDescription(id="urn:uuid:pl", name="Level", kind="PerformanceLevel", allowed=("Novice", "Expert")),
        Result(on="urn:uuid:pl", value="Expert"),
    ),
    "PredictedScore": (
        ResultDescription(id="urn:uuid:ps", name="Forecast", kind="PredictedScore"),
        Result(on="urn:uuid:ps", value="61"),
    ),
    "RawScore": (
        ResultDescription(id="urn:uuid:raw", name="Exam", kind="RawScore", minimum="0", maximum="40", required_value="20"),
        Result(on="urn:uuid:raw", value="31.5"),
    ),
    "Result": (
        ResultDescription(id="urn:uuid:any", name="Remark", kind="Result"),
        Result(on="urn:uuid:any", value="cum laude"),
    ),
    "RubricCriterion": (
        ResultDescription(id="urn:uuid:rc", name="Criterion", kind="RubricCriterion"),
        Result(on="urn:uuid:rc", value="met"),
    ),
    "RubricCriterionLevel": (RUBRIC, Result(on="urn:uuid:rubric", level="urn:uuid:level-2")),
    "RubricScore": (
        ResultDescription(id="urn:uuid:rs", name="Essay", kind="RubricScore"),
        Result(on="urn:uuid:rs", value="Good (3)"),
    ),
    "ScaledScore": (
        ResultDescription(id="urn:uuid:ss", name="Scaled", kind="ScaledScore", minimum="200", maximum="800"),
        Result(on="urn:uuid:ss", value="640"),
    ),
    "Status": (ResultDescription(id="urn:uuid:st", name="State", kind="Status"), Result(on="urn:uuid:st", status="Completed")),
}


def test_there_is_a_case_for_every_result_type_of_the_specification():
    assert ON.keys() == RESULT_TYPE


@pytest.mark.parametrize("kind", ON)
def test_a_badge_with_a_result_of_this_kind_is_written_signed_verified_and_read_back(kind: str):
    description, result = ON[kind]

    document = with_results(badge(), described=[description], results=[result])

    assert (check_schema(document), misfits(document)) == ([], ())
    assert results_of(json.loads(json.dumps(document))) == ((result, description),)
    report = check(add_proof(document, signer=SIGNER, created=SIGNED))
    assert report.verdict == "accept", report.to_json()
    shown = report.credential.results[0]
    assert (shown.name, bool(shown.value)) == (description.name, True)
    assert parse(document).grade == shown.value


def test_all_of_them_stand_side_by_side():
    document = with_results(badge(), described=[one for one, _ in ON.values()], results=[one for _, one in ON.values()])

    assert [result for result, _ in results_of(document)] == [result for _, result in ON.values()]
    assert jsonld.canonical_hash(document)


@pytest.mark.parametrize("status", sorted(RESULT_STATUS_TYPE))
def test_every_status_of_the_specification_is_carried(status: str):
    document = with_results(badge(), described=[ON["Status"][0]], results=[Result(on="urn:uuid:st", status=status)])

    assert check_schema(document) == []
    assert parse(document).grade == status


def test_a_level_of_a_rubric_is_shown_by_its_name():
    document = with_results(badge(), described=[RUBRIC], results=[Result(on=RUBRIC.id, level="urn:uuid:level-1")])

    assert parse(document).grade == "Beginning"
    assert check(add_proof(document, signer=SIGNER, created=SIGNED)).credential.results[0].value == "Beginning"


WRONG: list[tuple[Any, Result | None, str]] = [
    (ON["LetterGrade"][0], Result(on="urn:uuid:letter", value="Z"), "/credentialSubject/result/0/value"),
    (ON["RawScore"][0], Result(on="urn:uuid:raw", value="41"), "/credentialSubject/result/0/value"),
    (ON["RawScore"][0], Result(on="urn:uuid:raw", value="-1"), "/credentialSubject/result/0/value"),
    (ON["RawScore"][0], Result(on="urn:uuid:raw", value="many"), "/credentialSubject/result/0/value"),
    (ON["RawScore"][0], Result(on="urn:uuid:raw", value="NaN"), "/credentialSubject/result/0/value"),
    (ON["RawScore"][0], Result(on="urn:uuid:raw", value="٥"), "/credentialSubject/result/0/value"),
    (RUBRIC, Result(on="urn:uuid:rubric", level="urn:uuid:level-9"), "/credentialSubject/result/0/achievedLevel"),
    (ON["RawScore"][0], Result(on="urn:uuid:raw", status="Completed"), "/credentialSubject/result/0/status"),
    (ON["RawScore"][0], Result(on="urn:uuid:nowhere", value="1"), "/credentialSubject/result/0/resultDescription"),
    (
        ResultDescription(id="urn:uuid:x", name="x", kind="RubricCriterionLevel", required_level="urn:uuid:none"),
        None,
        "/credentialSubject/achievement/resultDescription/0/requiredLevel",
    ),
    (
        ResultDescription(id="urn:uuid:x", name="x", kind="LetterGrade", allowed=("A",), required_value="B"),
        None,
        "/credentialSubject/achievement/resultDescription/0/requiredValue",
    ),
]


@pytest.mark.parametrize(("description", "result", "at"), WRONG, ids=lambda value: getattr(value, "value", None))
def test_refuses_a_result_that_contradicts_what_it_is_measured_on(description: Any, result: Any, at: str):
    with pytest.raises(ProjectionError) as refused:
        with_results(badge(), described=[description], results=[result] if result else [])

    assert refused.value.at == at
    assert refused.value.say("bg") != refused.value.say("en")


def test_refuses_one_identifier_for_two_descriptions_and_results_in_a_signed_badge():
    with pytest.raises(ProjectionError, match="same identifier"):
        with_results(badge(), described=[RUBRIC, RUBRIC])
    signed = add_proof(badge(), signer=SIGNER, created=SIGNED)
    with pytest.raises(ProjectionError, match="unsigned"):
        with_results(signed, results=[Result(value="1")])
    with pytest.raises(ProjectionError, match="unsigned"):
        with_related(signed, [Related(id="urn:uuid:other")])


@given(st.text(max_size=12), st.text(max_size=12), st.sampled_from(sorted(RESULT_TYPE)))
def test_whatever_somebody_wrote_is_read_and_judged_without_a_crash(value: str, bound: str, kind: str):
    document = badge()
    document["credentialSubject"]["achievement"]["resultDescription"] = [
        {"id": "urn:uuid:x", "resultType": kind, "valueMin": bound, "valueMax": bound, "allowedValue": [bound, value]}
    ]
    document["credentialSubject"]["result"] = [{"resultDescription": "urn:uuid:x", "value": value}, 7, {"value": {}}]

    assert len(results_of(document)) == 2
    assert all(problem.en != problem.bg for problem in misfits(document))


def test_related_achievements_are_named_signed_and_read_back():
    others = (Related(id="https://uni.example/achievements/1/bg", language="bg"), Related(id="urn:uuid:older", version="0.9"))

    document = with_related(badge(), others)

    assert (check_schema(document), related_of(document)) == ([], others)
    assert check(add_proof(document, signer=SIGNER, created=SIGNED)).verdict == "accept"
    for wrong in ([others[0], others[0]], [Related(id=badge()["credentialSubject"]["achievement"]["id"])]):
        with pytest.raises(ProjectionError, match="named once"):
            with_related(badge(), wrong)
