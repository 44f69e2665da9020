"""The canonical record of one micro-credential: the 11 + 5 European standard elements.

`MicroCredential` is what an institution designs and approves (no learner in it). `AnnexIRecord` is one learner's award of it.
Every other form (Open Badges, PDF, HTML, ELM) is a projection of these. The classes check *shape* only: types, ranges,
references inside the record. Whether the content is good enough is `annex1.checks`' business, so that a draft can be kept.
What was added after the first texts were published is None where it is not stated: an old text keeps its digest.

Element numbers M1-M11 and O1-O5 follow Council Recommendation 2022/C 243/02, Annex I.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, cast

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, RootModel, field_validator

from laurel.annex1.vocabularies import (
    AssessmentType,
    Assurance,
    Cycle,
    Form,
    IdentityLevel,
    IdentityVerification,
    LearningSetting,
    OutcomeKind,
    Participation,
    QualityType,
    StackabilityKind,
    Supervision,
    Visibility,
)
from laurel.days import say_day

MOST_POINTS = 100_000
MOST_ECTS = 300
LanguageTag = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]
CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2")]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$", description="name inside one record")]
Iri = Annotated[str, Field(pattern=r"^[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+$", max_length=2048)]
Grade = Annotated[Decimal, Field(ge=-MOST_POINTS, le=MOST_POINTS, decimal_places=4)]
WebAddress = Annotated[str, Field(pattern=r"^https?://[^\s<>\"{}|\\^`]+$", max_length=2048, description="people open it")]
ShortText = Annotated[str, Field(max_length=500)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class LangString(RootModel[dict[LanguageTag, Annotated[str, Field(max_length=10_000)]]]):
    """A text in one or more languages: `{"bg": "…", "en": "…"}`; empty texts are left out."""

    model_config = ConfigDict(frozen=True)

    @field_validator("root")
    @classmethod
    def _drop_empty(cls, root: dict[str, str]) -> dict[str, str]:
        return {language: text.strip() for language, text in root.items() if text.strip()}

    def __bool__(self) -> bool:
        return bool(self.root)

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.root.items())))

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it is written in, in alphabetical order."""
        return tuple(sorted(self.root))

    def text(self, language: str) -> str:
        """The text in `language`, else English, else Bulgarian, else any; "" when empty."""
        for wanted in (language, language.partition("-")[0], "en", "bg"):
            if wanted in self.root:
                return self.root[wanted]
        return next(iter(self.root.values()), "")


class SkillReference(_Part):
    """A skill in a published framework, e.g. DigComp 3.0 competence 1.2."""

    framework: ShortText
    code: ShortText
    name: LangString
    url: Iri | None = None


class LearningOutcome(_Part):
    """M6: what the learner knows, understands or is able to do; starts with an observable verb."""

    id: Slug
    statement: LangString
    kind: OutcomeKind = OutcomeKind.SKILL
    skills: tuple[SkillReference, ...] = ()
    verb: LangString | None = Field(default=None, description="the observable verb, as the statement has it")
    level: int | None = Field(default=None, ge=1, le=8, description="EQF level of this outcome alone")


class Organisation(_Part):
    """M3, M4: a body that awards. `id` is its DID or home page."""

    id: Iri
    legal_name: LangString
    country: CountryCode
    region: str = Field(default="", max_length=100, description="NUTS code or name")
    registration: str = Field(default="", max_length=100, description="legal registration number")
    url: WebAddress | None = None
    email: str = Field(default="", max_length=254)


class Workload(_Part):
    """M7: notional workload in hours (above 0) and, where possible, ECTS credits."""

    hours: Decimal = Field(gt=0, le=10_000, decimal_places=2)
    ects: Decimal | None = Field(default=None, gt=0, le=MOST_ECTS, decimal_places=2)


class Level(_Part):
    """M8: EQF level 1-8, NQF level and QF-EHEA cycle; or why a level does not apply."""

    eqf: int | None = Field(default=None, ge=1, le=8)
    nqf: str = Field(default="", max_length=200)
    cycle: Cycle | None = None
    not_applicable_because: LangString | None = None


class RubricLevel(_Part):
    """One level of a criterion: what a piece of work on it looks like, and the points it brings."""

    id: Slug
    name: LangString = LangString({})
    description: LangString | None = None
    points: Decimal = Field(default=Decimal(0), ge=0, le=MOST_POINTS, decimal_places=4)


