"""Reviews: what was submitted, and the decision of somebody who did not write it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Query, Router
from pydantic import BaseModel, Field

from campus.api.caller import key_of, organisation_of
from campus.api.idempotency import idempotent
from campus.api.pages import Cursor, Limit, Page, page_of
from campus.api.v1.shapes import Asked, Draft, Names, PersonShown, names, person_shown
from campus.people.roles import require
from campus.people.scope import NotFoundError
from campus.quality import review as reviewing
from campus.quality.models import Party, Review, Stage, StageKind

router = Router(tags=["Reviews"])
_ROWS = Review.objects.select_related("design__organisation", "submitted_by", "decided_by").prefetch_related(
    "stages__decided__person", "stages__assigned_to"
)


class CommentAsked(Asked):
    comment: str = Field(default="", max_length=5000)
    stage: int | None = Field(default=None, description="position of the stage you mean; refused when another one waits")


class StageShown(BaseModel):
    position: int
    kind: StageKind
    name: Names = Field(description="the organisation's own name for it; empty when it uses the usual one")
    due_at: datetime | None = Field(description="null until it begins")
    assigned_to: PersonShown | None = Field(description="who alone may decide it; null: whoever has the role")
    decision: str = Field(description="approved or changes_requested; empty while it is undecided")
    decided_by: PersonShown | None
    decided_at: datetime | None
    comment: str
    digest: str = Field(description="of the text decided on")


class ReviewShown(BaseModel):
    id: int
    design: str
    submitted_by: PersonShown
    submitted_at: datetime
    digest: str = Field(description="SHA-256 of the canonical JSON (RFC 8785) of the text under review, hex")
    stages: list[StageShown]
    waits_for: StageShown | None = Field(description="the stage that is to be decided; null when none is left")
    decision: str = Field(description="approved, changes_requested, withdrawn; empty while it is open")
    decided_by: PersonShown | None
    decided_at: datetime | None
    comment: str


class ReviewWithText(ReviewShown):
    submitted: Draft


class Approval(ReviewShown):
    version: int | None = Field(description="the version that was published by this; null while a stage is left")


@router.get("/reviews", response=Page[ReviewShown], summary=gettext_noop("Reviews, newest first"))
def list_reviews(
    request: HttpRequest,
    limit: Limit,
    cursor: Cursor,
    open: Annotated[bool | None, Query(None)],  # noqa: A002
) -> Page[ReviewShown]:
    organisation = organisation_of(request)
    require(key_of(request), organisation)
    rows = _ROWS.filter(design__organisation=organisation)
    if open is not None:
        rows = rows.filter(decision="") if open else rows.exclude(decision="")
    return page_of(rows, review_shown, limit=limit, cursor=cursor)


@router.get("/reviews/{int:review_id}", response=ReviewWithText, summary=gettext_noop("One review with the text under review"))
def getreview_for(request: HttpRequest, review_id: int) -> ReviewWithText:
    review = review_for(request, review_id)
    return ReviewWithText(**review_shown(review).model_dump(), submitted=review.submitted)


@router.post(
    "/reviews/{int:review_id}/approve", response=Approval, summary=gettext_noop("Approve a stage; the last one publishes")
)
@idempotent(required=False)
def approve(request: HttpRequest, review_id: int, asked: CommentAsked) -> Approval:
    review, at = review_for(request, review_id), timezone.now()
    version = reviewing.approve(review, by=key_of(request), at=at, comment=asked.comment, stage=asked.stage)
    return Approval(**review_shown(review_for(request, review_id)).model_dump(), version=version.number if version else None)


@router.post(
    "/reviews/{int:review_id}/request-changes", response=ReviewShown, summary=gettext_noop("Send it back with a comment")
)
@idempotent(required=False)
def request_changes(request: HttpRequest, review_id: int, asked: CommentAsked) -> ReviewShown:
    review, at = review_for(request, review_id), timezone.now()
    reviewing.request_changes(review, comment=asked.comment, by=key_of(request), at=at, stage=asked.stage)
    return review_shown(review_for(request, review_id))


@router.post("/reviews/{int:review_id}/withdraw", response=ReviewShown, summary=gettext_noop("Take a submission back"))
@idempotent(required=False)
def withdraw(request: HttpRequest, review_id: int) -> ReviewShown:
    reviewing.withdraw(review_for(request, review_id), by=key_of(request), at=timezone.now())
    return review_shown(review_for(request, review_id))


def review_shown(review: Review) -> ReviewShown:
    return ReviewShown(
        id=review.pk,
        design=str(review.design.public_id),
        submitted_by=person_shown(review.submitted_by),
        submitted_at=review.submitted_at,
        digest=review.digest,
        stages=[_stage_shown(stage) for stage in review.stages.all()],
        waits_for=_stage_shown(waiting) if (waiting := _waiting(review)) else None,
        decision=review.decision,
        decided_by=person_shown(review.decided_by) if review.decided_by else None,
        decided_at=review.decided_at,
        comment=review.comment,
    )


def _stage_shown(stage: Stage) -> StageShown:
    decided: Party | None = getattr(stage, "decided", None)
    return StageShown(
        position=stage.position,
        kind=StageKind(stage.kind),
        name=names(stage.name_bg, stage.name_en),
        due_at=stage.due_at,
        assigned_to=person_shown(stage.assigned_to) if stage.assigned_to else None,
        decision=decided.decision if decided else "",
        decided_by=person_shown(decided.person) if decided else None,
        decided_at=decided.decided_at if decided else None,
        comment=decided.comment if decided else "",
        digest=decided.digest if decided else "",
    )


def _waiting(review: Review) -> Stage | None:
    undecided = [stage for stage in review.stages.all() if getattr(stage, "decided", None) is None]
    return None if review.decision or not undecided else undecided[0]


def review_for(request: HttpRequest, review_id: int) -> Review:
    """The organisation's review with this id.

    Raises:
        NotFoundError: there is none.
    """
    organisation = organisation_of(request)
    require(key_of(request), organisation)
    review = _ROWS.filter(design__organisation=organisation, pk=review_id).first()
    if review is None:
        raise NotFoundError
    return review
