"""What a design is made of: outcomes with verbs and levels, rubrics, parts, and designs for one organisation or one learner."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from cast_of_badges import DESIGN, RECORD, both
from laurel.annex1.checks import check
from laurel.annex1.matrix import highest_points, matrix_of
from laurel.annex1.mending import mended
from laurel.annex1.record import (
    Agreement,
    Commission,
    Criterion,
    LangString,
    MicroCredential,
    Part,
    Parts,
    RubricLevel,
    Workload,
    plain_of,
    published_of,
)
from laurel.annex1.vocabularies import Form, Visibility
from laurel.canon import jcs
from laurel.formats import elm, openbadge3
from laurel.formats.schema import check_schema
from strategies import designs

PROJECT, QUIZ = DESIGN.assessments
FIRST = DESIGN.learning_outcomes[0]
SLOW = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def changed(part: Any, **changes: Any) -> Any:
    return part.model_copy(update=changes)


def level(name: str, points: int) -> RubricLevel:
    return RubricLevel(id=name, name=both(name, name + "!"), points=Decimal(points))


def criterion(name: str, *outcomes: str, **changes: Any) -> Criterion:
    levels = (level("weak", 0), level("sound", 30), level("strong", 50))
    return Criterion(id=name, statement=both("Преценка", "Judgement"), outcomes=outcomes, levels=levels, **changes)


RUBRIC = (criterion("sources", "lo1"), criterion("lies", "lo2", passing="sound"))
SET = changed(
    DESIGN,
    form=Form.SKILL_SET,
    assessments=(changed(PROJECT, rubric=RUBRIC), QUIZ),
    learning_outcomes=(changed(FIRST, verb=both("Оценява", "Evaluates"), level=6), DESIGN.learning_outcomes[1]),
    parts=Parts(
        of=(
            Part(
                id="a",
                title=both("А", "A"),
                refers_to="https://uni.example/m/a/1",
                workload=Workload(hours=Decimal(20)),
                mandatory=True,
            ),
            Part(id="b", title=both("Б", "B"), outcomes=("lo1",), workload=Workload(hours=Decimal(10))),
            Part(id="c", title=both("В", "C"), outcomes=("lo2",), workload=Workload(hours=Decimal(20))),
        ),
        choose=2,
    ),
    visibility=Visibility.RESTRICTED,
    commission=Commission(name=both("Пекарна Зорница", "Zornitsa Bakery"), need=both("Нова линия", "A new line")),
    agreement=Agreement(
        template="https://uni.example/m/t/1", outcomes=("lo1",), approved_by="Изпитна комисия", approved_on=date(2026, 9, 1)
    ),
)


def found(**changes: Any) -> set[tuple[str, str]]:
    return {(one.code, one.at) for one in check(changed(SET, **changes))}


def with_rubric(*rows: Criterion, **changes: Any) -> dict[str, Any]:
    return {"assessments": (changed(PROJECT, rubric=rows, **changes), QUIZ)}


def with_parts(*, choose: int | None = 2, **changes: Any) -> dict[str, Any]:
    first, *rest = SET.parts.of
    return {"parts": Parts(of=(changed(first, **changes), *rest), choose=choose)}


def test_a_design_with_all_of_it_has_nothing_to_mend() -> None:
    assert found() == set()


TWICE = (level("weak", 0), level("weak", 50))
DOWN = (level("strong", 50), level("weak", 0))


@pytest.mark.parametrize(
    ("changes", "code", "at"),
    [
        (
            {"learning_outcomes": (changed(FIRST, verb=both("Мери", "Evaluates")), SET.learning_outcomes[1])},
            "VERB_NOT_IN_STATEMENT",
            "/learning_outcomes/0/verb/bg",
        ),
        (
            {"learning_outcomes": (changed(FIRST, level=7), SET.learning_outcomes[1])},
            "OUTCOME_LEVEL_ABOVE",
            "/learning_outcomes/0/level",
        ),
        (with_rubric(criterion("sources", "lo1")), "OUTCOME_WITHOUT_CRITERION", "/learning_outcomes/1"),
        (with_rubric(*RUBRIC, RUBRIC[0]), "CRITERION_TWICE", "/assessments/0/rubric/2"),
        (with_rubric(changed(RUBRIC[0], statement=LangString({}))), "CRITERION_EMPTY", "/assessments/0/rubric/0/statement"),
        (with_rubric(*RUBRIC, criterion("style")), "CRITERION_FOR_NOTHING", "/assessments/0/rubric/2/outcomes"),
        (with_rubric(criterion("x", "lo9")), "CRITERION_OUTCOME_UNKNOWN", "/assessments/0/rubric/0/outcomes"),
        (with_rubric(changed(RUBRIC[0], levels=DOWN[:1])), "RUBRIC_LEVELS_TOO_FEW", "/assessments/0/rubric/0/levels"),
        (with_rubric(changed(RUBRIC[0], levels=TWICE)), "RUBRIC_LEVEL_TWICE", "/assessments/0/rubric/0/levels/1"),
        (
            with_rubric(changed(RUBRIC[0], levels=(changed(DOWN[1], name=LangString({})), DOWN[0]))),
            "RUBRIC_LEVEL_UNNAMED",
            "/assessments/0/rubric/0/levels/0/name",
        ),
        (with_rubric(changed(RUBRIC[0], levels=DOWN)), "RUBRIC_POINTS_ORDER", "/assessments/0/rubric/0/levels"),
        (with_rubric(*RUBRIC, maximum=Decimal(90)), "RUBRIC_MAXIMUM", "/assessments/0/maximum"),
        (with_rubric(changed(RUBRIC[0], passing="superb")), "PASSING_LEVEL_UNKNOWN", "/assessments/0/rubric/0/passing"),
        ({"form": Form.SKILL}, "PARTS_OF_ONE_PIECE", "/form"),
        ({"parts": Parts(of=SET.parts.of[:1])}, "PARTS_TOO_FEW", "/parts/of"),
        (with_parts(id="b"), "PART_TWICE", "/parts/of/1"),
        (with_parts(title=LangString({})), "PART_UNNAMED", "/parts/of/0/title"),
        (with_parts(refers_to=None), "PART_EMPTY", "/parts/of/0"),
        (with_parts(refers_to=SET.id), "PART_OF_ITSELF", "/parts/of/0/refers_to"),
        (with_parts(outcomes=("lo9",)), "PART_OUTCOME_UNKNOWN", "/parts/of/0/outcomes"),
        (with_parts(choose=4), "PARTS_CHOOSE_TOO_MANY", "/parts/choose"),
        (
            {"parts": Parts(of=tuple(changed(one, mandatory=True) for one in SET.parts.of), choose=2)},
            "PARTS_CHOOSE_TOO_FEW",
            "/parts/choose",
        ),
        (with_parts(workload=Workload(hours=Decimal(31))), "PARTS_WORKLOAD", "/workload/hours"),
        (with_parts(choose=None), "PARTS_WORKLOAD", "/workload/hours"),
        ({"commission": Commission(need=both("а", "a"))}, "COMMISSIONER_UNNAMED", "/commission/name"),
        ({"commission": changed(SET.commission, need=None)}, "COMMISSION_NEED_MISSING", "/commission/need"),
        ({"commission": None, "agreement": None}, "RESTRICTED_FOR_NOBODY", "/visibility"),
        ({"agreement": changed(SET.agreement, template=None)}, "TEMPLATE_MISSING", "/agreement/template"),
        ({"agreement": changed(SET.agreement, template=SET.id)}, "TEMPLATE_IS_ITSELF", "/agreement/template"),
        ({"agreement": changed(SET.agreement, outcomes=())}, "NOTHING_NEGOTIATED", "/agreement/outcomes"),
        ({"agreement": changed(SET.agreement, outcomes=("lo9",))}, "NEGOTIATED_OUTCOME_UNKNOWN", "/agreement/outcomes"),
        ({"agreement": changed(SET.agreement, approved_on=None)}, "NEGOTIATED_NOT_APPROVED", "/agreement/approved_on"),
        ({"agreement": changed(SET.agreement, approved_by="")}, "NEGOTIATED_NOT_APPROVED", "/agreement/approved_on"),
        (
            {"agreement": changed(SET.agreement, agreed_on=date(2026, 9, 2))},
            "APPROVED_BEFORE_AGREED",
            "/agreement/approved_on",
        ),
    ],
)
def test_a_part_that_does_not_fit_is_found_at_its_place(changes: dict[str, Any], code: str, at: str) -> None:
    assert (code, at) in found(**changes)


@pytest.mark.parametrize("changes", [with_rubric(*RUBRIC, maximum=Decimal(90)), with_parts(choose=4)])
def test_the_offered_number_turns_its_finding(changes: dict[str, Any]) -> None:
    wrong = changed(SET, **changes)
    [finding] = [one for one in check(wrong) if one.fix]

    fixed = MicroCredential.model_validate(mended(plain_of(wrong), [finding.fix]))  # type: ignore[list-item]

    assert finding.code not in {one.code for one in check(fixed)}


def test_k_of_n_parts_take_between_the_shortest_and_the_longest_choice() -> None:
    for hours, fits in ((29, False), (30, True), (40, True), (41, False)):
        design = changed(SET, workload=Workload(hours=Decimal(hours), ects=None))
        assert ("PARTS_WORKLOAD" not in {one.code for one in check(design)}) is fits


def test_the_matrix_says_what_is_covered_by_which_criteria() -> None:
    matrix = matrix_of(SET)

    assert [[(cell.assessed, [one.id for one in cell.criteria]) for cell in matrix.row(row)] for row in matrix.outcomes] == [
        [(True, ["sources"]), (True, [])],
        [(True, ["lies"]), (False, [])],
    ]
    assert (matrix.coverage, matrix.criteria_coverage) == (100, 100)
    assert highest_points(RUBRIC) == 100


def test_an_outcome_that_only_a_criterion_names_is_assessed() -> None:
    design = changed(DESIGN, assessments=(changed(PROJECT, outcomes=(), rubric=RUBRIC), changed(QUIZ, outcomes=())))

    matrix = matrix_of(design)

    assert matrix.coverage == 100
    assert [one.id for one in matrix.idle] == ["quiz"]
    assert "OUTCOME_NOT_ASSESSED" not in {one.code for one in check(design)}


@SLOW
@given(designs)
def test_coverage_is_whole_exactly_when_every_outcome_is_assessed(design: MicroCredential) -> None:
    matrix = matrix_of(design)

    assert (matrix.coverage == 100) is bool(matrix.outcomes and not matrix.unassessed)
    assert 0 <= matrix.criteria_coverage <= matrix.coverage <= 100


def test_a_design_of_twenty_thousand_rows_is_checked_without_a_table_of_a_hundred_million_cells() -> None:
    outcomes = tuple(changed(FIRST, id=f"o{number}", skills=(), level=None) for number in range(10_000))
    assessments = tuple(changed(QUIZ, id=f"a{number}", outcomes=(), weight=Decimal(0)) for number in range(10_000))
    design = changed(SET, learning_outcomes=outcomes, assessments=assessments, parts=None)

    matrix = matrix_of(design)

    assert (len(matrix.unassessed), len(matrix.idle), len(matrix.cells)) == (10_000, 10_000, 0)
    assert sum(one.code == "OUTCOME_NOT_ASSESSED" for one in check(design)) == 10_000


def test_a_text_published_before_the_record_grew_is_read_and_keeps_its_digest() -> None:
    text = jcs.canonicalize(DESIGN.model_dump(mode="json", exclude_none=True))
    whole = jcs.canonicalize(plain_of(DESIGN))

    assert hashlib.sha256(text).hexdigest() == "e39771e9d78f405290ab4118cd13fb8179678606249d04a86cd727314ec2b742"
    assert hashlib.sha256(whole).hexdigest() == "287660cf3c2a8f783c26ec956b3adb1fb594ff854da7290c557b149b7f17a511"
    again = MicroCredential.model_validate_json(text)
    assert jcs.canonicalize(again.model_dump(mode="json", exclude_none=True)) == text


@SLOW
@given(designs)
def test_a_design_read_from_its_text_has_the_same_text(design: MicroCredential) -> None:
    text = jcs.canonicalize(design.model_dump(mode="json", exclude_none=True))

    assert jcs.canonicalize(MicroCredential.model_validate_json(text).model_dump(mode="json", exclude_none=True)) == text


def test_rubrics_levels_and_parts_stand_in_a_badge_of_the_right_shape() -> None:
    record = changed(RECORD, credential=SET)
    badge = openbadge3.project(record, salt="s")

    assert check_schema(badge) == []
    assert openbadge3.parse(badge) == openbadge3.carried(record)
    described = badge["credentialSubject"]["achievement"]["resultDescription"]
    [lies] = [one for one in described if one["id"].endswith("#criterion-project/lies")]
    assert lies["requiredLevel"].endswith("#criterion-project/lies/sound")
    assert [one["points"] for one in lies["rubricCriterionLevel"]] == ["0", "30", "50"]
    assert openbadge3.misfits(badge) == ()


def test_nobody_learns_from_a_credential_for_whom_the_design_was_made() -> None:
    record = changed(RECORD, credential=SET)

    for document in (openbadge3.project(record, salt="s"), elm.project(record, image=b"\x89PNG\r\n\x1a\n")):
        text = json.dumps(document, ensure_ascii=False)
        assert not any(word in text for word in ("Zornitsa", "Зорница", "комисия", "/m/t/1", "restricted"))
    assert published_of(SET).commission is None
