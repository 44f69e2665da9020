"""The paper of a quiz and what one learner draws from it. The same paper and seed always give the same questions and order.

A paper is frozen when a quiz opens; changing a question makes a new paper, and attempts keep the one they began with.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from campus.learning.quizzes.answers import right_ids
from campus.learning.quizzes.questions import AnyQuestion, Choice, Matching, Ordering, Points, Question

MOST_QUESTIONS = 200
_Thing = TypeVar("_Thing")


class PaperQuestion(BaseModel):
    """A question in its place: `key` is its name in the bank, which stays when its text is mended."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    key: Annotated[str, Field(max_length=40)]
    question: Question


class Pool(BaseModel):
    """Questions of which each learner gets `draw` (0: all of them); `points` instead of the questions' own."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    questions: Annotated[tuple[PaperQuestion, ...], Field(min_length=1, max_length=5000)]
    draw: Annotated[int, Field(ge=0, le=MOST_QUESTIONS)] = 0
    points: Points | None = None


class Paper(BaseModel):
    """Everything a quiz may ask."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    pools: Annotated[tuple[Pool, ...], Field(min_length=1, max_length=50)]
    shuffle_questions: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One question of an attempt. `order`: ids of options, items or right sides as they are shown."""

    number: int
    key: str
    question: AnyQuestion
    points: Decimal
    order: tuple[str, ...] = ()


def draw(paper: Paper, seed: str) -> tuple[Slot, ...]:
    """The questions that the seed gives, in order, numbered from 1."""
    chosen: list[tuple[PaperQuestion, Decimal]] = []
    for number, pool in enumerate(paper.pools):
        asked: Sequence[PaperQuestion] = pool.questions
        if 0 < pool.draw < len(asked):
            asked = shuffled(asked, seed, f"pool {number}")[: pool.draw]
        chosen.extend((each, pool.points or each.question.points) for each in asked)
    if paper.shuffle_questions:
        chosen = shuffled(chosen, seed, "questions")
    return tuple(
        Slot(number=number, key=each.key, question=each.question, points=points, order=_order(each, seed))
        for number, (each, points) in enumerate(chosen, start=1)
    )


def maximum(slots: Sequence[Slot]) -> Decimal:
    """What all the questions of an attempt are worth together."""
    return sum((slot.points for slot in slots), Decimal(0))


def drawn_count(paper: Paper) -> int:
    """How many questions each learner gets."""
    return sum(min(pool.draw, len(pool.questions)) or len(pool.questions) for pool in paper.pools)


def shuffled(things: Sequence[_Thing], seed: str, label: str) -> list[_Thing]:
    """Fisher and Yates with numbers of SHA-256, so that any version of Python on any machine gives the same order."""
    found = list(things)
    numbers = _numbers(seed, label)
    for last in range(len(found) - 1, 0, -1):
        other = _below(last + 1, numbers)
        found[last], found[other] = found[other], found[last]
    return found


def _order(each: PaperQuestion, seed: str) -> tuple[str, ...]:
    question, label = each.question, f"options of {each.key}"
    if isinstance(question, Ordering):
        right = [item.id for item in question.items]
        mixed = shuffled(right, seed, label)
        return tuple(mixed[1:] + mixed[:1] if mixed == right else mixed)  # never begin with the answer
    if isinstance(question, Matching):
        # Side by side the pairs would stand opposite each other, so the right sides are always mixed.
        return tuple(shuffled(sorted(set(right_ids(question).values())), seed, label))
    if isinstance(question, Choice):
        ids = [option.id for option in question.options]
        return tuple(shuffled(ids, seed, label) if question.shuffle else ids)
    return tuple(option.id for option in getattr(question, "options", ()))


def _numbers(seed: str, label: str) -> Iterator[int]:
    count = 0
    while True:
        block = hashlib.sha256(f"{seed}\n{label}\n{count}".encode()).digest()
        yield from (int.from_bytes(block[at : at + 4], "big") for at in range(0, 32, 4))
        count += 1


def _below(limit: int, numbers: Iterator[int]) -> int:
    """A fair number below `limit`: what would favour the small ones is thrown away."""
    fair = 2**32 - 2**32 % limit
    return next(number for number in numbers if number < fair) % limit