class Criterion(_Part):
    """One row of a rubric: by what the work is judged, which outcomes it shows, and its levels, from lowest to highest.

    `passing` is the lowest level that passes.
    """

    id: Slug
    statement: LangString = LangString({})
    outcomes: tuple[Slug, ...] = ()
    levels: tuple[RubricLevel, ...] = Field(default=(), max_length=12)
    passing: Slug | None = None


class Assessment(_Part):
    """M9: one assessed part.

    `weight` is in percent of the overall score. `maximum` is the top of its score scale. `threshold` is the lowest score
    that passes, on that scale; a `mandatory` part must reach it (or, without a threshold, must have a score). `accepted`
    lists the words that pass where the result is a word ("Pass", "Distinction") and not a number.
    """

    id: Slug
    title: LangString
    type: AssessmentType
    weight: Decimal = Field(default=Decimal(0), ge=0, le=100, decimal_places=2)
    maximum: Decimal = Field(default=Decimal(100), gt=0, le=MOST_POINTS, decimal_places=4)
    threshold: Decimal | None = Field(default=None, ge=0, le=MOST_POINTS, decimal_places=4)
    mandatory: bool = False
    accepted: tuple[ShortText, ...] = ()
    outcomes: tuple[Slug, ...] = Field(default=(), description="ids of the outcomes it assesses")
    criteria: LangString | None = None
    rubric: Annotated[tuple[Criterion, ...], Field(max_length=60)] | None = Field(
        default=None, description="criteria one by one; `criteria` is the same in one text"
    )


class QualityAssurance(_Part):
    """M11: the type of quality assurance, by whom, and where to read about it."""

    type: QualityType
    name: LangString
    url: WebAddress | None = None
    agency: str = Field(default="", max_length=300)
    valid_until: date | None = None


class GradingScale(_Part):
    """O3: the scale a grade is given on; travels with the grade. Numbers; `pass_mark` included in passing."""

    name: LangString
    minimum: Grade = Decimal(0)
    maximum: Grade = Decimal(100)
    pass_mark: Grade = Decimal(50)


class Stackability(_Part):
    """O4: whether and towards what it can be stacked. Stacking gives no automatic right to a degree."""

    kind: StackabilityKind = StackabilityKind.STAND_ALONE
    towards: LangString | None = None
    conditions: LangString | None = None


class Part(_Part):
    """One part of a skill set or a bundle: another design (`refers_to`), or a share of this one (its outcomes)."""

    id: Slug
    title: LangString = LangString({})
    refers_to: Iri | None = Field(default=None, description="the id of another design, best of one version of it")
    outcomes: tuple[Slug, ...] = ()
    workload: Workload | None = None
    mandatory: bool = False


class Parts(_Part):
    """What it is put together from. `choose` is how many of the parts a learner has to have; all of them without it."""

    of: Annotated[tuple[Part, ...], Field(max_length=60)] = ()
    choose: int | None = Field(default=None, ge=1, le=60)


class Commission(_Part):
    """For whom a company-specific design was made, and to what end. Never written into a credential."""

    name: LangString = LangString({})
    id: Iri | None = None
    url: WebAddress | None = None
    need: LangString | None = Field(default=None, description="what the organisation needs it for")


class Agreement(_Part):
    """How a learner-specific design came about: from which template, what was negotiated, who approved it and when.

    It names no learner: the design is approved before it is awarded. Never written into a credential.
    """

    template: Iri | None = None
    outcomes: tuple[Slug, ...] = Field(default=(), description="ids of the negotiated outcomes")
    reason: LangString | None = None
    agreed_on: date | None = None
    approved_by: str = Field(default="", max_length=300, description="the role or body that approved it")
    approved_on: date | None = None


class MicroCredential(_Part):
    """What is designed, approved and then awarded many times: every element that does not name a learner."""

    id: Iri
    version: str = Field(default="1", max_length=20)
    title: LangString  # M2
    description: LangString
    form: Form = Form.MODULE
    setting: LearningSetting = LearningSetting.FORMAL
    languages: tuple[LanguageTag, ...] = Field(default=("bg",), description="languages of instruction")
    awarding_bodies: tuple[Organisation, ...] = ()  # M3, M4
    learning_outcomes: tuple[LearningOutcome, ...] = ()  # M6
    workload: Workload | None = None  # M7
    level: Level = Level()  # M8
    assessments: tuple[Assessment, ...] = ()  # M9
    participation: tuple[Participation, ...] = ()  # M10
    quality_assurance: tuple[QualityAssurance, ...] = ()  # M11
    prerequisites: LangString | None = None  # O1
    supervision: Supervision | None = None  # O2
    identity_verification: IdentityVerification | None = None  # O2
    identity_method: LangString | None = None  # O2
    grading: GradingScale | None = None  # O3
    stackability: Stackability | None = None  # O4
    further_information: LangString | None = None  # O5
    links: tuple[WebAddress, ...] = ()  # O5
    tags: tuple[ShortText, ...] = ()
    field: str = Field(default="", pattern=r"^(\d{2,4})?$", description="ISCED-F 2013 code")
    valid_for_months: int | None = Field(default=None, ge=1, le=1200)
    parts: Parts | None = None
    visibility: Visibility | None = None
    commission: Commission | None = None
    agreement: Agreement | None = None


