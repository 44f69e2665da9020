"""The learner's own attempts at quizzes. What is right is told only once the quiz releases feedback."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Router
from pydantic import BaseModel, Field

from campus.api.caller import LearnerToken, learner_of
from campus.api.pages import Cursor, Limit, Page, page_of
from campus.api.refusing import language_now
from campus.api.v1.shapes import Names, names
from campus.learning.learners import enrolments_of
from campus.learning.models import QuizAttempt
from campus.learning.quiz_attempts import answers_of, slots_of, with_paper
from campus.learning.quiz_results import is_released
from campus.learning.quizzes.answers import Answer
from campus.learning.quizzes.marking import Verdict, feedback_of, mark
from campus.learning.quizzes.paper import Slot
from campus.people.scope import NotFoundError

router = Router(tags=["For learners"], auth=LearnerToken())


class AttemptShown(BaseModel):
    id: str
    quiz: str
    title: Names
    number: int
    state: QuizAttempt.State
    started_at: datetime
    ends_at: datetime | None
    ended_at: datetime | None
    released: bool = Field(description="whether points and feedback may be told already")
    points: str | None = Field(description="null until it is marked and released")
    of: str


class AnswerShown(BaseModel):
    number: int
    kind: str
    text: str
    answered: bool
    verdict: Verdict | None = Field(description="null until feedback is released")
    points: str | None
    feedback: list[str]


class WholeAttempt(AttemptShown):
    questions: list[AnswerShown]


@router.get("/me/quiz-attempts", response=Page[AttemptShown], summary=gettext_noop("Your attempts at quizzes, newest first"))
def list_attempts(request: HttpRequest, limit: Limit, cursor: Cursor) -> Page[AttemptShown]:
    rows = with_paper().filter(enrolment__in=enrolments_of(learner_of(request)))
    return page_of(rows, _shown, limit=limit, cursor=cursor)


@router.get(
    "/me/quiz-attempts/{uuid:attempt_id}",
    response=WholeAttempt,
    summary=gettext_noop("One attempt with its questions, and feedback once it is released"),
)
def get_attempt(request: HttpRequest, attempt_id: UUID) -> WholeAttempt:
    mine = with_paper().filter(enrolment__in=enrolments_of(learner_of(request)))
    attempt = mine.filter(public_id=attempt_id).first()
    if attempt is None:
        raise NotFoundError
    told, answers = _is_told(attempt), answers_of(attempt)
    questions = [_answer_shown(slot, answers.get(slot.number), told=told) for slot in slots_of(attempt)]
    return WholeAttempt(**_shown(attempt).model_dump(), questions=questions)


def _is_told(attempt: QuizAttempt) -> bool:
    return attempt.state == QuizAttempt.State.MARKED and is_released(attempt.quiz, at=timezone.now())


def _shown(attempt: QuizAttempt) -> AttemptShown:
    told = _is_told(attempt)
    return AttemptShown(
        id=str(attempt.public_id),
        quiz=str(attempt.quiz.public_id),
        title=names(attempt.quiz.title_bg, attempt.quiz.title_en),
        number=attempt.number,
        state=QuizAttempt.State(attempt.state),
        started_at=attempt.started_at,
        ends_at=attempt.ends_at,
        ended_at=attempt.ended_at,
        released=told,
        points=f"{attempt.score.normalize():f}" if told and attempt.score is not None else None,
        of=f"{attempt.maximum.normalize():f}",
    )


def _answer_shown(slot: Slot, answer: Answer | None, *, told: bool) -> AnswerShown:
    language, marked = language_now(), mark(slot.question, answer, points=slot.points)
    return AnswerShown(
        number=slot.number,
        kind=slot.question.type,
        text=slot.question.text.text(language),
        answered=answer is not None and not answer.empty,
        verdict=marked.verdict if told else None,
        points=f"{marked.points.normalize():f}" if told else None,
        feedback=[text.text(language) for text in feedback_of(slot.question, marked)] if told else [],
    )
