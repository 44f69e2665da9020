"""Enrolment in editions: opening it, what is asked beforehand, the applications, and deciding on them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Query, Router, Status
from pydantic import BaseModel, Field

from campus.api.caller import LearnerToken, key_of, learner_of, organisation_of
from campus.api.idempotency import idempotent
from campus.api.pages import Cursor, Limit, Page, page_of
from campus.api.v1.editions import edition_for
from campus.api.v1.shapes import Asked, Names, names
from campus.enrolling import applying, deciding, intakes, invitations
from campus.enrolling.intakes import READERS, IntakeFacts, intake_in, with_edition
from campus.enrolling.models import Application, Intake
from campus.enrolling.seats import State, room
from campus.people.roles import require
from campus.people.scope import NotFoundError

router = Router(tags=["Enrolment"])


class IntakeAsked(Asked):
    admission: Intake.Admission = Intake.Admission.OPEN
    waiting_places: int | None = Field(default=None, ge=0, le=999_999, description="null: the waiting list has no end")
    offer_days: int = Field(default=3, description="for so many days a place is kept for whoever it is offered to")

    def facts(self) -> IntakeFacts:
        """As the domain takes it."""
        return IntakeFacts(admission=self.admission, waiting_places=self.waiting_places, offer_days=self.offer_days)


class IntakeOpened(IntakeAsked):
    title: str = Field(min_length=1, max_length=280, description="of the cohort that learners are enrolled in")


class IntakeChange(IntakeAsked):
    revision: int = Field(description="`revision` of what you started from; a stale one is refused")


class PrerequisitesAsked(Asked):
    prerequisites: list[dict[str, Any]] = Field(
        max_length=20,
        description='entries, all asked: `{"id", "strength": hard|recommended|waivable, "needs": {"at_least", "of": […]}}`; '
        "a part is a `credential`, a `skill`, a `test`, a `statement`, or `parts` again",
    )
    revision: int


class DecisionAsked(Asked):
    do: Literal["admit", "refuse", "take_out"]
    applications: list[UUID] = Field(min_length=1, max_length=deciding.MOST)
    why: Literal["", "prerequisites", "places", "other_group", "incomplete", "other"] = ""
    explanation: str = Field(default="", max_length=1000, description="the applicant reads it")


class InvitationsAsked(Asked):
    emails: list[str] = Field(min_length=1, max_length=invitations.MOST)
    language: Literal["bg", "en"] = "bg"


class IntakeShown(BaseModel):
    id: str
    edition: str
    cohort: str
    micro_credential: Names
    admission: Intake.Admission
    waiting_places: int | None
    offer_days: int
    takes_applications: bool
    places: int | None = Field(description="that everybody can take, sponsored ones apart; null: no limit")
    taken: int
    waiting: int
    prerequisites: list[dict[str, Any]]
    revision: int


class ApplicationShown(BaseModel):
    id: str
    number: str
    name: str
    email: str
    state: State
    way: Application.Way
    sponsor: str
    prerequisites: dict[str, str] = Field(description="met, waived or unmet, by entry, when it was made")
    applied_at: datetime
    offer_expires_at: datetime | None


class Decided(BaseModel):
    offered: int = 0
    waiting: int = 0
    ended: int = 0


class Invited(BaseModel):
    invited: int = Field(description="those who are invited or have applied already are not counted")


class MyApplication(BaseModel):
    id: str
    micro_credential: Names
    edition: str
    state: State
    number: str
    applied_at: datetime
    offer_expires_at: datetime | None
    explanation: str


@router.get("/intakes", response=Page[IntakeShown], summary=gettext_noop("What one can enrol in, newest first"))
def list_intakes(request: HttpRequest, limit: Annotated[Limit, Query()] = 50, cursor: Cursor = "") -> Page[IntakeShown]:
    organisation = organisation_of(request)
    require(key_of(request), organisation, *READERS)
    return page_of(with_edition().filter(cohort__organisation=organisation), _shown, limit=limit, cursor=cursor)


@router.post(
    "/editions/{uuid:edition_id}/intake", response={201: IntakeShown}, summary=gettext_noop("Open an edition to enrolment")
)
@idempotent()
def open_intake(request: HttpRequest, edition_id: UUID, asked: IntakeOpened) -> Status[IntakeShown]:
    edition = edition_for(request, edition_id)
    made = intakes.open_intake(edition, asked.facts(), title=asked.title, by=key_of(request), at=timezone.now())
    return Status(201, _shown(made))


@router.get("/intakes/{uuid:intake_id}", response=IntakeShown, summary=gettext_noop("One intake"))
def get_intake(request: HttpRequest, intake_id: UUID) -> IntakeShown:
    return _shown(_intake(request, intake_id))


@router.put("/intakes/{uuid:intake_id}", response=IntakeShown, summary=gettext_noop("Change how one gets in"))
def change_intake(request: HttpRequest, intake_id: UUID, asked: IntakeChange) -> IntakeShown:
    intake = _intake(request, intake_id)
    changed = intakes.change(intake, asked.facts(), revision=asked.revision, by=key_of(request), at=timezone.now())
    return _shown(changed)


@router.put(
    "/intakes/{uuid:intake_id}/prerequisites", response=IntakeShown, summary=gettext_noop("Say what is asked beforehand")
)
def set_prerequisites(request: HttpRequest, intake_id: UUID, asked: PrerequisitesAsked) -> IntakeShown:
    intake = _intake(request, intake_id)
    changed = intakes.set_prerequisites(
        intake, asked.prerequisites, revision=asked.revision, by=key_of(request), at=timezone.now()
    )
    return _shown(changed)


@router.get(
    "/intakes/{uuid:intake_id}/applications",
    response=Page[ApplicationShown],
    summary=gettext_noop("Applications of an intake, newest first"),
)
def list_applications(
    request: HttpRequest,
    intake_id: UUID,
    state: State | None = None,
    limit: Annotated[Limit, Query()] = 50,
    cursor: Cursor = "",
) -> Page[ApplicationShown]:
    rows = _intake(request, intake_id).applications.select_related("sponsor")
    if state is not None:
        rows = rows.filter(state=state)
    return page_of(rows, _application, limit=limit, cursor=cursor)


@router.post(
    "/intakes/{uuid:intake_id}/decisions",
    response=Decided,
    summary=gettext_noop("Admit or refuse applicants, or take people out"),
)
@idempotent(required=False)
def decide(request: HttpRequest, intake_id: UUID, asked: DecisionAsked) -> Decided:
    intake, by, now = _intake(request, intake_id), key_of(request), timezone.now()
    if asked.do == "admit":
        came = deciding.admit(intake, asked.applications, by=by, at=now)
        return Decided(offered=came.offered, waiting=came.waiting)
    if asked.do == "refuse":
        typed = {"why": asked.why, "explanation": asked.explanation}
        return Decided(ended=deciding.refuse(intake, asked.applications, **typed, by=by, at=now))
    return Decided(ended=deciding.take_out(intake, asked.applications, by=by, at=now))


@router.post(
    "/intakes/{uuid:intake_id}/invitations", response=Invited, summary=gettext_noop("Invite people to enrol, by e-mail")
)
@idempotent(required=False)
def invite(request: HttpRequest, intake_id: UUID, asked: InvitationsAsked) -> Invited:
    intake = _intake(request, intake_id)
    number = invitations.invite(intake, asked.emails, language=asked.language, by=key_of(request), at=timezone.now())
    return Invited(invited=number)


@router.get(
    "/me/applications",
    response=list[MyApplication],
    auth=LearnerToken(),
    tags=["For learners"],
    summary=gettext_noop("Your applications, those under way first"),
)
def my_applications(request: HttpRequest) -> list[MyApplication]:
    return [_mine(each) for each in applying.applications_of(learner_of(request))]


@router.post(
    "/me/applications/{uuid:application_id}/accept",
    response=MyApplication,
    auth=LearnerToken(),
    tags=["For learners"],
    summary=gettext_noop("Take the place that is offered to you"),
)
@idempotent(required=False)
def accept(request: HttpRequest, application_id: UUID) -> MyApplication:
    application = _own(request, application_id)
    applying.accept(application, by=learner_of(request), at=timezone.now())
    return _mine(_own(request, application_id))


@router.post(
    "/me/applications/{uuid:application_id}/withdraw",
    response=MyApplication,
    auth=LearnerToken(),
    tags=["For learners"],
    summary=gettext_noop("Withdraw an application, or give up your place"),
)
@idempotent(required=False)
def withdraw(request: HttpRequest, application_id: UUID) -> MyApplication:
    application = _own(request, application_id)
    applying.withdraw(application, by=learner_of(request), at=timezone.now())
    return _mine(_own(request, application_id))


def _intake(request: HttpRequest, intake_id: UUID) -> Intake:
    organisation = organisation_of(request)
    require(key_of(request), organisation, *READERS)
    return intake_in(organisation, intake_id)


def _own(request: HttpRequest, application_id: UUID) -> Application:
    rows = Application.objects.filter(person=learner_of(request), public_id=application_id)
    found = rows.select_related("intake__edition", "intake__cohort__design_version").first()
    if found is None:
        raise NotFoundError
    return found


def _shown(intake: Intake) -> IntakeShown:
    now, version = timezone.now(), intake.cohort.design_version
    there = room(intake, None, at=now)
    return IntakeShown(
        id=str(intake.public_id),
        edition=str(intake.edition.public_id),
        cohort=str(intake.cohort.public_id),
        micro_credential=names(version.title_bg, version.title_en),
        admission=Intake.Admission(intake.admission),
        waiting_places=intake.waiting_places,
        offer_days=intake.offer_days,
        takes_applications=applying.takes_applications(intake, at=now),
        places=there.places,
        taken=there.taken,
        waiting=there.waiting,
        prerequisites=intake.prerequisites,
        revision=intake.revision,
    )


def _application(application: Application) -> ApplicationShown:
    return ApplicationShown(
        id=str(application.public_id),
        number=application.number,
        name=application.name,
        email=application.email,
        state=State(application.state),
        way=Application.Way(application.way),
        sponsor="" if application.sponsor is None else application.sponsor.name,
        prerequisites=application.met,
        applied_at=application.applied_at,
        offer_expires_at=application.offer_expires_at,
    )


def _mine(application: Application) -> MyApplication:
    version = application.intake.cohort.design_version
    return MyApplication(
        id=str(application.public_id),
        micro_credential=names(version.title_bg, version.title_en),
        edition=str(application.intake.edition.public_id),
        state=State(application.state),
        number=application.number,
        applied_at=application.applied_at,
        offer_expires_at=application.offer_expires_at,
        explanation=application.explanation,
    )
