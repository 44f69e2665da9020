"""Who the learners of a cohort are known to be, and how its assessments are watched."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Router
from pydantic import BaseModel, Field

from campus.api.caller import key_of
from campus.api.idempotency import idempotent
from campus.api.v1.cohorts import cohort_for
from campus.api.v1.shapes import Asked
from campus.enrolling import identity
from campus.learning.conditions import supervise, supervise_one
from campus.learning.models import Cohort, Enrolment
from campus.people.scope import NotFoundError
from laurel.annex1.vocabularies import Assurance, Supervision

router = Router(tags=["Cohorts"])

Number = Annotated[str, Field(max_length=100, description="the school's own number of a learner")]


class IdentityAsked(Asked):
    learners: list[Number] = Field(min_length=1, max_length=identity.MOST_AT_ONCE)
    level: Literal["person", "provider", "none"] = Field(
        description="`person`: somebody saw a document; `provider`: an identity provider vouches; `none`: taken back"
    )
    document: str = Field(default="", description="of `person`: the kind of document; never its number")
    confirmed: bool = Field(
        default=False, description="of `person`: every learner of the list was compared with their document"
    )
    provider: str = Field(default="", max_length=200, description="of `provider`: its name")
    method: str = Field(default="", max_length=100, description="of `provider`: how they logged in there")
    assurance: Assurance | None = Field(default=None, description="of `provider`: the level of assurance")
    on: date | None = Field(default=None, description="the day; today when left out")


class IdentityRecorded(BaseModel):
    recorded: int = Field(description="learners of whom something new is known; for the others it was known before")


class SupervisionAsked(Asked):
    assessments: dict[str, Supervision | None] = Field(description="by id of the assessment; null takes back what was said")
    learner: Number | None = Field(default=None, description="for this learner alone; for the whole cohort when left out")


class SupervisionShown(BaseModel):
    assessments: dict[str, str]


@router.post(
    "/cohorts/{uuid:cohort_id}/identity",
    response=IdentityRecorded,
    summary=gettext_noop("Record how it is known who learners are"),
)
@idempotent(required=False)
def record_identity(request: HttpRequest, cohort_id: UUID, asked: IdentityAsked) -> IdentityRecorded:
    cohort, by, at = cohort_for(request, cohort_id), key_of(request), timezone.now()
    chosen, on = _chosen(cohort, asked.learners), asked.on or timezone.localdate(at)
    if asked.level == "none":
        return IdentityRecorded(recorded=identity.take_back(cohort, chosen, by=by, at=at))
    if asked.level == "provider":
        vouched = identity.Vouched(provider=asked.provider, method=asked.method, assurance=asked.assurance)
        return IdentityRecorded(recorded=identity.vouch(cohort, chosen, vouched, on=on, by=by, at=at))
    done = identity.verify(cohort, chosen, asked.document, on=on, confirmed=asked.confirmed, by=by, at=at)
    return IdentityRecorded(recorded=done)


@router.put(
    "/cohorts/{uuid:cohort_id}/supervision",
    response=SupervisionShown,
    summary=gettext_noop("Say how assessments are supervised"),
)
def set_supervision(request: HttpRequest, cohort_id: UUID, asked: SupervisionAsked) -> SupervisionShown:
    cohort, by, at = cohort_for(request, cohort_id), key_of(request), timezone.now()
    watched = {name: way.value if way else "" for name, way in asked.assessments.items()}
    if asked.learner is None:
        return SupervisionShown(assessments=supervise(cohort, watched, by=by, at=at).supervision)
    rows = Enrolment.objects.select_related("cohort__organisation", "cohort__design_version")
    found = rows.filter(cohort=cohort, number=asked.learner).first()
    if found is None:
        raise NotFoundError
    return SupervisionShown(assessments=supervise_one(found, watched, by=by, at=at).supervision)


def _chosen(cohort: Cohort, numbers: list[str]) -> list[int]:
    """The learners with these numbers; all of them, or nothing is done."""
    found = dict(Enrolment.objects.filter(cohort=cohort, number__in=numbers).values_list("number", "pk"))
    if set(numbers) - set(found):
        raise NotFoundError
    return list(found.values())
