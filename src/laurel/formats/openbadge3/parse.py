"""Read an Open Badge back into the record: our own without loss, anybody else's as far as it goes.

Of a foreign badge the record keeps title, description, issuer, learner, dates, result, and the skills it is aligned with, as
one learning outcome whose text is the criteria. What it does not say stays unsaid. Nothing here checks a signature.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from laurel.annex1.read import problems_of
from laurel.annex1.record import AnnexIRecord
from laurel.errors import MalformedError, Phrase
from laurel.formats.openbadge3 import conditions
from laurel.formats.openbadge3.achievement import assessment_url, grade_url
from laurel.formats.openbadge3.parse_achievement import parse_achievement, parse_organisation
from laurel.formats.openbadge3.reading import Json, first_object, objects, words


def parse(unverified_document: Mapping[str, Any]) -> AnnexIRecord:
    """The record that a badge tells of.

    Raises:
        MalformedError: the badge lacks what every badge has, or one of its values has the wrong form; `at` says where.
    """
    try:
        return AnnexIRecord.model_validate(_plain(unverified_document))
    except ValidationError as error:  # also of a part, such as a translation into no language
        problem = problems_of(error)[0]
        raise MalformedError(at=problem.at, why=Phrase(problem.en, problem.bg)) from error


def _plain(document: Mapping[str, Any]) -> dict[str, Any]:
    subject = first_object(document.get("credentialSubject"))
    achievement = first_object(subject.get("achievement"))
    if not achievement:
        why = Phrase("there is no achievement in it", "в него няма постижение")
        raise MalformedError(at="/credentialSubject/achievement", why=why)
    design = parse_achievement(achievement)
    if design.pop("foreign"):
        design["awarding_bodies"] = parse_organisation(document.get("issuer"))
    return {
        "id": document.get("id"),
        "credential": design,
        "learner": _learner(subject),
        "issued": document.get("validFrom") or document.get("issuanceDate"),
        "awarded": document.get("awardedDate"),
        "valid_until": document.get("validUntil") or document.get("expirationDate"),
        "evidence": [_evidence(one) for one in objects(document.get("evidence"))],
        **_results(subject, str(design["id"])),
    }


def _learner(subject: Json) -> dict[str, Any]:
    learner: dict[str, Any] = {"id": subject.get("id")}
    for identity in objects(subject.get("identifier")):
        field = {"name": "name", "emailAddress": "email"}.get(words(identity.get("identityType")))
        if field is not None and identity.get("hashed") is not True:
            learner.setdefault(field, words(identity.get("identityHash")))
    return learner


def _results(subject: Json, design: str) -> dict[str, Any]:
    """The grade is the result on the grading scale, or on no scale at all; the others belong to assessments."""
    grade = ""
    results: list[dict[str, str | None]] = []
    prefix = assessment_url(design, "")
    descriptions = objects(first_object(subject.get("achievement")).get("resultDescription"))
    levels = {words(level.get("id")): words(level.get("name")) for one in descriptions for level in _levels(one)}
    given = objects(subject.get("result"))
    for one in given:
        if conditions.is_identity(one):
            continue
        described, value = words(one.get("resultDescription")), words(one.get("value"))
        if described.startswith(prefix):
            supervision = conditions.read_supervision(one)
            results.append({"assessment": described.removeprefix(prefix), "value": value, "supervision": supervision})
        elif described in ("", grade_url(design)) or not grade:
            grade = grade or value or levels.get(words(one.get("achievedLevel")), "") or words(one.get("status"))
    return {"grade": grade, "results": results, "identity": conditions.read_identity(given)}


def _levels(description: Json) -> list[Json]:
    return objects(description.get("rubricCriterionLevel"))


def _evidence(one: Json) -> dict[str, Any]:
    narrative = words(one.get("narrative")) or words(one.get("description"))
    return {"id": one.get("id"), "name": words(one.get("name")), "narrative": narrative}
