"""What learners and employers say: complaints to answer, feedback in summary; and a learner's own complaints."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Router, Status
from pydantic import BaseModel, Field

from campus.api.caller import LearnerToken, key_of, learner_of, organisation_of
from campus.api.idempotency import idempotent
from campus.api.pages import Cursor, Limit, Page, page_of
from campus.api.v1.designs import design_for
from campus.api.v1.shapes import Asked
from campus.assurance.feedback_summary import Audience, summaries
from campus.assurance.models import Complaint
from campus.catalogue.models import Design
from campus.people.roles import require
from campus.people.scope import NotFoundError
from campus.quality import complaints

router = Router(tags=["Quality"])


class ComplaintAsked(Asked):
    design: UUID
    text: str = Field(min_length=1, max_length=complaints.LONGEST_TEXT)


class AnswerAsked(Asked):
    outcome: Complaint.Outcome = Field(description="upheld, partly or not_upheld")
    text: str = Field(min_length=1, max_length=complaints.LONGEST_TEXT)


class ComplaintShown(BaseModel):
    id: UUID
    design: str
    text: str
    filed_at: datetime
    due_on: date = Field(description="until when it has to be answered")
    outcome: str = Field(description="empty while it is open")
    answer: str


class ComplaintHandled(ComplaintShown):
    relation: str = Field(description="learner, holder or staff")
    assigned_to: str | None


class FeedbackShown(BaseModel):
    audience: Audience
    answers: int | None = Field(description="null: fewer than five, of which nothing is shown")
    means: dict[str, float] = Field(description="by question, from 1 to 5")


@router.get(
    "/quality/complaints", response=Page[ComplaintHandled], summary=gettext_noop("Complaints about your designs, newest first")
)
def list_complaints(request: HttpRequest, limit: Limit, cursor: Cursor) -> Page[ComplaintHandled]:
    organisation = organisation_of(request)
    require(key_of(request), organisation, *complaints.HANDLERS)
    return page_of(complaints.complaints_of(organisation), _handled, limit=limit, cursor=cursor)


@router.post(
    "/quality/complaints/{uuid:complaint_id}/answer", response=ComplaintHandled, summary=gettext_noop("Answer a complaint")
)
@idempotent(required=False)
def answer_complaint(request: HttpRequest, complaint_id: UUID, asked: AnswerAsked) -> ComplaintHandled:
    organisation = organisation_of(request)
    require(key_of(request), organisation)
    row = complaints.complaints_of(organisation).filter(public_id=complaint_id).first()
    if row is None or asked.outcome == Complaint.Outcome.TAKEN_BACK:
        raise NotFoundError
    complaints.answer(row, outcome=asked.outcome, text=asked.text, by=key_of(request), at=timezone.now())
    return _handled(complaints.complaints_of(organisation).get(pk=row.pk))


@router.get(
    "/designs/{uuid:design_id}/feedback",
    response=list[FeedbackShown],
    summary=gettext_noop("What learners and employers say of a design, in summary"),
)
def get_feedback(request: HttpRequest, design_id: UUID) -> list[FeedbackShown]:
    return [
        FeedbackShown(audience=each.audience, answers=each.answers if each.shown else None, means=dict(each.means))
        for each in summaries(design_for(request, design_id))
    ]


@router.get("/me/complaints", response=Page[ComplaintShown], auth=LearnerToken(), summary=gettext_noop("Your complaints"))
def my_complaints(request: HttpRequest, limit: Limit, cursor: Cursor) -> Page[ComplaintShown]:
    return page_of(complaints.complaints_by(learner_of(request)), _shown, limit=limit, cursor=cursor)


@router.post(
    "/me/complaints",
    response={201: ComplaintShown},
    auth=LearnerToken(),
    summary=gettext_noop("Complain about something you learn, or hold a badge of"),
)
@idempotent()
def complain(request: HttpRequest, asked: ComplaintAsked) -> Status[ComplaintShown]:
    person = learner_of(request)
    design = Design.objects.select_related("organisation").filter(public_id=asked.design).first()
    if design is None or complaints.relation_of(person, design) is None:
        raise NotFoundError
    return Status(201, _shown(complaints.file(design, text=asked.text, by=person, at=timezone.now())))


def _shown(row: Complaint) -> ComplaintShown:
    return ComplaintShown(
        id=row.public_id,
        design=str(row.design.public_id),
        text=row.text,
        filed_at=row.filed_at,
        due_on=row.due_on,
        outcome=row.outcome,
        answer=row.answer,
    )


def _handled(row: Complaint) -> ComplaintHandled:
    assigned = row.assigned_to
    return ComplaintHandled(
        **_shown(row).model_dump(), relation=row.relation, assigned_to=str(assigned.public_id) if assigned else None
    )
