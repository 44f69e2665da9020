"""From attempts to results: which attempt counts, its score on the assessment's scale, recorded like a row of a gradebook.

Marked attempts are handed on in batches by the worker; whatever is interrupted or repeated changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet

from campus.base import audit, outbox
from campus.learning import assess
from campus.learning.cohorts import CohortClosedError
from campus.learning.gradebook import CheckedRow, Learner, Score
from campus.learning.models import Enrolment, Quiz, QuizAttempt
from campus.learning.question_banks import AUTHORS
from campus.learning.quiz_attempts import (
    BATCH,
    answers_of,
    as_marked,
    marks_of,
    parsed,
    past_of,
    rules_of,
    slots_of,
    with_paper,
)
from campus.learning.quiz_setup import assessments_of, newest_paper
from campus.learning.quizzes.marking import scaled
from campus.learning.quizzes.paper import Slot
from campus.learning.quizzes.questions import AnyQuestion
from campus.learning.quizzes.rules import counting
from campus.people.roles import Actor, person_of, require

State = QuizAttempt.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a learner's attempts come to: the one that counts, and its score on the scale of the assessment."""

    attempt: QuizAttempt
    attempts: int
    value: Decimal
    maximum: Decimal


def hand_on(quiz_id: int, *, at: datetime) -> int:
    """Record the results of attempts marked since, through the same door as a gradebook; how many learners that were.

    A closed cohort takes no results: they stay due.
    """
    quiz = Quiz.objects.select_related("cohort__organisation", "cohort__design_version").get(pk=quiz_id)
    done = 0
    while due := list(_due(quiz).values_list("pk", "enrolment_id")[:BATCH]):
        try:
            with transaction.atomic():
                outcomes = outcomes_of(quiz, {enrolment for _pk, enrolment in due})
                assess.record(quiz.cohort, _rows(quiz, outcomes), at=at)
                _due(quiz).filter(pk__in=[pk for pk, _enrolment in due]).update(result_due=False)
        except CohortClosedError:
            return done
        done += len(outcomes)
    return done


def outcomes_of(quiz: Quiz, enrolments: Iterable[int]) -> dict[int, Outcome]:
    """What counts for each of these learners; those without a marked attempt are left out."""
    found: dict[int, list[QuizAttempt]] = defaultdict(list)
    marked = QuizAttempt.objects.filter(quiz=quiz, enrolment__in=list(enrolments), state=State.MARKED).defer("marks")
    for attempt in marked.order_by("number"):
        found[attempt.enrolment_id].append(attempt)
    top = next((part.maximum for part in assessments_of(quiz.cohort) if part.id == quiz.assessment), Decimal(100))
    rules = rules_of(quiz)
    outcomes = {}
    for enrolment, attempts in found.items():
        past = counting(rules, [past_of(attempt) for attempt in attempts])
        if past is not None:
            attempt = next(each for each in attempts if each.number == past.number)
            value = scaled(attempt.score or Decimal(0), attempt.maximum, maximum=top)
            outcomes[enrolment] = Outcome(attempt=attempt, attempts=len(attempts), value=value, maximum=top)
    return outcomes


def is_released(quiz: Quiz, *, at: datetime) -> bool:
    """Say whether learners may see scores, feedback and, where the quiz shows them, right answers."""
    if quiz.release == Quiz.Release.AT_ONCE:
        return True
    if quiz.release == Quiz.Release.ON_DATE:
        return quiz.release_at is not None and at >= quiz.release_at
    return quiz.state == Quiz.State.CLOSED or (quiz.closes_at is not None and at >= quiz.closes_at)


@transaction.atomic
def order_remarking(quiz: Quiz, *, by: Actor, at: datetime) -> None:
    """Mark every attempt again by the questions of the newest paper: after a right answer was mended. A worker does it.

    Raises:
        NotAllowedError: neither author nor assessor there.
    """
    require(by, quiz.cohort.organisation, *AUTHORS)
    audit.note(
        "quiz.remarking_ordered",
        actor=person_of(by),
        organisation=quiz.cohort.organisation_id,
        subject_kind="quiz",
        subject=quiz.pk,
        at=at,
        paper=newest_paper(quiz).number,
    )
    outbox.record("quiz.remarking_ordered", subject=quiz.pk, at=at)


def mark_again(quiz_id: int, *, at: datetime) -> int:
    """Mark the attempts of a quiz by its newest paper, in batches; how many scores changed. Repeating it changes nothing.

    A question keeps its place and the order of its options; one that is not in the newest paper is marked as it was asked.
    """
    quiz = Quiz.objects.select_related("cohort").get(pk=quiz_id)
    mended = {each.key: each.question for pool in parsed(newest_paper(quiz)).pools for each in pool.questions}
    last = changed = 0
    while batch := list(with_paper().filter(quiz=quiz, state=State.MARKED, pk__gt=last).order_by("pk")[:BATCH]):
        last = batch[-1].pk
        for attempt in batch:
            slots = tuple(_mended(slot, mended.get(slot.key)) for slot in slots_of(attempt))
            facts = as_marked(attempt, marks_of(slots, answers_of(attempt)))
            if facts["marks"] != attempt.marks:
                changed += _marked(quiz).filter(pk=attempt.pk).update(result_due=True, marked_at=at, **facts)
    if changed:
        outbox.record("quiz.marked", subject=quiz_id, at=at)
    return changed


def _mended(slot: Slot, question: AnyQuestion | None) -> Slot:
    return slot if question is None or question.type != slot.question.type else replace(slot, question=question)


def _rows(quiz: Quiz, outcomes: dict[int, Outcome]) -> list[CheckedRow]:
    """The results as checked rows of a gradebook: the learner as enrolled, and one score."""
    return [
        CheckedRow(
            row=number,
            learner=Learner(enrolment.number, enrolment.name, enrolment.email),
            scores=(Score(quiz.assessment, outcomes[enrolment.pk].value),),
        )
        for number, enrolment in enumerate(Enrolment.objects.filter(pk__in=list(outcomes)).order_by("pk"), start=1)
    ]


def _due(quiz: Quiz) -> QuerySet[QuizAttempt]:
    return QuizAttempt.objects.filter(quiz=quiz, state=State.MARKED, result_due=True).order_by("pk")


def _marked(quiz: Quiz) -> QuerySet[QuizAttempt]:
    return QuizAttempt.objects.filter(quiz=quiz, state=State.MARKED)
