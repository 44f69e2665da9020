"""The record as an unsigned OpenBadgeCredential.

    record ──▶ issuer Profile · AchievementSubject { learner, Achievement, results } · evidence · status

Everything stands in terms of the two standard contexts, as text: a JSON number would be written differently by different
JSON-LD tools. Empty members are left out, since JSON-LD would drop them silently.
"""

from __future__ import annotations

import re
from typing import Any

from laurel.annex1.record import AnnexIRecord, Evidence, Organisation
from laurel.errors import ProjectionError
from laurel.formats.openbadge3 import conditions
from laurel.formats.openbadge3.achievement import achievement_of, assessment_url, grade_url
from laurel.formats.openbadge3.codec import main_language, moment, shown
from laurel.formats.openbadge3.identity import subject_of
from laurel.formats.openbadge3.narrative import summary_of

Json = dict[str, Any]

CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
"""The two contexts, in the order that Open Badges 3.0 asks for."""

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


def project(
    record: AnnexIRecord,
    *,
    issuer: Organisation | None = None,
    status: Json | None = None,
    image: str | None = None,
    salt: str | None = None,
    with_name: bool = True,
) -> Json:
    """Write the record as an unsigned Open Badge.

    Args:
        record: one learner's micro-credential.
        issuer: who signs; the first awarding body when left out. Its `id` must be the DID (or address) that the key belongs to.
            Every awarding body, the issuer or not, stands in the achievement as well.
        status: the `credentialStatus` entry.
        image: address or data URI of the badge picture.
        salt: for hashing the e-mail address; needed when the learner has no IRI.
        with_name: whether the learner's name is written; what M1 asks for unless the issuer has a reason.

    Raises:
        ProjectionError: no issuer, nobody to award to, no salt, or an identifier used twice.
    """
    design = record.credential
    language = main_language(design.title, design.languages)
    signer = _issuer(record, issuer)
    _refuse_doubles(record, signer)
    evidence = [_evidence(one) for one in record.evidence]
    document = {
        "@context": list(CONTEXTS),
        "id": record.id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": shown(design.title, language),
        "description": summary_of(design, language),
        "issuer": profile_of(signer, language=language),
        "validFrom": moment(record.issued),
        "validUntil": moment(record.valid_until) if record.valid_until else None,
        "awardedDate": moment(record.awarded) if record.awarded else None,
        "credentialSubject": _subject(record, image=image, salt=salt, with_name=with_name),
        "evidence": evidence,
        "credentialStatus": status,
    }
    return {member: value for member, value in document.items() if value}


def profile_of(body: Organisation, *, language: str) -> Json:
    """An organisation as an Open Badges Profile (M3, M4)."""
    address = {"type": ["Address"], "addressCountryCode": body.country, "addressRegion": body.region}
    registration = {
        "type": "IdentifierEntry",
        "identifier": body.registration,
        "identifierType": "ext:legalRegistration",
    }
    profile = {
        "id": body.id,
        "type": ["Profile"],
        "name": shown(body.legal_name, language),
        "url": body.url,
        "email": body.email if _EMAIL.fullmatch(body.email) else "",
        "address": {member: value for member, value in address.items() if value},
        "otherIdentifier": [registration] if body.registration else [],
    }
    return {member: value for member, value in profile.items() if value}


def _issuer(record: AnnexIRecord, issuer: Organisation | None) -> Organisation:
    bodies = record.credential.awarding_bodies
    if issuer is None and not bodies:
        raise ProjectionError(
            at="/credential/awarding_bodies",
            why="somebody must issue the badge: name an awarding body",
            why_bg="някой трябва да издаде значката: посочете присъждащ орган",
        )
    return issuer or bodies[0]


def _refuse_doubles(record: AnnexIRecord, issuer: Organisation) -> None:
    """Two things with one IRI would be one thing to JSON-LD, and a signature could not tell whose words are whose."""
    things = [record.id, record.credential.id, *(one.id for one in record.evidence if one.id)]
    people = {issuer.id, record.learner.id}
    if len(set(things)) != len(things) or people & set(things):
        raise ProjectionError(
            at="/id",
            why="badge, design, evidence, learner and issuer must each have an identifier of their own",
            why_bg="значката, дизайнът, доказателствата, обучаемият и издателят трябва да имат собствени идентификатори",
        )


def _subject(record: AnnexIRecord, *, image: str | None, salt: str | None, with_name: bool) -> Json:
    results = _results(record)
    return (
        subject_of(record.learner, salt=salt, with_name=with_name)
        | {"achievement": achievement_of(record.credential, image=image)}
        | ({"result": results} if results else {})
    )


def _results(record: AnnexIRecord) -> list[Json]:
    """O3: the grade on its scale, then the result of each assessment; O2: how it was watched, and who the learner is."""
    design = record.credential
    results: list[Json] = []
    if record.grade:
        scale = {"resultDescription": grade_url(design.id)} if design.grading else {}
        results.append({"type": ["Result"], **scale, "value": record.grade})
    for one in record.results:
        value: Json = {"value": one.value} if one.value else {}
        if one.supervision is not None:
            value["alignment"] = [conditions.supervision_of(design, one.supervision)]
        results.append({"type": ["Result"], "resultDescription": assessment_url(design.id, one.assessment), **value})
    if record.identity is not None:
        results.append({"type": ["Result"], "alignment": [conditions.identity_of(design, record.identity)]})
    return results


def _evidence(one: Evidence) -> Json:
    members = {"id": one.id, "type": ["Evidence"], "name": one.name, "narrative": one.narrative}
    return {member: value for member, value in members.items() if value}
