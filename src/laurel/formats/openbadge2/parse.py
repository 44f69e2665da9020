"""An Open Badge 2.0 as a record, as far as it goes: what it is called, what it says was learnt, the skills, the dates.

Source: https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html, Data Classes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from laurel.annex1.record import AnnexIRecord, Learner, LearningOutcome, MicroCredential
from laurel.canon.strict_json import is_object
from laurel.formats import openbadge3
from laurel.formats.openbadge3.codec import main_language, shown, unshown
from laurel.formats.openbadge3.narrative import narrative_of


def parse(unverified_assertion: Mapping[str, Any], *, badge: Mapping[str, Any]) -> AnnexIRecord:
    """The record that an assertion and its badge class tell of; nothing here checks whose they are.

    Raises:
        MalformedError: one of the values has the wrong form; `at` says where.
    """
    criteria = badge.get("criteria")
    return openbadge3.parse(
        {
            "id": unverified_assertion.get("id"),
            "validFrom": unverified_assertion.get("issuedOn"),
            "validUntil": unverified_assertion.get("expires"),
            "credentialSubject": {
                "achievement": {
                    "id": badge.get("id"),
                    "name": badge.get("name"),
                    "description": badge.get("description"),
                    "inLanguage": badge.get("@language"),
                    "criteria": criteria if is_object(criteria) else {"id": criteria},
                    "alignment": badge.get("alignment"),
                    "tag": badge.get("tags"),
                }
            },
        }
    )


def carried(record: AnnexIRecord, *, base: str, signed: bool = False) -> AnnexIRecord:
    """The record as an Open Badge 2.0 can carry it: `parse` of what `project` wrote under `base` equals this."""
    design = record.credential
    language = main_language(design.title, design.languages)
    skills = [
        skill.model_copy(update={"name": unshown(shown(skill.name, language), language, {})})
        for outcome in design.learning_outcomes
        for skill in outcome.skills
        if skill.url
    ]
    criteria = unshown(narrative_of(design, language), language, {})
    return AnnexIRecord(
        id=record.id if signed else f"{base}/assertion",
        credential=MicroCredential(
            id=f"{base}/badge",
            title=unshown(shown(design.title, language), language, {}),
            description=unshown(shown(design.description, language), language, {}),
            learning_outcomes=(LearningOutcome(id="criteria", statement=criteria, skills=tuple(skills)),),
            tags=tuple(tag for tag in design.tags if tag),
        ),
        learner=Learner(),
        issued=record.issued,
        valid_until=record.valid_until,
    )
