"""Controlled vocabularies of the record, each value with its EU concept (where one exists) and its name in both languages.

Source: EU Vocabularies, http://data.europa.eu/snb/ (concept ids); Council Recommendation 2022/C 243/02, Annex I.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A value of a controlled list: `value` is stored, `en`/`bg` are shown, `concept` is the EU URI or ""."""

    en: str
    bg: str
    concept: str

    def __new__(cls, value: str, en: str, bg: str, concept: str = "") -> Self:
        """Attach names and concept to the stored value."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.en, member.bg, member.concept = en, bg, concept
        return member

    @classmethod
    def of(cls, value: str) -> Self:
        """The term that is stored as this.

        Raises:
            ValueError: the list has none.
        """
        for term in cls:
            if term.value == value:
                return term
        raise ValueError(f"{cls.__name__} has no value of that name")

    def name_in(self, language: str) -> str:
        """The name a person reads."""
        return self.bg if language == "bg" else self.en


_SNB = "http://data.europa.eu/snb/"


class Form(Term):
    """The six forms a micro-credential takes."""

    MODULE = "module", "Module", "Модул"
    SUBJECT = "subject", "Subject", "Учебна дисциплина"
    SKILL = "skill", "Single skill", "Отделно умение"
    COMPETENCE = "competence", "Competence", "Компетентност"
    SKILL_SET = "skill_set", "Skill set", "Набор от умения"
    COMPETENCE_BUNDLE = "competence_bundle", "Competence bundle", "Пакет от компетентности"


class OutcomeKind(Term):
    """Knowledge, skill or competence (EQF words)."""

    KNOWLEDGE = "knowledge", "Knowledge", "Знание", _SNB + "skill-type/knowledge"
    SKILL = "skill", "Skill", "Умение", _SNB + "skill-type/skill"
    COMPETENCE = "competence", "Competence", "Компетентност"


class Cycle(Term):
    """QF-EHEA cycle."""

    SHORT = "short", "Short cycle", "Кратък цикъл"
    FIRST = "first", "First cycle (bachelor)", "Първи цикъл (бакалавър)"
    SECOND = "second", "Second cycle (master)", "Втори цикъл (магистър)"
    THIRD = "third", "Third cycle (doctorate)", "Трети цикъл (доктор)"


class AssessmentType(Term):
    """M9. EU list `snb/assessment`, and recognition of prior learning, which has no concept there."""

    WRITTEN_EXAMINATION = "written_examination", "Written examination", "Писмен изпит", _SNB + "assessment/6e6cb2cc78"
    ORAL_EXAMINATION = "oral_examination", "Oral examination", "Устен изпит", _SNB + "assessment/d30284d7df"
    PRACTICAL_ASSESSMENT = (
        "practical_assessment",
        "Practical assessment",
        "Практическо оценяване",
        _SNB + "assessment/6a4db9f11d",
    )
    MARKED_ASSIGNMENT = "marked_assignment", "Marked assignment", "Оценявана задача", _SNB + "assessment/2939dae15f"
    PROJECT_WORK = "project_work", "Project work", "Работа по проект", _SNB + "assessment/795dac4096"
    PORTFOLIO = "portfolio", "Portfolio", "Портфолио", _SNB + "assessment/4f03b91c0e"
    ARTEFACT = "artefact", "Artefact assessment", "Оценяване на изработен продукт", _SNB + "assessment/de4d165a6c"
    QUIZ = "quiz", "Quiz", "Тест", _SNB + "assessment/b1b68f6735"
    CONTINUOUS = "continuous", "Continuous evaluation", "Текущо оценяване", _SNB + "assessment/3484bd7e51"
    GROUP_PERFORMANCE = "group_performance", "Group performance", "Групово представяне", _SNB + "assessment/56539a6507"
    PROBLEM_BASED = "problem_based", "Problem-based learning", "Проблемно базирано обучение", _SNB + "assessment/c4256a2726"
    PEER_ASSESSMENT = "peer_assessment", "Peer assessment", "Оценяване от други обучаеми", _SNB + "assessment/19a2e5e671"
    PEER_REVIEW = "peer_review", "Peer review", "Партньорска проверка", _SNB + "assessment/812e3b0ae1"
    ATTENDANCE = "attendance", "Level of attendance", "Степен на присъствие", _SNB + "assessment/7331eb4762"
    PRIOR_LEARNING = "prior_learning", "Recognition of prior learning", "Признаване на предходно обучение"


class Participation(Term):
    """M10. Form of participation; EU list `snb/learning-assessment` (mode) and `snb/learning-activity`."""

    ONLINE = "online", "Online", "Онлайн", _SNB + "learning-assessment/920fbb3cbe"
    ONSITE = "onsite", "Onsite", "Присъствена", _SNB + "learning-assessment/9191af2ed9"
    BLENDED = "blended", "Blended", "Смесена", _SNB + "learning-assessment/e92d221e4d"
    PROJECT_BASED = "project_based", "Project based", "Чрез проект", _SNB + "learning-assessment/7813801c77"
    WORK_EXPERIENCE = "work_experience", "Work experience", "Трудов опит", _SNB + "learning-assessment/729f3bed4b"
    VOLUNTEERING = "volunteering", "Volunteering", "Доброволчество", _SNB + "learning-activity/59eaf34fab"


class QualityType(Term):
    """M11. Type of quality assurance that underpins the micro-credential."""

    INTERNAL = "internal", "Internal quality assurance", "Вътрешно осигуряване на качеството"
    EXTERNAL = (
        "external",
        "External quality assurance of the provider",
        "Външно осигуряване на качеството на доставчика",
        _SNB + "accreditation/bb4618238e",
    )
    PROGRAMME = (
        "programme",
        "Quality assurance of the programme",
        "Осигуряване на качеството на програмата",
        _SNB + "accreditation/820101cba6",
    )
    INSTITUTIONAL_LICENCE = (
        "institutional_licence",
        "Institutional licence",
        "Институционален лиценз",
        _SNB + "accreditation/003293d2ce",
    )
    PROGRAMME_LICENCE = "programme_licence", "Programme licence", "Лиценз за програма", _SNB + "accreditation/e57dddfcf3"


class Supervision(Term):
    """O2, first fact: who watched during assessment."""

    NONE = "none", "Not supervised", "Без надзор"
    ONLINE = "online", "Supervised online", "С онлайн надзор"
    ONSITE = "onsite", "Supervised onsite", "С присъствен надзор"


class IdentityVerification(Term):
    """O2, second fact: whether the learner's identity was checked during assessment."""

    NONE = "none", "Identity not verified", "Без проверка на самоличността"
    VERIFIED = "verified", "Identity verified", "С проверена самоличност"


