from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laurel.policy.facts import FACTS
from laurel.policy.mending import mend
from laurel.recognition import Step, advise, grade
from laurel.recognition.criteria import criteria

EVERYTHING = {
    "external_quality_valid": True,
    "quality_named_with_address": True,
    "verified": True,
    "issuer_known": True,
    "status_checked": True,
    "eqf": Decimal(6),
    "nqf_stated": True,
    "outcomes_stated": Decimal(4),
    "outcomes_with_skills_percent": Decimal(75),
    "ects": Decimal(2),
    "hours": Decimal(60),
    "summative_assessments": Decimal(1),
    "outcomes_assessed_percent": Decimal(100),
    "supervised": True,
    "identity_verified": True,
}


def steps(facts, **how):
    return {each.criterion.id: each.step for each in grade(facts, **how)}


def test_there_are_seven_criteria_with_words_in_both_languages():
    assert list(criteria()) == ["quality", "verification", "level", "outcomes", "workload", "testing", "identification"]
    assert all(each.title.say("bg") != each.title.say("en") for each in criteria().values())


def test_what_states_everything_is_strong_in_all():
    assert set(steps(EVERYTHING).values()) == {Step.STRONG}


def test_what_states_nothing_is_nothing_in_all_and_says_what_to_ask_for():
    graded = grade({})

    assert {each.step for each in graded} == {Step.NONE}
    assert {name for each in graded for name in each.ask} == set(EVERYTHING)


@pytest.mark.parametrize(
    ("criterion", "without", "step"),
    [
        ("quality", {"quality_named_with_address": False}, Step.SUBSTANTIAL),
        ("quality", {"external_quality_valid": False}, Step.WEAK),
        ("quality", {"external_quality_valid": False, "quality_named_with_address": False}, Step.NONE),
        ("verification", {"status_checked": False}, Step.SUBSTANTIAL),
        ("verification", {"issuer_known": False}, Step.WEAK),
        ("verification", {"verified": False}, Step.NONE),
        ("level", {"nqf_stated": False}, Step.SUBSTANTIAL),
        ("outcomes", {"outcomes_with_skills_percent": Decimal(25)}, Step.SUBSTANTIAL),
        ("outcomes", {"outcomes_stated": Decimal(1)}, Step.WEAK),
        ("outcomes", {"outcomes_stated": Decimal(0)}, Step.NONE),
        ("workload", {"hours": Decimal(90)}, Step.SUBSTANTIAL),
        ("testing", {"supervised": False}, Step.SUBSTANTIAL),
        ("testing", {"outcomes_assessed_percent": Decimal(60)}, Step.WEAK),
        ("testing", {"summative_assessments": Decimal(0)}, Step.NONE),
        ("identification", {"supervised": False}, Step.SUBSTANTIAL),
        ("identification", {"identity_verified": False}, Step.WEAK),
        ("identification", {"identity_verified": False, "supervised": False}, Step.NONE),
    ],
)
def test_a_step_lower(criterion, without, step):
    assert steps(EVERYTHING | without)[criterion] is step


def test_on_site_verification_and_identification_do_not_apply():
    found = steps({}, on_site=True)

    assert found["verification"] is None
    assert found["identification"] is None
    assert found["quality"] is Step.NONE


def test_verification_has_words_of_its_own():
    assert Step.STRONG.say("en", criterion="verification") == "secure"
    assert Step.STRONG.say("bg", criterion="quality") == "силно"


def test_strong_in_all_supports_and_nothing_speaks_against():
    assert advise(dict.fromkeys(criteria(), Step.STRONG), "exemption").answer == "supports"
    assert advise(dict.fromkeys(criteria(), Step.NONE), "exemption").answer == "speaks_against"


def test_one_heavy_criterion_without_anything_leaves_a_question():
    found = advise(dict.fromkeys(criteria(), Step.STRONG) | {"quality": Step.NONE}, "exemption")

    assert (found.answer, found.weakest) == ("ask", ("quality",))


def test_the_purpose_matters():
    lacking = dict.fromkeys(criteria(), Step.STRONG) | {"workload": Step.NONE, "level": Step.NONE}

    assert advise(lacking, "employment").answer == "supports"
    assert advise(lacking, "transfer").answer == "ask"


def test_criteria_that_do_not_apply_do_not_weigh():
    assert advise(dict.fromkeys(criteria(), Step.STRONG) | {"verification": None}, "exemption").percent == 100


values = st.fixed_dictionaries(
    {},
    optional={
        name: st.booleans() if isinstance(value, bool) else st.integers(0, 120).map(Decimal)
        for name, value in EVERYTHING.items()
    },
)


@settings(max_examples=200)
@given(values)
def test_asking_for_what_is_not_stated_can_raise_the_step(facts):
    for each in grade(facts):
        assert set(each.ask).isdisjoint(facts)
        better = [mend(condition, facts) for step, condition in each.criterion.steps.items() if step > each.step]
        if each.ask:
            assert any(change for change in better)


@settings(max_examples=100)
@given(
    st.dictionaries(st.sampled_from(sorted(criteria())), st.sampled_from(Step), min_size=1),
    st.sampled_from(["exemption", "stack"]),
)
def test_a_better_step_never_lowers_the_advice(given_steps, purpose):
    order = ["speaks_against", "ask", "supports"]
    before = advise(given_steps, purpose)
    for name, step in given_steps.items():
        after = advise(given_steps | {name: Step(min(step + 1, 3))}, purpose)
        assert after.percent >= before.percent
        assert order.index(after.answer) >= order.index(before.answer)


def test_the_criteria_ask_only_about_known_facts():
    assert set(EVERYTHING) <= set(FACTS)
