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
from campus.api.v1.shapes import Asked, Draft, PersonShown, person_shown
from campus.people.roles import require
from campus.people.scope import NotFoundError
from campus.quality import review as reviewing
from campus.quality.models import Review

router = Router(tags=["Reviews"])


class CommentAsked(Asked):
    comment: str = Field(default="", max_length=5000)


class ReviewShown(BaseModel):
    id: int
    design: str
    submitted_by: PersonShown
    submitted_at: datetime
    decision: str = Field(description="approved, changes_requested, withdrawn; empty while it is open")
    decided_by: PersonShown | None
    decided_at: datetime | None
    comment: str


class ReviewWithText(ReviewShown):
    submitted: Draft


class Approval(ReviewShown):
    version: int = Field(description="the version that was published by this")


@router.get("/reviews", response=Page[ReviewShown], summary=gettext_noop("Reviews, newest first"))
def list_reviews(
    request: HttpRequest,
    limit: Limit,
    cursor: Cursor,
    open: Annotated[bool | None, Query(None)],  # noqa: A002
) -> Page[ReviewShown]:
    organisation = organisation_of(request)
    require(key_of(request), organisation)
    rows = Review.objects.filter(design__organisation=organisation).select_related("design", "submitted_by", "decided_by")
    if open is not None:
        rows = rows.filter(decision="") if open else rows.exclude(decision="")
    return page_of(rows, review_shown, limit=limit, cursor=cursor)


@router.get("/reviews/{int:review_id}", response=ReviewWithText, summary=gettext_noop("One review with the text under review"))
def get_review(request: HttpRequest, review_id: int) -> ReviewWithText:
    review = _review(request, review_id)
    return ReviewWithText(**review_shown(review).model_dump(), submitted=review.submitted)


@router.post(
    "/reviews/{int:review_id}/approve", response=Approval, summary=gettext_noop("Approve, which publishes the next version")
)
@idempotent(required=False)
def approve(request: HttpRequest, review_id: int, asked: CommentAsked) -> Approval:
    version = reviewing.approve(_review(request, review_id), by=key_of(request), at=timezone.now(), comment=asked.comment)
    return Approval(**review_shown(_review(request, review_id)).model_dump(), version=version.number)


@router.post(
    "/reviews/{int:review_id}/request-changes", response=ReviewShown, summary=gettext_noop("Send it back with a comment")
)
@idempotent(required=False)
def request_changes(request: HttpRequest, review_id: int, asked: CommentAsked) -> ReviewShown:
    reviewing.request_changes(_review(request, review_id), comment=asked.comment, by=key_of(request), at=timezone.now())
    return review_shown(_review(request, review_id))


@router.post("/reviews/{int:review_id}/withdraw", response=ReviewShown, summary=gettext_noop("Take a submission back"))
@idempotent(required=False)
def withdraw(request: HttpRequest, review_id: int) -> ReviewShown:
    reviewing.withdraw(_review(request, review_id), by=key_of(request), at=timezone.now())
    return review_shown(_review(request, review_id))


def review_shown(review: Review) -> ReviewShown:
    return ReviewShown(
        id=review.pk,
        design=str(review.design.public_id),
        submitted_by=person_shown(review.submitted_by),
        submitted_at=review.submitted_at,
        decision=review.decision,
        decided_by=person_shown(review.decided_by) if review.decided_by else None,
        decided_at=review.decided_at,
        comment=review.comment,
    )


def _review(request: HttpRequest, review_id: int) -> Review:
    organisation = organisation_of(request)
    require(key_of(request), organisation)
    rows = Review.objects.select_related("design__organisation", "submitted_by", "decided_by")
    review = rows.filter(design__organisation=organisation, pk=review_id).first()
    if review is None:
        raise NotFoundError
    return review
