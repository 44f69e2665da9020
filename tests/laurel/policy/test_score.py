"""A score is the worst that was said of each element and principle, and says who said it; nothing else counts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cast_of_badges import DESIGN, RECORD
from laurel.annex1.checks import check, check_record
from laurel.annex1.mending import mend_all, mended
from laurel.annex1.record import MicroCredential, Workload, plain_of
from laurel.annex1.standard import ELEMENTS, PRINCIPLES, SHOWN_BY
from laurel.policy.changes import changes_of
from laurel.policy.evaluate import Answer, Evaluation, ask, evaluate
from laurel.policy.facts import read_facts
from laurel.policy.pack import built_in, every_rule
from laurel.policy.reading import facts_of_design
from laurel.policy.score import OF_A_RECORD, explained, score
from strategies import designs

DAY = date(2026, 11, 25)
SLOW = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def evaluations(design: MicroCredential, *names: str) -> list[Evaluation]:
    return [evaluate(facts_of_design(design, on=DAY), built_in()[name], on=DAY) for name in names]


def changed(**changes: Any) -> MicroCredential:
    return DESIGN.model_copy(update=changes)


def test_a_complete_design_holds_every_element_that_it_is_asked_for() -> None:
    found = score(check(DESIGN, at=DAY))

    assert found.elements_percent == 100
    assert [line.code for line in found.elements if line.answer is None] == ["M1", "M5"]
    assert [line.code for line in found.principles if line.answer is None] == ["P3", "P7", "P8"]
    assert found["M7"].title("bg") == "Учебна натовареност (условна)"


def test_a_complete_record_holds_all_sixteen() -> None:
    found = score(check_record(RECORD, at=RECORD.issued), asked=OF_A_RECORD)

    assert {line.answer for line in found.elements} == {Answer.PASS}


def test_an_error_counts_nothing_advice_a_half_and_both_say_why() -> None:
    found = score(check(changed(workload=None, prerequisites=None), at=DAY))

    assert (found["M7"].answer, found["O1"].answer) == (Answer.FAIL, Answer.WARN)
    assert [one.code for one in found["M7"].because] == ["WORKLOAD_MISSING"]
    assert found["O1"].because[0].at == "/prerequisites"
    assert found.elements_percent == 100 * (14 - Decimal("1.5")) // 14


def test_a_principle_is_as_good_as_the_worst_element_that_shows_it() -> None:
    found = score(check(changed(supervision=None), at=DAY))

    assert found["P9"].answer is Answer.WARN
    assert found["P9"].rests_on == ("M3", "M4", "O2")
    assert [one.code for one in found["P9"].because] == ["SUPERVISION_UNSTATED"]


def test_a_rule_speaks_of_its_element_and_a_question_stays_open() -> None:
    found = score(check(DESIGN, at=DAY), evaluations(DESIGN, "cmf", "nl"))

    assert found["M7"].answer is Answer.FAIL
    assert {(one.pack, one.code) for one in found["M7"].because} == {("cmf", "R-01"), ("nl", "R-01")}
    assert found["P8"].answer is Answer.REFER
    assert "P8" in found.open
    assert found.principles_percent is not None


def test_a_rule_about_missing_elements_speaks_of_those_that_are_missing() -> None:
    design = changed(workload=None)
    found = score(check(design, at=DAY), evaluations(design, "eu"))

    assert [one.code for one in found["M7"].because] == ["WORKLOAD_MISSING", "R-06"]
    assert found["M11"].answer is Answer.PASS


def test_nothing_asked_is_no_score() -> None:
    found = score((), asked=())

    assert (found.elements_percent, found.principles_percent) == (None, None)


def test_what_counts_is_explained_in_both_languages_and_every_principle_has_its_elements() -> None:
    assert explained("en") != explained("bg")
    assert list(SHOWN_BY) == list(PRINCIPLES)
    assert all(shown <= ELEMENTS.keys() for shown in SHOWN_BY.values())


@SLOW
@given(designs)
def test_a_score_is_whole_exactly_when_nothing_was_found(design: MicroCredential) -> None:
    findings = check(design, at=DAY)
    found = score(findings)

    assert (found.elements_percent == 100) is (not findings)
    assert found == score(tuple(reversed(findings))) or len(findings) > 1
    assert found.elements_percent == score(tuple(reversed(findings))).elements_percent


@SLOW
@given(designs)
def test_mending_never_lowers_the_score(design: MicroCredential) -> None:
    def found(document: dict[str, Any]) -> Any:
        return check(MicroCredential.model_validate(document), at=DAY)

    document, applied = mend_all(plain_of(design), found)

    before, after = score(check(design, at=DAY)), score(found(document))
    failing = [sum(line.answer is Answer.FAIL for line in each.elements) for each in (before, after)]
    assert failing[1] <= failing[0]
    assert not applied or document != plain_of(design)


@pytest.mark.parametrize("name", ["nl", "cmf", "nz", "bg", "eu"])
@SLOW
@given(hours=st.integers(1, 2000), ects=st.integers(1, 60), eqf=st.integers(1, 8))
def test_the_named_changes_of_a_design_turn_the_rule(name: str, hours: int, ects: int, eqf: int) -> None:
    design = changed(
        workload=Workload(hours=Decimal(hours), ects=Decimal(ects)), level=DESIGN.level.model_copy(update={"eqf": eqf})
    )
    for finding in evaluations(design, name)[0].findings:
        changes = changes_of(finding.fix)
        if changes:
            after = MicroCredential.model_validate(mended(plain_of(design), changes))
            assert ask(finding.rule, facts_of_design(after, on=DAY)).answer is Answer.PASS


def test_facts_of_the_process_are_no_change_of_the_design() -> None:
    facts = read_facts({"approving_people": 1, "ects": 0})
    found = evaluate(facts, every_rule(), on=DAY)

    assert changes_of(found["R-13"].fix) == ()
    assert [(one.at, one.value) for one in changes_of(found["R-01"].fix)] == [("/workload/ects", "1")]
