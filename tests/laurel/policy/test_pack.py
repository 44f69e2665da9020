"""Packs are read strictly, every mistake is named by its place, and what they extend and when they hold is respected."""

from __future__ import annotations

from datetime import date
from importlib import resources

import pytest

from laurel.errors import PolicyError
from laurel.policy.cases import read_cases, run_cases
from laurel.policy.facts import read_facts
from laurel.policy.limits import MAX_PACK
from laurel.policy.pack import BUILT_IN, built_in, read_pack

DAY = date(2026, 11, 25)
OWN = """
id = "our-school"
version = "1"
title = { en = "Our school", bg = "Нашето училище" }
status = "in_force"
extends = ["eu"]

[[rule]]
id = "R-01"
parameters = { min_ects = 2 }

[[rule]]
id = "R-13"
drop = true

[[rule]]
id = "OUR-01"
stage = "design"
element = "M10"
title = { en = "Feedback", bg = "Обратна връзка" }
requires = { en = "Learners can give feedback.", bg = "Обучаемите могат да дават обратна връзка." }
require = { fact = "learner_feedback_route", is = true }
"""


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_built_in_pack_passes_the_tests_beside_it(name: str) -> None:
    cases = read_cases(resources.files("laurel.policy").joinpath("packs", f"{name}.tests.toml").read_text(encoding="utf-8"))

    assert cases
    assert run_cases(built_in()[name], cases) == ()


def test_a_test_that_does_not_hold_is_told_with_both_answers() -> None:
    cases = read_cases('[[case]]\nname = "n"\non = 2026-01-01\nfacts = { ects = 2 }\nexpect = { R-01 = "pass", R-40 = "fail" }')

    found = run_cases(built_in()["nl"], cases)

    assert [(each.rule, each.expected, each.answered) for each in found] == [
        ("R-01", "pass", "fail"),
        ("R-40", "fail", "absent"),
    ]


def test_a_pack_of_ones_own_extends_another_changes_numbers_and_adds_rules() -> None:
    pack = read_pack(OWN)
    rules = {rule.id: rule for rule in pack.on(DAY)}

    assert rules["R-01"].demand("bg") == "Поне 2 кредита по ECTS."
    assert rules["R-06"].pack == "eu"
    assert rules["OUR-01"].pack == "our-school"
    assert "R-13" not in rules


def test_an_entry_counts_only_between_its_dates_both_ends_included() -> None:
    pack = read_pack(OWN.replace("min_ects = 2 }", "min_ects = 2 }\nvalid_from = 2026-01-01\nvalid_until = 2026-12-31"))

    held = [day for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)) if _has(pack, day)]

    assert held == [date(2026, 1, 1), date(2026, 12, 31)]


def _has(pack: object, day: date) -> bool:
    return any(rule.id == "R-01" for rule in pack.on(day))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("change", "at", "code"),
    [
        (("[[rule]]", "[[rule"), "", "NOT_TOML"),
        (('status = "in_force"', 'status = "maybe"'), "/status", "NOT_IN_LIST"),
        (('extends = ["eu"]', 'extends = ["mars"]'), "/extends/0", "UNKNOWN_PACK"),
        (("min_ects = 2", "min_etcs = 2"), "/rule/0/parameters/min_etcs", "UNKNOWN_PARAMETER"),
        (("is = true", 'is = "yes"'), "/rule/2/require/is", "WRONG_KIND"),
        (('fact = "learner_feedback_route"', 'fact = "horoscope"'), "/rule/2/require/fact", "UNKNOWN_FACT"),
        (("is = true", "at_least = 3"), "/rule/2/require/at_least", "UNKNOWN_OPERATOR"),
        (("is = true", 'is = "$flag"'), "/rule/2/require/is", "UNKNOWN_PARAMETER"),
        (('"OUR-01"\nstage = "design"', '"OUR-01"'), "/rule/2", "UNKNOWN_RULE"),
        (("Learners can give feedback.", "Learners can give {what}."), "/rule/2/requires", "UNKNOWN_PARAMETER"),
        (('element = "M10"', 'element = "M12"'), "/rule/2/element", "WRONG_FORM"),
        (("parameters = { min_ects = 2 }", 'parameters = { min_ects = "two" }'), "/rule/0/require/at_least", "WRONG_KIND"),
        (('version = "1"', 'version = "1"\nfrom = 3'), "/from", "UNKNOWN_FIELD"),
    ],
)
def test_refuses_a_pack_with_a_mistake_and_names_the_place(change: tuple[str, str], at: str, code: str) -> None:
    assert change[0] in OWN

    with pytest.raises(PolicyError) as refused:
        read_pack(OWN.replace(*change))

    assert [(problem.at, problem.code) for problem in refused.value.problems] == [(at, code)]
    assert refused.value.problems[0].say("bg")


def test_refuses_a_pack_that_is_too_long_or_too_deep() -> None:
    deep = "require = " + "{ not = " * 40 + '{ fact = "ects", known = true }' + " }" * 40
    for text in ("#" * (MAX_PACK + 1), OWN.replace('require = { fact = "learner_feedback_route", is = true }', deep)):
        with pytest.raises(PolicyError):
            read_pack(text)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"horoscope": 1}, "UNKNOWN_FACT"),
        ({"ects": True}, "WRONG_KIND"),
        ({"title_words": "one"}, "WRONG_KIND"),
        ({"ects": float("nan")}, "WRONG_KIND"),
    ],
)
def test_refuses_facts_that_do_not_exist_or_are_of_another_kind(facts: dict[str, object], code: str) -> None:
    with pytest.raises(PolicyError) as refused:
        read_facts(facts)

    assert refused.value.problems[0].code == code


def test_every_pack_says_everything_in_both_languages_and_where_it_comes_from() -> None:
    for pack in built_in().values():
        assert pack.title.en
        assert pack.title.bg
        assert pack.about
        for rule in pack.on(DAY):
            assert rule.source or pack.source, (pack.id, rule.id)
            assert rule.demand("en") != rule.demand("bg")
