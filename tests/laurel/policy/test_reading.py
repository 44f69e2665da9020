"""What a design states becomes facts; what it leaves open stays unknown; the Commission's own sample fares as it should."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from cast_of_badges import DESIGN, RECORD
from laurel.annex1.record import Level, MicroCredential
from laurel.formats import elm
from laurel.policy.evaluate import Answer, Evaluation, evaluate
from laurel.policy.facts import FACTS, UNKNOWN, fits
from laurel.policy.pack import built_in
from laurel.policy.reading import facts_of_design, facts_of_record
from shared import SHARED

DAY = date(2026, 11, 25)


def test_every_fact_read_from_a_design_is_in_the_vocabulary_and_of_its_kind() -> None:
    for facts in (facts_of_design(DESIGN, on=DAY), facts_of_record(RECORD, on=DAY)):
        for name, value in facts.items():
            assert value is UNKNOWN or fits(FACTS[name].kind, value), name


def test_what_a_design_leaves_open_stays_unknown() -> None:
    empty = MicroCredential(id="https://uni.example/empty", title={"en": "Nothing yet"}, description={})  # type: ignore[arg-type]

    facts = facts_of_design(empty, on=DAY)

    open_facts = {name for name, value in facts.items() if value is UNKNOWN}
    assert open_facts >= {"ects", "hours", "eqf", "attendance_only", "identity_verified", "outcomes_assessed_percent"}
    assert facts["missing_elements"] >= {"M4", "M6", "M7", "M8", "M9", "M10", "M11"}


def test_a_level_that_does_not_apply_is_a_fact_and_not_a_gap() -> None:
    apart = DESIGN.model_copy(update={"level": Level(not_applicable_because={"en": "Not in a framework"})})  # type: ignore[arg-type]

    assert facts_of_design(apart, on=DAY)["level_applies"] is False
    assert evaluate(facts_of_design(apart, on=DAY), built_in()["cmf"], on=DAY)["R-04"].answer is Answer.PASS


@pytest.fixture(scope="module")
def sample() -> dict[str, Evaluation]:
    text = (SHARED / "domain" / "data" / "elm_v3_sample_mc_annex1_trimmed.json").read_text()
    imported = elm.read(json.loads(text))
    facts = facts_of_record(imported.record, on=DAY, findings=imported.findings)
    return {pack.id: evaluate(facts, pack, on=DAY) for pack in built_in().values()}


def _failed(evaluation: Evaluation) -> list[str]:
    return [finding.rule.id for finding in evaluation.findings if finding.answer is Answer.FAIL]


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared vectors and data are not beside this checkout")
def test_the_commissions_sample_fares_under_each_pack_as_the_rules_say(sample: dict[str, Evaluation]) -> None:
    assert _failed(sample["eu"]) == ["R-06", "R-11"]
    assert sample["eu"]["R-06"].facts["missing_elements"] == frozenset({"M5", "M11"})
    assert sample["eu"]["R-03"].answer is Answer.PASS
    assert _failed(sample["nl"]) == ["R-01"]
    assert sample["nl"]["R-01"].facts == {"ects": Decimal(2)}
    assert _failed(sample["nl-experiment"]) == []
    assert _failed(sample["cmf"]) == ["R-01", "R-10"]
    assert sample["cmf"]["R-01"].facts["hours"] == Decimal(60)
