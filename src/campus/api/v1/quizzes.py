"""Question banks, files of questions, and the results of quizzes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Query, Router, Status
from pydantic import BaseModel, Field

from campus.api.caller import key_of, organisation_of
from campus.api.idempotency import idempotent
from campus.api.pages import Cursor, Limit, Page, page_of, rows_of
from campus.api.problem import ProblemError
from campus.api.refusing import language_now
from campus.api.v1.cohorts import cohort_for
from campus.api.v1.shapes import Asked, Names, names
from campus.learning.cohorts import READERS
from campus.learning.models import BankQuestion, QuestionBank, Quiz
from campus.learning.question_banks import AUTHORS, bank_in, create_bank, live_questions
from campus.learning.question_files import FORMS, SomeUnreadableError, export_questions, import_questions
from campus.learning.quiz_results import outcomes_of
from campus.people.roles import require
from campus.people.scope import NotFoundError
from laurel.errors import Problem

router = Router(tags=["Quizzes"])
TOLD = 500


class BankAsked(Asked):
    title: str = Field(max_length=200)


class BankShown(BaseModel):
    id: str
    title: str
    questions: int
    created_at: datetime


class QuestionShown(BaseModel):
    id: str
    kind: str
    title: str
    category: str
    revision: int
    changed_at: datetime
    content: dict[str, Any] = Field(description="the whole question with its answers")


class Told(BaseModel):
    at: str = Field(description="where in the file")
    code: str
    detail: str


class ImportShown(BaseModel):
    added: int
    known: int = Field(description="questions of the file that the bank had already")
    problems: list[Told] = Field(description="questions that cannot be read, each with its reason")
    notes: list[Told] = Field(description="what was left out of questions that are imported")


class QuizShown(BaseModel):
    id: str
    cohort: str
    assessment: str
    title: Names
    state: Quiz.State
    attempts_allowed: int | None
    opens_at: datetime | None
    closes_at: datetime | None
    counts: Quiz.Counts


class QuizResultShown(BaseModel):
    number: str = Field(description="the school's own number of the learner")
    attempts: int = Field(description="attempts that are marked")
    counts: int | None = Field(description="number of the attempt that counts; null: none is marked")
    points: str | None
    of: str | None
    value: str | None = Field(description="on the scale of the assessment")
    ended_at: datetime | None


_FILE = {"type": "string", "format": "binary"}
_BODY = {
    "requestBody": {
        "required": True,
        "description": "Moodle XML, a QTI 3 item or package: as `file` of a form (20 MB), or as the body itself (5 MB)",
        "content": {
            "multipart/form-data": {"schema": {"type": "object", "properties": {"file": _FILE}, "required": ["file"]}},
            "application/xml": {"schema": _FILE},
            "application/zip": {"schema": _FILE},
        },
    }
}


@router.get("/question-banks", response=Page[BankShown], summary=gettext_noop("Question banks, newest first"))
def list_banks(request: HttpRequest, limit: Limit, cursor: Cursor) -> Page[BankShown]:
    organisation = organisation_of(request)
    require(key_of(request), organisation, *AUTHORS)
    live = Count("questions", filter=Q(questions__retired_at__isnull=True))
    rows = QuestionBank.objects.filter(organisation=organisation).annotate(live=live)
    return page_of(rows, _bank_shown, limit=limit, cursor=cursor)


@router.post("/question-banks", response={201: BankShown}, summary=gettext_noop("Begin a question bank"))
@idempotent()
def begin_bank(request: HttpRequest, asked: BankAsked) -> Status[BankShown]:
    bank = create_bank(organisation_of(request), title=asked.title, by=key_of(request), at=timezone.now())
    return Status(201, _bank_shown(bank))


@router.get(
    "/question-banks/{uuid:bank_id}/questions",
    response=Page[QuestionShown],
    summary=gettext_noop("The questions of a bank with their answers, newest first"),
)
def list_questions(request: HttpRequest, bank_id: UUID, limit: Limit, cursor: Cursor) -> Page[QuestionShown]:
    return page_of(live_questions(_bank(request, bank_id)), _question_shown, limit=limit, cursor=cursor)


@router.post(
    "/question-banks/{uuid:bank_id}/imports",
    response={201: ImportShown},
    openapi_extra=_BODY,
    summary=gettext_noop("Import a file of questions: all of it, or nothing"),
)
@idempotent()
def import_file(
    request: HttpRequest,
    bank_id: UUID,
    language: Annotated[Literal["bg", "en"], Query("bg", description="of texts that do not say theirs")],
    partly: Annotated[bool, Query(False, description="true: import what can be read even when other questions cannot")],
) -> Status[ImportShown]:
    bank = _bank(request, bank_id)
    content = _sent(request)
    try:
        done = import_questions(bank, content=content, language=language, partly=partly, by=key_of(request), at=timezone.now())
    except SomeUnreadableError as refusal:
        errors = [each.model_dump() for each in _told(refusal.reading.problems)]
        raise ProblemError(422, refusal.code, refusal.message, errors=errors) from refusal
    reading = done.reading
    shown = ImportShown(added=done.added, known=done.known, problems=_told(reading.problems), notes=_told(reading.notes))
    return Status(201, shown)


@router.get(
    "/question-banks/{uuid:bank_id}/exports/{form}",
    summary=gettext_noop("The questions as Moodle XML or as a QTI 3 package"),
)
def export_file(request: HttpRequest, bank_id: UUID, form: Literal["moodle", "qti"]) -> HttpResponse:
    bank = _bank(request, bank_id)
    content = b"".join(export_questions(bank, form, by=key_of(request), at=timezone.now()))
    media_type, suffix = FORMS[form]
    headers = {
        "Content-Disposition": f'attachment; filename="questions-{form}.{suffix}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=media_type, headers=headers)


@router.get("/cohorts/{uuid:cohort_id}/quizzes", response=list[QuizShown], summary=gettext_noop("The quizzes of a cohort"))
def list_quizzes(request: HttpRequest, cohort_id: UUID) -> list[QuizShown]:
    return [_quiz_shown(quiz) for quiz in cohort_for(request, cohort_id).quizzes.select_related("cohort").order_by("pk")]


@router.get(
    "/quizzes/{uuid:quiz_id}/results",
    response=Page[QuizResultShown],
    summary=gettext_noop("What each learner's attempts at a quiz come to"),
)
def list_results(request: HttpRequest, quiz_id: UUID, limit: Limit, cursor: Cursor) -> Page[QuizResultShown]:
    organisation = organisation_of(request)
    found = Quiz.objects.select_related("cohort__organisation", "cohort__design_version")
    quiz = found.filter(cohort__organisation=organisation, public_id=quiz_id).first()
    require(key_of(request), organisation)
    if quiz is None:
        raise NotFoundError
    require(key_of(request), organisation, *READERS)
    learners, following = rows_of(quiz.cohort.enrolments.all(), limit=limit, cursor=cursor)
    outcomes = outcomes_of(quiz, [learner.pk for learner in learners])
    items = []
    for learner in learners:
        outcome = outcomes.get(learner.pk)
        items.append(
            QuizResultShown(
                number=learner.number,
                attempts=outcome.attempts if outcome else 0,
                counts=outcome.attempt.number if outcome else None,
                points=_plain(outcome.attempt.score) if outcome else None,
                of=_plain(outcome.attempt.maximum) if outcome else None,
                value=_plain(outcome.value) if outcome else None,
                ended_at=outcome.attempt.ended_at if outcome else None,
            )
        )
    return Page[QuizResultShown](items=items, next=following)


def _bank(request: HttpRequest, bank_id: UUID) -> QuestionBank:
    organisation = organisation_of(request)
    require(key_of(request), organisation)
    bank = bank_in(organisation, bank_id)
    require(key_of(request), organisation, *AUTHORS)
    return bank


def _sent(request: HttpRequest) -> bytes:
    if request.content_type != "multipart/form-data":
        return request.body
    file = request.FILES.get("file")
    if file is None:
        raise ProblemError(400, "NOTHING_SENT", _("Send the questions as “file” of a form, or as the body itself."))
    if (file.size or 0) > settings.UPLOAD_LIMIT:
        raise ProblemError(413, "TOO_LARGE", _("The request is larger than this address accepts."))
    content: bytes = file.read()
    return content


def _told(problems: list[Problem]) -> list[Told]:
    language = language_now()
    return [Told(at=each.at, code=each.code, detail=getattr(each, language)) for each in problems[:TOLD]]


def _bank_shown(bank: QuestionBank) -> BankShown:
    count = getattr(bank, "live", 0)
    return BankShown(id=str(bank.public_id), title=bank.title, questions=count, created_at=bank.created_at)


def _question_shown(row: BankQuestion) -> QuestionShown:
    return QuestionShown(
        id=str(row.public_id),
        kind=row.kind,
        title=row.title,
        category=row.category,
        revision=row.revision,
        changed_at=row.changed_at,
        content=row.content,
    )


def _quiz_shown(quiz: Quiz) -> QuizShown:
    return QuizShown(
        id=str(quiz.public_id),
        cohort=str(quiz.cohort.public_id),
        assessment=quiz.assessment,
        title=names(quiz.title_bg, quiz.title_en),
        state=Quiz.State(quiz.state),
        attempts_allowed=quiz.attempts_allowed,
        opens_at=quiz.opens_at,
        closes_at=quiz.closes_at,
        counts=Quiz.Counts(quiz.counts),
    )


def _plain(number: Any) -> str | None:
    return None if number is None else f"{number.normalize():f}"
