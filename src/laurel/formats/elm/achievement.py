"""The LearningAchievement of a learner and the Qualification that specifies it: M2 and M6 to M11, O1 to O5."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from laurel.annex1.record import (
    AnnexIRecord,
    Assessment,
    GradingScale,
    LearningOutcome,
    MicroCredential,
    SkillReference,
)
from laurel.annex1.vocabularies import IdentityVerification, Participation, StackabilityKind, Supervision
from laurel.formats.elm import durations
from laurel.formats.elm.countries import LANGUAGES
from laurel.formats.elm.nodes import OWN, Json, Nodes, concept, languages_of, own_concept, snb, term, words
from laurel.formats.elm.organisations import Organisations
from laurel.formats.elm.parts import ALL, credit_points, part_node
from laurel.formats.openbadge3.codec import EMPTY, number
from laurel.formats.openbadge3.kinds import supervision_concept

SHORT_PROGRAMME = ("74a4a268e8", "Short learning programme")
ESCO_SKILL = "http://data.europa.eu/esco/skill/"
ESCO = "http://data.europa.eu/esco/concept-scheme/skills"


def achievement_of(record: AnnexIRecord, nodes: Nodes, organisations: Organisations) -> Json:
    """The LearningAchievement."""
    return _Achievement(record, nodes, organisations).written()


class _Achievement:
    """One achievement being written."""

    def __init__(self, record: AnnexIRecord, nodes: Nodes, organisations: Organisations) -> None:
        self.record = record
        self.design: MicroCredential = record.credential
        self.nodes = nodes
        self.organisations = organisations
        self.process = organisations.process(record)

    def written(self) -> Json:
        """The LearningAchievement."""
        ects = self.credits()
        return self.nodes.node(
            "LearningAchievement",
            title=words(self.design.title, self.nodes.language),
            description=dict(self.design.description.root),
            awardedBy=self.process,
            creditReceived=ects,
            influencedBy=[self.activity(one) for one in self.design.participation],
            provenBy=[*self.overall(), *(self.assessment(one) for one in self.design.assessments)],
            specifiedBy=self.qualification(ects),
            additionalNote=list(self.evidence()),
            supplementaryDocument=[self.nodes.page(one.id) for one in self.record.evidence if one.id],
        )

    def qualification(self, ects: list[Json]) -> Json:
        """The design: only a Qualification has level, partial qualification and accreditation."""
        design = self.design
        stacking = design.stackability
        partial = None if stacking is None else stacking.kind is not StackabilityKind.STAND_ALONE
        made = self.nodes.node(
            "Qualification",
            own_id=design.id,
            title=words(design.title, self.nodes.language),
            description=dict(design.description.root),
            dcType=[snb("learning-opportunity", SHORT_PROGRAMME[0], {"en": SHORT_PROGRAMME[1]})],
            identifier=[self.version()] if design.version else None,
            category={self.nodes.language: tags} if (tags := [*dict.fromkeys(tag for tag in design.tags if tag)]) else None,
            learningSetting=term(design.setting, "learning-setting"),
            language=languages_of(design.languages),
            learningOutcome=[self.outcome(one) for one in design.learning_outcomes],
            volumeOfLearning=durations.write(design.workload.hours) if design.workload else None,
            creditPoint=ects,
            **self.level(),
            mode=[term(one, "mode") for one in dict.fromkeys(design.participation) if one is not Participation.VOLUNTEERING],
            accreditation=[
                self.organisations.accreditation(one, design.awarding_bodies[0]) for one in design.quality_assurance
            ],
            entryRequirement=self.nodes.note(design.prerequisites.root) if design.prerequisites else None,
            hasPart=[part_node(one, self.design.id, self.nodes) for one in design.parts.of] if design.parts else [],
            thematicArea=[snb("isced-f", design.field)] if design.field else None,
            supplementaryDocument=[self.nodes.page(link) for link in design.links],
            additionalNote=list(self.notes()),
        )
        return made | ({} if partial is None else {"isPartialQualification": partial})

    def version(self) -> Json:
        return self.nodes.node("Identifier", schemeName="version", notation=self.design.version)

    def level(self) -> Json:  # M8
        level = self.design.level
        found: Json = {}
        if level.eqf is not None:
            found["eqfLevel"] = snb("eqf", str(level.eqf), {"en": f"Level {level.eqf}"})
        if level.cycle is not None:
            found["educationLevel"] = [term(level.cycle, "qf-ehea")]
        return found

    def notes(self) -> Iterator[Json]:
        """What ELM has no property for, as facts for people and machines."""
        design, nodes, stacking = self.design, self.nodes, self.design.stackability
        yield nodes.term_fact("form", design.form)
        if not set(design.languages) <= LANGUAGES.keys() or len(set(design.languages)) < len(design.languages):
            yield from (nodes.fact("language", tag) for tag in design.languages)
        if design.level.nqf:  # which level of the EU's list (snb/qdr) it is, the record does not say
            yield nodes.note({nodes.language: design.level.nqf}, own_concept("nqf-level", design.level.nqf))
        yield from nodes.prose("level-not-applicable", design.level.not_applicable_because)
        if design.supervision is not None:
            yield nodes.term_fact("supervision", design.supervision)
        if design.identity_verification is not None:
            yield nodes.term_fact("identity-verification", design.identity_verification)
        yield from nodes.prose("identity-method", design.identity_method)
        if stacking is not None:
            yield nodes.term_fact("stackability", stacking.kind)
            yield from nodes.prose("stackable-towards", stacking.towards)
            yield from nodes.prose("stacking-conditions", stacking.conditions)
        if design.parts is not None:
            chosen, count = design.parts.choose, len(design.parts.of)
            shown: dict[str, str] = dict.fromkeys(("en", "bg"), f"{chosen or count} / {count}")
            yield nodes.fact("parts-to-choose", ALL if chosen is None else str(chosen), shown)
        if design.valid_for_months is not None:
            yield nodes.fact("validity-period", str(design.valid_for_months))
        yield from nodes.prose("further-information", design.further_information)

    def outcome(self, one: LearningOutcome) -> Json:  # M6
        native = [skill for skill in one.skills if is_esco(skill)]
        others = [skill for skill in one.skills if not is_esco(skill)]
        return self.nodes.node(
            "LearningOutcome",
            own_id=f"{self.design.id}#outcome-{one.id}",
            title=words(one.statement, self.nodes.language),
            # the EU's list has knowledge and skill only
            dcType=term(one.kind, "skill-type") if one.kind.concept else None,
            additionalNote=list(self.outcome_facts(one)),
            relatedESCOSkill=[self.skill(skill) for skill in native],
            relatedSkill=[self.skill(skill) for skill in others],
        )

    def outcome_facts(self, one: LearningOutcome) -> Iterator[Json]:
        if not one.kind.concept:
            yield self.nodes.term_fact("outcome-kind", one.kind)
        if one.level is not None:
            yield self.nodes.fact("outcome-level", str(one.level))

    def skill(self, one: SkillReference) -> Json:
        """A skill. Only an ESCO address names one skill; any other may stand for a framework, so it goes to the scheme."""
        label = dict(one.name.root)
        if is_esco(one):
            made = concept(one.url or "", ESCO, label, notation=one.code)
        else:
            parts = ":".join(quote(part, safe="") for part in (one.framework, one.code, one.url or ""))
            scheme = one.url or f"{OWN}framework:{quote(one.framework, safe='')}"
            made = concept(f"{OWN}skill:{parts}", scheme, label, notation=one.code)
        if one.framework:
            made["inScheme"]["prefLabel"] = {"en": one.framework}
        return made

    def credits(self) -> list[Json]:  # M7
        return credit_points(self.design.workload, self.nodes)

    def activity(self, one: Participation) -> Json:  # M10
        kind: Json = {"dcType" if one is Participation.VOLUNTEERING else "mode": [term(one, "mode")]}
        title = {"en": one.en, "bg": one.bg}
        specification = self.nodes.node("LearningActivitySpecification", title=title, **kind)
        return self.nodes.node("LearningActivity", title=title, awardedBy=self.process, specifiedBy=specification)

    def assessment(self, one: Assessment) -> Json:  # M9
        results = [result.value for result in self.record.results if result.assessment == one.id and result.value]
        specification = self.nodes.node(
            "LearningAssessmentSpecification",
            own_id=f"{self.design.id}#assessment-{one.id}",
            title=words(one.title, self.nodes.language),
            dcType=term(one.type, "assessment"),
            description=dict(one.criteria.root) if one.criteria else None,
            additionalNote=list(self.assessment_facts(one)),
        )
        return self.proof(words(one.title, self.nodes.language), next(iter(results), EMPTY), specification)

    def assessment_facts(self, one: Assessment) -> Iterator[Json]:
        fact = self.nodes.fact
        if one.weight:
            yield fact("weight", number(one.weight))
        yield fact("maximum", number(one.maximum))
        if one.threshold is not None:
            yield fact("threshold", number(one.threshold))
        if one.mandatory:
            yield fact("mandatory", "true", {"en": "yes", "bg": "да"})
        yield from (self.nodes.note({self.nodes.language: word}, own_concept("passing-result", word)) for word in one.accepted)
        yield from (fact("assessed-outcome", outcome) for outcome in one.outcomes)

    def overall(self) -> Iterator[Json]:  # O3
        scale = self.design.grading
        if scale is None and not self.record.grade:
            return
        title = words(scale.name, self.nodes.language) if scale else {"en": "Overall result", "bg": "Краен резултат"}
        own_id = f"{self.design.id}#grade"
        members = self.scale(scale) if scale else {}
        specification = self.nodes.node("LearningAssessmentSpecification", own_id=own_id, title=title, **members)
        yield self.proof(title, self.record.grade or EMPTY, specification)

    def scale(self, scale: GradingScale) -> Json:
        fact = self.nodes.fact
        return {
            "gradingScheme": self.nodes.node("GradingScheme", title=words(scale.name, self.nodes.language)),
            "additionalNote": [
                fact("minimum", number(scale.minimum)),
                fact("maximum", number(scale.maximum)),
                fact("threshold", number(scale.pass_mark)),
            ],
        }

    def proof(self, title: Json, grade: str, specification: Json) -> Json:
        """A LearningAssessment; ELM wants a grade in each, so one without a result holds a dash."""
        concept_id = supervision_concept(self.design.supervision, self.design.identity_verification)
        return self.nodes.node(
            "LearningAssessment",
            title=title,
            awardedBy=self.process,
            grade=self.nodes.note({self.nodes.language: grade}),
            idVerification=_supervision(concept_id, self.design.supervision, self.design.identity_verification),
            specifiedBy=specification,
        )

    def evidence(self) -> Iterator[Json]:  # O5
        for position, one in enumerate(self.record.evidence, start=1):
            label = {self.nodes.language: one.name} if one.name else None
            subject = concept(f"{OWN}evidence:{position}", f"{OWN}evidence", label, notation=one.id or "")
            yield self.nodes.note({self.nodes.language: one.narrative} if one.narrative else {}, subject)


def _supervision(identifier: str, watched: Supervision | None, identity: IdentityVerification | None) -> Json | None:  # O2
    if not identifier or watched is None or identity is None:
        return None
    return snb("supervision-verification", identifier.rpartition("/")[2], {"en": f"{watched.en}, {identity.en.lower()}"})


def is_esco(skill: SkillReference) -> bool:
    """Whether a skill's address is one of ESCO's, which names that skill alone."""
    return skill.url is not None and skill.url.startswith(ESCO_SKILL)
