"""Cohorts and the learners in them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Query, Router, Status
from pydantic import BaseModel, Field

from campus.api.caller import key_of, organisation_of
from campus.api.idempotency import idempotent
from campus.api.pages import Cursor, Limit, Page, page_of
from campus.api.v1.designs import version_for
from campus.api.v1.shapes import Asked, Names, names
from campus.learning import cohorts
from campus.learning.models import Cohort, Enrolment, Result
from campus.people.roles import require
from campus.people.scope import NotFoundError

router = Router(tags=["Cohorts"])


class CohortAsked(Asked):
    design: UUID
    version: int = Field(ge=1)
    title: str = Field(max_length=300)
    starts_on: date | None = None
    ends_on: date | None = None
    fixed_list: bool = Field(default=False, description="true: gradebooks may not add learners")


class StandingShown(BaseModel):
    learners: int
    withdrawn: int
    meeting: int = Field(description="meet every rule and hold no award yet")
    awarded: int
    not_meeting: int


class CohortShown(BaseModel):
    id: str
    design: str
    version: int
    title: str
    micro_credential: Names
    starts_on: date | None
    ends_on: date | None
    fixed_list: bool
    created_at: datetime
    closed_at: datetime | None


class CohortWithStanding(CohortShown):
    standing: StandingShown


class ResultShown(BaseModel):
    assessment: str
    value: str = Field(description="a number, or a word")
    recorded_at: datetime


class IdentityShown(BaseModel):
    level: str = Field(description="self_declared, provider, person, or none: what was known was taken back")
    assurance: str = Field(description="of an identity provider; else empty")
    on: date


class EnrolmentShown(BaseModel):
    number: str
    name: str
    email: str
    withdrawn: bool
    completed_on: date | None
    meets_rules: bool
    awarded: bool
    identity: IdentityShown | None = Field(description="how it is known who the learner is; null: nothing is recorded")
    results: list[ResultShown]


@router.get("/cohorts", response=Page[CohortShown], summary=gettext_noop("Cohorts, newest first"))
def list_cohorts(request: HttpRequest, limit: Limit, cursor: Cursor) -> Page[CohortShown]:
    organisation = organisation_of(request)
    require(key_of(request), organisation)
    rows = Cohort.objects.filter(organisation=organisation).select_related("design_version__design")
    return page_of(rows, _shown, limit=limit, cursor=cursor)


@router.post("/cohorts", response={201: CohortWithStanding}, summary=gettext_noop("Open a cohort for one published version"))
@idempotent()
def create_cohort(request: HttpRequest, asked: CohortAsked) -> Status[CohortWithStanding]:
    made = cohorts.create_cohort(
        organisation_of(request),
        design_version=version_for(request, asked.design, asked.version),
        title=asked.title,
        starts_on=asked.starts_on,
        ends_on=asked.ends_on,
        fixed_list=asked.fixed_list,
        by=key_of(request),
        at=timezone.now(),
    )
    return Status(201, _with_standing(made))


@router.get(
    "/cohorts/{uuid:cohort_id}", response=CohortWithStanding, summary=gettext_noop("One cohort and how its learners stand")
)
def get_cohort(request: HttpRequest, cohort_id: UUID) -> CohortWithStanding:
    return _with_standing(cohort_for(request, cohort_id))


@router.post(
    "/cohorts/{uuid:cohort_id}/close", response=CohortWithStanding, summary=gettext_noop("Close it: no more gradebooks")
)
@idempotent(required=False)
def close_cohort(request: HttpRequest, cohort_id: UUID) -> CohortWithStanding:
    return _with_standing(cohorts.close_cohort(cohort_for(request, cohort_id), by=key_of(request), at=timezone.now()))


@router.get(
    "/cohorts/{uuid:cohort_id}/enrolments",
    response=Page[EnrolmentShown],
    summary=gettext_noop("The learners with their results"),
)
def list_enrolments(
    request: HttpRequest,
    cohort_id: UUID,
    limit: Limit,
    cursor: Cursor,
    number: Annotated[str, Query("", max_length=100, description="the school's own number of one learner")],
) -> Page[EnrolmentShown]:
    cohort = cohort_for(request, cohort_id)
    require(key_of(request), cohort.organisation, *cohorts.READERS)
    results = Prefetch("results", queryset=Result.objects.order_by("pk"))
    rows = cohort.enrolments.select_related("award").prefetch_related(results)
    if number:
        rows = rows.filter(number=number)
    return page_of(rows, _enrolment_shown, limit=limit, cursor=cursor)


def cohort_for(request: HttpRequest, cohort_id: UUID) -> Cohort:
    """The organisation's cohort with this id.

    Raises:
        NotFoundError: there is none.
    """
    organisation = organisation_of(request)
    require(key_of(request), organisation)
    rows = Cohort.objects.select_related("design_version__design", "organisation")
    cohort = rows.filter(organisation=organisation, public_id=cohort_id).first()
    if cohort is None:
        raise NotFoundError
    return cohort


def _shown(cohort: Cohort) -> CohortShown:
    version = cohort.design_version
    return CohortShown(
        id=str(cohort.public_id),
        design=str(version.design.public_id),
        version=version.number,
        title=cohort.title,
        micro_credential=names(version.title_bg, version.title_en),
        starts_on=cohort.starts_on,
        ends_on=cohort.ends_on,
        fixed_list=cohort.fixed_list,
        created_at=cohort.created_at,
        closed_at=cohort.closed_at,
    )


def _with_standing(cohort: Cohort) -> CohortWithStanding:
    standing = cohorts.standing_of(cohort)
    return CohortWithStanding(
        **_shown(cohort).model_dump(),
        standing=StandingShown(
            learners=standing.learners,
            withdrawn=standing.withdrawn,
            meeting=standing.meeting,
            awarded=standing.awarded,
            not_meeting=standing.not_meeting,
        ),
    )


def _enrolment_shown(enrolment: Enrolment) -> EnrolmentShown:
    return EnrolmentShown(
        number=enrolment.number,
        name=enrolment.name,
        email=enrolment.email,
        withdrawn=enrolment.withdrawn,
        completed_on=enrolment.completed_on,
        meets_rules=enrolment.meets_rules,
        awarded=hasattr(enrolment, "award"),
        identity=_identity_shown(enrolment),
        results=[
            ResultShown(
                assessment=result.assessment,
                value=result.word if result.score is None else f"{result.score.normalize():f}",
                recorded_at=result.recorded_at,
            )
            for result in enrolment.results.all()
        ],
    )


def _identity_shown(enrolment: Enrolment) -> IdentityShown | None:
    if not enrolment.identity or enrolment.identity_on is None:
        return None
    return IdentityShown(level=enrolment.identity, assurance=enrolment.identity_assurance, on=enrolment.identity_on)
