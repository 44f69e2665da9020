from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus.catalogue.drafts import state_of
from campus.learning.rules import Mark, decide, overall_of
from sample_design import WORDS, draft


def design(**changes):
    record = state_of(draft(**changes), on=date(2026, 11, 23)).record
    assert record is not None
    return record


def marks(**values):
    return {name: Mark(word=value) if isinstance(value, str) else Mark(Decimal(value)) for name, value in values.items()}


def test_who_meets_every_rule_earns_it_with_the_weighted_mean_as_grade():
    decision = decide(design(), marks(project=80, exam=70))

    assert decision.earned
    assert (decision.overall, decision.grade) == (Decimal("74.00"), "74")


@pytest.mark.parametrize(
    ("results", "english", "bulgarian"),
    [
        ({"project": 100, "exam": 42}, "Final exam: 42 of at least 50.", "Заключителен изпит: 42 при изискване поне 50."),
        ({"project": 100}, "Final exam: no result yet.", "Заключителен изпит: все още няма резултат."),
        ({"project": 0, "exam": 80}, "Overall: 48 of at least 60.", "Общо: 48 при изискване поне 60."),
    ],
)
def test_each_unmet_rule_is_told_in_both_languages(results, english, bulgarian):
    decision = decide(design(), marks(**results))

    unmet = [reason for reason in decision.reasons if not reason.met]
    assert not decision.earned
    assert english in [reason.say("en") for reason in unmet]
    assert bulgarian in [reason.say("bg") for reason in unmet]


def test_a_learner_who_withdrew_earns_nothing():
    assert [reason.code for reason in decide(design(), marks(exam=100, project=100), withdrawn=True).reasons] == ["WITHDRAWN"]


@pytest.mark.parametrize(("word", "earned"), [("Pass", True), ("distinction", True), ("Fail", False), ("", False)])
def test_accepted_words_pass(word, earned):
    decision = decide(design(assessments=WORDS), marks(final=word) if word else {})

    assert (decision.earned, decision.grade) == (earned, word)


def test_an_optional_part_below_its_threshold_counts_in_the_mean_alone():
    parts = draft()["assessments"]
    parts[0]["threshold"] = "90"

    assert decide(design(assessments=parts), marks(project=50, exam=90)).earned


def test_results_on_the_grading_scale_itself_are_not_laid_onto_it_again():
    parts = [{**part, "maximum": "6", "threshold": "3"} for part in draft()["assessments"]]
    scale = {"name": {"bg": "Шестобална"}, "minimum": "2", "maximum": "6", "pass_mark": "3"}
    decision = decide(design(assessments=parts, grading=scale), {"project": Mark(Decimal("5.5")), "exam": Mark(Decimal("4.5"))})

    assert (decision.earned, decision.grade) == (True, "4.9")


def test_percentages_are_laid_onto_a_scale_from_its_minimum_to_its_maximum():
    scale = {"name": {"bg": "Шестобална"}, "minimum": "2", "maximum": "6", "pass_mark": "3"}

    assert overall_of(design(grading=scale), marks(project=50, exam=50)) == Decimal("4.00")


def test_a_design_without_any_rule_awards_nobody():
    parts = [{**part, "weight": "0", "mandatory": False} for part in draft()["assessments"]]

    assert [reason.code for reason in decide(design(assessments=parts), marks(exam=100)).reasons if not reason.met] == [
        "NO_RULE"
    ]


scores = st.dictionaries(st.sampled_from(["project", "exam"]), st.integers(0, 100))


@given(scores, st.sampled_from(["project", "exam"]), st.integers(0, 100))
def test_a_better_result_never_loses_an_award(before, part, gain):
    after = {**before, part: min(before.get(part, 0) + gain, 100)}

    if decide(design(), marks(**before)).earned:
        assert decide(design(), marks(**after)).earned