class Learner(_Part):
    """M1: enough to link the record to one person. At least one of `id` and `email`; the name is what people read."""

    id: Iri | None = None
    name: str = Field(default="", max_length=300)
    email: str = Field(default="", max_length=254)


class AssessmentResult(_Part):
    """The learner's result in one assessment: a number on its scale, or a word."""

    assessment: Slug
    value: str = Field(max_length=100)
    supervision: Supervision | None = Field(default=None, description="how this learner's work on it was watched")


class LearnerIdentity(_Part):
    """O2 for one learner: how it was known who they are when it was awarded. Neither a document nor its number is ever here."""

    level: IdentityLevel
    assurance: Assurance | None = Field(default=None, description="of an identity provider")
    on: date | None = Field(default=None, description="when it was checked")

    def say(self, language: str) -> str:
        """What is known, how surely, since when."""
        day = say_day(self.on, "bg" if language == "bg" else "en") if self.on else ""
        assurance = self.assurance.name_in(language) if self.assurance else ""
        return ", ".join(filter(None, (self.level.name_in(language), assurance, day)))


class Evidence(_Part):
    """Something that shows the achievement; private unless the learner shares it."""

    id: Iri | None = None
    name: str = Field(default="", max_length=300)
    narrative: str = Field(default="", max_length=10_000)


class AnnexIRecord(_Part):
    """One learner's micro-credential: the design plus learner (M1), dates (M5), grade (O3) and results."""

    id: Iri
    credential: MicroCredential
    learner: Learner
    issued: AwareDatetime  # M5
    awarded: AwareDatetime | None = None
    valid_until: AwareDatetime | None = None
    grade: str = Field(default="", max_length=100)  # O3, on `credential.grading`
    results: tuple[AssessmentResult, ...] = ()
    identity: LearnerIdentity | None = None  # O2
    evidence: tuple[Evidence, ...] = ()


def as_awarded(record: AnnexIRecord) -> MicroCredential:
    """The design with what was so for this learner (O2) in place of what it foresees.

    Several assessments are as well supervised as the least supervised of them.
    """
    changes: dict[str, object] = {}
    if record.identity is not None:
        verified = record.identity.level.verified
        changes["identity_verification"] = IdentityVerification.VERIFIED if verified else IdentityVerification.NONE
        if not verified:
            changes["identity_method"] = None
    watched = [one.supervision for one in record.results if one.supervision is not None]
    if watched:
        changes["supervision"] = min(watched, key=list(Supervision).index)
    return record.credential.model_copy(update=changes)


def award_date(record: AnnexIRecord) -> datetime:
    """The date of the award itself: `awarded`, or the date of issuing where it is the same."""
    return record.awarded or record.issued


_LATER = frozenset({"verb", "level", "rubric", "parts", "visibility", "commission", "agreement"})
_INSIDE = ("visibility", "commission", "agreement")


def plain_of(design: MicroCredential) -> dict[str, Any]:
    """The design as JSON with every member that the first version of the record had, and later ones only where they say
    something: what a digest over a whole design is made of, so that it never changes because the record has grown.
    """
    return cast("dict[str, Any]", _without_later(design.model_dump(mode="json")))


def published_of(design: MicroCredential) -> MicroCredential:
    """The design as it stands in a learner's credential: without for whom it was made and how it was agreed."""
    return design.model_copy(update=dict.fromkeys(_INSIDE))


def _without_later(value: object) -> object:
    if isinstance(value, dict):
        members = cast("dict[str, object]", value)
        return {name: _without_later(one) for name, one in members.items() if one is not None or name not in _LATER}
    return [_without_later(one) for one in cast("list[object]", value)] if isinstance(value, list) else value
