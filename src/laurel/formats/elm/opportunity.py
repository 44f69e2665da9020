"""What a catalogue offers, as ELM learning opportunities (application profile LOQ): a design and the editions it is taken in.

    LearningOpportunity (the design) ─ providedBy Organisation
      │                              ─ learningAchievementSpecification ─ learningOutcome · provenBy · influencedBy
      └ hasPart LearningOpportunity (an edition) ─ temporal · priceDetail · location · applicationDeadline

Every node has an identifier under the design's address, so that many documents make one graph without clashes.
Source: http://data.europa.eu/snb/model/ap/loq-constraints; http://data.europa.eu/snb/model/elm.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from laurel.annex1.record import LangString, MicroCredential, Organisation
from laurel.annex1.vocabularies import Participation
from laurel.errors import ProjectionError
from laurel.formats.elm.nodes import Json, Nodes, concept, country, languages_of, own_concept, snb, term, words
from laurel.formats.elm.organisations import Organisations
from laurel.formats.elm.parts import part_node
from laurel.formats.elm.specification import SHORT_PROGRAMME, Specification
from laurel.formats.openbadge3.codec import main_language, number

CURRENCY: Final = "http://publications.europa.eu/resource/authority/currency"
CONTEXT: Final[Sequence[Any]] = (
    "http://data.europa.eu/snb/model/context/edc-ap",
    {  # where the profile of opportunities names what that of credentials does not have, or names it otherwise
        "elmSubject": {"@id": "http://purl.org/dc/terms/subject", "@type": "@id"},
        "defaultLanguage": {"@id": "http://data.europa.eu/snb/model/elm/defaultLanguage", "@type": "@id"},
        "modified": {"@id": "http://purl.org/dc/terms/modified", "@type": "http://www.w3.org/2001/XMLSchema#dateTime"},
        "value": {
            "@id": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
            "@type": "http://www.w3.org/2001/XMLSchema#decimal",
        },
    },
)
_NEXT: Final = {"en": "Begins at any time", "bg": "Започва по всяко време"}
_CLOSED: Final = {"en": "Applications are closed.", "bg": "Вече не се приемат кандидати."}
_FREE: Final = {"en": "Free", "bg": "Безплатно"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One edition as others read it. Days are whole days in `time_zone`; `price` 0 is free, None is not said."""

    id: str
    mode: Participation
    language: str
    time_zone: str
    title: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    apply_by: date | None = None
    place: str = ""
    country: str = ""
    price: Decimal | None = None
    currency: str = ""
    capacity: int | None = None
    apply_url: str = ""
    closed: bool = False


def document(design: MicroCredential, runs: Iterable[Run], *, modified: datetime) -> Json:
    """One design with its editions, as JSON-LD.

    Raises:
        ProjectionError: no awarding body, or a country that the EU does not list.
    """
    return {"@context": list(CONTEXT), **opportunity(design, runs, modified=modified)}


def collection(opportunities: Iterable[Json]) -> Json:
    """Several opportunities in one document."""
    return {"@context": list(CONTEXT), "@graph": list(opportunities)}


def opportunity(design: MicroCredential, runs: Iterable[Run], *, modified: datetime) -> Json:
    """The LearningOpportunity of a design, without a context.

    Raises:
        ProjectionError: no awarding body, or a country that the EU does not list.
    """
    if not design.awarding_bodies:
        raise ProjectionError(
            at="/awarding_bodies",
            why="a learning opportunity names who provides it",
            why_bg="възможността за учене посочва кой я предлага",
        )
    return _Opportunity(design, modified).written(runs)


