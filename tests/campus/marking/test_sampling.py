"""R-22: ten percent or five, and all of what lies at the pass mark, is marked twice."""

from decimal import Decimal

import pytest

from campus.marking.models import Submission
from campus.marking.sampling import SampleRules, choose, choose_later, must, size_of

Why = Submission.Sampled


def rules(**changes):
    usual = {"percent": "10", "borderline": "5", "maximum": "100", "pass_mark": "50"}
    given = {**usual, **{name: value for name, value in changes.items() if name in usual}}
    numbers = {name: None if value is None else Decimal(value) for name, value in given.items()}
    return SampleRules(minimum=changes.get("minimum", 5), fails=changes.get("fails", True), **numbers)


@pytest.mark.parametrize(
    ("count", "percent", "minimum", "size"),
    [
        (0, "10", 5, 0),
        (3, "10", 5, 3),
        (5, "10", 5, 5),
        (49, "10", 5, 5),
        (50, "10", 5, 5),
        (51, "10", 5, 6),
        (200, "10", 5, 20),
        (1000, "10", 5, 100),
        (100, "0", 0, 0),
        (100, "100", 0, 100),
        (7, "0.01", 0, 1),
    ],
)
def test_ten_percent_or_five(count, percent, minimum, size):
    assert size_of(rules(percent=percent, minimum=minimum), count) == size


@pytest.mark.parametrize(
    ("total", "fails", "borderline", "why"),
    [
        ("0", True, "5", Why.FAIL),
        ("44.9999", True, "5", Why.FAIL),
        ("45", True, "5", Why.BORDERLINE),
        ("49.9999", True, "5", Why.BORDERLINE),
        ("50", True, "5", Why.BORDERLINE),
        ("55", True, "5", Why.BORDERLINE),
        ("55.0001", True, "5", Why.NOT),
        ("100", True, "5", Why.NOT),
        ("44.9999", False, "5", Why.NOT),
        ("45", False, "5", Why.BORDERLINE),
        ("49.9999", True, "0", Why.FAIL),
        ("50", True, "0", Why.NOT),
        ("49.9999", False, "0", Why.NOT),
    ],
)
def test_what_fails_or_lies_at_the_pass_mark_is_always_marked_twice(total, fails, borderline, why):
    assert must(rules(fails=fails, borderline=borderline), Decimal(total)) == why


def test_without_a_pass_mark_nothing_is_borderline():
    assert must(rules(pass_mark=None), Decimal(0)) == Why.NOT


def test_the_draw_can_be_done_again_and_another_seed_draws_others():
    pieces = [(f"piece-{number}", Decimal(90)) for number in range(100)]
    first = choose(pieces, rules(), seed="one")
    assert first == choose(pieces[::-1], rules(), seed="one")
    assert len(first) == 10
    assert set(first.values()) == {Why.DRAWN}
    assert first.keys() != choose(pieces, rules(), seed="two").keys()


def test_everything_at_the_pass_mark_is_chosen_besides_the_share():
    pieces = [(f"piece-{number}", Decimal(number)) for number in range(100)]
    chosen = choose(pieces, rules(), seed="one")
    assert {name for name, why in chosen.items() if why != Why.DRAWN} == {f"piece-{number}" for number in range(56)}
    drawn = choose([(name, Decimal(90)) for name, _total in pieces], rules(), seed="one")
    assert drawn.keys() <= chosen.keys()


def test_work_that_comes_later_has_the_same_chance():
    later = [choose_later(f"late-{number}", Decimal(90), rules(), seed="one") for number in range(1000)]
    assert 70 <= later.count(Why.DRAWN) <= 130
    assert choose_later("late", Decimal(10), rules(), seed="one") == Why.FAIL
    assert choose_later("late", Decimal(90), rules(percent="0"), seed="one") == Why.NOT
    assert choose_later("late", Decimal(90), rules(percent="100"), seed="one") == Why.DRAWN
