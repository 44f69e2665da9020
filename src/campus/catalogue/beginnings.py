"""A whole draft from a handful of answers: what an organisation always answers alike is filled in for the author.

Answers (six facts that only the author knows, the rest with defaults)  ->  draft that is ready for review
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from campus.catalogue.models import Design
from campus.people.models import Organisation
from laurel.annex1.vocabularies import (
    AssessmentType,
    Form,
    IdentityVerification,
    LearningSetting,
    OutcomeKind,
    Participation,
    QualityType,
    StackabilityKind,
    Supervision,
)

MOST_OUTCOMES = 12
PASSES = "50"  # of 100
_QUALITY_NAMES = {"en": "Quality assurance of {name}", "bg": "Осигуряване на качеството на {name}"}
_TEACHES_FORMALLY = (Organisation.Kind.UNIVERSITY, Organisation.Kind.BUSINESS_SCHOOL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """What the organisation usually answers: as in its newest design, else from its profile."""

    setting: LearningSetting
    participation: Participation
    quality_name: Mapping[str, str]
    quality_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What the short form asks. Texts are in `language`; `outcomes` holds one sentence each; `eqf` is 1 to 8."""

    language: str
    title: str
    description: str
    outcomes: tuple[str, ...]
    hours: str
    eqf: int
    assessment: AssessmentType
    setting: LearningSetting
    participation: Participation
    quality_name: Mapping[str, str]
    quality_url: str
    supervision: Supervision = Supervision.NONE
    identity: IdentityVerification = IdentityVerification.NONE


def usual_answers(organisation: Organisation) -> Usual:
    """What to fill in before the author begins."""
    newest = Design.objects.filter(organisation=organisation).order_by("-updated_at").values_list("draft", flat=True).first()
    before: Mapping[str, Any] = newest or {}
    formal = LearningSetting.FORMAL if organisation.kind in _TEACHES_FORMALLY else LearningSetting.NON_FORMAL
    quality = _quality_of(before)
    names = {language: _QUALITY_NAMES[language].format(name=organisation.name_in(language)) for language in ("bg", "en")}
    modes = before.get("participation")
    return Usual(
        setting=_term(LearningSetting, before.get("setting"), formal),
        participation=_term(Participation, modes[0] if isinstance(modes, list) and modes else None, Participation.ONLINE),
        quality_name=quality.get("name") or names,
        quality_url=quality.get("url") or organisation.url,
    )


def draft_of(answers: Answers) -> dict[str, Any]:
    """The draft that the answers make; whoever begins the design adds the awarding body."""
    rows = [
        {"id": f"o{number}", "kind": OutcomeKind.SKILL.value, "statement": {answers.language: text}, "skills": []}
        for number, text in enumerate(answers.outcomes[:MOST_OUTCOMES], start=1)
    ]
    return {
        "title": {answers.language: answers.title},
        "description": {answers.language: answers.description},
        "form": Form.MODULE.value,
        "setting": answers.setting.value,
        "languages": [answers.language],
        "learning_outcomes": rows,
        "workload": {"hours": answers.hours},
        "level": {"eqf": answers.eqf},
        "assessments": [
            {
                "id": "a1",
                "title": {answers.language: answers.assessment.name_in(answers.language)},
                "type": answers.assessment.value,
                "maximum": "100",
                "threshold": PASSES,
                "mandatory": True,
                "outcomes": [row["id"] for row in rows],
            }
        ],
        "participation": [answers.participation.value],
        "supervision": answers.supervision.value,
        "identity_verification": answers.identity.value,
        "quality_assurance": [
            {"type": QualityType.INTERNAL.value, "name": dict(answers.quality_name), "url": answers.quality_url}
        ],
        "stackability": {"kind": StackabilityKind.STAND_ALONE.value},
    }


def _quality_of(draft: Mapping[str, Any]) -> dict[str, Any]:
    """The first quality assurance of a draft that has both a name and an address."""
    rows = draft.get("quality_assurance")
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict) and isinstance(row.get("name"), dict) and any(row["name"].values()) and row.get("url"):
            return row
    return {}


def _term(vocabulary: Any, value: object, otherwise: Any) -> Any:
    return vocabulary(value) if value in list(vocabulary) else otherwise
