"""Evaluating is deterministic, explains itself wholly, and says truly what would turn a refusal."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.policy.conditions import facts_of
from laurel.policy.evaluate import Answer, ask, evaluate
from laurel.policy.facts import FACTS, UNKNOWN, Fact, read_facts
from laurel.policy.pack import built_in, every_rule

DAY = date(2026, 11, 25)
RULES = {(pack.id, rule.id): rule for pack in (every_rule(), *built_in().values()) for rule in pack.on(DAY)}
WORDS = ("diploma", "M11", "title", "tags", "reassessment", "misconduct", "bg", "zealand")


def _values(fact: Fact) -> st.SearchStrategy[Any]:
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "number": st.decimals(min_value=0, max_value=500, places=1),
        "flag": st.booleans(),
        "word": st.sampled_from(WORDS),
        "words": st.frozensets(st.sampled_from(WORDS), max_size=3),
        "date": st.dates(),
    }
    return st.one_of(st.just(UNKNOWN), kinds[fact.kind])


CASES = st.fixed_dictionaries({name: _values(fact) for name, fact in FACTS.items()})


@given(facts=CASES)
def test_the_same_facts_always_give_the_same_answer(facts: dict[str, Any]) -> None:
    for pack in built_in().values():
        shuffled = dict(sorted(facts.items(), reverse=True))
        assert evaluate(facts, pack, on=DAY) == evaluate(shuffled, pack, on=DAY)


@given(facts=CASES)
def test_changing_the_named_facts_turns_every_refusal(facts: dict[str, Any]) -> None:
    for rule in RULES.values():
        found = ask(rule, facts)
        if found.answer is not Answer.PASS:
            assert found.fix, f"{rule.id} names no way out"
            assert ask(rule, {**facts, **found.fix}).answer is Answer.PASS


@given(facts=CASES)
def test_a_refusal_rests_on_stated_facts_of_its_rule_and_names_them(facts: dict[str, Any]) -> None:
    for rule in RULES.values():
        found = ask(rule, facts)
        assert set(found.facts) <= {*facts_of(rule.require), *facts_of(rule.when)}
        if found.answer in (Answer.FAIL, Answer.WARN):
            assert found.facts
            assert UNKNOWN not in found.facts.values()
        for name in found.facts:
            assert FACTS[name].bg in found.reason("bg")
            assert FACTS[name].en in found.reason("en")


@given(facts=CASES, name=st.sampled_from(sorted(FACTS)))
def test_what_nobody_stated_never_makes_a_refusal(facts: dict[str, Any], name: str) -> None:
    """Forgetting a fact may open a question; it cannot turn a yes into a no."""
    for rule in RULES.values():
        if ask(rule, facts).answer is Answer.PASS and "known" not in str(rule):
            assert ask(rule, {**facts, name: UNKNOWN}).answer in (Answer.PASS, Answer.REFER)


def test_the_reason_names_the_number_asked_for_and_the_number_found() -> None:
    found = evaluate(read_facts({"ects": 2}), built_in()["nl"], on=DAY)["R-01"]

    assert found.reason("en") == "At least 3 ECTS credits. Here: ECTS credits: 2."
    assert found.reason("bg") == "Поне 3 кредита по ECTS. Тук: кредити по ECTS: 2."
    assert found.advice("en") == "It would be met with ECTS credits: 3."
    assert found.fix == {"ects": Decimal(3)}


def test_a_rule_that_does_not_concern_the_case_says_so() -> None:
    found = evaluate(read_facts({"hours": 4}), built_in()["eu"], on=DAY)["R-03"]

    assert (found.answer, found.applies) == (Answer.PASS, False)
    assert found.reason("en").startswith("Does not apply.")


def test_only_the_stages_asked_for_are_judged() -> None:
    at_design = evaluate({}, every_rule(), on=DAY, stages=("design",))

    assert {finding.rule.stage for finding in at_design.findings} == {"design"}
    with pytest.raises(KeyError):
        at_design["R-27"]


def test_elements_and_principles_are_scored_by_their_worst_rule() -> None:
    scored = evaluate(read_facts({"ects": 2, "hours": 300}), every_rule(), on=DAY).by_element()

    assert scored["M7"] is Answer.FAIL  # R-03, although hold
    assert scored["P4"] is Answer.REFER