class IdentityLevel(Term):
    """O2: how it is known who one learner is, from weakest to strongest."""

    NONE = "none", "Identity not verified", "Самоличността не е проверена"
    SELF_DECLARED = "self_declared", "Identity stated by the learner", "Самоличността е заявена от обучаемия"
    PROVIDER = (
        "provider",
        "Identity confirmed by an identity provider",
        "Самоличността потвърди доставчик на идентичност",
    )
    PERSON = "person", "Identity verified by a person from a document", "Самоличността е проверена от човек по документ"

    @property
    def verified(self) -> bool:
        """Whether somebody else than the learner vouches for it."""
        return self in (IdentityLevel.PROVIDER, IdentityLevel.PERSON)


class Assurance(Term):
    """How far an identity provider can be relied on: the levels of Regulation (EU) 910/2014, article 8."""

    LOW = "low", "Level of assurance: low", "Ниво на осигуреност: ниско"
    SUBSTANTIAL = "substantial", "Level of assurance: substantial", "Ниво на осигуреност: значително"
    HIGH = "high", "Level of assurance: high", "Ниво на осигуреност: високо"


class StackabilityKind(Term):
    """O4. Integration and stackability options."""

    STAND_ALONE = "stand_alone", "Stand-alone", "Самостоятелна"
    STACKABLE = "stackable", "Stackable towards another credential", "Може да се натрупва към друго удостоверение"
    INTEGRATED = "integrated", "Part of a larger programme", "Част от по-голяма програма"


class Visibility(Term):
    """Who may see a design in the catalogue."""

    PUBLIC = "public", "Everybody", "Всички"
    RESTRICTED = "restricted", "The commissioning organisation and the provider", "Възложителят и доставчикът"


class LearningSetting(Term):
    """Formal or non-formal learning."""

    FORMAL = "formal", "Formal learning", "Формално учене", _SNB + "learning-setting/6fd4685715"
    NON_FORMAL = "non_formal", "Non-formal learning", "Неформално учене", _SNB + "learning-setting/e207a81fc7"
