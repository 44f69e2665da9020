"""Drawing from a paper, the rules of attempts, and the figures of questions."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus.learning.quizzes.paper import Paper, PaperQuestion, Pool, draw, drawn_count, maximum, shuffled
from campus.learning.quizzes.questions import Choice, Item, Matching, Option, Ordering, Pair
from campus.learning.quizzes.rules import GRACE, Counts, NotNow, Past, Refused, Rules, Start, counting, is_late, may_start
from campus.learning.quizzes.statistics import ItemTally, item_statistics, suppressed
from laurel.annex1.record import LangString
from quiz_strategies import questions

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
papers = st.builds(
    Paper,
    shuffle_questions=st.booleans(),
    pools=st.lists(
        st.builds(
            Pool,
            draw=st.integers(0, 3),
            questions=st.lists(questions, min_size=1, max_size=4).map(
                lambda found: tuple(PaperQuestion(key=f"q{index}", question=each) for index, each in enumerate(found))
            ),
        ),
        min_size=1,
        max_size=2,
    ).map(tuple),
)


@given(papers, st.text(max_size=10))
def test_a_paper_and_a_seed_always_give_the_same_questions(paper, seed):
    first = draw(paper, seed)

    assert draw(Paper.model_validate_json(paper.model_dump_json()), seed) == first
    assert [slot.number for slot in first] == list(range(1, drawn_count(paper) + 1))
    assert maximum(first) == sum(slot.points for slot in first)


def test_the_draw_is_the_same_on_every_machine():
    assert "".join(shuffled("abcdefgh", "seed", "label")) == "hbgcdafe"


def test_every_order_comes_up_about_as_often():
    orders = Counter("".join(shuffled("abc", str(seed), "x")) for seed in range(6000))

    assert len(orders) == 6
    assert all(850 < count < 1150 for count in orders.values())


def test_what_is_shown_never_begins_with_the_right_order():
    items = (Item(id="a", text=LangString({"en": "a"})), Item(id="b", text=LangString({"en": "b"})))
    question = Ordering(title="t", text=LangString({"en": "?"}), items=items)
    paper = Paper(pools=(Pool(questions=(PaperQuestion(key="q", question=question),)),))

    assert {draw(paper, str(seed))[0].order for seed in range(20)} == {("b", "a")}


def test_options_keep_their_order_where_the_author_says_so():
    options = tuple(Option(id=each, text=LangString({"en": each}), share=Decimal(each == "a")) for each in "abcd")
    question = Choice(title="t", text=LangString({"en": "?"}), options=options, shuffle=False)
    paper = Paper(pools=(Pool(questions=(PaperQuestion(key="q", question=question),)),))

    assert draw(paper, "any")[0].order == ("a", "b", "c", "d")


def test_right_sides_that_say_the_same_are_shown_once():
    same = LangString({"en": "Bulgaria"})
    pairs = tuple(Pair(id=f"p{n}", left=LangString({"en": str(n)}), right=same) for n in (1, 2))
    question = Matching(title="t", text=LangString({"en": "?"}), pairs=pairs)
    paper = Paper(pools=(Pool(questions=(PaperQuestion(key="q", question=question),)),))

    assert draw(paper, "any")[0].order == ("p1",)


def past(number: int, *, began: datetime = NOW - 10 * DAY, score: str | None = "5", ended: bool = True) -> Past:
    return Past(
        number=number,
        started_at=began,
        ended_at=began + timedelta(hours=1) if ended else None,
        score=None if score is None else Decimal(score),
    )


def test_the_first_attempt_begins_and_ends_with_the_time_limit():
    assert may_start(Rules(time_limit=timedelta(minutes=20)), [], at=NOW) == Start(
        number=1, ends_at=NOW + timedelta(minutes=20)
    )


def test_who_needs_it_gets_more_time_but_never_beyond_the_closing_time():
    rules = Rules(time_limit=timedelta(minutes=20), closes_at=NOW + timedelta(minutes=25))

    assert may_start(rules, [], at=NOW, extra_time=timedelta(minutes=10)) == Start(number=1, ends_at=rules.closes_at)


@pytest.mark.parametrize(
    ("rules", "attempts", "because", "until"),
    [
        (Rules(opens_at=NOW + DAY), [], Refused.NOT_OPEN_YET, NOW + DAY),
        (Rules(closes_at=NOW), [], Refused.OVER, None),
        (Rules(), [past(1, ended=False)], Refused.UNDER_WAY, None),
        (Rules(attempts=2), [past(1), past(2)], Refused.NO_ATTEMPT_LEFT, None),
        (Rules(), [past(1, began=NOW - DAY)], Refused.COOLING_DOWN, NOW + 6 * DAY + timedelta(hours=1)),
        (Rules(closes_at=NOW + DAY), [past(1, began=NOW - DAY)], Refused.OVER, None),
    ],
)
def test_refuses_an_attempt_that_the_rules_forbid(rules, attempts, because, until):
    assert may_start(rules, attempts, at=NOW) == NotNow(because=because, until=until)


def test_an_answer_may_be_on_its_way_for_half_a_minute():
    assert not is_late(NOW, at=NOW + GRACE)
    assert is_late(NOW, at=NOW + GRACE + timedelta(seconds=1))
    assert not is_late(None, at=NOW)


@pytest.mark.parametrize(("counts", "number"), [(Counts.BEST, 2), (Counts.LAST, 3), (Counts.FIRST, 1)])
def test_the_rules_say_which_attempt_counts(counts, number):
    found = counting(Rules(counts=counts), [past(3, score="6"), past(1, score="5"), past(2, score="6"), past(4, score=None)])

    assert found is not None
    assert found.number == number


@given(st.lists(st.integers(0, 400), max_size=8), st.integers(0, 10), st.integers(0, 100))
def test_attempts_never_exceed_the_maximum_and_keep_their_distance(waits, most, pause):
    rules = Rules(attempts=most, cool_down=timedelta(hours=pause))
    attempts: list[Past] = []
    now = NOW
    for wait in waits:
        now += timedelta(hours=wait)
        if isinstance(found := may_start(rules, attempts, at=now), Start):
            assert found.number == len(attempts) + 1
            attempts.append(Past(number=found.number, started_at=now, ended_at=now, score=Decimal(1)))

    assert len(attempts) <= most
    assert all(later.started_at - earlier.started_at >= rules.cool_down for earlier, later in pairwise(attempts))


def test_difficulty_and_discrimination_are_told_from_five_learners_on():
    tally = ItemTally()
    for number in range(40):
        group = "upper" if number < 10 else "lower" if number >= 30 else ""
        tally.add(Fraction(number < 20), hits=["a" if number < 20 else "b"], answered=number != 39, group=group)

    found = item_statistics(tally, ["a", "b", "c"])
    assert found["difficulty"] == "0.5000"
    assert found["discrimination"] == "1.0000"
    assert found["chosen"] == {"a": 20, "b": 20, "c": 0}
    assert found["unanswered"] is None  # one learner


def test_nothing_is_told_of_four_learners():
    tally = ItemTally()
    for _ in range(4):
        tally.add(Fraction(1), hits=["a"], answered=True, group="upper")

    nothing = dict.fromkeys(["asked", "difficulty", "discrimination", "unanswered"])
    assert item_statistics(tally, ["a"]) == {**nothing, "chosen": {"a": None}}


def test_a_single_small_cell_takes_another_one_with_it():
    assert suppressed({"a": 90, "b": 7, "c": 3}) == {"a": 90, "b": None, "c": None}
    assert suppressed({"a": 90, "b": 4, "c": 3}) == {"a": 90, "b": None, "c": None}
    assert suppressed({"a": 90, "b": 0}) == {"a": 90, "b": 0}
