"""Attempts of learners: begun under the rules, saved as one goes, handed in once, ended by the clock where time is up.

Two devices, two clicks and two servers may do all of this at the same moment: the learner's enrolment is locked to begin, the
attempt to save, and handing in is a compare-and-set.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from campus.base import outbox
from campus.base.refusals import Refusal
from campus.learning.models import Enrolment, Quiz, QuizAllowance, QuizAnswer, QuizAttempt, QuizPaper
from campus.learning.quiz_setup import newest_paper
from campus.learning.quizzes.answers import Answer, fitting
from campus.learning.quizzes.marking import Marked, mark
from campus.learning.quizzes.paper import Paper, Slot, draw, maximum
from campus.learning.quizzes.rules import GRACE, Counts, NotNow, Past, Refused, Rules, Start, is_late, may_start
from campus.people.scope import NotFoundError

BATCH = 500
State = QuizAttempt.State
WHY = {
    Refused.NOT_OPEN_YET: _("The quiz has not opened yet."),
    Refused.OVER: _("The quiz is over."),
    Refused.UNDER_WAY: _("You have an attempt under way."),
    Refused.NO_ATTEMPT_LEFT: _("You have no attempt left."),
    Refused.COOLING_DOWN: _("You can try again after the pause between attempts."),
}


class AttemptRefusedError(Refusal):
    """The rules of the quiz do not let the learner begin now; `refused` says which."""

    code = "ATTEMPT_REFUSED"
    text = _("You cannot begin now. {why}")

    def __init__(self, not_now: NotNow) -> None:
        self.refused = not_now
        super().__init__(why=WHY[not_now.because])


class AttemptOverError(Refusal):
    """It was handed in, or its time is up."""

    code = "ATTEMPT_OVER"
    text = _("This attempt is over: it was handed in, or its time was up. What was saved in time counts.")


def rules_of(quiz: Quiz, allowance: QuizAllowance | None = None) -> Rules:
    """The rules of a quiz for a learner with this allowance."""
    most = quiz.attempts_allowed
    if most is not None and allowance is not None:
        most += allowance.extra_attempts
    return Rules(
        attempts=most,
        cool_down=quiz.cool_down,
        opens_at=quiz.opens_at,
        closes_at=quiz.closes_at,
        time_limit=quiz.time_limit,
        counts=Counts(quiz.counts),
    )


def past_of(attempt: QuizAttempt) -> Past:
    """An attempt as the rules see it."""
    return Past(number=attempt.number, started_at=attempt.started_at, ended_at=attempt.ended_at, score=attempt.score)


def standing(quiz: Quiz, enrolment: Enrolment, *, at: datetime) -> Start | NotNow:
    """What a learner may do now, as `start` would decide it. Attempts whose time is up are taken for ended."""
    if _is_shut(quiz, enrolment):
        return NotNow(because=Refused.OVER)
    allowance = _allowance(quiz, enrolment)
    attempts = [_as_if_settled(each, at) for each in _attempts(quiz, enrolment)]
    extra = allowance.extra_time if allowance else timedelta(0)
    return may_start(rules_of(quiz, allowance), attempts, at=at, extra_time=extra)


@transaction.atomic
def start(quiz: Quiz, enrolment: Enrolment, *, seed: str, at: datetime) -> QuizAttempt:
    """Begin an attempt, or come back to the one under way.

    Args:
        quiz: which.
        enrolment: of the learner, in the quiz's cohort.
        seed: what the draw comes from; make it of at least 128 random bits.
        at: now.

    Raises:
        NotFoundError: the learner belongs to another cohort, or the quiz is a draft.
        AttemptRefusedError: the rules say no.
    """
    if enrolment.cohort_id != quiz.cohort_id:
        raise NotFoundError
    locked = Enrolment.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=enrolment.pk)
    current = Quiz.objects.select_related("cohort").get(pk=quiz.pk)
    if current.state == Quiz.State.DRAFT:
        raise NotFoundError
    for attempt in _attempts(current, locked):
        if attempt.state == State.OPEN and not settle(attempt, at=at):
            return attempt
    decision = standing(current, locked, at=at)
    if isinstance(decision, NotNow):
        raise AttemptRefusedError(decision)
    paper = newest_paper(current)
    most = rules_of(current, _allowance(current, locked)).attempts
    try:
        with transaction.atomic():
            return QuizAttempt.objects.create(
                quiz=current,
                enrolment=locked,
                paper=paper,
                number=decision.number,
                most=most,
                seed=seed,
                started_at=at,
                ends_at=decision.ends_at,
                maximum=maximum(draw(parsed(paper), seed)),
            )
    except IntegrityError:  # the same learner on another device, a moment earlier
        raise AttemptRefusedError(NotNow(because=Refused.UNDER_WAY)) from None


def parsed(paper: QuizPaper) -> Paper:
    """The content of a paper. The last few stay in memory, as a paper never changes."""
    return _parsed(paper.pk, paper.digest)


def slots_of(attempt: QuizAttempt) -> tuple[Slot, ...]:
    """The questions of an attempt, exactly as they were drawn."""
    return draw(parsed(attempt.paper), attempt.seed)


def with_paper() -> QuerySet[QuizAttempt]:
    """Attempts with their quiz and paper; the content of the paper, which may be long, is not read with each row."""
    return QuizAttempt.objects.select_related("quiz__cohort", "enrolment", "paper").defer("paper__content")


def answers_of(attempt: QuizAttempt) -> dict[int, Answer]:
    """What is saved, by the number of the question."""
    return {row.slot: Answer.from_json(row.value) for row in QuizAnswer.objects.filter(attempt=attempt)}


@transaction.atomic
def save_answer(attempt: QuizAttempt, number: int, *, answer: Answer, at: datetime) -> QuizAnswer:
    """Save what a learner answers to one question; the newest stands.

    Raises:
        NotFoundError: the attempt has no question of this number.
        AttemptOverError: handed in, or too late.
    """
    locked = with_paper().select_for_update(of=("self",)).get(pk=attempt.pk)
    slot = next((slot for slot in slots_of(locked) if slot.number == number), None)
    if slot is None:
        raise NotFoundError
    if locked.state != State.OPEN or is_late(locked.ends_at, at=at):
        raise AttemptOverError
    value = fitting(slot.question, answer).to_json()
    row, _made = QuizAnswer.objects.update_or_create(attempt=locked, slot=number, defaults={"value": value, "saved_at": at})
    return row


@transaction.atomic
def submit(attempt: QuizAttempt, *, at: datetime) -> QuizAttempt:
    """Hand an attempt in and mark it. Handing in twice is the same as once; after its time it ended when time was up."""
    if is_late(attempt.ends_at, at=at):
        end_by_clock(attempt, at=at)
    else:
        _end(attempt, ended_at=at, by_clock=False, at=at)
    return with_paper().get(pk=attempt.pk)


@transaction.atomic
def end_by_clock(attempt: QuizAttempt, *, at: datetime) -> None:
    """End an attempt at the moment its time was up, and mark what was saved by then. Does nothing when it has ended."""
    _end(attempt, ended_at=attempt.ends_at or at, by_clock=True, at=at)


def settle(attempt: QuizAttempt, *, at: datetime) -> bool:
    """End an attempt whose time is up; say whether it has ended."""
    if attempt.state == State.OPEN and is_late(attempt.ends_at, at=at):
        end_by_clock(attempt, at=at)
        return True
    return attempt.state != State.OPEN


def settle_due(*, at: datetime) -> None:
    """Have attempts ended whose time is up, of learners who never came back."""
    due = QuizAttempt.objects.filter(state=State.OPEN, ends_at__lt=at - GRACE).order_by("quiz_id")
    for quiz_id in due.values_list("quiz_id", flat=True).distinct()[:BATCH]:
        outbox.record("quiz.time_up", subject=quiz_id, at=at)


def settle_quiz(quiz_id: int, *, at: datetime) -> int:
    """End the attempts of a quiz whose time is up and mark them, in batches; how many they were.

    Once a quiz is closed nothing can be on its way any more, so there is no grace.
    """
    closed = Quiz.objects.filter(pk=quiz_id, state=Quiz.State.CLOSED).exists()
    ended = 0
    while keys := list(_time_up(quiz_id, at if closed else at - GRACE).values_list("pk", flat=True)[:BATCH]):
        ended += _end_batch(keys, at=at)
    return ended


def mark_attempt(attempt_id: int, *, at: datetime) -> None:
    """Mark an attempt that was handed in, and note that its result is due. Does nothing otherwise."""
    attempt = with_paper().get(pk=attempt_id)
    if attempt.state != State.SUBMITTED:
        return
    marks = marks_of(slots_of(attempt), answers_of(attempt))
    QuizAttempt.objects.filter(pk=attempt_id, state=State.SUBMITTED).update(
        state=State.MARKED, marked_at=at, result_due=True, **as_marked(attempt, marks)
    )
    outbox.record("quiz.marked", subject=attempt.quiz_id, at=at)


def marks_of(slots: tuple[Slot, ...], answers: Mapping[int, Answer]) -> list[tuple[Slot, Marked]]:
    """Every question of an attempt, marked."""
    return [(slot, mark(slot.question, answers.get(slot.number), points=slot.points)) for slot in slots]


def as_marked(attempt: QuizAttempt, marks: list[tuple[Slot, Marked]]) -> dict[str, object]:
    """The score and the line for each question, as a row keeps them."""
    lines = [
        {
            "key": slot.key,
            "share": str(marked.share),
            "points": str(marked.points),
            "verdict": marked.verdict.value,
            "hits": list(marked.hits),
        }
        for slot, marked in marks
    ]
    return {"marks": lines, "score": min(attempt.maximum, sum(marked.points for _slot, marked in marks))}


def _time_up(quiz_id: int, before: datetime) -> QuerySet[QuizAttempt]:
    return QuizAttempt.objects.filter(quiz=quiz_id, state=State.OPEN, ends_at__lte=before).order_by("pk")


@transaction.atomic
def _end_batch(keys: list[int], *, at: datetime) -> int:
    batch = list(with_paper().select_for_update(of=("self",)).filter(pk__in=keys, state=State.OPEN).order_by("pk"))
    answers: dict[int, dict[int, Answer]] = {}
    for row in QuizAnswer.objects.filter(attempt__in=[attempt.pk for attempt in batch]).iterator(chunk_size=2000):
        answers.setdefault(row.attempt_id, {})[row.slot] = Answer.from_json(row.value)
    for attempt in batch:  # one plain update each: bulk_update writes all lines of marks into one long CASE, and takes minutes
        facts = as_marked(attempt, marks_of(slots_of(attempt), answers.get(attempt.pk, {})))
        QuizAttempt.objects.filter(pk=attempt.pk).update(
            state=State.MARKED, ended_at=attempt.ends_at, by_clock=True, marked_at=at, result_due=True, **facts
        )
    if batch:
        outbox.record("quiz.marked", subject=batch[0].quiz_id, at=at)
    return len(batch)


def _end(attempt: QuizAttempt, *, ended_at: datetime, by_clock: bool, at: datetime) -> None:
    # Compare-and-set: of two clicks, or a click and the clock, one ends it.
    still_open = QuizAttempt.objects.filter(pk=attempt.pk, state=State.OPEN)
    if still_open.update(state=State.SUBMITTED, ended_at=ended_at, by_clock=by_clock):
        mark_attempt(attempt.pk, at=at)


@lru_cache(maxsize=16)
def _parsed(pk: int, _digest: str) -> Paper:
    return Paper.model_validate_json(QuizPaper.objects.values_list("content", flat=True).get(pk=pk))


def _attempts(quiz: Quiz, enrolment: Enrolment) -> list[QuizAttempt]:
    return list(with_paper().filter(quiz=quiz, enrolment=enrolment).order_by("number"))


def _allowance(quiz: Quiz, enrolment: Enrolment) -> QuizAllowance | None:
    return QuizAllowance.objects.filter(Q(quiz=quiz) & Q(enrolment=enrolment)).first()


def _is_shut(quiz: Quiz, enrolment: Enrolment) -> bool:
    return quiz.state != Quiz.State.OPEN or quiz.cohort.closed_at is not None or enrolment.withdrawn


def _as_if_settled(attempt: QuizAttempt, at: datetime) -> Past:
    past = past_of(attempt)
    if past.ended_at is None and attempt.ends_at is not None and is_late(attempt.ends_at, at=at):
        return Past(number=past.number, started_at=past.started_at, ended_at=attempt.ends_at)
    return past
