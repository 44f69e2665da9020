"""Comparing packs: exactly the differences, each with the smallest example, and what many designs would meet."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import permutations

import pytest

from laurel.policy.compatibility import compare
from laurel.policy.diff import diff
from laurel.policy.evaluate import Answer, evaluate
from laurel.policy.facts import read_facts
from laurel.policy.pack import BUILT_IN, built_in

DAY = date(2026, 11, 25)


def test_the_dutch_standard_and_the_common_framework_differ_in_exactly_these_rules() -> None:
    found = diff(built_in()["nl"], built_in()["cmf"], on=DAY)

    assert [rule.id for rule in found.only_left] == ["R-13", "R-16", "R-18", "R-19"]
    assert [rule.id for rule in found.only_right] == ["R-04", "R-07", "R-10"]
    assert [changed.left.id for changed in found.changed] == ["R-01", "R-02"]
    assert {each.rule.id: dict(each.example) for each in found.left_forbids} == {
        "R-13": {"approving_people": Decimal(1)},
        "R-16": {"related_to_portfolio": False},
        "R-18": {"learner_feedback_route": False},
        "R-19": {"prerequisites_evaluable": False, "has_prerequisites": True},
    }
    assert {each.rule.id: dict(each.example) for each in found.right_forbids} == {
        "R-01": {"ects": Decimal("3.5")},
        "R-02": {"ects": Decimal("6.5")},
        "R-04": {"eqf": Decimal(8)},
        "R-07": {"summative_assessments": Decimal(0)},
        "R-10": {"identity_verified": False, "ects": Decimal(3)},
    }


def test_the_experiment_differs_from_the_standard_only_while_it_lasts() -> None:
    standard, experiment = built_in()["nl"], built_in()["nl-experiment"]

    (only,) = diff(standard, experiment, on=DAY).left_forbids
    assert (only.rule.id, only.example) == ("R-01", {"ects": Decimal("2.5")})
    assert diff(standard, experiment, on=date(2027, 5, 1)).same


@pytest.mark.parametrize(("left", "right"), [*permutations(BUILT_IN, 2)])
def test_an_example_proves_the_difference_it_stands_for(left: str, right: str) -> None:
    packs = built_in()
    found = diff(packs[left], packs[right], on=DAY)

    for mine, other, examples in ((left, right, found.left_forbids), (right, left, found.right_forbids)):
        for each in examples:
            assert evaluate(each.example, packs[mine], on=DAY)[each.rule.id].answer is Answer.FAIL
            answers = evaluate(each.example, packs[other], on=DAY)
            assert all(finding.answer is not Answer.FAIL for finding in answers.findings)
            for language in ("en", "bg"):
                assert each.rule.id in each.say(language)


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_pack_does_not_differ_from_itself(name: str) -> None:
    found = diff(built_in()[name], built_in()[name], on=DAY)

    assert found.same
    assert not found.left_forbids
    assert not found.right_forbids


def test_the_report_on_many_designs_counts_who_meets_all_packs_and_why_the_others_do_not() -> None:
    designs = [(f"design {ects}", read_facts({"ects": ects, "hours": ects * 25})) for ects in range(1, 9)]

    report = compare(designs, [built_in()["nl"], built_in()["cmf"]], on=DAY)

    assert report.say("en") == "Of 8 designs, 3 meet every pack (nl, cmf)."
    assert [each.name for each in report.fared if each.meets_all] == ["design 4", "design 5", "design 6"]
    assert dict(report.reasons) == {("cmf", "R-01"): 3, ("nl", "R-01"): 2, ("cmf", "R-02"): 2}
    assert report.reasons[0] == (("cmf", "R-01"), 3)
