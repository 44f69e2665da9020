"""Credentials the organisation has issued: find them, download them, revoke them, send their message again."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Query, Router
from pydantic import BaseModel, Field

from campus.api.caller import key_of, organisation_of
from campus.api.downloads import Format, download_of
from campus.api.idempotency import idempotent
from campus.api.pages import Cursor, Limit, Page, page_of
from campus.api.v1.shapes import Asked, Names, names
from campus.issuing import revoke as revoking
from campus.issuing.models import Credential, RevocationReason
from campus.people.models import Role
from campus.people.roles import require
from campus.people.scope import NotFoundError
from campus.wallet import deliver
from campus.wallet.models import Holding

router = Router(tags=["Credentials"])
READERS = (Role.REGISTRAR, Role.ADMINISTRATOR)
State = Literal["waiting", "failed", "issued", "revoked"]


class RevocationAsked(Asked):
    reason: RevocationReason = RevocationReason.OTHER
    because: str = Field(
        default="",
        max_length=500,
        description="a sentence for the holder and whoever opens a link to the badge; needed for `other`; no names in it",
    )


class ResendAsked(Asked):
    new_link: bool = Field(default=False, description="true: links sent earlier stop working")


class RevocationShown(BaseModel):
    at: datetime
    reason: str
    because: str


class CredentialShown(BaseModel):
    id: str
    urn: str = Field(description="the `id` inside the signed document")
    state: State
    design: str
    version: int
    title: Names
    batch: str | None
    recipient_name: str
    recipient_email: str
    grade: str
    awarded_at: datetime
    issued_at: datetime | None
    valid_until: datetime | None
    claimed_at: datetime | None
    revocation: RevocationShown | None


class Delivery(BaseModel):
    queued_at: datetime
    expires_at: datetime | None


@router.get("/credentials", response=Page[CredentialShown], summary=gettext_noop("Credentials, newest first"))
def list_credentials(
    request: HttpRequest,
    limit: Limit,
    cursor: Cursor,
    state: Annotated[State | None, Query(None)],
    email: Annotated[str, Query("", max_length=254, description="the recipient's address")],
    batch: Annotated[UUID | None, Query(None)],
    design: Annotated[UUID | None, Query(None)],
) -> Page[CredentialShown]:
    rows = _rows(request)
    if state:
        rows = rows.filter(_STATES[state])
    if email:
        rows = rows.filter(recipient_email=email.strip().lower())
    if batch:
        rows = rows.filter(batch__public_id=batch)
    if design:
        rows = rows.filter(design_version__design__public_id=design)
    return page_of(rows, credential_shown, limit=limit, cursor=cursor)


@router.get("/credentials/{uuid:credential_id}", response=CredentialShown, summary=gettext_noop("One credential"))
def get_credential(request: HttpRequest, credential_id: UUID) -> CredentialShown:
    return credential_shown(_credential(request, credential_id))


@router.get("/credentials/{uuid:credential_id}/download", summary=gettext_noop("Download it as JSON, JWT, PNG, SVG or PDF"))
def download_credential(
    request: HttpRequest, credential_id: UUID, form: Annotated[Format, Query("json", alias="format")]
) -> HttpResponse:
    return download_of(_credential(request, credential_id), form)


@router.post(
    "/credentials/{uuid:credential_id}/revoke",
    response=CredentialShown,
    summary=gettext_noop("Revoke it for ever, and say why"),
)
@idempotent(required=False)
def revoke_credential(request: HttpRequest, credential_id: UUID, asked: RevocationAsked) -> CredentialShown:
    credential = _credential(request, credential_id)
    revoking.revoke(credential.pk, because=asked.because, by=key_of(request), at=timezone.now(), reason=asked.reason)
    return credential_shown(_credential(request, credential_id))


@router.post(
    "/credentials/{uuid:credential_id}/resend",
    response=Delivery,
    summary=gettext_noop("Send the message with the claim link again"),
)
@idempotent()
def resend_credential(request: HttpRequest, credential_id: UUID, asked: ResendAsked) -> Delivery:
    credential = _credential(request, credential_id)
    delivery = deliver.resend(credential, by=key_of(request), at=timezone.now(), new_link=asked.new_link)
    return Delivery(queued_at=delivery.queued_at, expires_at=delivery.expires_at)


def credential_shown(credential: Credential) -> CredentialShown:
    version = credential.design_version
    holding = Holding.objects.filter(credential=credential).first()
    return CredentialShown(
        id=str(credential.public_id),
        urn=f"urn:uuid:{credential.public_id}",
        state=_state(credential),
        design=str(version.design.public_id),
        version=version.number,
        title=names(version.title_bg, version.title_en),
        batch=str(credential.batch.public_id) if credential.batch else None,
        recipient_name=credential.recipient_name,
        recipient_email=credential.recipient_email,
        grade=credential.grade,
        awarded_at=credential.awarded_at,
        issued_at=credential.issued_at,
        valid_until=credential.valid_until,
        claimed_at=holding.claimed_at if holding else None,
        revocation=_revocation(credential),
    )


def _revocation(credential: Credential) -> RevocationShown | None:
    if credential.revoked_at is None:
        return None
    return RevocationShown(at=credential.revoked_at, reason=credential.revoked_reason, because=credential.revoked_because)


_STATES = {
    "waiting": Q(issued_at__isnull=True, failure=""),
    "failed": Q(issued_at__isnull=True) & ~Q(failure=""),
    "issued": Q(issued_at__isnull=False, revoked_at__isnull=True),
    "revoked": Q(revoked_at__isnull=False),
}


def _state(credential: Credential) -> State:
    if credential.revoked_at:
        return "revoked"
    if credential.issued_at:
        return "issued"
    return "failed" if credential.failure else "waiting"


def _rows(request: HttpRequest) -> QuerySet[Credential]:
    organisation = organisation_of(request)
    require(key_of(request), organisation, *READERS)
    return Credential.objects.filter(organisation=organisation).select_related("design_version__design", "batch")


def _credential(request: HttpRequest, credential_id: UUID) -> Credential:
    credential = _rows(request).select_related("organisation").filter(public_id=credential_id).first()
    if credential is None:
        raise NotFoundError
    return credential
