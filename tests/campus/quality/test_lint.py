"""The linter: every rule answers, and a fix that is offered mends."""

from datetime import date

import pytest

from campus.catalogue.mending import apply
from campus.policies.chosen import ChosenPack
from campus.quality.lint import ELEMENTS, lint_draft
from laurel.policy.evaluate import Answer
from laurel.policy.pack import built_in
from sample_design import draft

DAY = date(2026, 11, 25)
BODY = [{"id": "https://laurel.example/", "legal_name": {"en": "Laurel", "bg": "Лаурел"}, "country": "BG"}]


def chosen(*ids, blocking=True):
    return [ChosenPack(pack_id=name, pack=built_in()[name], blocking=blocking) for name in ids]


def lint(*ids, blocking=True, **changes):
    return lint_draft(draft(awarding_bodies=BODY, **changes), chosen(*ids, blocking=blocking), on=DAY)


def test_every_rule_of_every_chosen_set_answers():
    found = lint("eu", "cmf")

    assert {line.rule for line in found.packs[1].lines} == {"R-01", "R-02", "R-04", "R-07", "R-10"}
    assert found.count(Answer.FAIL) == 1
    assert str(found.classified.offering) == "micro_credential"


def test_a_line_names_its_facts_reason_and_source():
    line = lint("nl").line("nl:R-01:/workload/ects")

    assert (line.answer, line.element, line.blocks) == (Answer.FAIL, "M7", True)
    assert line.facts["en"] == "ECTS credits: 2"
    assert line.reason["bg"] == "Поне 3 кредита по ECTS."
    assert line.source.startswith("https://npuls.nl/")


def test_a_set_that_only_warns_blocks_nothing():
    assert not any(line.blocks for line in lint("nl", blocking=False).lines)


def test_a_fix_that_only_moves_the_fault_is_not_offered():
    # three credits for fifty hours would break the rule of 25 to 30 hours
    assert lint("nl").line("nl:R-01:/workload/ects").fix == ()


@pytest.mark.parametrize(
    ("ids", "changes", "key"),
    [
        (["nl"], {"workload": {"hours": "75", "ects": "2.5"}}, "nl:R-01:/workload/ects"),
        (
            ["cmf"],
            {"workload": {"hours": "120", "ects": "5"}, "identity_verification": "none"},
            "cmf:R-10:/identity_verification",
        ),
        (["cmf"], {"workload": {"hours": "120", "ects": "5"}, "level": {"eqf": 8}}, "cmf:R-04:/level/eqf"),
        (["eu"], {"workload": {"hours": "50", "ects": "1"}}, f"{ELEMENTS}:ECTS_RATIO:/workload/ects"),
    ],
)
def test_an_offered_fix_mends(ids, changes, key):
    before = draft(awarding_bodies=BODY, **changes)
    line = lint_draft(before, chosen(*ids), on=DAY).line(key)
    assert line.answer is Answer.FAIL

    after, _back = apply(before, line.fix)

    again = lint_draft(after, chosen(*ids), on=DAY).line(key)
    assert again is None or again.answer is Answer.PASS


def test_an_empty_draft_is_linted_too():
    found = lint_draft({}, chosen("eu", "nl"), on=DAY)

    assert found.count(Answer.FAIL) > 5
    assert found.classified.offering is None


def test_a_rule_set_that_cannot_be_read_says_nothing():
    [report] = lint_draft({}, [ChosenPack(pack_id="ours", pack=None, blocking=True)], on=DAY).packs

    assert (report.evaluation, report.lines) == (None, ())
