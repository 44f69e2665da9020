"""The exact text that will be signed for one item: the canonical record, projected to Open Badges 3.0."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from campus.assurance.endorsed import documents_of
from campus.catalogue import versions
from campus.catalogue.models import DesignVersion
from campus.issuing.models import Credential, StatusList
from campus.issuing.refusals import NotIssuableError
from campus.people.models import Organisation
from campus.people.organisations import profile_of
from laurel.annex1 import record
from laurel.days import months_after
from laurel.formats import endorsement, openbadge3
from laurel.formats.schema import check_schema
from laurel.status import list as status_lists


@dataclass(frozen=True, slots=True)
class Mould:
    """What all items of one batch have in common, read once."""

    micro_credential: record.MicroCredential
    issuer: record.Organisation
    image: str
    endorsements: tuple[dict[str, Any], ...] = ()

    @classmethod
    def of(cls, version: DesignVersion, organisation: Organisation) -> Mould:
        """Read the approved text, the issuer's profile, and the endorsements that hold."""
        return cls(versions.record_of(version), profile_of(organisation), image_url(version), documents_of(version))


def image_url(version: DesignVersion) -> str:
    """Where the badge's picture is found."""
    return f"{settings.PUBLIC_URL}/m/{version.design.public_id}/{version.number}/badge.png"


def status_url(status_list: StatusList) -> str:
    """Where the status list is found."""
    return f"{settings.PUBLIC_URL}/status/{status_list.public_id}"


def record_for(item: Credential, *, mould: Mould, issued_at: datetime) -> record.AnnexIRecord:
    """One learner's record: the approved design plus who, when and with what result."""
    months = mould.micro_credential.valid_for_months
    watched, identity = item.conditions.get("supervision", {}), item.conditions.get("identity")
    return record.AnnexIRecord(
        id=f"urn:uuid:{item.public_id}",
        credential=mould.micro_credential,
        learner=record.Learner(name=item.recipient_name, email=item.recipient_email),
        issued=issued_at,
        awarded=item.awarded_at.replace(microsecond=0),
        valid_until=None if months is None else datetime.combine(months_after(issued_at.date(), months), issued_at.timetz()),
        grade=item.grade,
        results=tuple(
            record.AssessmentResult.model_validate({**result, "supervision": watched.get(result["assessment"])})
            for result in item.results
        ),
        identity=None if identity is None else record.LearnerIdentity.model_validate(identity),
        evidence=tuple(record.Evidence(id=part["id"], name=part["name"][:300]) for part in item.parts),
    )


def unsigned_text(
    item: Credential, *, mould: Mould, status_list: StatusList, index: int, salt: str, issued_at: datetime
) -> str:
    """The text to sign, as JSON. `salt` hides the learner's e-mail address in it.

    Raises:
        NotIssuableError: the document does not have the shape of an Open Badge.
        LaurelError: the record cannot be projected.
    """
    entry = status_lists.entry(status_url(status_list), index, purpose=status_list.purpose)
    document = openbadge3.project(
        record_for(item, mould=mould, issued_at=issued_at),
        issuer=mould.issuer,
        status=dict(entry),
        image=mould.image,
        salt=salt,
    )
    for signed in mould.endorsements:
        document = endorsement.embed(document, signed)
    problems = check_schema(document)
    if problems:
        raise NotIssuableError(problems[0])
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
