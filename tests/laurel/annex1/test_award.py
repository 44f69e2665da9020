"""The rules of a design: who has earned it, with which grade, and why not."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cast_of_badges import DESIGN
from laurel.annex1.award import Mark, decide, overall_of
from laurel.annex1.record import Assessment, GradingScale, LangString
from laurel.annex1.vocabularies import AssessmentType

PROJECT = Assessment(
    id="project", title=LangString({"en": "Project", "bg": "Проект"}), type=AssessmentType.PROJECT_WORK, weight=40
)
EXAM = Assessment(
    id="exam",
    title=LangString({"en": "Final exam", "bg": "Заключителен изпит"}),
    type=AssessmentType.WRITTEN_EXAMINATION,
    weight=60,
    threshold=50,
    mandatory=True,
)
WORD = Assessment(
    id="final",
    title=LangString({"en": "Final result", "bg": "Краен резултат"}),
    type=AssessmentType.CONTINUOUS,
    mandatory=True,
    accepted=("Pass", "Distinction"),
)
PERCENT = GradingScale(name=LangString({"en": "Percent"}), minimum=0, maximum=100, pass_mark=60)
SIX = GradingScale(name=LangString({"bg": "Шестобална"}), minimum=2, maximum=6, pass_mark=3)


def design(*parts, grading=PERCENT):
    return DESIGN.model_copy(update={"assessments": parts or (PROJECT, EXAM), "grading": grading})


def changed(part, **changes):
    return part.model_copy(update={name: Decimal(value) if name != "mandatory" else value for name, value in changes.items()})


def marks(**values):
    return {name: Mark(word=value) if isinstance(value, str) else Mark(Decimal(str(value))) for name, value in values.items()}


def unmet(decision):
    return [reason.code for reason in decision.reasons if not reason.met]


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

    reasons = [reason for reason in decision.reasons if not reason.met]
    assert not decision.earned
    assert english in [reason.say("en") for reason in reasons]
    assert bulgarian in [reason.say("bg") for reason in reasons]


def test_a_learner_who_withdrew_earns_nothing():
    assert [reason.code for reason in decide(design(), marks(exam=100, project=100), withdrawn=True).reasons] == ["WITHDRAWN"]


@pytest.mark.parametrize(
    ("word", "earned"), [("Pass", True), ("PASS", True), ("distinction", True), ("Fail", False), ("", False)]
)
def test_accepted_words_pass(word, earned):
    decision = decide(design(WORD), marks(final=word) if word else {})

    assert (decision.earned, decision.grade) == (earned, word)


def test_the_threshold_itself_passes():
    assert decide(design(), marks(project=100, exam=50)).earned
    assert unmet(decide(design(), marks(project=100, exam=49.9999))) == ["BELOW_THRESHOLD"]


def test_the_pass_mark_itself_passes():
    assert decide(design(), marks(project=60, exam=60)).earned
    assert unmet(decide(design(), marks(project=59.9, exam=60))) == ["BELOW_PASS_MARK"]


def test_a_mandatory_part_without_a_threshold_needs_a_result_and_no_more():
    part = EXAM.model_copy(update={"threshold": None})

    assert decide(design(PROJECT, part, grading=None), marks(project=100, exam=0)).earned
    assert unmet(decide(design(PROJECT, part), marks(project=100))) == ["RESULT_MISSING", "BELOW_PASS_MARK"]


def test_an_optional_part_below_its_threshold_counts_in_the_mean_alone():
    part = changed(PROJECT, threshold=90)

    assert decide(design(part, EXAM), marks(project=50, exam=90)).earned


def test_a_weighted_part_with_a_word_is_left_out_of_the_mean():
    word = changed(WORD, weight=50)
    half = changed(PROJECT, weight=50)

    assert decide(design(word, half), marks(final="Pass", project=70)).grade == "70"
    assert unmet(decide(design(word, half), marks(final="Pass", project=50))) == ["BELOW_PASS_MARK"]


def test_results_on_the_grading_scale_itself_are_not_laid_onto_it_again():
    parts = [changed(part, maximum=6, threshold=3) for part in (PROJECT, EXAM)]
    decision = decide(design(*parts, grading=SIX), marks(project=5.5, exam=4.5))

    assert (decision.earned, decision.grade) == (True, "4.9")


def test_a_mark_below_the_pass_mark_of_its_own_scale_is_not_enough():
    part = changed(EXAM, maximum=6, threshold=2, weight=100)
    decision = decide(design(part, grading=SIX.model_copy(update={"pass_mark": Decimal(4)})), marks(exam=3.5))

    assert (decision.earned, decision.grade) == (False, "3.5")


def test_percentages_are_laid_onto_a_scale_from_its_minimum_to_its_maximum():
    assert overall_of(design(grading=SIX), marks(project=50, exam=50)) == Decimal("4.00")


def test_a_design_without_any_rule_awards_nobody():
    parts = [changed(part, weight=0, mandatory=False) for part in (PROJECT, EXAM)]

    assert unmet(decide(design(*parts), marks(exam=100))) == ["NO_RULE"]


@pytest.mark.parametrize("grading", [None, PERCENT.model_copy(update={"pass_mark": Decimal(0)})])
def test_nobody_earns_anything_without_a_result(grading):
    voluntary = design(PROJECT, changed(EXAM, mandatory=False), grading=grading)

    assert unmet(decide(voluntary, {})) == ["NO_RESULTS"]
    assert unmet(decide(voluntary, marks(exam=1))) == []


scores = st.dictionaries(st.sampled_from(["project", "exam"]), st.integers(0, 100))


@given(scores, st.sampled_from(["project", "exam"]), st.integers(0, 100))
def test_a_better_result_never_loses_an_award(before, part, gain):
    after = {**before, part: min(before.get(part, 0) + gain, 100)}

    if decide(design(), marks(**before)).earned:
        assert decide(design(), marks(**after)).earned
