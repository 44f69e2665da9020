"""Read a European Digital Credential into the record: our own without loss, anybody else's as far as the record goes.

`read` also says which European standard elements the document lacks and what in it looks wrong, so that somebody can
complete the record before relying on it. Nothing here checks a seal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from laurel.annex1.findings import Finding
from laurel.annex1.read import problems_of
from laurel.annex1.record import AnnexIRecord
from laurel.annex1.vocabularies import AssessmentType, Participation
from laurel.canon.strict_json import is_array, is_object
from laurel.errors import MalformedError, Phrase
from laurel.formats.elm.findings import findings_of
from laurel.formats.elm.qualification import (
    Plain,
    accreditations,
    bodies_of,
    learner,
    organisation,
    qualification,
    verified_identity,
)
from laurel.formats.elm.reading import (
    Facts,
    Json,
    first_object,
    first_text,
    objects,
    term_by_label,
    term_of,
    text_of,
    words,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A record, and what of the European standard its document lacked or wrote oddly."""

    record: AnnexIRecord
    findings: tuple[Finding, ...]


def parse(unverified_document: Mapping[str, Any]) -> AnnexIRecord:
    """The record that a credential tells of, unwrapped from its uploadable form where need be.

    The date of issuing is `issuanceDate`, else `issued`, else the start of validity (`read` then says so).

    Raises:
        MalformedError: no learning achievement in it, or a value of the wrong form; `at` says where.
    """
    document = unwrapped(unverified_document)
    achievement = achievement_of(document)
    specification = first_object(achievement.get("specifiedBy"))
    process = first_object(achievement.get("awardedBy"))
    bodies = bodies_of(document, achievement)
    proofs = objects(achievement.get("provenBy"))
    design = qualification(specification, text_of(achievement.get("title")))
    if design["supervision"] is None and design["identity_verification"] is None:
        design |= verified_identity(proofs)
    design |= {
        "awarding_bodies": [known for body in bodies if (known := organisation(body)) is not None],
        "quality_assurance": list(accreditations(specification, [*bodies, *objects(document.get("evidence"))])),
        "participation": list(_participation(achievement, specification)),
    }
    plain = {
        "id": document.get("id"),
        "credential": design,
        "learner": learner(first_object(document.get("credentialSubject"))),
        "issued": document.get("issuanceDate") or document.get("issued") or document.get("validFrom"),
        "awarded": process.get("awardingDate"),
        "valid_until": document.get("expirationDate") or document.get("validUntil"),
        "evidence": list(_evidence(achievement)),
        **_proofs(proofs, design),
    }
    try:
        return AnnexIRecord.model_validate(plain)
    except ValidationError as error:
        problem = problems_of(error)[0]
        raise MalformedError(at=problem.at, why=Phrase(problem.en, problem.bg)) from error


def read(unverified_document: Mapping[str, Any]) -> Imported:
    """The record with what the document lacks.

    Raises:
        MalformedError: as `parse`.
    """
    document = unwrapped(unverified_document)
    record = parse(document)
    return Imported(record=record, findings=findings_of(document, achievement_of(document), record))


def unwrapped(document: Mapping[str, Any]) -> Json:
    """The credential itself: an uploadable file wraps it."""
    inner = document.get("credential")
    return inner if is_object(inner) and "credentialSubject" not in document else document


def achievement_of(document: Json) -> Json:
    """The first LearningAchievement that the learner claims.

    Raises:
        MalformedError: the credential is about something else, such as taking part in an activity.
    """
    claims = objects(first_object(document.get("credentialSubject")).get("hasClaim"))
    for claim in claims:
        if "LearningAchievement" in (claim.get("type"), *_types(claim)):
            return claim
    raise MalformedError(
        at="/credentialSubject/hasClaim",
        why=Phrase("there is no learning achievement in it", "в него няма постижение от учене"),
    )


def _types(claim: Json) -> list[str]:
    kinds = claim.get("type")
    return [str(kind) for kind in kinds] if is_array(kinds) else []


def _participation(achievement: Json, specification: Json) -> Iterator[Participation]:  # M10
    activities = [first_object(one.get("specifiedBy")) for one in objects(achievement.get("influencedBy"))]
    found = [term_of(one.get("mode"), Participation) or term_of(one.get("dcType"), Participation) for one in activities]
    if not any(found):
        found = [term_of(one, Participation) for one in objects(specification.get("mode"))]
    yield from (one for one in found if one is not None)


def _proofs(proofs: list[Json], design: Plain) -> Plain:
    """M9 and O3: the assessments, their results, and the grade: of the whole, or of the only assessment there is."""
    overall, prefix = f"{design['id']}#grade", f"{design['id']}#assessment-"
    grade = ""
    assessments: list[Plain] = []
    results: list[Plain] = []
    for index, proof in enumerate(proofs, 1):
        specification = first_object(proof.get("specifiedBy"))
        value = first_text(first_object(proof.get("grade")).get("noteLiteral"))
        if words(specification.get("id")) == overall:
            grade = value
            design["grading"] = _scale(specification)
            continue
        if len(proofs) == 1 and not words(specification.get("id")).startswith(prefix):
            grade = value
        found = _assessment(proof, specification, prefix, index)
        if found is not None:
            assessments.append(found)
            results += [{"assessment": found["id"], "value": value}] if value else []
    design["assessments"] = assessments
    return {"grade": grade, "results": results}


def _scale(specification: Json) -> Plain | None:
    facts = Facts(specification.get("additionalNote"))
    if "gradingScheme" not in specification:
        return None
    return {
        "name": text_of(first_object(specification.get("gradingScheme")).get("title")),
        "minimum": facts.value("minimum"),
        "maximum": facts.value("maximum"),
        "pass_mark": facts.value("threshold"),
    }


def _assessment(proof: Json, specification: Json, prefix: str, index: int) -> Plain | None:
    kind = specification.get("dcType")
    known = term_of(kind, AssessmentType) or term_by_label(kind, AssessmentType)
    if known is None:
        return None
    name, facts = words(specification.get("id")), Facts(specification.get("additionalNote"))
    scheme = first_object(specification.get("gradingScheme"))
    return {
        "id": name.removeprefix(prefix) if name.startswith(prefix) else f"assessment-{index}",
        "title": text_of(specification.get("title")) or text_of(proof.get("title")),
        "type": known,
        "weight": facts.value("weight") or "0",
        "maximum": facts.value("maximum") or "100",
        "threshold": facts.value("threshold"),
        "mandatory": facts.value("mandatory") == "true",
        "accepted": facts.values("passing-result"),
        "outcomes": facts.values("assessed-outcome"),
        "criteria": text_of(specification.get("description")) or text_of(scheme.get("description")) or None,
    }


def _evidence(achievement: Json) -> Iterator[Plain]:
    for subject, note in Facts(achievement.get("additionalNote")).each("evidence"):
        yield {
            "id": words(subject.get("notation")) or None,
            "name": first_text(subject.get("prefLabel")),
            "narrative": first_text(note.get("noteLiteral")),
        }
