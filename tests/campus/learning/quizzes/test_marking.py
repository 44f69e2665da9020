"""Marking: bounds, exactness, and that the order in which options stand changes nothing."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus.learning.quizzes.answers import Answer
from campus.learning.quizzes.marking import Verdict, feedback_of, mark, rounded, scaled
from campus.learning.quizzes.questions import (
    Choice,
    Feedback,
    Item,
    Matching,
    Numeric,
    NumericAnswer,
    Option,
    Ordering,
    Pair,
    ShortText,
    TextAnswer,
    Unit,
)
from campus.learning.quizzes.words import fits, number_of
from laurel.annex1.record import LangString
from quiz_strategies import answers_to, choices, questions


def text(words: str) -> LangString:
    return LangString({"en": words})


def choice(*options: Option, **more: object) -> Choice:
    return Choice(title="t", text=text("?"), options=options, **more)


def option(name: str, share: str) -> Option:
    return Option(id=name, text=text(name), share=Decimal(share), feedback=text(f"about {name}"))


@given(st.data())
def test_an_answer_earns_between_nothing_and_all_points(data):
    question = data.draw(questions)
    marked = mark(question, data.draw(answers_to(question)))

    assert 0 <= marked.share <= 1
    assert 0 <= marked.points <= question.points
    assert (marked.verdict is Verdict.RIGHT) == (marked.share == 1)


@given(st.data())
def test_the_same_answer_always_earns_the_same(data):
    question = data.draw(questions)
    answer = data.draw(answers_to(question))

    assert mark(question, answer) == mark(question, Answer.from_json(answer.to_json()))


@given(st.data())
def test_the_order_of_options_and_of_choosing_changes_nothing(data):
    question = data.draw(choices().filter(lambda each: each.several))
    ids = data.draw(st.lists(st.sampled_from([option.id for option in question.options]), unique=True))
    mixed = question.model_copy(update={"options": tuple(data.draw(st.permutations(question.options)))})

    first = mark(question, Answer(ids=tuple(ids)))
    other = mark(mixed, Answer(ids=tuple(data.draw(st.permutations(ids)))))
    assert (first.share, first.points) == (other.share, other.points)


@given(st.fractions(min_value=-1000, max_value=1000))
def test_points_are_rounded_once_and_half_up(exact):
    found = rounded(exact)

    assert abs(Fraction(found) - exact) <= Fraction(1, 20_000)
    assert found == -rounded(-exact)


@given(st.data())
def test_no_answer_is_unanswered_and_earns_nothing(data):
    question = data.draw(questions)

    assert mark(question, None).verdict is Verdict.UNANSWERED
    assert mark(question, Answer(ids=("made-up",))).points == 0


def test_thirds_stay_exact():
    question = Ordering(
        title="t", text=text("?"), points=Decimal(3), items=tuple(Item(id=each, text=text(each)) for each in "abc")
    )

    assert mark(question, Answer(ids=("a", "c", "b"))).share == Fraction(1, 3)
    assert mark(question, Answer(ids=("a", "c", "b"))).points == Decimal("1.0000")


def test_wrong_options_take_off_what_they_say_and_never_below_nothing():
    question = choice(option("a", "0.5"), option("b", "0.5"), option("c", "-0.5"), several=True)

    earned = {ids: mark(question, Answer(ids=tuple(ids))).points for ids in ("a", "ab", "abc", "ac", "c")}
    assert earned == {"a": Decimal("0.5"), "ab": 1, "abc": Decimal("0.5"), "ac": 0, "c": 0}


def test_all_or_nothing_wants_exactly_the_right_options():
    question = choice(option("a", "0.5"), option("b", "0.5"), option("c", "0"), several=True, rule="exact")

    assert [mark(question, Answer(ids=tuple(ids))).points for ids in ("ab", "a", "abc")] == [1, 0, 0]


def test_three_thirds_as_files_write_them_earn_everything():
    question = choice(*(option(each, "0.33333") for each in "abc"), option("d", "0"), several=True)

    assert mark(question, Answer(ids=("a", "b", "c"))).points == 1


@pytest.mark.parametrize(
    ("rule", "order", "share"),
    [
        ("exact", "abdc", Fraction(0)),
        ("positions", "abdc", Fraction(1, 2)),
        ("neighbours", "abdc", Fraction(1, 3)),
        ("neighbours", "dabc", Fraction(2, 3)),
        ("positions", "dabc", Fraction(0)),
        ("exact", "abcd", Fraction(1)),
    ],
)
def test_an_order_is_marked_by_its_rule(rule, order, share):
    items = tuple(Item(id=each, text=text(each)) for each in "abcd")
    question = Ordering(title="t", text=text("?"), rule=rule, items=items)

    assert mark(question, Answer(ids=tuple(order))).share == share


def test_pairs_with_one_right_side_are_each_others_equal():
    pairs = (
        Pair(id="p1", left=text("Sofia"), right=text("Bulgaria")),
        Pair(id="p2", left=text("Varna"), right=text("Bulgaria")),
    )
    question = Matching(title="t", text=text("?"), pairs=pairs, distractors=(Item(id="d1", text=text("Greece")),))

    assert mark(question, Answer(pairs={"p1": "p2", "p2": "p1"})).share == 1
    assert mark(question, Answer(pairs={"p1": "d1", "p2": "p1"})).share == Fraction(1, 2)


@pytest.mark.parametrize(
    ("written", "points"),
    [
        ("2.5", 1),
        ("2,5 kg", 1),
        ("2500 g", 1),
        ("2 500 g", 1),
        ("2.55", 1),
        ("2.6", 0),
        ("2.5 lb", 0),
        ("−2.5", 0),
        ("x", 0),
        ("1e999", 0),
    ],
)
def test_a_number_counts_within_its_tolerance_in_any_known_unit(written, points):
    units = (Unit(name="kg"), Unit(name="g", factor=Decimal("0.001")))
    answers = (NumericAnswer(value=Decimal("2.5"), tolerance=Decimal("0.05")),)
    question = Numeric(title="t", text=text("?"), answers=answers, units=units)

    assert mark(question, Answer(text=written)).points == points


def test_a_unit_that_is_required_may_not_be_left_out():
    assert number_of("2.5", (Unit(name="kg"),), unit_required=True) is None
    assert number_of("2.5kg", (Unit(name="kg"),), unit_required=True) == Decimal("2.5")


@pytest.mark.parametrize(
    ("given_text", "wanted", "rules", "counts"),
    [
        ("  Sofia ", "sofia", {}, True),
        ("Sofia", "sofia", {"case_matters": True}, False),
        ("New  York", "new york", {}, True),
        ("New  York", "new york", {"spaces_matter": True}, False),
        ("cafe", "café", {}, False),
        ("cafe", "café", {"accents_matter": False}, True),
        ("чаи", "чай", {"accents_matter": False}, False),  # й is a letter, not an accented и
        ("ѝ", "и", {"accents_matter": False}, True),
        ("fact checking", "fact*check*", {}, True),
        ("fact", "fact*check*", {}, False),
        ("5*3", "5\\*3", {}, True),
        ("5x3", "5\\*3", {}, False),
        ("a and b", "a * b", {}, True),
        ("it’s", "it's", {}, True),
        ("STRASSE", "straße", {}, True),
    ],
)
def test_words_count_by_the_rules_of_the_question(given_text, wanted, rules, counts):
    question = ShortText(title="t", text=text("?"), answers=(TextAnswer(text=wanted),), **rules)

    assert fits(given_text, wanted, question) is counts


def test_the_answer_that_earns_most_is_the_one_met():
    answers = (TextAnswer(text="*", share=Decimal("0.1"), feedback=text("no")), TextAnswer(text="yes", feedback=text("yes!")))
    question = ShortText(title="t", text=text("?"), answers=answers)

    marked = mark(question, Answer(text="yes"))
    assert marked.points == 1
    assert feedback_of(question, marked) == [text("yes!")]


def test_feedback_is_of_the_answer_then_of_how_it_went_then_general():
    words = Feedback(general=text("general"), right=text("right"), partly=text("partly"), wrong=text("wrong"))
    question = choice(option("a", "1"), option("b", "0"), feedback=words)

    assert [str(each.text("en")) for each in feedback_of(question, mark(question, Answer(ids=("b",))))] == [
        "about b",
        "wrong",
        "general",
    ]


def test_points_are_laid_onto_the_scale_of_the_assessment():
    assert scaled(Decimal("7.5"), Decimal(10), maximum=Decimal(20)) == Decimal(15)
    assert scaled(Decimal(1), Decimal(3), maximum=Decimal(100)) == Decimal("33.3333")
    assert scaled(Decimal(0), Decimal(0), maximum=Decimal(20)) == 0
