"""The kinds of alignment that carry what Open Badges has no field for: `targetType`, element, and its name for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from laurel.annex1.vocabularies import IdentityVerification, Supervision


class Kind(NamedTuple):
    """The European standard element a kind belongs to, and what a reader sees before the value."""

    element: str
    en: str
    bg: str

    def label(self, language: str) -> str:
        """The name in Bulgarian for Bulgarian badges, in English for all others."""
        return self.bg if language == "bg" else self.en


KINDS: Mapping[str, Kind] = {
    "ext:Form": Kind("M2", "Form", "Вид"),
    "ext:LearningSetting": Kind("M2", "Learning setting", "Среда на учене"),
    "ext:LanguageOfInstruction": Kind("M2", "Language of instruction", "Език на обучение"),
    "ext:AwardingBody": Kind("M4", "Awarding body", "Присъждащ орган"),
    "ext:LearningOutcome": Kind("M6", "Learning outcome", "Резултат от ученето"),
    "ext:OutcomeLevel": Kind("M6", "EQF level of the outcome", "Ниво на резултата по ЕКР"),
    "ext:Skill": Kind("M6", "Skill", "Умение"),
    "ext:WorkloadHours": Kind("M7", "Notional workload in hours", "Условна учебна натовареност в часове"),
    "ext:ECTS": Kind("M7", "ECTS credits", "Кредити ECTS"),
    "ext:EQF": Kind("M8", "EQF level", "Ниво по ЕКР"),
    "ext:NQF": Kind("M8", "NQF level", "Ниво по НКР"),
    "ext:QF-EHEA": Kind("M8", "Cycle (QF-EHEA)", "Цикъл (РК-ЕПВО)"),
    "ext:LevelNotApplicable": Kind("M8", "Why a level does not apply", "Защо ниво не е приложимо"),
    "ext:AssessmentType": Kind("M9", "Type of assessment", "Вид оценяване"),
    "ext:AssessmentWeight": Kind("M9", "Weight in percent", "Тежест в проценти"),
    "ext:MandatoryAssessment": Kind("M9", "Must be passed", "Задължително за преминаване"),
    "ext:AssessmentCriteria": Kind("M9", "Assessment criteria", "Критерии за оценяване"),
    "ext:AssessedOutcome": Kind("M9", "Assesses the learning outcome", "Оценява резултата от ученето"),
    "ext:PassingResult": Kind("M9", "Passing result", "Резултат, който се приема"),
    "ext:FormOfParticipation": Kind("M10", "Form of participation", "Форма на участие"),
    "ext:QualityAssurance": Kind("M11", "Quality assurance", "Осигуряване на качеството"),
    "ext:Prerequisites": Kind("O1", "Prerequisites", "Предварителни условия"),
    "ext:Supervision": Kind("O2", "Supervision during assessment", "Надзор при оценяването"),
    "ext:IdentityVerification": Kind("O2", "Identity verification", "Проверка на самоличността"),
    "ext:LearnerIdentity": Kind("O2", "Identity of the learner", "Самоличност на обучаемия"),
    "ext:IdentityMethod": Kind("O2", "How identity is verified", "Как се проверява самоличността"),
    "ext:Stackability": Kind("O4", "Stackability", "Надграждаемост"),
    "ext:StackableTowards": Kind("O4", "Stackable towards", "Може да се натрупва към"),
    "ext:StackingConditions": Kind("O4", "Conditions for stacking", "Условия за натрупване"),
    "ext:PartsToChoose": Kind("O4", "Parts needed", "Нужни части"),
    "ext:Part": Kind("O4", "Part", "Част"),
    "ext:FurtherInformation": Kind("O5", "Further information", "Допълнителна информация"),
    "ext:Link": Kind("O5", "Read more", "Прочетете повече"),
    "ext:FieldOfStudy": Kind("O5", "Field of study (ISCED-F 2013)", "Област на обучение (ISCED-F 2013)"),
    "ext:ValidityPeriod": Kind("M5", "Validity in months", "Срок на валидност в месеци"),
}

EU_VOCABULARIES = "EU Vocabularies"

CREDIT_SYSTEM = "http://data.europa.eu/snb/education-credit/6fcec5c5af"
"""European Credit Transfer System, in the EU list `education-credit`."""

SUPERVISION_CONCEPTS: Mapping[tuple[bool, IdentityVerification], str] = {
    (False, IdentityVerification.NONE): "http://data.europa.eu/snb/supervision-verification/c598449d64",
    (False, IdentityVerification.VERIFIED): "http://data.europa.eu/snb/supervision-verification/df2880c5cb",
    (True, IdentityVerification.VERIFIED): "http://data.europa.eu/snb/supervision-verification/70be69aaf9",
}
"""(supervised?, identity) → the EU concept of both facts together. Supervised without verified identity has none."""


def supervision_concept(supervision: Supervision | None, identity: IdentityVerification | None) -> str:
    """The EU concept that both facts of O2 make together, or "" where the EU list has none."""
    if supervision is None or identity is None:
        return ""
    return SUPERVISION_CONCEPTS.get((supervision is not Supervision.NONE, identity), "")


def element(number: str) -> str:
    """The framework of a fact that has no other: Council Recommendation 2022/C 243/02, Annex I, and the element."""
    return f"EU 2022/C 243/02, {number}"
