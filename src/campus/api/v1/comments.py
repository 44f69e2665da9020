"""Comments on one place of a text under review, their answers, and whether they are dealt with."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Query, Router, Status
from pydantic import BaseModel, Field

from campus.api.caller import key_of, organisation_of
from campus.api.idempotency import idempotent
from campus.api.pages import Cursor, Limit, Page, page_of
from campus.api.v1.designs import design_for
from campus.api.v1.reviews import review_for
from campus.api.v1.shapes import Asked, PersonShown, person_shown
from campus.people.roles import require
from campus.people.scope import NotFoundError
from campus.quality import comments
from campus.quality.models import Answer, Comment

router = Router(tags=["Reviews"])


class TextAsked(Asked):
    text: str = Field(max_length=comments.LONGEST)


class RemarkAsked(TextAsked):
    place: str = Field(default="", max_length=300, description="JSON pointer into the draft; empty: about the whole")


class AnswerShown(BaseModel):
    text: str
    made_by: PersonShown
    made_at: datetime


class CommentShown(BaseModel):
    id: int
    review: int = Field(description="the round in which it was made; it stays with the design until it is resolved")
    stage: int = Field(description="position of the stage that waited then")
    place: str
    text: str
    made_by: PersonShown
    made_at: datetime
    resolved_by: PersonShown | None
    resolved_at: datetime | None
    answers: list[AnswerShown]


@router.get(
    "/designs/{uuid:design_id}/comments",
    response=Page[CommentShown],
    summary=gettext_noop("Comments, newest first"),
)
def list_comments(
    request: HttpRequest,
    design_id: UUID,
    limit: Limit,
    cursor: Cursor,
    open: Annotated[bool | None, Query(None)],  # noqa: A002
) -> Page[CommentShown]:
    rows = comments.comments_of(design_for(request, design_id)).order_by()
    if open is not None:
        rows = rows.filter(resolved_at__isnull=open)
    return page_of(rows, _shown, limit=limit, cursor=cursor)


@router.post(
    "/reviews/{int:review_id}/comments",
    response={201: CommentShown},
    summary=gettext_noop("Comment on one place of the text under review"),
)
@idempotent()
def add_comment(request: HttpRequest, review_id: int, asked: RemarkAsked) -> Status[CommentShown]:
    review, at = review_for(request, review_id), timezone.now()
    made = comments.comment(review, place=asked.place, text=asked.text, by=key_of(request), at=at)
    return Status(201, _shown(made))


@router.post("/comments/{int:comment_id}/answers", response={201: CommentShown}, summary=gettext_noop("Answer a comment"))
@idempotent()
def answer_comment(request: HttpRequest, comment_id: int, asked: TextAsked) -> Status[CommentShown]:
    comments.answer(_comment(request, comment_id), text=asked.text, by=key_of(request), at=timezone.now())
    return Status(201, _shown(_comment(request, comment_id)))


@router.post(
    "/comments/{int:comment_id}/resolve", response=CommentShown, summary=gettext_noop("Say that a comment is dealt with")
)
@idempotent(required=False)
def resolve_comment(request: HttpRequest, comment_id: int) -> CommentShown:
    return _shown(comments.resolve(_comment(request, comment_id), by=key_of(request), at=timezone.now()))


@router.post("/comments/{int:comment_id}/reopen", response=CommentShown, summary=gettext_noop("Open a resolved comment again"))
@idempotent(required=False)
def reopen_comment(request: HttpRequest, comment_id: int) -> CommentShown:
    return _shown(comments.reopen(_comment(request, comment_id), by=key_of(request), at=timezone.now()))


def _comment(request: HttpRequest, comment_id: int) -> Comment:
    organisation = organisation_of(request)
    require(key_of(request), organisation)
    rows = Comment.objects.filter(design__organisation=organisation, pk=comment_id)
    rows = rows.select_related("design__organisation", "review", "stage", "made_by", "resolved_by")
    found = rows.prefetch_related("answers__made_by").first()
    if found is None:
        raise NotFoundError
    return found


def _shown(comment: Comment) -> CommentShown:
    return CommentShown(
        id=comment.pk,
        review=comment.review_id,
        stage=comment.stage.position,
        place=comment.at,
        text=comment.text,
        made_by=person_shown(comment.made_by),
        made_at=comment.made_at,
        resolved_by=person_shown(comment.resolved_by) if comment.resolved_by else None,
        resolved_at=comment.resolved_at,
        answers=[_answer_shown(each) for each in comment.answers.all()],
    )


def _answer_shown(answer: Answer) -> AnswerShown:
    return AnswerShown(text=answer.text, made_by=person_shown(answer.made_by), made_at=answer.made_at)
