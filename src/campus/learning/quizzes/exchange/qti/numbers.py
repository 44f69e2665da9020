"""Numeric answers of an item: what its response processing compares with what, and how closely."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from campus.learning.quizzes.exchange.reading import number
from campus.learning.quizzes.exchange.tree import Node
from campus.learning.quizzes.problems import refused


@dataclass(frozen=True, slots=True)
class Condition:
    """A number, how far from it an answer may be, and the score it earns."""

    value: Decimal
    tolerance: Decimal
    score: Decimal


def conditions_of(root: Node, correct: list[str], points: Decimal) -> list[Condition]:
    """The comparisons of the response processing; without any, the correct response itself.

    Raises:
        QuestionError: it compares in a way that is not read, or says nothing.
    """
    processing = root.first("qti-response-processing")
    found = [] if processing is None else list(_conditions(processing, correct, points))
    if found:
        return found
    if not correct:
        raise refused("RESPONSE_MISSING")
    return [Condition(number(value), Decimal(0), points) for value in correct]


def _conditions(processing: Node, correct: list[str], points: Decimal) -> Iterator[Condition]:
    for name in ("qti-response-if", "qti-response-else-if"):
        for branch in processing.every(name):
            equals = list(branch.every("qti-equal"))
            scores = [value for value in branch.all("qti-set-outcome-value") if value.get("identifier") == "SCORE"]
            if len(equals) == 1 and scores:
                value = _value(equals[0], correct)
                yield Condition(value, _tolerance(equals[0], value), _score(scores[0], points))


def _value(equal: Node, correct: list[str]) -> Decimal:
    given = equal.first("qti-base-value")
    if given is not None:
        return number(given.text)
    if equal.first("qti-correct") is not None and correct:
        return number(correct[0])
    raise refused("SCORING_NOT_READ")


def _tolerance(equal: Node, value: Decimal) -> Decimal:
    mode = equal.get("tolerance-mode", "exact")
    if mode == "exact":
        return Decimal(0)
    sides = [number(side) for side in equal.get("tolerance").split()]
    if not sides or len(set(sides)) != 1 or mode not in ("absolute", "relative"):
        raise refused("SCORING_NOT_READ")  # more leeway on one side than on the other
    if equal.get("include-lower-bound", "true") == "false" or equal.get("include-upper-bound", "true") == "false":
        raise refused("SCORING_NOT_READ")
    return abs(sides[0]) if mode == "absolute" else abs(value) * abs(sides[0]) / 100


def _score(node: Node, points: Decimal) -> Decimal:
    value = node.first("qti-base-value")
    if value is not None:
        return number(value.text)
    variable = node.first("qti-variable")
    if variable is not None and variable.get("identifier") == "MAXSCORE":
        return points
    raise refused("SCORING_NOT_READ")
