from datetime import date

import pytest

from laurel.policy.evaluate import Answer, evaluate
from laurel.policy.pack import built_in
from laurel.recognition import Ruling, facts_of
from laurel.recognition.deciding import months_begun

SUBMITTED = date(2026, 1, 31)
DECIDED = date(2026, 3, 2)
SOUND = {
    "outcome": "full",
    "purpose": "exemption",
    "submitted_on": SUBMITTED,
    "decided_on": DECIDED,
    "decided_by": frozenset({"a"}),
    "reasons": "It covers every outcome.",
}


def answers(**changed):
    ruling = Ruling(**(SOUND | changed))
    found = evaluate(facts_of(ruling), built_in()["lrc"], on=DECIDED, stages=("recognise",))
    return {finding.rule.id: finding.answer for finding in found.findings}


def test_a_sound_decision_meets_every_rule():
    assert answers() == dict.fromkeys(["R-42", "R-43", "R-44", "R-45", "R-46", "R-47"], Answer.PASS)


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"open_criteria": frozenset({"level"})}, "R-42"),
        ({"outcome": "refused"}, "R-43"),
        ({"outcome": "refused", "differences": ("level",), "reasons": "  "}, "R-43"),
        ({"agreement": True}, "R-44"),
        ({"decided_on": date(2026, 6, 1)}, "R-45"),
        ({"appealed_on": date(2026, 3, 9), "appeal_decided_by": frozenset({"a", "b"})}, "R-45"),
        ({"appealed_on": date(2026, 4, 2), "appeal_decided_by": frozenset({"b"})}, "R-45"),
        ({"carries_grade": True}, "R-46"),
        ({"outcome": "partial"}, "R-47"),
    ],
)
def test_one_fault_is_named_by_one_rule(changed, rule):
    assert [name for name, answer in answers(**changed).items() if answer is not Answer.PASS] == [rule]


def test_an_appeal_in_time_before_other_people_is_sound():
    found = answers(appealed_on=date(2026, 4, 1), appeal_decided_by=frozenset({"b"}))

    assert set(found.values()) == {Answer.PASS}


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        (date(2026, 5, 1), date(2026, 5, 1), 0),
        (date(2026, 5, 1), date(2026, 4, 1), 0),
        (date(2026, 5, 1), date(2026, 5, 2), 1),
        (date(2026, 5, 1), date(2026, 9, 1), 4),
        (date(2026, 5, 1), date(2026, 9, 2), 5),
        (date(2026, 10, 31), date(2027, 2, 28), 4),
        (date(2026, 10, 31), date(2027, 3, 1), 5),
    ],
)
def test_months_begin_like_deadlines(since, until, months):
    assert months_begun(since, until) == months
