"""Micro-credential designs and their published versions."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Query, Router, Status
from pydantic import BaseModel, Field

from campus.api.caller import key_of, organisation_of
from campus.api.idempotency import idempotent
from campus.api.pages import Cursor, Limit, Page, page_of
from campus.api.v1.findings import FindingsShown, findings_shown
from campus.api.v1.reviews import ReviewShown, review_shown
from campus.api.v1.shapes import Asked, Draft, Names, PersonShown, names, person_shown
from campus.catalogue import designs, templates, versions
from campus.catalogue.drafts import state_of
from campus.catalogue.models import Design, DesignVersion
from campus.people.roles import require
from campus.people.scope import NotFoundError
from campus.quality import review as reviewing

router = Router(tags=["Designs"])


class DesignAsked(Asked):
    draft: Draft = Field(default_factory=dict)
    template: str = Field(default="", max_length=64, description="id of a template to begin from, instead of a draft")
    purpose: Literal["", "company", "learner"] = Field(
        default="", description="with a template: made for a company, or agreed with one learner; not shown to everybody then"
    )


class TemplateShown(BaseModel):
    id: str
    own: bool = Field(description="true for a template of your organisation's own")
    name: Names
    draft: Draft


class DraftAsked(Asked):
    draft: Draft
    revision: int = Field(description="`revision` of the draft you started from; a stale one is refused")


class DesignSummary(BaseModel):
    id: str
    state: Design.State
    title: Names
    author: PersonShown
    revision: int
    newest_version: int | None
    created_at: datetime
    updated_at: datetime


class DesignShown(DesignSummary):
    draft: Draft


class VersionSummary(BaseModel):
    design: str
    number: int
    address: str = Field(description="the public page, and the achievement's `id` in every badge")
    title: Names
    digest: str = Field(description="SHA-256 of the canonical JSON (RFC 8785) of `record`, hex")
    approved_by: PersonShown
    published_at: datetime


class VersionShown(VersionSummary):
    record: dict[str, Any]


@router.get("/designs", response=Page[DesignSummary], summary=gettext_noop("Designs, newest first"))
def list_designs(
    request: HttpRequest, limit: Limit, cursor: Cursor, state: Annotated[Design.State | None, Query(None)]
) -> Page[DesignSummary]:
    organisation = organisation_of(request)
    require(key_of(request), organisation)
    rows = Design.objects.filter(organisation=organisation).select_related("author")
    if state:
        rows = rows.filter(state=state)
    return page_of(rows, _summary, limit=limit, cursor=cursor)


@router.post("/designs", response={201: DesignShown}, summary=gettext_noop("Begin a design"))
@idempotent()
def create_design(request: HttpRequest, asked: DesignAsked) -> Status[DesignShown]:
    if asked.template:
        organisation, key = organisation_of(request), key_of(request)
        begun = templates.begin_from(organisation, asked.template, purpose=asked.purpose, by=key, at=timezone.now())
        return Status(201, _shown(begun))
    made = designs.create_design(organisation_of(request), by=key_of(request), at=timezone.now(), draft=asked.draft)
    return Status(201, _shown(made))


@router.get("/design-templates", response=list[TemplateShown], summary=gettext_noop("Templates to begin a design from"))
def list_templates(request: HttpRequest) -> list[TemplateShown]:
    organisation = organisation_of(request)
    require(key_of(request), organisation)
    own = [
        TemplateShown(id=str(each.pk), own=True, name={"bg": each.name, "en": each.name}, draft=each.draft)
        for each in templates.own_templates(organisation)
    ]
    starters = [
        TemplateShown(id=each.key, own=False, name=dict(each.name), draft=dict(each.draft)) for each in templates.starters()
    ]
    return [*own, *starters]


@router.get("/designs/{uuid:design_id}", response=DesignShown, summary=gettext_noop("One design with its draft"))
def get_design(request: HttpRequest, design_id: UUID) -> DesignShown:
    return _shown(design_for(request, design_id))


@router.put("/designs/{uuid:design_id}", response=DesignShown, summary=gettext_noop("Replace the draft"))
def save_draft(request: HttpRequest, design_id: UUID, asked: DraftAsked) -> DesignShown:
    design = design_for(request, design_id)
    saved = designs.save_draft(design, draft=asked.draft, revision=asked.revision, by=key_of(request), at=timezone.now())
    return _shown(saved)


@router.get(
    "/designs/{uuid:design_id}/findings", response=FindingsShown, summary=gettext_noop("What the checks say about the draft")
)
def get_findings(request: HttpRequest, design_id: UUID) -> FindingsShown:
    design = design_for(request, design_id)
    return findings_shown(state_of(design.draft, on=timezone.now().date()))


@router.post(
    "/designs/{uuid:design_id}/copy", response={201: DesignShown}, summary=gettext_noop("Begin a new design from this one")
)
@idempotent()
def copy_design(request: HttpRequest, design_id: UUID) -> Status[DesignShown]:
    return Status(201, _shown(designs.copy_design(design_for(request, design_id), by=key_of(request), at=timezone.now())))


@router.post(
    "/designs/{uuid:design_id}/submit", response={201: ReviewShown}, summary=gettext_noop("Hand the draft to quality assurance")
)
@idempotent()
def submit_design(request: HttpRequest, design_id: UUID) -> Status[ReviewShown]:
    return Status(201, review_shown(reviewing.submit(design_for(request, design_id), by=key_of(request), at=timezone.now())))


@router.post("/designs/{uuid:design_id}/retire", response=DesignShown, summary=gettext_noop("Take a design out of use"))
@idempotent(required=False)
def retire_design(request: HttpRequest, design_id: UUID) -> DesignShown:
    return _shown(designs.retire(design_for(request, design_id), by=key_of(request), at=timezone.now()))


@router.get(
    "/designs/{uuid:design_id}/versions",
    response=list[VersionSummary],
    summary=gettext_noop("Published versions, newest first"),
)
def list_versions(request: HttpRequest, design_id: UUID) -> list[VersionSummary]:
    found = design_for(request, design_id).versions.select_related("approved_by", "design").order_by("-number")
    return [_version_summary(version) for version in found]


@router.get(
    "/designs/{uuid:design_id}/versions/{int:number}",
    response=VersionShown,
    summary=gettext_noop("One version as it was approved"),
)
def get_version(request: HttpRequest, design_id: UUID, number: int) -> VersionShown:
    return version_shown(version_for(request, design_id, number))


def design_for(request: HttpRequest, design_id: UUID) -> Design:
    """The organisation's design with this id.

    Raises:
        NotFoundError: there is none.
    """
    organisation = organisation_of(request)
    require(key_of(request), organisation)
    rows = Design.objects.select_related("author", "organisation")
    design = rows.filter(organisation=organisation, public_id=design_id).first()
    if design is None:
        raise NotFoundError
    return design


def version_for(request: HttpRequest, design_id: UUID, number: int) -> DesignVersion:
    """One version of the organisation's design.

    Raises:
        NotFoundError: there is none.
    """
    rows = design_for(request, design_id).versions.select_related("approved_by", "design__organisation")
    version = rows.filter(number=number).first()
    if version is None:
        raise NotFoundError
    return version


def version_shown(version: DesignVersion) -> VersionShown:
    return VersionShown(**_version_summary(version).model_dump(), record=json.loads(version.record))


def _version_summary(version: DesignVersion) -> VersionSummary:
    return VersionSummary(
        design=str(version.design.public_id),
        number=version.number,
        address=versions.address_of(version.design.public_id, version.number),
        title=names(version.title_bg, version.title_en),
        digest=version.digest,
        approved_by=person_shown(version.approved_by),
        published_at=version.published_at,
    )


def _summary(design: Design) -> DesignSummary:
    newest = design.versions.order_by("-number").values_list("number", flat=True).first()
    title = design.draft.get("title")
    return DesignSummary(
        id=str(design.public_id),
        state=Design.State(design.state),
        title={name: text for name, text in title.items() if isinstance(text, str)} if isinstance(title, dict) else {},
        author=person_shown(design.author),
        revision=design.draft_revision,
        newest_version=newest,
        created_at=design.created_at,
        updated_at=design.updated_at,
    )


def _shown(design: Design) -> DesignShown:
    return DesignShown(**_summary(design).model_dump(), draft=design.draft)
