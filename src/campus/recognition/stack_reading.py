"""Programmes as they are read: what is published, what is on offer, and the names of things."""

from __future__ import annotations

import json
from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from campus.catalogue.models import Design, DesignVersion, Offer
from campus.people.models import Organisation
from campus.people.organisations import did_of
from campus.recognition import stack_drafts
from campus.recognition.models import Programme, ProgrammeVersion
from campus.recognition.stack_drafts import Json
from laurel.stacking import Limits
from laurel.stacking import Programme as Requirements


def design_iri(design: Design) -> str:
    """The identifier of a micro-credential, whatever its version."""
    return f"{settings.PUBLIC_URL}/m/{design.public_id}"


def address_of(programme: Programme) -> str:
    """The web address of a programme, and its identifier."""
    return f"{settings.PUBLIC_URL}/programmes/{programme.public_id}"


def said_in(version: ProgrammeVersion) -> Json:
    """The published draft as data."""
    said: Json = json.loads(version.record)
    return said


def title_in(version: ProgrammeVersion, language: str) -> str:
    """Its title in `language`, else in the other one."""
    return (version.title_bg or version.title_en) if language == "bg" else (version.title_en or version.title_bg)


def requirements_of(version: ProgrammeVersion) -> Requirements:
    """The published requirements, as the library reads them."""
    return read_draft(version.programme, said_in(version), version.number)


def limits_of(version: ProgrammeVersion) -> Limits:
    """The numbers of its rules, as they were published."""
    return stack_drafts.limits_of(said_in(version))


def partners_of(said: Json) -> QuerySet[Organisation]:
    """The organisations whose credentials count although another one awards."""
    return Organisation.objects.filter(public_id__in=said["partners"])


def offered() -> QuerySet[ProgrammeVersion]:
    """The newest version of each programme that is offered, by title; only of organisations that this site knows."""
    newer = ProgrammeVersion.objects.filter(programme=OuterRef("programme"), number__gt=OuterRef("number"))
    rows = ProgrammeVersion.objects.filter(programme__state=Programme.State.PUBLISHED).exclude(Exists(newer))
    known = rows.filter(programme__organisation__vouched_at__isnull=False)
    return known.select_related("programme__organisation", "awards").order_by("title_en", "title_bg", "pk")


def part_of(design: Design) -> list[ProgrammeVersion]:
    """The programmes on offer that name a micro-credential, by title."""
    return list(offered().filter(record__contains=f'"{design_iri(design)}"')[:20])


def search(words: str) -> QuerySet[ProgrammeVersion]:
    """The programmes on offer whose title has all these words."""
    found = offered()
    for word in words.split()[:8]:
        found = found.filter(Q(title_en__icontains=word) | Q(title_bg__icontains=word))
    return found


def nameable(organisation: Organisation, partners: Iterable[str] = ()) -> QuerySet[DesignVersion]:
    """What a requirement can name: what the catalogue shows of the organisation and of its partners, in its newest version."""
    theirs = Q(organisation=organisation) | Q(organisation__public_id__in=list(partners))
    rows = DesignVersion.objects.filter(pk__in=Offer.objects.filter(theirs).values("version"))
    return rows.select_related("design__organisation").defer("image").order_by("title_en", "title_bg", "pk")


def read_draft(programme: Programme, draft: Json, number: int) -> Requirements:
    """A draft as the library reads it.

    Raises:
        DesignError: something is not of the form.
    """
    return stack_drafts.programme_of(
        draft, id=address_of(programme), version=str(number), institutions=[did_of(programme.organisation)]
    )


def awarded_by(programme: Programme) -> Design | None:
    """What a draft says is awarded; None where it is not chosen, or no longer published."""
    chosen = programme.draft["awards"]
    if not chosen:
        return None
    rows = Design.objects.filter(organisation=programme.organisation, public_id=UUID(chosen), versions__isnull=False)
    return rows.exclude(state=Design.State.RETIRED).first()
