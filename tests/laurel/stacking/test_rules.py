from decimal import Decimal

from hypothesis import assume, given, settings

from laurel.errors import DesignError
from laurel.policy.evaluate import Answer
from laurel.policy.pack import every_rule, read_pack
from laurel.stacking import assess
from laurel.stacking.rules import NO_RULES, findings_of, limits_of
from stacks import NO_LIMITS, TODAY, from_choice, held, programme, programmes, wallets

SHARES = """
id = "shares"
version = "1"
status = "draft"
source = "https://ours.example/rules"
title = { en = "Ours", bg = "Наши" }

[[rule]]
id = "R-30"
parameters = { min_ects = 4 }

[[rule]]
id = "R-31"

[[rule]]
id = "R-34"

[[rule]]
id = "R-35"

[[rule]]
id = "R-36"

[[rule]]
id = "R-39"

[[rule]]
id = "R-40"

[[rule]]
id = "R-41"
"""


def test_the_numbers_come_from_the_pack():
    limits = limits_of(every_rule(), on=TODAY)

    assert (limits.min_ects, limits.min_theme_percent, limits.min_level_percent) == (30, 75, 75)
    assert (limits.single_use, limits.min_own_percent, limits.max_external_percent) == (True, 50, 50)
    assert (limits.max_age_years, limits.max_overlap_percent, limits.min_grade_percent) == (5, 30, 33)


def test_a_pack_without_rules_about_stacks_limits_nothing():
    empty = read_pack(SHARES.partition("[[rule]]")[0])

    assert limits_of(empty, on=TODAY) == NO_RULES


@settings(max_examples=100)
@given(programme=programmes(), wallet=wallets())
def test_a_stack_is_complete_exactly_when_every_rule_but_those_for_people_is_met(programme, wallet):
    pack = read_pack(SHARES)
    try:
        standing = assess(programme, wallet, limits=limits_of(pack, on=TODAY), at=TODAY)
    except DesignError:
        assume(False)
        raise
    findings = {each.rule.id: each.answer for each in findings_of(standing, pack).findings}

    assert findings.pop("R-40") is Answer.REFER
    assert findings.pop("R-41") is Answer.REFER
    assert standing.complete == all(answer is Answer.PASS for answer in findings.values())


def test_a_complete_stack_is_still_referred_to_a_person():
    standing = assess(programme(from_choice("all", 2)), [held("a")], limits=NO_LIMITS, at=TODAY)

    assert standing.complete
    assert findings_of(standing, every_rule(), applied=True)["R-40"].answer is Answer.REFER
    assert findings_of(standing, every_rule(), applied=True, decided=True)["R-40"].answer is Answer.PASS
    assert findings_of(standing, every_rule(), applied=False)["R-41"].answer is Answer.FAIL


def test_what_rules_are_asked_is_measured_on_what_counts():
    standing = assess(
        programme(from_choice("all", 5)), [held("a", 3), held("b", 2, themes=frozenset())], limits=NO_LIMITS, at=TODAY
    )

    finding = findings_of(standing, every_rule())["R-31"]

    assert finding.answer is Answer.FAIL
    assert finding.facts == {"stack_theme_percent": Decimal(60)}
