"""Awards: who has earned it and why, and awarding them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Query, Router, Status
from pydantic import BaseModel, Field

from campus.api.caller import key_of
from campus.api.idempotency import idempotent
from campus.api.pages import Cursor, Limit, Page, page_of, rows_of
from campus.api.refusing import language_now
from campus.api.v1.batches import BatchShown, batch_shown
from campus.api.v1.cohorts import cohort_for
from campus.learning import award as awarding
from campus.learning.cohorts import READERS
from campus.learning.issue_awards import issue_awards
from campus.learning.models import Award, Enrolment
from campus.people.roles import require
from laurel.annex1.award import Decision, plain

router = Router(tags=["Awards"])


class ReasonShown(BaseModel):
    code: str
    met: bool
    detail: str


class DecisionShown(BaseModel):
    number: str
    name: str
    email: str
    earned: bool
    awarded: bool = Field(description="holds the award already")
    overall: str | None
    grade: str
    reasons: list[ReasonShown]


class OutcomeShown(BaseModel):
    awarded: int
    held_before: int
    not_met: int


class AwardShown(BaseModel):
    key: str = Field(description="names the award for ever; one credential proves it")
    number: str
    name: str
    email: str
    grade: str
    awarded_at: datetime


@router.get(
    "/cohorts/{uuid:cohort_id}/decisions",
    response=Page[DecisionShown],
    summary=gettext_noop("Who has earned it and who has not, with every reason"),
)
def list_decisions(request: HttpRequest, cohort_id: UUID, limit: Limit, cursor: Cursor) -> Page[DecisionShown]:
    cohort = cohort_for(request, cohort_id)
    require(key_of(request), cohort.organisation, *READERS)
    page, following = rows_of(cohort.enrolments.select_related("award"), limit=limit, cursor=cursor)
    items = [_decision_shown(enrolment, decision) for enrolment, decision in awarding.evaluate(cohort, page)]
    return Page[DecisionShown](items=items, next=following)


@router.get(
    "/cohorts/{uuid:cohort_id}/awards", response=Page[AwardShown], summary=gettext_noop("The awards of a cohort, newest first")
)
def list_awards(request: HttpRequest, cohort_id: UUID, limit: Limit, cursor: Cursor) -> Page[AwardShown]:
    cohort = cohort_for(request, cohort_id)
    require(key_of(request), cohort.organisation, *READERS)
    rows = Award.objects.filter(enrolment__cohort=cohort).select_related("enrolment")
    return page_of(rows, _award_shown, limit=limit, cursor=cursor)


@router.post(
    "/cohorts/{uuid:cohort_id}/awards",
    response=OutcomeShown,
    summary=gettext_noop("Award everybody who has earned it and holds no award yet"),
)
@idempotent()
def award_cohort(request: HttpRequest, cohort_id: UUID) -> OutcomeShown:
    outcome = awarding.award_cohort(cohort_for(request, cohort_id), by=key_of(request), at=timezone.now())
    return OutcomeShown(awarded=outcome.awarded, held_before=outcome.held_before, not_met=outcome.not_met)


@router.post(
    "/cohorts/{uuid:cohort_id}/batches",
    response={202: BatchShown},
    summary=gettext_noop("Issue a credential for every award that has none; a worker signs them"),
)
@idempotent()
def issue_cohort(
    request: HttpRequest,
    cohort_id: UUID,
    names_checked: Annotated[
        bool, Query(False, description="you state that the learners' names were compared with their documents")
    ],
) -> Status[BatchShown]:
    cohort = cohort_for(request, cohort_id)
    batch = issue_awards(cohort, by=key_of(request), at=timezone.now(), names_checked=names_checked)
    return Status(202, batch_shown(batch))


def _decision_shown(enrolment: Enrolment, decision: Decision) -> DecisionShown:
    language = language_now()
    return DecisionShown(
        number=enrolment.number,
        name=enrolment.name,
        email=enrolment.email,
        earned=decision.earned,
        awarded=hasattr(enrolment, "award"),
        overall=None if decision.overall is None else plain(decision.overall),
        grade=decision.grade,
        reasons=[ReasonShown(code=each.code, met=each.met, detail=each.say(language)) for each in decision.reasons],
    )


def _award_shown(award: Award) -> AwardShown:
    enrolment = award.enrolment
    return AwardShown(
        key=award.key,
        number=enrolment.number,
        name=enrolment.name,
        email=enrolment.email,
        grade=award.grade,
        awarded_at=award.awarded_at,
    )
