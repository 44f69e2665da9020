"""Batches: one order for many credentials, and how far it is."""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Router
from pydantic import BaseModel, Field

from campus.api.caller import key_of, organisation_of
from campus.api.idempotency import idempotent
from campus.api.pages import Cursor, Limit, Page, page_of
from campus.api.refusing import language_now
from campus.api.v1.shapes import Names, names
from campus.issuing import control
from campus.issuing.models import Batch, Credential
from campus.people.models import Role
from campus.people.roles import require
from campus.people.scope import NotFoundError

router = Router(tags=["Batches"])


class BatchShown(BaseModel):
    id: str
    design: str
    version: int
    title: Names
    state: Batch.State
    total: int
    already_issued: int = Field(description="awards of the order that had their credential before; not counted in `total`")
    issued: int
    failed: int
    percent: int
    seconds_left: int | None = Field(description="an estimate; null while there is none")
    ordered_at: datetime
    finished_at: datetime | None


class FailureShown(BaseModel):
    credential: str
    recipient_email: str
    code: str
    detail: str


@router.get("/batches", response=Page[BatchShown], summary=gettext_noop("Batches, newest first"))
def list_batches(request: HttpRequest, limit: Limit, cursor: Cursor) -> Page[BatchShown]:
    rows = _rows(request)
    return page_of(rows, batch_shown, limit=limit, cursor=cursor)


@router.get("/batches/{uuid:batch_id}", response=BatchShown, summary=gettext_noop("How far a batch is"))
def get_batch(request: HttpRequest, batch_id: UUID) -> BatchShown:
    return batch_shown(_batch(request, batch_id))


@router.post(
    "/batches/{uuid:batch_id}/pause", response=BatchShown, summary=gettext_noop("Pause after the credentials under way")
)
@idempotent(required=False)
def pause_batch(request: HttpRequest, batch_id: UUID) -> BatchShown:
    return batch_shown(control.pause(_batch(request, batch_id), by=key_of(request), at=timezone.now()))


@router.post("/batches/{uuid:batch_id}/resume", response=BatchShown, summary=gettext_noop("Go on with a paused batch"))
@idempotent(required=False)
def resume_batch(request: HttpRequest, batch_id: UUID) -> BatchShown:
    return batch_shown(control.resume(_batch(request, batch_id), by=key_of(request), at=timezone.now()))


@router.post("/batches/{uuid:batch_id}/retry", response=BatchShown, summary=gettext_noop("Try what failed once more"))
@idempotent(required=False)
def retry_batch(request: HttpRequest, batch_id: UUID) -> BatchShown:
    return batch_shown(control.retry_failed(_batch(request, batch_id), by=key_of(request), at=timezone.now()))


@router.get(
    "/batches/{uuid:batch_id}/failures", response=Page[FailureShown], summary=gettext_noop("What could not be issued, and why")
)
def list_failures(request: HttpRequest, batch_id: UUID, limit: Limit, cursor: Cursor) -> Page[FailureShown]:
    rows = Credential.objects.filter(batch=_batch(request, batch_id)).exclude(failure="")
    return page_of(rows, _failure_shown, limit=limit, cursor=cursor)


def batch_shown(batch: Batch) -> BatchShown:
    progress = control.progress(batch, at=timezone.now())
    version = batch.design_version
    return BatchShown(
        id=str(batch.public_id),
        design=str(version.design.public_id),
        version=version.number,
        title=names(version.title_bg, version.title_en),
        state=Batch.State(batch.state),
        total=batch.total,
        already_issued=batch.already_issued,
        issued=batch.issued,
        failed=batch.failed,
        percent=progress.percent,
        seconds_left=None if progress.left is None else int(progress.left.total_seconds()),
        ordered_at=batch.ordered_at,
        finished_at=batch.finished_at,
    )


def _failure_shown(item: Credential) -> FailureShown:
    failure = json.loads(item.failure)
    return FailureShown(
        credential=str(item.public_id),
        recipient_email=item.recipient_email,
        code=failure["code"],
        detail=failure[language_now()],
    )


def _rows(request: HttpRequest) -> QuerySet[Batch]:
    organisation = organisation_of(request)
    require(key_of(request), organisation, Role.REGISTRAR, Role.ADMINISTRATOR)
    return Batch.objects.filter(organisation=organisation).select_related("design_version__design", "organisation")


def _batch(request: HttpRequest, batch_id: UUID) -> Batch:
    batch = _rows(request).filter(public_id=batch_id).first()
    if batch is None:
        raise NotFoundError
    return batch
