"""What an organisation holds itself to, who says that its quality is assured, and what its rules say of a design."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Router, Status
from pydantic import BaseModel, Field, HttpUrl

from campus.api.caller import key_of, organisation_of
from campus.api.idempotency import idempotent
from campus.api.pages import Cursor, Limit, Page, page_of
from campus.api.refusing import language_now
from campus.api.v1.designs import design_for
from campus.api.v1.shapes import Asked
from campus.assurance import borders, gates, policy, register
from campus.assurance.models import Accreditation
from campus.catalogue.drafts import state_of
from campus.people.roles import require

EYES = 2  # who wrote it, and who will approve it
router = Router(tags=["Quality"])


class PolicyShown(BaseModel):
    review_months: int
    feedback_route: str
    complaints_route: str
    criteria_set: str = Field(description="a review by these criteria comes before publishing; empty: none is asked for")


class PolicyAsked(Asked):
    review_months: int = Field(default=12, ge=1, le=policy.LONGEST_INTERVAL)
    feedback_route: str = Field(default="", max_length=500)
    complaints_route: str = Field(default="", max_length=500)
    criteria_set: str = Field(default="", max_length=40)


class AccreditationAsked(Asked):
    agency: str = Field(min_length=1, max_length=200)
    decision: Accreditation.Decision
    scope: Accreditation.Scope = Accreditation.Scope.INSTITUTION
    activity: str = Field(default="", max_length=300)
    valid_from: date
    valid_to: date | None = None
    report_url: HttpUrl | None = None


class AccreditationShown(BaseModel):
    id: UUID
    confirmed: bool = Field(description="a register says so; false: the organisation says so itself")
    agency: str
    decision: str
    scope: str
    activity: str
    valid_from: date
    valid_to: date | None
    report_url: str


class GateShown(BaseModel):
    closed: bool = Field(description="a rule that blocks is not met")
    findings: list[dict[str, Any]] = Field(description="each rule with its answer, the reason, the advice and the source")


class GatesShown(BaseModel):
    publish: GateShown | None = Field(description="of the draft; null where there is nothing to ask about")
    issue: GateShown | None = Field(description="of the newest version; null before the first")
    border: GateShown | None = Field(description="of the newest version: what recognition abroad needs")
    across_borders_since: datetime | None


class BordersAsked(Asked):
    open: bool


@router.get("/quality/policy", response=PolicyShown, summary=gettext_noop("How your organisation keeps quality"))
def get_policy(request: HttpRequest) -> PolicyShown:
    organisation = organisation_of(request)
    require(key_of(request), organisation)
    return _settled(policy.settled_for(organisation))


@router.put("/quality/policy", response=PolicyShown, summary=gettext_noop("Settle how your organisation keeps quality"))
def put_policy(request: HttpRequest, asked: PolicyAsked) -> PolicyShown:
    wanted = policy.Settled(**asked.model_dump())
    return _settled(policy.settle(organisation_of(request), wanted, by=key_of(request), at=timezone.now()))


@router.get(
    "/quality/accreditations",
    response=Page[AccreditationShown],
    summary=gettext_noop("What registers, and you yourselves, say of your quality assurance"),
)
def list_accreditations(request: HttpRequest, limit: Limit, cursor: Cursor) -> Page[AccreditationShown]:
    organisation = organisation_of(request)
    require(key_of(request), organisation)
    rows = Accreditation.objects.filter(organisation=organisation)
    return page_of(rows, _accreditation, limit=limit, cursor=cursor)


@router.post(
    "/quality/accreditations", response={201: AccreditationShown}, summary=gettext_noop("State a decision about yourselves")
)
@idempotent()
def declare_accreditation(request: HttpRequest, asked: AccreditationAsked) -> Status[AccreditationShown]:
    entry = register.Entry(**{**asked.model_dump(), "report_url": str(asked.report_url or "")})
    row = register.declare(organisation_of(request), entry=entry, by=key_of(request), at=timezone.now())
    return Status(201, _accreditation(row))


@router.post(
    "/quality/accreditations/{uuid:accreditation_id}/take-back",
    response={204: None},
    summary=gettext_noop("Take back what you stated yourselves"),
)
@idempotent(required=False)
def take_back_accreditation(request: HttpRequest, accreditation_id: UUID) -> Status[None]:
    register.take_back(organisation_of(request), public_id=accreditation_id, by=key_of(request), at=timezone.now())
    return Status(204, None)


@router.get(
    "/designs/{uuid:design_id}/gates", response=GatesShown, summary=gettext_noop("What your rules say of a design today")
)
def get_gates(request: HttpRequest, design_id: UUID) -> GatesShown:
    design, on = design_for(request, design_id), timezone.localdate()
    record = state_of(design.draft, on=on).record
    newest = design.versions.order_by("-number").first()
    return GatesShown(
        publish=_gate(gates.at_publish(design, record=record, people=EYES, on=on)) if record else None,
        issue=_gate(gates.at_issue(newest, names_checked=False, on=on)) if newest else None,
        border=_gate(gates.at_border(newest, on=on)) if newest else None,
        across_borders_since=borders.open_across(design),
    )


@router.put(
    "/designs/{uuid:design_id}/borders",
    response=GatesShown,
    summary=gettext_noop("Offer a design to learners of other countries, or no longer"),
)
def put_borders(request: HttpRequest, design_id: UUID, asked: BordersAsked) -> GatesShown:
    design = design_for(request, design_id)
    change = borders.open_borders if asked.open else borders.close_borders
    change(design, by=key_of(request), at=timezone.now())
    return get_gates(request, design_id)


def _settled(settled: policy.Settled) -> PolicyShown:
    return PolicyShown(**asdict(settled))


def _accreditation(row: Accreditation) -> AccreditationShown:
    return AccreditationShown(
        id=row.public_id,
        confirmed=row.confirmed,
        agency=row.agency,
        decision=row.decision,
        scope=row.scope,
        activity=row.activity,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        report_url=row.report_url,
    )


def _gate(report: gates.GateReport) -> GateShown:
    language = language_now()
    return GateShown(closed=report.closed, findings=[line.told(language) for line in report.lines])
