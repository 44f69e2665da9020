"""The Qualification of an ELM document as the plain form of a design (M2, M6 to M8, O1, O4, O5), and its organisations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from laurel.annex1.vocabularies import (
    Cycle,
    Form,
    IdentityVerification,
    LearningSetting,
    OutcomeKind,
    QualityType,
    StackabilityKind,
    Supervision,
)
from laurel.canon.strict_json import is_object
from laurel.formats.elm import durations
from laurel.formats.elm.nodes import OWN, SNB
from laurel.formats.elm.organisations import NUTS
from laurel.formats.elm.parts import ECTS, parts_of
from laurel.formats.elm.reading import (
    Facts,
    Json,
    code_of,
    country_of,
    first_object,
    first_text,
    identifier_of,
    language_tag,
    note_of,
    objects,
    page_of,
    snb_codes,
    term_of,
    text_of,
    texts,
    words,
)
from laurel.formats.openbadge3.kinds import SUPERVISION_CONCEPTS

Plain = dict[str, Any]

_SCHEMES = {"http://data.europa.eu/esco/concept-scheme/skills": "ESCO", f"{SNB}dcf/25831c2": "DigComp"}
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


def qualification(found: Json, title: Plain) -> Plain:
    """Title, outcomes, workload, level and the facts of ours."""
    facts = Facts(found.get("additionalNote"))
    ours = facts.value("form")
    texts_found = {
        "title": text_of(found.get("title")) or title,
        "description": text_of(found.get("description")),
        "prerequisites": note_of(found.get("entryRequirement")) or None,
        "identity_method": facts.prose("identity-method"),
        "further_information": facts.prose("further-information") or _foreign_note(facts),
    }
    return texts_found | {
        "id": words(found.get("id")),
        "version": _version(found) if ours else _version(found) or "1",
        "form": ours or Form.MODULE,
        "setting": term_of(found.get("learningSetting"), LearningSetting) or LearningSetting.FORMAL,
        "languages": facts.values("language") or [tag for one in objects(found.get("language")) if (tag := language_tag(one))],
        "learning_outcomes": [outcome(one, index) for index, one in enumerate(objects(found.get("learningOutcome")), 1)]
        or summary(found),
        "workload": workload(found),
        "level": level(found, facts),
        "supervision": facts.value("supervision"),
        "identity_verification": facts.value("identity-verification"),
        "stackability": stackability(found, facts),
        "links": [url for one in objects(found.get("supplementaryDocument")) if (url := page_of(one))],
        "tags": _tags(found.get("category")),
        "field": max(snb_codes(found.get("thematicArea"), "isced-f"), key=len, default=""),
        "valid_for_months": facts.value("validity-period"),
        "parts": parts_of(found, facts, workload),
    }


def outcome(found: Json, index: int) -> Plain:
    """M6: one learning outcome with its skills."""
    name = words(found.get("id")).rpartition("#outcome-")[2]
    skills = [*objects(found.get("relatedESCOSkill")), *objects(found.get("relatedSkill"))]
    facts = Facts(found.get("additionalNote"))
    return {
        "id": name if _SLUG.fullmatch(name) else f"outcome-{index}",
        "statement": text_of(found.get("title")),
        "level": facts.value("outcome-level"),
        "kind": facts.value("outcome-kind") or term_of(found.get("dcType"), OutcomeKind) or OutcomeKind.SKILL,
        "skills": [skill(one) for one in skills],
    }


def summary(found: Json) -> list[Plain]:
    """M6 of somebody who wrote only a summary: one outcome, in its words."""
    text = note_of(found.get("learningOutcomeSummary"))
    return [{"id": "outcome-1", "statement": text}] if text else []


def skill(found: Json) -> Plain:
    """One skill; framework and address as we wrote them, or as far as a foreign concept tells."""
    identifier, scheme = words(found.get("id")), first_object(found.get("inScheme"))
    name = text_of(found.get("prefLabel"))
    if identifier.startswith(f"{OWN}skill:"):
        framework, code, url = (unquote(part) for part in [*identifier.split(":")[3:], "", "", ""][:3])
        return {"framework": framework, "code": code, "name": name, "url": url or None}
    # a foreign notation names the list ("Skill"), not the skill
    ours = "prefLabel" in scheme or not name
    framework = first_text(scheme.get("prefLabel")) or ("" if ours else _SCHEMES.get(words(scheme.get("id")), ""))
    code = words(found.get("notation"))
    return {
        "framework": framework,
        "code": identifier.rpartition("/")[2] if code in ("", "Skill") and not ours else code,
        "name": name,
        "url": identifier or None,
    }


def workload(found: Json) -> Plain | None:
    """M7: hours from the volume of learning, credits of the European system."""
    duration = durations.read(words(found.get("volumeOfLearning")))
    if duration is None or duration.months or not duration.hours:
        return None
    return {"hours": duration.hours, "ects": credits_of(found) or None}


def credits_of(found: Json) -> str:
    """The credits of the European system, as they are written; "" when there are none."""
    points = objects(found.get("creditPoint"))
    return next(
        (words(one.get("point")) for one in points if snb_codes(one.get("framework"), "education-credit") == [ECTS[0]]), ""
    )


def level(found: Json, facts: Facts) -> Plain:
    """M8."""
    national = first_object(found.get("nqfLevel"))
    return {
        "eqf": code_of(found.get("eqfLevel"), f"{SNB}eqf/") or None,
        "nqf": facts.value("nqf-level") or first_text(national.get("prefLabel")),
        "cycle": term_of(found.get("educationLevel"), Cycle),
        "not_applicable_because": facts.prose("level-not-applicable"),
    }


def stackability(found: Json, facts: Facts) -> Plain | None:
    """O4: ours in full; of others only whether it is a part of something larger."""
    kind = facts.value("stackability")
    partial, larger = found.get("isPartialQualification"), first_object(found.get("isPartOf"))
    if kind is None and not isinstance(partial, bool) and not larger:
        return None
    foreign = StackabilityKind.STACKABLE if partial or larger else StackabilityKind.STAND_ALONE
    return {
        "kind": kind or foreign,
        "towards": facts.prose("stackable-towards") or text_of(larger.get("title")) or None,
        "conditions": facts.prose("stacking-conditions"),
    }


def bodies_of(document: Json, achievement: Json) -> list[Json]:
    """M4: who awards. A node may be written out in one place and only named in another, so the issuer fills what is missing."""
    issuer = first_object(document.get("issuer"))
    bodies = objects(first_object(achievement.get("awardedBy")).get("awardingBody"))
    return [{**issuer, **body} if words(issuer.get("id")) == words(body.get("id")) else body for body in bodies]


def organisation(found: Json) -> Plain | None:
    """M3, M4: an awarding body; None where it says neither its name nor its country."""
    location = first_object(found.get("location"))
    country = country_of(first_object(location.get("address")).get("countryCode"))
    if not (country and words(found.get("id")) and "legalName" in found):
        return None
    mailbox = words(first_object(first_object(found.get("contactPoint")).get("emailAddress")).get("id"))
    area = first_object(location.get("spatialCode"))
    coded = words(area.get("notation")) if code_of(area, f"{NUTS}/") else first_text(area.get("prefLabel"))
    return {
        "id": words(found.get("id")),
        "legal_name": text_of(found.get("legalName")),
        "country": country,
        "region": coded or first_text(location.get("geographicName")),
        "registration": words(first_object(found.get("registration")).get("notation")),
        "url": page_of(found.get("homepage")),
        "email": unquote(mailbox.removeprefix("mailto:")),
    }


def accreditations(found: Json, bodies: list[Json]) -> Iterator[Plain]:
    """M11: on the Qualification, on the awarding bodies, and on the evidence that came with the credential."""
    names = {words(body.get("id")) for body in bodies}
    for one in [
        *objects(found.get("accreditation")),
        *(each for body in bodies for each in objects(body.get("accreditation"))),
    ]:
        agent = first_object(one.get("accreditingAgent"))
        yield {
            "type": Facts(one.get("additionalNote")).value("quality-type")
            or term_of(one.get("dcType"), QualityType)
            or QualityType.EXTERNAL,
            "name": text_of(one.get("title")),
            "url": page_of(one.get("landingPage")) or page_of(one.get("homepage")),
            "agency": "" if words(agent.get("id")) in names else first_text(agent.get("legalName")),
            "valid_until": _date(words(one.get("expiryDate"))),
        }


def verified_identity(proofs: list[Json]) -> Plain:
    """O2 as somebody else states it: unsupervised is told apart, but not how a supervised assessment was watched."""
    concept = next((words(first_object(one.get("idVerification")).get("id")) for one in proofs if "idVerification" in one), "")
    for (supervised, identity), known in SUPERVISION_CONCEPTS.items():
        if known == concept:
            return {"supervision": None if supervised else Supervision.NONE, "identity_verification": identity}
    verified = IdentityVerification.VERIFIED if concept.endswith("/44314532f9") else None
    return {"supervision": None, "identity_verification": verified}


def learner(person: Json) -> Plain:
    """M1."""
    mailbox = words(first_object(first_object(person.get("contactPoint")).get("emailAddress")).get("id"))
    parts = (first_text(person.get("givenName")), first_text(person.get("familyName")))
    return {
        "id": identifier_of(person) or None,
        "name": first_text(person.get("fullName")) or " ".join(part for part in parts if part),
        "email": unquote(mailbox.removeprefix("mailto:")),
    }


def _version(found: Json) -> str:
    own = (one for one in objects(found.get("identifier")) if words(one.get("schemeName")) == "version")
    return next((words(one.get("notation")) for one in own), "")


def _tags(category: object) -> list[str]:
    return [tag for listed in category.values() for tag in texts(listed)] if is_object(category) else []


def _foreign_note(facts: Facts) -> Plain | None:
    return note_of(facts.foreign[0]) if facts.foreign else None


def _date(text: str) -> str | None:
    try:
        return datetime.fromisoformat(text).date().isoformat() if text else None
    except ValueError:
        return text
