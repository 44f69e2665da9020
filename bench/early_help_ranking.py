"""Two ways to say who may need help first: five questions counted, and a logistic regression; and who is then on a list."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from early_help_facts import Enrolment, Facts, Key, facts_by

NAMES = (
    "parts missed, of those due",
    "the latest missed",
    "weeks quiet",
    "parts late",
    "ten points below 70",
    "ten points of fall",
)
RIDGE = 1.0  # keeps weights finite where a fact alone separates the learners

Row = tuple[float, ...]


def signs(facts: Facts) -> int:
    """How many of five signs are there, 0 to 5; each is a question anyone can check."""
    return sum(
        (
            facts.latest_missed,
            facts.missed_share >= 0.5,
            facts.weeks_quiet >= 6,
            facts.shortfall >= 1.5,
            facts.fall >= 1.5,
        )
    )


def row(facts: Facts) -> Row:
    """The facts as numbers, after a 1 for the constant."""
    numbers = (facts.missed_share, facts.latest_missed, facts.weeks_quiet, facts.late_share, facts.shortfall, facts.fall)
    return (1.0, *map(float, numbers))


def fit(seen: Iterable[tuple[Row, bool]]) -> Row:
    """The weights of a logistic regression, by Newton's method, with a small penalty on all but the constant."""
    counted = Counter(seen)
    width = len(next(iter(counted))[0])
    weights: Row = (0.0,) * width
    for _step in range(50):
        slope = [-RIDGE * weight * (place > 0) for place, weight in enumerate(weights)]
        curve = [[RIDGE * (a == b and a > 0) for b in range(width)] for a in range(width)]
        for (numbers, outcome), count in counted.items():
            chance = likelihood(weights, numbers)
            for a in range(width):
                slope[a] += count * (outcome - chance) * numbers[a]
                for b in range(width):
                    curve[a][b] += count * chance * (1 - chance) * numbers[a] * numbers[b]
        change = _solve(curve, slope)
        weights = tuple(weight + step for weight, step in zip(weights, change, strict=True))
        if max(map(abs, change)) < 1e-9:
            return weights
    raise ArithmeticError("the weights did not settle in 50 steps")


def likelihood(weights: Row, numbers: Row) -> float:
    """How likely it is, from 0 to 1, that it does not end well."""
    total = sum(weight * number for weight, number in zip(weights, numbers, strict=True))
    return 1 / (1 + math.exp(-total)) if total >= 0 else math.exp(total) / (1 + math.exp(total))


def judged_elsewhere(enrolments: Sequence[Enrolment], *, day: int) -> dict[Key, list[tuple[Enrolment, Facts, float]]]:
    """Each presentation with the likelihoods of a model that saw neither the presentation nor any of its learners."""
    known: dict[Key, list[tuple[Enrolment, Facts]]] = defaultdict(list)
    for enrolment in enrolments:
        if (facts := facts_by(enrolment, day=day)) is not None:
            known[enrolment.presentation].append((enrolment, facts))
    found = {}
    for key, here in known.items():
        learners = {enrolment.learner for enrolment, _facts in here}
        others = [pair for other, pairs in known.items() if other != key for pair in pairs if pair[0].learner not in learners]
        weights = fit((row(facts), enrolment.needed_help) for enrolment, facts in others)
        found[key] = [(enrolment, facts, likelihood(weights, row(facts))) for enrolment, facts in here]
    return found


def listed(ranks: Sequence[float], *, places: int) -> list[float]:
    """For each the chance to be on a list of so many places, highest first; those who are equal share what is left."""
    chances = [0.0] * len(ranks)
    equals: dict[float, list[int]] = defaultdict(list)
    for index, rank in enumerate(ranks):
        equals[rank].append(index)
    for rank in sorted(equals, reverse=True):
        share = min(1.0, places / len(equals[rank]))
        for index in equals[rank]:
            chances[index] = share
        places -= round(share * len(equals[rank]))
        if places <= 0:
            break
    return chances


def _solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for place in range(len(rows)):
        best = max(range(place, len(rows)), key=lambda index: abs(rows[index][place]))
        rows[place], rows[best] = rows[best], rows[place]
        rows[place] = [value / rows[place][place] for value in rows[place]]
        for other in range(len(rows)):
            if other != place:
                factor = rows[other][place]
                rows[other] = [a - factor * b for a, b in zip(rows[other], rows[place], strict=True)]
    return [line[-1] for line in rows]
