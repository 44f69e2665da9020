"""The learner's own part: badges, claims, shares, tokens. An organisation's key opens none of it: sharing is the learner's."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Query, Router, Status
from pydantic import AwareDatetime, BaseModel, Field

from campus.api.caller import LearnerToken, learner_of
from campus.api.downloads import Format, download_of, receipt_of
from campus.api.idempotency import idempotent
from campus.api.pages import Cursor, Limit, Page, page_of
from campus.api.v1.shapes import Asked, Names, names, names_of
from campus.people.scope import NotFoundError
from campus.wallet import claim as claiming
from campus.wallet import share as sharing
from campus.wallet.models import Holding, Share

router = Router(tags=["For learners"], auth=LearnerToken())


class ClaimAsked(Asked):
    secret: str = Field(max_length=500, description="the claim link from the message, or the part of it after /claim/")
    confirmed: bool = Field(
        default=False, description="true: the address it was sent to is yours, although the account has another"
    )


class ShareAsked(Asked):
    expires: AwareDatetime | None = Field(default=None, description="null: until it is withdrawn")
    note: str = Field(default="", max_length=200, description="your own note: for whom")
    show_name: bool = True
    show_results: bool = True
    allow_download: bool = True


class Profile(BaseModel):
    id: str
    name: str
    email: str
    language: str


class BadgeShown(BaseModel):
    id: str
    title: Names
    issued_by: Names
    grade: str
    issued_at: datetime | None
    valid_until: datetime | None
    claimed_at: datetime
    state: Literal["valid", "expired", "revoked"]
    revoked_because: str


class ShareShown(BaseModel):
    id: str
    badge: str
    link: str
    note: str
    show_name: bool
    show_results: bool
    allow_download: bool
    views: int
    created_at: datetime
    expires: datetime | None
    withdrawn_at: datetime | None


@router.get("/me", response=Profile, summary=gettext_noop("Whose token this is"))
def get_me(request: HttpRequest) -> Profile:
    person = learner_of(request)
    return Profile(id=str(person.public_id), name=person.name, email=person.email, language=person.language)


@router.post("/me/claims", response={201: BadgeShown}, summary=gettext_noop("Claim a badge with the link from the message"))
@idempotent()
def claim_badge(request: HttpRequest, asked: ClaimAsked) -> Status[BadgeShown]:
    secret = asked.secret.rstrip("/").rpartition("/")[2]
    holding = claiming.claim(secret, person=learner_of(request), at=timezone.now(), confirmed=asked.confirmed)
    return Status(201, _badge_shown(_rows(request).get(pk=holding.pk)))


@router.get("/me/badges", response=Page[BadgeShown], summary=gettext_noop("Your badges, newest first"))
def list_badges(request: HttpRequest, limit: Limit, cursor: Cursor) -> Page[BadgeShown]:
    return page_of(_rows(request), _badge_shown, limit=limit, cursor=cursor)


@router.get("/me/badges/{uuid:badge_id}", response=BadgeShown, summary=gettext_noop("One of your badges"))
def get_badge(request: HttpRequest, badge_id: UUID) -> BadgeShown:
    return _badge_shown(_holding(request, badge_id))


@router.get("/me/badges/{uuid:badge_id}/download", summary=gettext_noop("Download it as JSON, JWT, PNG, SVG or PDF"))
def download_badge(
    request: HttpRequest, badge_id: UUID, form: Annotated[Format, Query("json", alias="format")]
) -> HttpResponse:
    return download_of(_holding(request, badge_id).credential, form)


@router.get(
    "/me/badges/{uuid:badge_id}/receipt",
    summary=gettext_noop("Download the transparency log's receipt: proof of the time by which it was issued"),
)
def download_receipt(request: HttpRequest, badge_id: UUID) -> HttpResponse:
    return receipt_of(_holding(request, badge_id).credential)


@router.get(
    "/me/badges/{uuid:badge_id}/shares", response=list[ShareShown], summary=gettext_noop("The links to one of your badges")
)
def list_shares(request: HttpRequest, badge_id: UUID) -> list[ShareShown]:
    holding = _holding(request, badge_id)
    return [_share_shown(share, holding) for share in holding.shares.order_by("-pk")]


@router.post(
    "/me/badges/{uuid:badge_id}/shares", response={201: ShareShown}, summary=gettext_noop("Make a link that shows one badge")
)
@idempotent()
def share_badge(request: HttpRequest, badge_id: UUID, asked: ShareAsked) -> Status[ShareShown]:
    holding = _holding(request, badge_id)
    made = sharing.create(
        holding,
        at=timezone.now(),
        expires_at=asked.expires,
        note=asked.note,
        show_name=asked.show_name,
        show_results=asked.show_results,
        allow_download=asked.allow_download,
    )
    return Status(201, _share_shown(made, holding))


@router.delete("/me/shares/{uuid:share_id}", response={204: None}, summary=gettext_noop("Withdraw a link, for ever"))
def withdraw_share(request: HttpRequest, share_id: UUID) -> Status[None]:
    share = Share.objects.filter(public_id=share_id, holding__person=learner_of(request)).first()
    if share is None:
        raise NotFoundError
    sharing.withdraw(share, at=timezone.now())
    return Status(204, None)


def _badge_shown(holding: Holding) -> BadgeShown:
    credential = holding.credential
    version = credential.design_version
    expired = credential.valid_until is not None and credential.valid_until <= timezone.now()
    state: Literal["valid", "expired"] = "expired" if expired else "valid"
    return BadgeShown(
        id=str(credential.public_id),
        title=names(version.title_bg, version.title_en),
        issued_by=names_of(credential.organisation),
        grade=credential.grade,
        issued_at=credential.issued_at,
        valid_until=credential.valid_until,
        claimed_at=holding.claimed_at,
        state="revoked" if credential.revoked_at else state,
        revoked_because=credential.revoked_because,
    )


def _share_shown(share: Share, holding: Holding) -> ShareShown:
    return ShareShown(
        id=str(share.public_id),
        badge=str(holding.credential.public_id),
        link=f"{settings.PUBLIC_URL}/s/{share.token}",
        note=share.note,
        show_name=share.show_name,
        show_results=share.show_results,
        allow_download=share.allow_download,
        views=share.views,
        created_at=share.created_at,
        expires=share.expires_at,
        withdrawn_at=share.withdrawn_at,
    )


def _rows(request: HttpRequest) -> QuerySet[Holding]:
    related = "credential__organisation", "credential__design_version__design", "credential__batch"
    return Holding.objects.filter(person=learner_of(request)).select_related(*related)


def _holding(request: HttpRequest, badge_id: UUID) -> Holding:
    holding = _rows(request).filter(credential__public_id=badge_id).first()
    if holding is None:
        raise NotFoundError
    return holding
