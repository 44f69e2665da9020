"""Figures of a quiz for its author: how each question fared. One attempt a learner, the one that counts; small cells hidden."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from typing import Any

from campus.base import outbox
from campus.learning.models import Quiz, QuizAttempt
from campus.learning.question_banks import AUTHORS
from campus.learning.quiz_attempts import BATCH, parsed
from campus.learning.quiz_results import outcomes_of
from campus.learning.quizzes.questions import AnyQuestion, Choice, HotSpot, Numeric, ShortText
from campus.learning.quizzes.statistics import SMALLEST_CELL, ItemTally, group_size, item_statistics
from campus.people.roles import Actor, require

INLINE = 1_000  # attempts counted while the person waits


def order_counting(quiz: Quiz, *, by: Actor, at: datetime) -> bool:
    """Count now where that is quick, else let a worker do it; say whether it is done.

    Raises:
        NotAllowedError: neither author nor assessor there.
    """
    require(by, quiz.cohort.organisation, *AUTHORS)
    if quiz.attempts.count() <= INLINE:
        count(quiz.pk, at=at)
        return True
    outbox.record("quiz.counting_ordered", subject=quiz.pk, at=at)
    return False


def count(quiz_id: int, *, at: datetime) -> dict[str, Any]:
    """Count a quiz and keep the figures with it; bounded memory, whatever the number of learners."""
    quiz = Quiz.objects.select_related("cohort__design_version").get(pk=quiz_id)
    scores = _scores(quiz)
    learners, size = len(scores), group_size(len(scores))
    ranked = sorted(scores, key=lambda key: (-scores[key], key))
    group = {**dict.fromkeys(ranked[:size], "upper"), **dict.fromkeys(ranked[learners - size :], "lower")} if size else {}
    tallies: dict[str, ItemTally] = {}
    for attempt in _counted(scores):
        for line in attempt.marks:
            tally = tallies.setdefault(line["key"], ItemTally())
            answered = line["verdict"] != "unanswered"
            tally.add(Fraction(line["share"]), hits=line["hits"], answered=answered, group=group.get(attempt.pk, ""))
    questions = questions_of(quiz)
    items = {key: item_statistics(tally, options_of(questions[key])) for key, tally in tallies.items() if key in questions}
    figures = {"learners": learners if learners >= SMALLEST_CELL else None, "items": items}
    Quiz.objects.filter(pk=quiz_id).update(statistics=figures, counted_at=at)
    return figures


def options_of(question: AnyQuestion) -> list[str]:
    """The names under which hits of a question are counted."""
    if isinstance(question, Choice | HotSpot):
        return [option.id for option in question.options]
    if isinstance(question, Numeric | ShortText):
        return [str(index) for index in range(len(question.answers))]
    return []


def _scores(quiz: Quiz) -> dict[int, Fraction]:
    """The attempts that count, with their share of the points: a number each, of however many learners."""
    found: dict[int, Fraction] = {}
    learners = (
        QuizAttempt.objects.filter(quiz=quiz, state="marked").order_by("enrolment_id").values_list("enrolment_id", flat=True)
    )
    batch: list[int] = []
    for enrolment in learners.distinct().iterator(chunk_size=BATCH):
        batch.append(enrolment)
        if len(batch) == BATCH:
            found |= _shares(quiz, batch)
            batch = []
    return found | _shares(quiz, batch)


def _shares(quiz: Quiz, enrolments: list[int]) -> dict[int, Fraction]:
    outcomes = outcomes_of(quiz, enrolments).values()
    return {each.attempt.pk: Fraction(each.attempt.score or 0) / Fraction(each.attempt.maximum or 1) for each in outcomes}


def _counted(scores: dict[int, Fraction]) -> Iterator[QuizAttempt]:
    keys = sorted(scores)
    for begin in range(0, len(keys), BATCH):
        yield from QuizAttempt.objects.filter(pk__in=keys[begin : begin + BATCH]).only("pk", "marks")


def questions_of(quiz: Quiz) -> dict[str, AnyQuestion]:
    """Every question of every paper, as it stands in the newest."""
    papers = quiz.papers.order_by("number")
    return {each.key: each.question for paper in papers for pool in parsed(paper).pools for each in pool.questions}