class _Opportunity(Specification):
    """One design being written as an opportunity."""

    def __init__(self, design: MicroCredential, modified: datetime) -> None:
        nodes = Nodes(main_language(design.title, design.languages), local=f"{design.id}#")
        super().__init__(design, nodes, Organisations(nodes))
        self.changed = modified.isoformat(timespec="seconds")
        self.own_id = f"{design.id}#opportunity"
        self.specification_id = f"{design.id}#specification"
        self.provider = self.organisation(design.awarding_bodies[0])

    def written(self, runs: Iterable[Run]) -> Json:
        """The opportunity with its editions."""
        design = self.design
        return self.nodes.node(
            "LearningOpportunity",
            own_id=self.own_id,
            title=words(design.title, self.nodes.language),
            description=dict(design.description.root),
            **self.common(),
            mode=[term(one, "mode") for one in design.participation if one is not Participation.VOLUNTEERING],
            defaultLanguage=self.language(self.nodes.language),
            learningAchievementSpecification=self.specification(),
            hasPart=[self.run(one) for one in runs],
        )

    def common(self) -> Json:
        """What the design and its editions share."""
        return {
            "dcType": [snb("learning-opportunity", SHORT_PROGRAMME[0], {"en": SHORT_PROGRAMME[1]})],
            "homepage": [self.nodes.page(self.design.id)],
            "providedBy": [self.provider],
            "modified": self.changed,
        }

    def specification(self) -> Json:
        """What one learns; its level stands among the levels of education, as the class has no other place for it."""
        design, ects = self.design, self.credits()
        levels = self.level()
        graded = [self.grade_specification()] if design.grading is not None else []
        return self.nodes.node(
            "LearningAchievementSpecification",
            own_id=self.specification_id,
            **self.members(ects) | {"hasPart": self.parts()},
            educationLevel=[*([levels["eqfLevel"]] if "eqfLevel" in levels else []), *levels.get("educationLevel", [])],
            influencedBy=[self.activity_specification(one) for one in design.participation],
            provenBy=[*graded, *(self.assessment_specification(one) for one in design.assessments)],
            additionalNote=[*self.notes(), *self.quality()],
        )

    def parts(self) -> list[Json]:
        """The parts of a bundle. They are no Qualifications here: the profile wants a national level of those."""
        found = self.design.parts.of if self.design.parts else ()
        nodes = [part_node(one, self.design.id, self.nodes) for one in found]
        return [node | {"type": "LearningAchievementSpecification"} for node in nodes]

    def quality(self) -> Iterable[Json]:  # M11
        for one in self.design.quality_assurance:
            said = {
                language: " · ".join(filter(None, (one.name.text(language), one.type.name_in(language), one.agency, one.url)))
                for language in ("en", "bg")
            }
            yield self.nodes.note(said, own_concept("quality-assurance", one.type.value))

    def run(self, one: Run) -> Json:
        """One edition."""
        title = {
            language: f"{text} – {one.title}" if one.title else text
            for language, text in words(self.design.title, self.nodes.language).items()
        }
        return self.nodes.node(
            "LearningOpportunity",
            own_id=one.id,
            title=title,
            **self.common(),
            mode=[term(one.mode, "mode")] if one.mode is not Participation.VOLUNTEERING else None,
            defaultLanguage=self.language(one.language),
            temporal=self.period(one),
            scheduleInformation=self.nodes.note(_NEXT) if one.starts_on is None else None,
            admissionProcedure=self.admission(one),
            applicationDeadline=_moment(one.apply_by, one.time_zone, last=True),
            priceDetail=self.price(one),
            location=self.places(one),
            additionalNote=[
                *([self.nodes.fact("capacity", str(one.capacity))] if one.capacity else []),
                self.nodes.fact("time-zone", one.time_zone),
            ],
            learningAchievementSpecification={"id": self.specification_id, "type": "LearningAchievementSpecification"},
            isPartOf=[{"id": self.own_id, "type": "LearningOpportunity"}],
        )

    def period(self, one: Run) -> Json | None:
        if one.starts_on is None:
            return None
        return self.nodes.node(
            "PeriodOfTime",
            startDate=_moment(one.starts_on, one.time_zone),
            endDate=_moment(one.ends_on, one.time_zone, last=True),
        )

    def admission(self, one: Run) -> Json | None:
        if one.closed:
            return self.nodes.note(_CLOSED)
        return self.nodes.note({"en": one.apply_url, "bg": one.apply_url}) if one.apply_url else None

    def price(self, one: Run) -> list[Json]:
        if one.price is None:
            return []
        unit = one.currency or "EUR"
        amount = self.nodes.node(
            "Amount", unit=concept(f"{CURRENCY}/{unit}", CURRENCY, {"en": unit}, notation="currency"), value=number(one.price)
        )
        return [self.nodes.node("PriceDetail", amount=amount, prefLabel=None if one.price else _FREE)]

    def places(self, one: Run) -> list[Json]:
        """Where it takes place: needs a country, so the provider's stands in where none is given."""
        where = country(one.country or self.design.awarding_bodies[0].country)
        if not one.place or where is None:
            return []
        address = self.nodes.node("Address", countryCode=where)
        return [self.nodes.node("Location", address=[address], geographicName={self.nodes.language: one.place})]

    def language(self, tag: str) -> Json:
        """The EU's concept of a language; English where its table lacks one."""
        return (languages_of((tag,)) or languages_of(("en",)))[0]

    def organisation(self, body: Organisation) -> Json:
        """The provider: its parts are named after itself, so that it is the same in every document."""
        return Organisations(Nodes(_first(body.legal_name), local=f"{body.id}#")).of(body)


def _moment(day: date | None, zone: str, *, last: bool = False) -> str | None:
    if day is None:
        return None
    return datetime.combine(day, time(23, 59, 59) if last else time(), tzinfo=ZoneInfo(zone)).isoformat()


def _first(text: LangString) -> str:
    return next(iter(text.languages), "en")
