"""What an offering is, and why: participation badge, micro-credential, certificate programme or part of a degree.

The paper's distinction (P-16): other short training differs by its length and by how it is taken. Nothing is guessed: where the
facts that decide are not stated, the answer is None and the reason says what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final, Literal

from laurel.annex1.findings import Finding
from laurel.annex1.record import MicroCredential
from laurel.annex1.vocabularies import (
    AssessmentType,
    Form,
    LearningSetting,
    OutcomeKind,
    Participation,
    StackabilityKind,
    Term,
)
from laurel.errors import Phrase

MOST_HOURS: Final = Decimal(900)  # 30 ECTS credits of 30 hours
MOST_ECTS: Final = Decimal(30)


class Offering(Term):
    """What an offering can turn out to be."""

    PARTICIPATION_BADGE = "participation_badge", "Participation badge", "Значка за участие"
    MICRO_CREDENTIAL = "micro_credential", "Micro-credential", "Микроквалификация"
    CERTIFICATE_PROGRAMME = "certificate_programme", "Certificate programme", "Сертификационна програма"
    DEGREE_MODULE = "degree_module", "Module of a degree", "Модул от програма за степен"


@dataclass(frozen=True, slots=True, kw_only=True)
class Classified:
    """What it is (None: cannot be told) and the facts that decided, in the order in which they were asked."""

    offering: Offering | None
    reasons: tuple[Phrase, ...]


def classify(design: MicroCredential) -> Classified:
    """Say what an offering is: first whether anything is assessed, then how long it is, then what it belongs to."""
    reasons = [_assessed(design)]
    if not _is_assessed(design):
        return Classified(offering=Offering.PARTICIPATION_BADGE if design.assessments else None, reasons=tuple(reasons))
    long = _is_long(design)
    reasons.append(_length(design, long=long))
    if long is None:
        return Classified(offering=None, reasons=tuple(reasons))
    if long:
        return Classified(offering=Offering.CERTIFICATE_PROGRAMME, reasons=tuple(reasons))
    reasons.append(_mode(design))
    if design.setting is LearningSetting.FORMAL and _kind_of_stacking(design) is StackabilityKind.INTEGRATED:
        return Classified(offering=Offering.DEGREE_MODULE, reasons=(*reasons, _PART_OF_MORE))
    return Classified(offering=Offering.MICRO_CREDENTIAL, reasons=tuple(reasons))


_PART_OF_MORE = Phrase("It is formal learning and part of something larger.", "Формално учене е и е част от нещо по-голямо.")


def _is_assessed(design: MicroCredential) -> bool:
    return any(each.type is not AssessmentType.ATTENDANCE for each in design.assessments)


def _assessed(design: MicroCredential) -> Phrase:
    if _is_assessed(design):
        return Phrase("Learning outcomes are assessed.", "Резултатите от ученето се оценяват.")
    if design.assessments:
        return Phrase("Only attendance counts; nothing is assessed.", "Зачита се само присъствието; нищо не се оценява.")
    return Phrase("No assessment is stated yet.", "Още не е посочено оценяване.")


def _is_long(design: MicroCredential) -> bool | None:
    workload = design.workload
    if workload is None:
        return None
    return workload.hours > MOST_HOURS or (workload.ects is not None and workload.ects > MOST_ECTS)


def _length(design: MicroCredential, *, long: bool | None) -> Phrase:
    if long is None or design.workload is None:
        return Phrase("No workload is stated yet.", "Още не е посочена учебна натовареност.")
    hours = f"{design.workload.hours.normalize():f}"
    if long:
        return Phrase(
            f"{hours} hours are more than a micro-credential takes.", f"{hours} часа са повече от една микроквалификация."
        )
    return Phrase(f"{hours} hours are a small volume of learning.", f"{hours} часа са малък обем на учене.")


def _mode(design: MicroCredential) -> Phrase:
    if design.participation == (Participation.ONLINE,):
        return Phrase("It is taken fully online.", "Провежда се изцяло онлайн.")
    return Phrase(
        "It is not taken fully online, which changes nothing here.", "Не се провежда изцяло онлайн, което тук не променя нищо."
    )


def _kind_of_stacking(design: MicroCredential) -> StackabilityKind | None:
    return design.stackability.kind if design.stackability else None


class Family(Term):
    """The three families of badges, each with fields that it needs."""

    MICRO_CREDENTIAL = "micro_credential", "Micro-credential", "Микроквалификация"
    CURRICULAR = "curricular", "Curricular badge", "Значка от учебната програма"
    PARTICIPATION = "participation", "Participation badge", "Значка за участие"


Need = Literal["required", "optional", "not_applicable"]
_R: Need = "required"
_O: Need = "optional"
_N: Need = "not_applicable"

# Source: educredentials/obv3-examples, examples.md (December 2025), with M7 required for micro-credentials as Annex I has it.
FIELDS: Final[Mapping[str, tuple[Need, Need, Need]]] = MappingProxyType(
    {
        "title": (_R, _R, _R),
        "description": (_R, _R, _R),
        "learning_outcomes": (_R, _R, _R),
        "languages": (_R, _R, _R),
        "workload/hours": (_R, _O, _R),
        "workload/ects": (_O, _R, _N),
        "level/eqf": (_R, _R, _O),
        "participation": (_R, _O, _O),
        "assessments": (_R, _O, _O),
        "supervision": (_R, _O, _O),
        "identity_verification": (_R, _O, _O),
        "quality_assurance": (_R, _O, _O),
        "field": (_O, _R, _O),
    }
)
"""What each family needs of each field: micro-credential, curricular badge, participation badge."""


def needs(family: Family) -> dict[str, Need]:
    """What a family needs, by the path of the field."""
    column = list(Family).index(family)
    return {path: row[column] for path, row in FIELDS.items()}


def check_family(design: MicroCredential, family: Family) -> tuple[Finding, ...]:
    """Fields that the family needs and the design lacks, or that it has and the family does not know."""
    return tuple(_family_findings(design, family))


def _family_findings(design: MicroCredential, family: Family) -> Iterator[Finding]:
    for path, need in needs(family).items():
        stated = _states(design, path)
        facts = {"family": family.en, "family_bg": family.bg}
        if need == "required" and not stated:
            yield Finding(code="FAMILY_NEEDS", at=f"/{path}", facts=facts)
        if need == "not_applicable" and stated:
            yield Finding(code="FAMILY_HAS_NO", at=f"/{path}", facts=facts)


def _states(design: MicroCredential, path: str) -> bool:
    if path == "level/eqf" and design.level.not_applicable_because:
        return True
    value: object = design
    for name in path.split("/"):
        value = getattr(value, name, None)
    return value is not None and value not in ((), "") and bool(value)


def check_form(design: MicroCredential) -> tuple[Finding, ...]:
    """What the chosen form asks of the outcomes: one skill, several skills, competences (P-17).

    A part that is another design counts as one outcome that fits: what it is made of, that design says.
    """
    least, most, kinds = _FORMS[design.form]
    elsewhere = sum(part.refers_to is not None for part in design.parts.of) if design.parts else 0
    count = sum(outcome.kind in kinds for outcome in design.learning_outcomes) + elsewhere
    facts = {"form": design.form.en, "form_bg": design.form.bg, "count": count, "least": least, "most": most}
    if count < least:
        return (Finding(code="FORM_NEEDS_MORE", at="/learning_outcomes", facts=facts),)
    if most and len(design.learning_outcomes) > most:
        return (Finding(code="FORM_TAKES_FEWER", at="/learning_outcomes", facts=facts),)
    return ()


_ANY = frozenset(OutcomeKind)
_FORMS: Final[Mapping[Form, tuple[int, int, frozenset[OutcomeKind]]]] = MappingProxyType(
    {
        Form.MODULE: (1, 0, _ANY),
        Form.SUBJECT: (2, 0, _ANY),
        Form.SKILL: (1, 1, frozenset({OutcomeKind.SKILL})),
        Form.COMPETENCE: (1, 0, frozenset({OutcomeKind.COMPETENCE})),
        Form.SKILL_SET: (2, 0, frozenset({OutcomeKind.SKILL, OutcomeKind.KNOWLEDGE})),
        Form.COMPETENCE_BUNDLE: (2, 0, frozenset({OutcomeKind.COMPETENCE})),
    }
)
"""How many outcomes of these kinds a form has at least, and how many outcomes at most (0: no limit)."""
