"""Editions of a design: when, where, how and for how much it can be taken."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Router, Status
from pydantic import BaseModel, Field

from campus.api.caller import key_of, organisation_of
from campus.api.idempotency import idempotent
from campus.api.v1.designs import design_for
from campus.api.v1.shapes import Asked
from campus.catalogue import editions
from campus.catalogue.models import Edition
from campus.people.roles import require
from campus.people.scope import NotFoundError
from laurel.annex1.vocabularies import Participation

router = Router(tags=["Editions"])


class EditionAsked(Asked):
    language: str = Field(min_length=2, max_length=2, description="of instruction, ISO 639-1")
    mode: Participation
    rolling: bool = Field(default=False, description="true: one can begin on any day; then there are no dates")
    starts_on: date | None = None
    ends_on: date | None = None
    apply_by: date | None = Field(default=None, description="the last day to apply; null: until the first day")
    time_zone: str = Field(default="Europe/Sofia", max_length=64, description="an IANA name")
    place: str = Field(default="", max_length=200)
    country: str = Field(default="", max_length=2, description="of the place, ISO 3166-1 alpha-2")
    price: Decimal | None = Field(default=None, description="0: free; null: not said")
    currency: str = Field(default="", max_length=3, description="ISO 4217")
    capacity: int | None = Field(default=None, description="how many can take part; null: not said")
    title: str = Field(default="", max_length=200)
    apply_url: str = Field(default="", max_length=500)


class EditionChange(EditionAsked):
    revision: int = Field(description="`revision` of the edition you started from; a stale one is refused")


class CancelAsked(Asked):
    because: str = Field(default="", max_length=300, description="shown to the public")


class ApplicationsAsked(Asked):
    applications: Literal["open", "closed"]


class EditionShown(BaseModel):
    id: str
    design: str
    state: Edition.State
    joinable: bool = Field(description="whether somebody can still join today")
    language: str
    mode: str
    rolling: bool
    starts_on: date | None
    ends_on: date | None
    apply_by: date | None
    time_zone: str
    place: str
    country: str
    price: Decimal | None
    currency: str
    capacity: int | None
    title: str
    apply_url: str
    revision: int
    cancelled_because: str
    updated_at: datetime


@router.get(
    "/designs/{uuid:design_id}/editions",
    response=list[EditionShown],
    summary=gettext_noop("Editions of a design, latest first"),
)
def list_editions(request: HttpRequest, design_id: UUID) -> list[EditionShown]:
    found = design_for(request, design_id).editions.select_related("design").order_by("-starts_on", "-pk")
    return [edition_shown(edition) for edition in found]


@router.post(
    "/designs/{uuid:design_id}/editions", response={201: EditionShown}, summary=gettext_noop("Announce an edition of a design")
)
@idempotent()
def announce_edition(request: HttpRequest, design_id: UUID, asked: EditionAsked) -> Status[EditionShown]:
    design = design_for(request, design_id)
    return Status(201, edition_shown(editions.announce(design, _facts(asked), by=key_of(request), at=timezone.now())))


@router.get("/editions/{uuid:edition_id}", response=EditionShown, summary=gettext_noop("One edition"))
def get_edition(request: HttpRequest, edition_id: UUID) -> EditionShown:
    return edition_shown(edition_for(request, edition_id))


@router.put("/editions/{uuid:edition_id}", response=EditionShown, summary=gettext_noop("Change an edition"))
def change_edition(request: HttpRequest, edition_id: UUID, asked: EditionChange) -> EditionShown:
    edition = edition_for(request, edition_id)
    changed = editions.change(edition, _facts(asked), revision=asked.revision, by=key_of(request), at=timezone.now())
    return edition_shown(changed)


@router.post(
    "/editions/{uuid:edition_id}/applications",
    response=EditionShown,
    summary=gettext_noop("Say whether people can still apply for an edition"),
)
@idempotent(required=False)
def set_applications(request: HttpRequest, edition_id: UUID, asked: ApplicationsAsked) -> EditionShown:
    edition = edition_for(request, edition_id)
    opens = asked.applications == "open"
    return edition_shown(editions.take_applications(edition, open_=opens, by=key_of(request), at=timezone.now()))


@router.post("/editions/{uuid:edition_id}/cancel", response=EditionShown, summary=gettext_noop("Cancel an edition for good"))
@idempotent(required=False)
def cancel_edition(request: HttpRequest, edition_id: UUID, asked: CancelAsked) -> EditionShown:
    edition = edition_for(request, edition_id)
    return edition_shown(editions.cancel(edition, because=asked.because, by=key_of(request), at=timezone.now()))


def edition_shown(edition: Edition) -> EditionShown:
    """An edition as the API shows it."""
    columns = {name: getattr(edition, name) for name in EditionShown.model_fields.keys() - {"id", "design", "joinable"}}
    joinable = editions.is_joinable(edition, on=timezone.localdate())
    return EditionShown(id=str(edition.public_id), design=str(edition.design.public_id), joinable=joinable, **columns)


def _facts(asked: EditionAsked) -> editions.EditionFacts:
    return editions.EditionFacts(**asked.model_dump(exclude={"revision"}))


def edition_for(request: HttpRequest, edition_id: UUID) -> Edition:
    """The organisation's edition with this id.

    Raises:
        NotFoundError: there is none.
    """
    organisation = organisation_of(request)
    require(key_of(request), organisation)
    rows = Edition.objects.select_related("design__organisation")
    edition = rows.filter(design__organisation=organisation, public_id=edition_id).first()
    if edition is None:
        raise NotFoundError
    return edition
