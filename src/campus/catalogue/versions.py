"""Published versions: what was approved, for ever."""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from campus.base import audit, outbox
from campus.catalogue import offers
from campus.catalogue.models import Design, DesignVersion
from campus.people.models import Organisation, Person
from laurel.annex1.record import MicroCredential
from laurel.canon import jcs


def address_of(design_id: UUID, number: int) -> str:
    """The web address, and the identifier, of one version."""
    return f"{settings.PUBLIC_URL}/m/{design_id}/{number}"


@transaction.atomic
def publish(design: Design, *, record: MicroCredential, approved_by: Person, at: datetime) -> DesignVersion:
    """Freeze `record` as the next version; its id and version number are set here. Called by quality, after approval.

    Raises:
        IntegrityError: no review of it is approved, stage by stage, by others than its author (the database holds that).
    """
    locked = Design.objects.select_for_update().get(pk=design.pk)
    newest = locked.versions.order_by("-number").values_list("number", flat=True).first()
    number = (newest or 0) + 1
    named = record.model_copy(update={"id": address_of(locked.public_id, number), "version": str(number)})
    text = canonical(named)
    version = DesignVersion.objects.create(
        design=locked,
        number=number,
        record=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        title_bg=named.title.root.get("bg", "")[:500],
        title_en=named.title.root.get("en", "")[:500],
        image=locked.image,
        author_id=locked.author_id,
        approved_by=approved_by,
        published_at=at,
    )
    locked.state, locked.updated_at = Design.State.PUBLISHED, at
    locked.written_by, locked.edited_by = sorted({*locked.written_by, *locked.edited_by}), []
    locked.save(update_fields=["state", "updated_at", "edited_by", "written_by"])
    audit.note(
        "design.published",
        actor=approved_by,
        organisation=locked.organisation_id,
        subject_kind="design_version",
        subject=version.pk,
        at=at,
        number=number,
        digest=version.digest,
    )
    offers.show_version(version)
    outbox.record("design.published", subject=version.pk, at=at)
    return version


def canonical(record: MicroCredential) -> str:
    """The one JSON text of a record (RFC 8785): what `digest` is made of."""
    return jcs.canonicalize(record.model_dump(mode="json", exclude_none=True)).decode()


def record_of(version: DesignVersion) -> MicroCredential:
    """The approved record."""
    return MicroCredential.model_validate_json(version.record)


def title_in(version: DesignVersion, language: str) -> str:
    """Its title in `language`, else in the other one."""
    return (version.title_bg or version.title_en) if language == "bg" else (version.title_en or version.title_bg)


def newest_of(organisation: Organisation) -> QuerySet[DesignVersion]:
    """The newest version of each design that is not retired, newest first: what a cohort can be started with."""
    versions = DesignVersion.objects.filter(design__organisation=organisation).exclude(design__state=Design.State.RETIRED)
    newer = DesignVersion.objects.filter(design=OuterRef("design"), number__gt=OuterRef("number"))
    return versions.exclude(Exists(newer)).select_related("design").order_by("-published_at")
