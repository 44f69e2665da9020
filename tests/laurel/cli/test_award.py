"""The rules of a design: who is awarded, with which grade, and why not."""

import pytest

from laurel.cli.award import decide

ALL = {"quiz": "18", "project": "90", "lab": "Pass"}


def test_the_weighted_mean_is_carried_over_to_the_scale(design):
    decision = decide(ALL, design=design)

    # 2 + 4 × (0.4 × 18/20 + 0.6 × 90/100)
    assert (decision.awarded, decision.grade) == (True, "5.6")


def test_a_missing_voluntary_score_counts_nothing(design):
    assert decide({"project": "90", "lab": "Pass"}, design=design).grade == "4.16"


def test_the_threshold_itself_passes(design):
    assert decide(ALL | {"project": "50"}, design=design).awarded
    assert not decide(ALL | {"project": "49,9999"}, design=design).awarded


@pytest.mark.parametrize("word", ["pass", "PASS", "Distinction"])
def test_an_accepted_word_passes_in_any_case(design, word):
    assert decide(ALL | {"lab": word}, design=design).awarded


@pytest.mark.parametrize("missing", ["project", "lab"])
def test_a_mandatory_part_must_be_there(design, missing):
    decision = decide({name: cell for name, cell in ALL.items() if name != missing}, design=design)

    assert decision.reasons == (f"{missing} has no result",)
    assert decision.reasons[0].bg == f"{missing} няма резултат"


def test_another_word_does_not_pass(design):
    assert decide(ALL | {"lab": "Fail"}, design=design).reasons == ("lab was not passed (Fail)",)


def test_the_pass_mark_is_included(design):
    scale = design.grading.model_copy(update={"pass_mark": 4})
    strict = design.model_copy(update={"grading": scale})

    assert decide(ALL | {"quiz": "10", "project": "50"}, design=strict).awarded
    assert not decide(ALL | {"quiz": "9", "project": "50"}, design=strict).awarded


def test_nobody_is_awarded_for_nothing(design):
    assert decide({}, design=design).reasons == ("no results yet",)
