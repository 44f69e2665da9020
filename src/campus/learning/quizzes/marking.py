"""Marking an answer: the same question and answer always earn the same. Shares are exact; points are rounded once, half up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from campus.learning.quizzes.answers import Answer, fitting, right_ids
from campus.learning.quizzes.questions import (
    AnyQuestion,
    Area,
    Choice,
    HotSpot,
    Matching,
    Numeric,
    NumericAnswer,
    Option,
    Ordering,
    ShortText,
    TextAnswer,
)
from campus.learning.quizzes.words import fits, number_of
from laurel.annex1.record import LangString

PLACES = Decimal("0.0001")


class Verdict(StrEnum):
    """How an answer went."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """What an answer earns. `hits` name the answers or options that it met, for their feedback and for statistics."""

    verdict: Verdict
    share: Fraction
    points: Decimal
    hits: tuple[str, ...] = ()


def mark(question: AnyQuestion, answer: Answer | None, *, points: Decimal | None = None) -> Marked:
    """Mark one answer.

    Args:
        question: what was asked.
        answer: None where nothing was saved.
        points: what it is worth in this quiz; the question's own points unless given.
    """
    worth = question.points if points is None else points
    given = Answer() if answer is None else fitting(question, answer)
    if given.empty:
        return Marked(verdict=Verdict.UNANSWERED, share=Fraction(0), points=Decimal(0))
    share, hits = _share(question, given)
    verdict = Verdict.RIGHT if share == 1 else Verdict.PARTLY if share > 0 else Verdict.WRONG
    return Marked(verdict=verdict, share=share, points=rounded(share * Fraction(worth)), hits=hits)


def feedback_of(question: AnyQuestion, marked: Marked) -> list[LangString]:
    """What the learner reads: of each answer met, of how it went, and in general; empty texts are left out."""
    own = dict(_feedback_by_key(question))
    words = question.feedback
    by_verdict = {Verdict.RIGHT: words.right, Verdict.PARTLY: words.partly}.get(marked.verdict, words.wrong)
    texts = [*(own.get(hit) for hit in marked.hits), by_verdict, words.general]
    return [text for text in texts if text]


def scaled(points: Decimal, of: Decimal, *, maximum: Decimal) -> Decimal:
    """Points of a quiz on the scale of an assessment, to four places, half up."""
    return rounded(Fraction(points) / Fraction(of) * Fraction(maximum)) if of else Decimal(0)


def rounded(exact: Fraction) -> Decimal:
    """An exact number to four places, half up; never through a binary fraction."""
    scaled_up = exact * 10_000
    whole, rest = divmod(abs(scaled_up.numerator), scaled_up.denominator)
    whole += 2 * rest >= scaled_up.denominator
    return (Decimal(whole).scaleb(-4) * (-1 if exact < 0 else 1)).quantize(PLACES, ROUND_HALF_UP)


def _share(question: AnyQuestion, given: Answer) -> tuple[Fraction, tuple[str, ...]]:
    if isinstance(question, Choice | HotSpot):
        return _of_options(question.options, given.ids, several=question.several, exact=question.rule == "exact"), given.ids
    if isinstance(question, Ordering):
        return _of_order(question, given.ids), ()
    if isinstance(question, Matching):
        return _of_pairs(question, given), tuple(sorted(f"{left}:{right}" for left, right in given.pairs.items()))
    if isinstance(question, Numeric):
        return _of_number(question, given.text)
    return _of_text(question, given.text)


def _of_options(options: Sequence[Option | Area], chosen: Sequence[str], *, several: bool, exact: bool) -> Fraction:
    shares = {option.id: Fraction(option.share) for option in options}
    if not several:
        return max(Fraction(0), shares[chosen[0]])
    right = {option_id for option_id, share in shares.items() if share > 0}
    if set(chosen) == right:
        return Fraction(1)
    if exact:
        return Fraction(0)
    return min(Fraction(1), max(Fraction(0), sum((shares[option_id] for option_id in chosen), Fraction(0))))


def _of_order(question: Ordering, order: Sequence[str]) -> Fraction:
    right = [item.id for item in question.items]
    if list(order) == right or question.rule == "exact":
        return Fraction(list(order) == right)
    if question.rule == "positions":
        return Fraction(sum(given == wanted for given, wanted in zip(order, right, strict=True)), len(right))
    follows = set(pairwise(right))
    return Fraction(sum(pair in follows for pair in pairwise(order)), len(right) - 1)


def _of_pairs(question: Matching, given: Answer) -> Fraction:
    same = right_ids(question)
    found = sum(same.get(given.pairs.get(pair.id, "")) == same[pair.id] for pair in question.pairs)
    if question.rule == "exact":
        return Fraction(found == len(question.pairs))
    return Fraction(found, len(question.pairs))


def _of_number(question: Numeric, text: str) -> tuple[Fraction, tuple[str, ...]]:
    number = number_of(text, question.units, unit_required=question.unit_required)
    met = [
        (Fraction(answer.share), str(index))
        for index, answer in enumerate(question.answers)
        if number is not None and abs(Fraction(number) - Fraction(answer.value)) <= Fraction(answer.tolerance)
    ]
    return _best(met)


def _of_text(question: ShortText, text: str) -> tuple[Fraction, tuple[str, ...]]:
    met = [
        (Fraction(answer.share), str(index))
        for index, answer in enumerate(question.answers)
        if fits(text, answer.text, question)
    ]
    return _best(met)


def _best(met: list[tuple[Fraction, str]]) -> tuple[Fraction, tuple[str, ...]]:
    """The answer met that earns most, the first of equals."""
    if not met:
        return Fraction(0), ()
    share, hit = max(met, key=lambda each: each[0])
    return max(Fraction(0), share), (hit,)


def _feedback_by_key(question: AnyQuestion) -> list[tuple[str, LangString]]:
    if isinstance(question, Choice | HotSpot):
        options: tuple[Option | Area, ...] = question.options
        return [(option.id, option.feedback) for option in options]
    if isinstance(question, Numeric | ShortText):
        answers: tuple[NumericAnswer | TextAnswer, ...] = question.answers
        return [(str(index), answer.feedback) for index, answer in enumerate(answers)]
    return []
