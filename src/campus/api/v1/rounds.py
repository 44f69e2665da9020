"""What else can be done with a review: hand its stage on, invite somebody from outside, publish, and read what happened."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Query, Router, Status
from pydantic import BaseModel, Field

from campus.api.caller import key_of
from campus.api.idempotency import idempotent
from campus.api.v1.designs import VersionShown, design_for, version_shown
from campus.api.v1.reviews import ReviewShown, review_for, review_shown
from campus.api.v1.shapes import Asked, Names, PersonShown, person_shown
from campus.people.models import Person
from campus.people.roles import require
from campus.people.scope import NotFoundError
from campus.quality import comparing, delegating, external
from campus.quality import review as reviewing
from campus.quality.gate import Finding, Moment, Report
from campus.quality.gates import ask
from campus.quality.models import ReviewerInvitation
from campus.quality.trail import Event, round_of

router = Router(tags=["Reviews"])


class HandOverAsked(Asked):
    to: UUID = Field(description="`id` of a person with the stage's role and no other part in the round")
    because: str = Field(default="", max_length=1000)


class ReviewerAsked(Asked):
    email: str = Field(max_length=254)
    name: str = Field(max_length=300)
    language: str = Field(default="bg", description="of the e-mail: bg or en")


class ReviewerShown(BaseModel):
    id: int
    name: str
    invited_at: datetime
    expires_at: datetime
    opened_at: datetime | None
    revoked_at: datetime | None


class GateFinding(BaseModel):
    outcome: str = Field(description="warn, refer or fail")
    code: str
    pointer: str
    reason: Names


class GateAnswer(BaseModel):
    gate: str
    outcome: str = Field(description="pass, warn, refer or fail; the gravest of its findings")
    findings: list[GateFinding]


class GatesShown(BaseModel):
    moment: Moment
    stops: bool = Field(description="something has to be mended first")
    refers: bool = Field(description="whoever approves has to say why")
    gates: list[GateAnswer]


class EventShown(BaseModel):
    at: datetime
    what: str = Field(
        description="submitted, handed_over, invited, uninvited, approved, changes_requested, withdrawn or published"
    )
    who: PersonShown | None
    stage: int | None = Field(description="position")
    to: str
    comment: str
    digest: str = Field(description="of the text handed in, decided on or published; empty where it is about none")
    gates: list[dict[str, Any]] = Field(description="what the gates said then")


class DifferenceShown(BaseModel):
    pointer: str
    before: str
    after: str


@router.get("/reviews/{int:review_id}/events", response=list[EventShown], summary=gettext_noop("Who did what, and why"))
def list_events(request: HttpRequest, review_id: int) -> list[EventShown]:
    return [_event(each) for each in round_of(review_for(request, review_id)).events]


@router.post(
    "/reviews/{int:review_id}/delegate",
    response=ReviewShown,
    summary=gettext_noop("Hand the stage that waits to another qualified person"),
)
@idempotent(required=False)
def hand_over(request: HttpRequest, review_id: int, asked: HandOverAsked) -> ReviewShown:
    review = review_for(request, review_id)
    to = Person.objects.filter(public_id=asked.to, memberships__organisation=review.design.organisation).distinct().first()
    if to is None:
        require(key_of(request), review.design.organisation, *external.INVITERS)
        raise delegating.NotQualifiedError(field="to")
    delegating.delegate(review, to=to, by=key_of(request), at=timezone.now(), because=asked.because)
    return review_shown(review_for(request, review_id))


@router.post(
    "/reviews/{int:review_id}/invitations",
    response={201: ReviewerShown},
    summary=gettext_noop("Invite an external reviewer to the stage that waits"),
)
@idempotent()
def invite_reviewer(request: HttpRequest, review_id: int, asked: ReviewerAsked) -> Status[ReviewerShown]:
    review, at = review_for(request, review_id), timezone.now()
    made = external.invite(review, email=asked.email, name=asked.name, language=asked.language, by=key_of(request), at=at)
    return Status(201, _reviewer(made))


@router.get(
    "/reviews/{int:review_id}/invitations",
    response=list[ReviewerShown],
    summary=gettext_noop("External reviewers invited"),
)
def list_reviewers(request: HttpRequest, review_id: int) -> list[ReviewerShown]:
    review = review_for(request, review_id)
    require(key_of(request), review.design.organisation, *external.INVITERS)
    rows = ReviewerInvitation.objects.filter(stage__review=review).order_by("-pk")
    return [_reviewer(each) for each in rows]


@router.post(
    "/reviews/{int:review_id}/invitations/{int:invitation_id}/revoke",
    response=ReviewerShown,
    summary=gettext_noop("Let an external reviewer's link stop working"),
)
@idempotent(required=False)
def revoke_reviewer(request: HttpRequest, review_id: int, invitation_id: int) -> ReviewerShown:
    review = review_for(request, review_id)
    require(key_of(request), review.design.organisation, *external.INVITERS)
    rows = ReviewerInvitation.objects.select_related("stage__review__design__organisation")
    found = rows.filter(stage__review=review, pk=invitation_id).first()
    if found is None:
        raise NotFoundError
    external.revoke(found, by=key_of(request), at=timezone.now())
    found.refresh_from_db()
    return _reviewer(found)


@router.post(
    "/reviews/{int:review_id}/publish",
    response=VersionShown,
    summary=gettext_noop("Publish what every stage has approved, where that is done by hand"),
)
@idempotent(required=False)
def publish(request: HttpRequest, review_id: int) -> VersionShown:
    return version_shown(reviewing.publish(review_for(request, review_id), by=key_of(request), at=timezone.now()))


@router.get(
    "/designs/{uuid:design_id}/approval-gates",
    response=GatesShown,
    summary=gettext_noop("What the gates say of a design"),
)
def get_gates(request: HttpRequest, design_id: UUID, moment: Annotated[Moment, Query(Moment.SUBMIT)]) -> GatesShown:
    design = design_for(request, design_id)
    under_way = None if moment is Moment.SUBMIT else reviewing.open_review_of(design)
    return _gates(ask(design, moment=moment, at=timezone.now(), review=under_way))


@router.get(
    "/designs/{uuid:design_id}/differences",
    response=list[DifferenceShown],
    summary=gettext_noop("What differs between two texts of a design"),
)
def list_differences(
    request: HttpRequest,
    design_id: UUID,
    old: Annotated[str, Query(comparing.DRAFT, description="draft, v1 (a version) or r1 (what review 1 is about)")],
    new: Annotated[str, Query(comparing.DRAFT)],
) -> list[DifferenceShown]:
    found = comparing.compare(design_for(request, design_id), old=old, new=new, on=timezone.now().date())
    return [DifferenceShown(pointer=each.at, before=each.before, after=each.after) for each in found]


def _event(event: Event) -> EventShown:
    return EventShown(
        at=event.at,
        what=event.what,
        who=person_shown(event.who) if event.who else None,
        stage=event.stage.position if event.stage else None,
        to=event.to,
        comment=event.comment,
        digest=event.digest,
        gates=list(event.report),
    )


def _reviewer(invitation: ReviewerInvitation) -> ReviewerShown:
    return ReviewerShown(
        id=invitation.pk,
        name=invitation.name,
        invited_at=invitation.invited_at,
        expires_at=invitation.expires_at,
        opened_at=invitation.opened_at,
        revoked_at=invitation.revoked_at,
    )


def _gates(report: Report) -> GatesShown:
    return GatesShown(
        moment=report.moment,
        stops=report.stops,
        refers=report.refers,
        gates=[
            GateAnswer(gate=each.gate.id, outcome=str(each.outcome), findings=[_finding(one) for one in each.findings])
            for each in report.answers
        ],
    )


def _finding(finding: Finding) -> GateFinding:
    reason = {"en": finding.en, "bg": finding.bg}
    return GateFinding(outcome=str(finding.outcome), code=finding.code, pointer=finding.at, reason=reason)
