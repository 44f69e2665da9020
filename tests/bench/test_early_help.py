"""What is known when, who sees whom, and that the page shows what the data say."""

from __future__ import annotations

import math
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from shared import SHARED, needs_shared

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "bench"))

import early_help  # noqa: E402
from early_help_facts import Enrolment, HandedIn, facts_by  # noqa: E402
from early_help_ranking import fit, judged_elsewhere, likelihood, listed, signs  # noqa: E402

DUE = {"first": 20, "second": 60}


def handed_in(part="first", day=18, score=80.0, *, banked=False):
    return HandedIn(part=part, day=day, score=score, banked=banked)


def enrolment(*work, learner="1", presentation=("AAA", "2013J"), result="Pass", groups=None):
    return Enrolment(learner=learner, presentation=presentation, result=result, groups=groups or {}, work=work, due=DUE)


def made_up(seed=1):
    chance = Random(seed)
    return [
        enrolment(
            *some_work(chance),
            learner=f"{presentation}{number}",
            presentation=("AAA", presentation),
            result=chance.choice(["Pass", "Fail"]),
            groups={"gender": chance.choice("FM")},
        )
        for presentation in ("2013J", "2014B", "2014J")
        for number in range(40)
    ]


def some_work(chance):
    parts = [(part, day) for part, day in DUE.items() if chance.random() < 0.8]
    return [handed_in(part, day + chance.randrange(-8, 4), chance.randrange(30, 100)) for part, day in parts]


def turned(each):
    return replace(each, result="Fail" if each.result == "Pass" else "Pass")


def likelihoods(enrolments):
    found = judged_elsewhere(enrolments, day=70)
    return {(each.presentation, each.learner): chance for group in found.values() for each, _facts, chance in group}


def test_nothing_is_said_before_anything_was_due():
    assert facts_by(enrolment(), day=19) is None
    assert facts_by(enrolment(), day=20).missed_share == 1


def test_work_counts_from_the_day_it_was_handed_in():
    late = enrolment(handed_in(day=25))

    assert facts_by(late, day=24).latest_missed
    assert not facts_by(late, day=25).latest_missed
    assert facts_by(late, day=25).late_share == 1


def test_a_score_counts_two_weeks_after_the_work():
    weak = enrolment(handed_in(day=18, score=40.0))

    assert facts_by(weak, day=31).shortfall == 0
    assert facts_by(weak, day=32).shortfall == 3


def test_a_result_taken_over_is_neither_late_nor_a_sign_of_life():
    facts = facts_by(enrolment(handed_in(day=-1, banked=True)), day=42)

    assert (facts.missed_share, facts.late_share, facts.weeks_quiet) == (0, 0, 6)


def test_the_five_signs_are_counted():
    facts = facts_by(enrolment(), day=70)

    assert signs(facts) == 3  # the latest missed, all missed, ten weeks quiet
    assert signs(replace(facts, shortfall=1.5)) == 4
    assert signs(replace(facts, shortfall=1.5, fall=1.5)) == 5
    assert signs(facts_by(enrolment(handed_in(), handed_in("second", 58)), day=70)) == 0


def test_a_presentation_is_judged_by_others_alone():
    enrolments = made_up()
    before = likelihoods(enrolments)
    after = likelihoods([turned(each) if each.presentation[1] == "2014B" else each for each in enrolments])

    assert all((before[key] == after[key]) == (key[0][1] == "2014B") for key in before)


def test_a_learner_of_two_presentations_teaches_nothing_about_themselves():
    twice = [replace(each, learner="same") if index in {0, 40} else each for index, each in enumerate(made_up())]
    key = (("AAA", "2014B"), "same")

    assert likelihoods(twice)[key] == likelihoods([turned(twice[0]), *twice[1:]])[key]


def test_groups_change_no_likelihood():
    enrolments = made_up()

    assert likelihoods(enrolments) == likelihoods([replace(each, groups={"gender": "F"}) for each in enrolments])


def test_the_regression_finds_the_weights_that_made_the_data():
    chance, true = Random(7), (-1.0, 0.5, -0.8)
    rows = [(1.0, chance.randrange(-3, 4), chance.randrange(2)) for _each in range(20_000)]

    found = fit((row, chance.random() < likelihood(true, row)) for row in rows)

    assert found == pytest.approx(true, abs=0.1)


def test_a_fact_that_separates_everybody_keeps_a_finite_weight():
    weights = fit([((1.0, 1.0), True)] * 20 + [((1.0, 0.0), False)] * 20)

    assert all(map(math.isfinite, weights))
    assert likelihood(weights, (1.0, 1.0)) > 0.8


def test_those_who_are_equal_share_the_last_places():
    assert listed([5, 3, 3, 3, 1], places=3) == pytest.approx([1, 2 / 3, 2 / 3, 2 / 3, 0])
    assert listed([1, 2], places=9) == [1, 1]
    assert listed([1, 2], places=0) == [0, 0]


class TestRealPresentations:
    pytestmark = needs_shared

    def test_the_page_shows_what_the_data_say(self, tmp_path, capsys):
        shutil.copy(ROOT / "docs/insights.md", tmp_path)

        early_help.main([str(SHARED / "data/oulad"), "--write", "--docs", str(tmp_path)])

        assert (tmp_path / "insights.md").read_text(encoding="utf-8") == (ROOT / "docs/insights.md").read_text(encoding="utf-8")
        assert "### Calibration" in capsys.readouterr().out
