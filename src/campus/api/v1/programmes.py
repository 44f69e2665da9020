"""Programmes made of micro-credentials: reading them, the applications for their awards, deciding, and how a learner stands."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Query, Router
from pydantic import BaseModel, Field

from campus.api.caller import LearnerToken, key_of, learner_of, organisation_of
from campus.api.idempotency import idempotent
from campus.api.pages import Cursor, Limit, Page, page_of
from campus.api.refusing import language_now
from campus.api.v1.shapes import Asked, Names, names
from campus.people.roles import require
from campus.people.scope import NotFoundError
from campus.recognition import stack_applying
from campus.recognition.models import Programme, StackApplication
from campus.recognition.stack_applying import DECIDERS, combined_of
from campus.recognition.stack_reading import offered
from campus.recognition.stack_standing import stack_of
from laurel.stacking import words

router = Router(tags=["Programmes"])


class ProgrammeShown(BaseModel):
    id: str
    title: Names
    state: Programme.State
    version: int | None = Field(description="number of the newest published one")
    revision: int
    draft: dict[str, Any] = Field(description="title, description, rules for the whole and the tree of requirements")
    updated_at: datetime


class StackApplicationShown(BaseModel):
    id: str
    programme: str
    version: int
    name: str
    email: str
    state: StackApplication.State
    counted: list[dict[str, Any]] = Field(description="credentials that count, with the requirement that each fills")
    because: str
    applied_at: datetime
    decided_at: datetime | None
    credential: str | None = Field(description="the combined credential, once it is ordered")


class StackDecision(Asked):
    decision: Literal["award", "refuse"]
    because: str = Field(default="", max_length=2000, description="the applicant reads it; a refusal needs it")
    names_checked: bool = Field(default=False, description="the name was compared with a document")


class GapShown(BaseModel):
    requirement: str
    ects: Decimal | None


class StandingShown(BaseModel):
    programme: str
    version: int
    complete: bool = Field(description="a proposal: whether the award is made, a person decides")
    ects: Decimal
    missing_ects: Decimal
    gaps: list[GapShown]
    counted: dict[str, str] = Field(description="requirement by credential")
    said: list[str] = Field(description="everything in sentences, in the language asked for")


@router.get("/programmes", response=Page[ProgrammeShown], summary=gettext_noop("Programmes, newest first"))
def list_programmes(request: HttpRequest, limit: Annotated[Limit, Query()] = 50, cursor: Cursor = "") -> Page[ProgrammeShown]:
    organisation = organisation_of(request)
    require(key_of(request), organisation)
    return page_of(Programme.objects.filter(organisation=organisation), _shown, limit=limit, cursor=cursor)


@router.get("/programmes/{uuid:programme_id}", response=ProgrammeShown, summary=gettext_noop("One programme"))
def get_programme(request: HttpRequest, programme_id: UUID) -> ProgrammeShown:
    organisation = organisation_of(request)
    require(key_of(request), organisation)
    found = Programme.objects.filter(organisation=organisation, public_id=programme_id).first()
    if found is None:
        raise NotFoundError
    return _shown(found)


@router.get(
    "/stack-applications",
    response=Page[StackApplicationShown],
    summary=gettext_noop("Applications for the awards of programmes, newest first"),
)
def list_stack_applications(
    request: HttpRequest,
    state: StackApplication.State | None = None,
    limit: Annotated[Limit, Query()] = 50,
    cursor: Cursor = "",
) -> Page[StackApplicationShown]:
    organisation = organisation_of(request)
    require(key_of(request), organisation, *DECIDERS)
    rows = StackApplication.objects.filter(programme__organisation=organisation).select_related("programme", "version")
    if state is not None:
        rows = rows.filter(state=state)
    return page_of(rows, _application, limit=limit, cursor=cursor)


@router.post(
    "/stack-applications/{uuid:application_id}/decision",
    response=StackApplicationShown,
    summary=gettext_noop("Award what a programme is for, or refuse it"),
)
@idempotent(required=False)
def decide_stack(request: HttpRequest, application_id: UUID, asked: StackDecision) -> StackApplicationShown:
    organisation, by, now = organisation_of(request), key_of(request), timezone.now()
    require(by, organisation, *DECIDERS)
    rows = StackApplication.objects.select_related("programme__organisation", "version")
    found = rows.filter(programme__organisation=organisation, public_id=application_id).first()
    if found is None:
        raise NotFoundError
    if asked.decision == "refuse":
        return _application(stack_applying.refuse(found, because=asked.because, by=by, at=now))
    checked = asked.names_checked
    return _application(stack_applying.award(found, because=asked.because, names_checked=checked, by=by, at=now))


@router.get(
    "/me/programmes/{uuid:programme_id}",
    response=StandingShown,
    auth=LearnerToken(),
    tags=["For learners"],
    summary=gettext_noop("What your badges amount to in a programme"),
)
def my_standing(request: HttpRequest, programme_id: UUID) -> StandingShown:
    version = offered().filter(programme__public_id=programme_id).first()
    if version is None:
        raise NotFoundError
    language = language_now()
    standing = stack_of(version, learner_of(request), language=language, at=timezone.now()).standing
    return StandingShown(
        programme=str(programme_id),
        version=version.number,
        complete=standing.complete,
        ects=standing.totals.ects,
        missing_ects=standing.missing_ects,
        gaps=[GapShown(requirement=gap.leaf.id, ects=gap.ects) for gap in standing.gaps],
        counted={each.credential.id: each.requirement for each in standing.counted},
        said=list(words.explain(standing, language)),
    )


def _shown(programme: Programme) -> ProgrammeShown:
    title = programme.draft["title"]
    newest = programme.versions.order_by("-number").values_list("number", flat=True).first()
    return ProgrammeShown(
        id=str(programme.public_id),
        title=names(title.get("bg", ""), title.get("en", "")),
        state=Programme.State(programme.state),
        version=newest,
        revision=programme.draft_revision,
        draft=programme.draft,
        updated_at=programme.updated_at,
    )


def _application(application: StackApplication) -> StackApplicationShown:
    combined = combined_of(application) if application.state == StackApplication.State.AWARDED else None
    return StackApplicationShown(
        id=str(application.public_id),
        programme=str(application.programme.public_id),
        version=application.version.number,
        name=application.name,
        email=application.email,
        state=StackApplication.State(application.state),
        counted=application.shown.get("counted", []),
        because=application.because,
        applied_at=application.applied_at,
        decided_at=application.decided_at,
        credential=None if combined is None else str(combined.public_id),
    )
