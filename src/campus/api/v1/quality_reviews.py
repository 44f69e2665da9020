"""Reviews of designs by criteria: findings, evidence, the decision and its conditions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Query, Router, Status
from pydantic import BaseModel, Field, HttpUrl

from campus.api.caller import key_of, organisation_of
from campus.api.idempotency import idempotent
from campus.api.pages import Cursor, Limit, Page, page_of
from campus.api.v1.designs import design_for
from campus.api.v1.shapes import Asked, PersonShown, person_shown
from campus.assurance import criteria_sets, dossiers, evidence
from campus.assurance.models import Condition, Dossier, Evidence
from campus.people.roles import require
from campus.people.scope import NotFoundError

router = Router(tags=["Quality"])


class CriteriaAsked(Asked):
    text: str = Field(max_length=criteria_sets.MAX_TEXT, description="the set as TOML")


class ReviewAsked(Asked):
    purpose: Dossier.Purpose
    criteria: str = Field(description="id of the set")


class FindingAsked(Asked):
    outcome: dossiers.Outcome
    text: str = Field(default="", max_length=dossiers.LONGEST_TEXT)


class ConditionAsked(Asked):
    text: str = Field(min_length=1, max_length=dossiers.LONGEST_TEXT)
    due_on: date


class DecisionAsked(Asked):
    decision: dossiers.Decision
    comment: str = Field(default="", max_length=dossiers.LONGEST_TEXT)
    conditions: list[ConditionAsked] = Field(default_factory=list, max_length=dossiers.MOST_CONDITIONS)


class EvidenceAsked(Asked):
    title: str = Field(min_length=1, max_length=200)
    url: HttpUrl
    criterion: str = Field(default="", max_length=20)


class FulfilAsked(Asked):
    evidence: UUID


class EvidenceShown(BaseModel):
    id: UUID
    title: str
    criterion: str
    url: str
    file_name: str
    size: int
    digest: str = Field(description="SHA-256 of the file, hex; empty for an address")
    added_by: PersonShown
    added_at: datetime


class FindingShown(BaseModel):
    criterion: str
    outcome: str
    text: str
    found_by: PersonShown


class ConditionShown(BaseModel):
    number: int
    text: str
    due_on: date
    fulfilled_at: datetime | None
    evidence: UUID | None


class DossierSummary(BaseModel):
    id: UUID
    design: str
    version: int | None = Field(description="null: the draft")
    text_digest: str
    purpose: str
    criteria: str
    criteria_version: str
    opened_at: datetime
    due_on: date
    decision: str = Field(description="fulfilled, conditions, not_fulfilled; empty while it is open")
    decided_by: PersonShown | None
    decided_at: datetime | None


class DossierShown(DossierSummary):
    comment: str
    findings: list[FindingShown]
    evidence: list[EvidenceShown]
    conditions: list[ConditionShown]


@router.get("/quality/criteria", response=list[dict[str, Any]], summary=gettext_noop("The sets of criteria you can review by"))
def list_criteria(request: HttpRequest) -> list[dict[str, Any]]:
    organisation = organisation_of(request)
    require(key_of(request), organisation)
    return [each.model_dump(mode="json") for each in criteria_sets.sets_for(organisation)]


@router.post(
    "/quality/criteria", response={201: dict[str, Any]}, summary=gettext_noop("Keep a version of a set of criteria of your own")
)
@idempotent()
def keep_criteria(request: HttpRequest, asked: CriteriaAsked) -> Status[dict[str, Any]]:
    kept = criteria_sets.keep_criteria(organisation_of(request), text=asked.text, by=key_of(request), at=timezone.now())
    return Status(201, criteria_sets.read_criteria(kept.text).model_dump(mode="json"))


@router.get("/quality/reviews", response=Page[DossierSummary], summary=gettext_noop("Reviews by criteria, newest first"))
def list_reviews(request: HttpRequest, limit: Limit, cursor: Cursor) -> Page[DossierSummary]:
    organisation = organisation_of(request)
    require(key_of(request), organisation, *evidence.READERS)
    return page_of(dossiers.dossiers_of(organisation), _summary, limit=limit, cursor=cursor)


@router.post(
    "/designs/{uuid:design_id}/quality-reviews",
    response={201: DossierShown},
    summary=gettext_noop("Begin a review by criteria"),
)
@idempotent()
def open_review(request: HttpRequest, design_id: UUID, asked: ReviewAsked) -> Status[DossierShown]:
    made = dossiers.open_dossier(
        design_for(request, design_id), purpose=asked.purpose, set_id=asked.criteria, by=key_of(request), at=timezone.now()
    )
    return Status(201, _shown(made))


@router.get("/quality/reviews/{uuid:dossier_id}", response=DossierShown, summary=gettext_noop("One review by criteria"))
def get_review(request: HttpRequest, dossier_id: UUID) -> DossierShown:
    return _shown(_dossier(request, dossier_id))


@router.put(
    "/quality/reviews/{uuid:dossier_id}/findings/{criterion}",
    response=DossierShown,
    summary=gettext_noop("Say what a criterion was found to be"),
)
def put_finding(request: HttpRequest, dossier_id: UUID, criterion: str, asked: FindingAsked) -> DossierShown:
    dossier = _dossier(request, dossier_id)
    dossiers.find(dossier, criterion=criterion, outcome=asked.outcome, text=asked.text, by=key_of(request), at=timezone.now())
    return _shown(dossier)


@router.post(
    "/quality/reviews/{uuid:dossier_id}/evidence",
    response={201: EvidenceShown},
    summary=gettext_noop("Add the address of a piece of evidence"),
)
@idempotent()
def add_evidence(request: HttpRequest, dossier_id: UUID, asked: EvidenceAsked) -> Status[EvidenceShown]:
    made = evidence.add_address(
        _dossier(request, dossier_id),
        title=asked.title,
        url=str(asked.url),
        criterion=asked.criterion,
        by=key_of(request),
        at=timezone.now(),
    )
    return Status(201, _piece(made))


@router.post(
    "/quality/reviews/{uuid:dossier_id}/evidence-files",
    response={201: EvidenceShown},
    summary=gettext_noop("Add a file as evidence; the body is the file itself"),
)
@idempotent()
def add_evidence_file(
    request: HttpRequest,
    dossier_id: UUID,
    title: Annotated[str, Query("", max_length=200)],
    file_name: Annotated[str, Query("evidence.txt", max_length=200)],
    criterion: Annotated[str, Query("", max_length=20)],
) -> Status[EvidenceShown]:
    made = evidence.add_file(
        _dossier(request, dossier_id),
        title=title,
        file_name=file_name,
        content=request.body,
        criterion=criterion,
        by=key_of(request),
        at=timezone.now(),
    )
    return Status(201, _piece(made))


@router.post(
    "/quality/reviews/{uuid:dossier_id}/decision", response=DossierShown, summary=gettext_noop("Decide a review by criteria")
)
@idempotent(required=False)
def decide(request: HttpRequest, dossier_id: UUID, asked: DecisionAsked) -> DossierShown:
    dossiers.decide(
        _dossier(request, dossier_id),
        decision=asked.decision,
        comment=asked.comment,
        conditions=[dossiers.ConditionWanted(text=each.text, due_on=each.due_on) for each in asked.conditions],
        by=key_of(request),
        at=timezone.now(),
    )
    return _shown(_dossier(request, dossier_id))


@router.post(
    "/quality/reviews/{uuid:dossier_id}/conditions/{int:number}/fulfil",
    response=DossierShown,
    summary=gettext_noop("Confirm that a piece of evidence fulfils a condition"),
)
@idempotent(required=False)
def fulfil(request: HttpRequest, dossier_id: UUID, number: int, asked: FulfilAsked) -> DossierShown:
    dossier = _dossier(request, dossier_id)
    condition = Condition.objects.filter(dossier=dossier, number=number).first()
    piece = Evidence.objects.filter(dossier=dossier, public_id=asked.evidence).first()
    if condition is None or piece is None:
        raise NotFoundError
    dossiers.fulfil(condition, evidence=piece, by=key_of(request), at=timezone.now())
    return _shown(dossier)


def _dossier(request: HttpRequest, dossier_id: UUID) -> Dossier:
    organisation = organisation_of(request)
    require(key_of(request), organisation, *evidence.READERS)
    found = dossiers.dossiers_of(organisation).filter(public_id=dossier_id).first()
    if found is None:
        raise NotFoundError
    return found


def _summary(row: Dossier) -> DossierSummary:
    return DossierSummary(
        id=row.public_id,
        design=str(row.design.public_id),
        version=row.version.number if row.version else None,
        text_digest=row.text_digest,
        purpose=row.purpose,
        criteria=row.set_id,
        criteria_version=row.set_version,
        opened_at=row.opened_at,
        due_on=row.due_on,
        decision=row.decision,
        decided_by=person_shown(row.decided_by) if row.decided_by else None,
        decided_at=row.decided_at,
    )


def _shown(row: Dossier) -> DossierShown:
    pieces = row.evidence.defer("content").select_related("added_by").order_by("pk")
    return DossierShown(
        **_summary(row).model_dump(),
        comment=row.comment,
        findings=[
            FindingShown(criterion=each.criterion, outcome=each.outcome, text=each.text, found_by=person_shown(each.found_by))
            for each in row.findings.select_related("found_by").order_by("pk")
        ],
        evidence=[_piece(each) for each in pieces],
        conditions=[
            ConditionShown(
                number=each.number,
                text=each.text,
                due_on=each.due_on,
                fulfilled_at=each.fulfilled_at,
                evidence=each.evidence.public_id if each.evidence else None,
            )
            for each in row.conditions.select_related("evidence").defer("evidence__content")
        ],
    )


def _piece(row: Evidence) -> EvidenceShown:
    return EvidenceShown(
        id=row.public_id,
        title=row.title,
        criterion=row.criterion,
        url=row.url,
        file_name=row.file_name,
        size=row.size,
        digest=row.digest,
        added_by=person_shown(row.added_by),
        added_at=row.added_at,
    )
