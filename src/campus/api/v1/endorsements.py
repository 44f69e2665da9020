"""Endorsements of published versions: asked for, signed with the endorser's own key, declined, withdrawn."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
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
from campus.api.v1.shapes import Asked
from campus.assurance.models import Endorsement
from campus.base.limits import at_most
from campus.catalogue.models import DesignVersion
from campus.people.roles import require
from campus.people.scope import NotFoundError
from campus.quality import endorsements

UPLOADS_A_MINUTE = 20
router = Router(tags=["Quality"])


class EndorsementAsked(Asked):
    endorser: str = Field(max_length=60, description="short name of the organisation that is asked")
    kind: Endorsement.Kind
    reason: str = Field(min_length=1, max_length=endorsements.LONGEST_TEXT)


class SignAsked(Asked):
    comment: str = Field(min_length=1, max_length=endorsements.LONGEST_TEXT, description="what everybody reads")


class BecauseAsked(Asked):
    because: str = Field(min_length=1, max_length=endorsements.LONGEST_TEXT)


class EndorsementShown(BaseModel):
    id: UUID
    design: str
    version: int
    kind: str
    endorser: str = Field(description="the name it signs under, a DID")
    endorser_name: str
    asked_of_you: bool
    state: str = Field(description="requested, signed, declined, withdrawn")
    reason: str
    comment: str
    signed_at: datetime | None
    ended_because: str
    credential: str = Field(description="the signed EndorsementCredential, exactly as signed; empty before")


@router.get(
    "/endorsements", response=Page[EndorsementShown], summary=gettext_noop("Endorsements you asked for, and those asked of you")
)
def list_endorsements(request: HttpRequest, limit: Limit, cursor: Cursor) -> Page[EndorsementShown]:
    organisation = organisation_of(request)
    require(key_of(request), organisation)
    rows = endorsements.seen_by(organisation)
    return page_of(rows, lambda row: _shown(row, organisation.pk), limit=limit, cursor=cursor)


@router.get("/endorsements/{uuid:endorsement_id}", response=EndorsementShown, summary=gettext_noop("One endorsement"))
def get_endorsement(request: HttpRequest, endorsement_id: UUID) -> EndorsementShown:
    return _shown(_endorsement(request, endorsement_id), organisation_of(request).pk)


@router.post(
    "/designs/{uuid:design_id}/versions/{int:number}/endorsements",
    response={201: EndorsementShown},
    summary=gettext_noop("Ask another organisation to endorse a version"),
)
@idempotent()
def ask(request: HttpRequest, design_id: UUID, number: int, asked: EndorsementAsked) -> Status[EndorsementShown]:
    made = endorsements.request(
        _version(request, design_id, number),
        endorser=asked.endorser,
        kind=asked.kind,
        reason=asked.reason,
        by=key_of(request),
        at=timezone.now(),
    )
    return Status(201, _shown(made, organisation_of(request).pk))


@router.post(
    "/designs/{uuid:design_id}/versions/{int:number}/signed-endorsements",
    response={201: EndorsementShown},
    summary=gettext_noop("Bring an endorsement signed elsewhere; the body is the credential itself"),
)
@idempotent()
def bring(
    request: HttpRequest,
    design_id: UUID,
    number: int,
    kind: Annotated[Endorsement.Kind, Query(Endorsement.Kind.OTHER)],
    reason: Annotated[str, Query("", max_length=endorsements.LONGEST_TEXT)],
) -> Status[EndorsementShown]:
    version = _version(request, design_id, number)
    at_most(request, "endorsements", times=UPLOADS_A_MINUTE, seconds=60, at=timezone.now())
    made = endorsements.upload(version, content=request.body, kind=kind, reason=reason, by=key_of(request), at=timezone.now())
    return Status(201, _shown(made, organisation_of(request).pk))


@router.post(
    "/endorsements/{uuid:endorsement_id}/sign", response=EndorsementShown, summary=gettext_noop("Endorse, with your own key")
)
@idempotent(required=False)
def sign(request: HttpRequest, endorsement_id: UUID, asked: SignAsked) -> EndorsementShown:
    row = _asked_of(request, endorsement_id)
    return _answered(request, endorsements.sign(row, comment=asked.comment, by=key_of(request), at=timezone.now()))


@router.post(
    "/endorsements/{uuid:endorsement_id}/decline", response=EndorsementShown, summary=gettext_noop("Decline to endorse")
)
@idempotent(required=False)
def decline(request: HttpRequest, endorsement_id: UUID, asked: BecauseAsked) -> EndorsementShown:
    row = _asked_of(request, endorsement_id)
    return _answered(request, endorsements.decline(row, because=asked.because, by=key_of(request), at=timezone.now()))


@router.post(
    "/endorsements/{uuid:endorsement_id}/withdraw",
    response=EndorsementShown,
    summary=gettext_noop("Take a request back, or withdraw an endorsement"),
)
@idempotent(required=False)
def withdraw(request: HttpRequest, endorsement_id: UUID, asked: BecauseAsked) -> EndorsementShown:
    row, organisation = _endorsement(request, endorsement_id), organisation_of(request)
    done = endorsements.withdraw(row, because=asked.because, by=key_of(request), at=timezone.now(), of=organisation)
    return _answered(request, done)


def _version(request: HttpRequest, design_id: UUID, number: int) -> DesignVersion:
    found = design_for(request, design_id).versions.filter(number=number).select_related("design__organisation").first()
    if found is None:
        raise NotFoundError
    return found


def _endorsement(request: HttpRequest, endorsement_id: UUID) -> Endorsement:
    organisation = organisation_of(request)
    require(key_of(request), organisation)
    found = endorsements.seen_by(organisation).filter(public_id=endorsement_id).first()
    if found is None:
        raise NotFoundError
    return found


def _asked_of(request: HttpRequest, endorsement_id: UUID) -> Endorsement:
    row = _endorsement(request, endorsement_id)
    if row.endorser_id != organisation_of(request).pk:
        raise NotFoundError
    return row


def _answered(request: HttpRequest, row: Endorsement) -> EndorsementShown:
    return _shown(row, organisation_of(request).pk)


def _shown(row: Endorsement, organisation: Any) -> EndorsementShown:
    return EndorsementShown(
        id=row.public_id,
        design=str(row.version.design.public_id),
        version=row.version.number,
        kind=row.kind,
        endorser=row.endorser_did,
        endorser_name=row.endorser_name,
        asked_of_you=row.endorser_id == organisation,
        state=row.state,
        reason=row.reason,
        comment=row.comment,
        signed_at=row.signed_at,
        ended_because=row.ended_because,
        credential=row.document,
    )
