"""What a design specifies: M2 and M6 to M11, O1 to O5, without any learner."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from laurel.annex1.record import Assessment, GradingScale, LearningOutcome, MicroCredential, SkillReference
from laurel.annex1.vocabularies import Participation, StackabilityKind
from laurel.formats.elm import durations
from laurel.formats.elm.countries import LANGUAGES
from laurel.formats.elm.nodes import OWN, Json, Nodes, concept, languages_of, own_concept, snb, term, words
from laurel.formats.elm.organisations import Organisations
from laurel.formats.elm.parts import ALL, credit_points, part_node
from laurel.formats.openbadge3.codec import number

SHORT_PROGRAMME = ("74a4a268e8", "Short learning programme")
ESCO_SKILL = "http://data.europa.eu/esco/skill/"
ESCO = "http://data.europa.eu/esco/concept-scheme/skills"
OVERALL = {"en": "Overall result", "bg": "Краен резултат"}


class Specification:
    """One design being written."""

    def __init__(self, design: MicroCredential, nodes: Nodes, organisations: Organisations) -> None:
        self.design = design
        self.nodes = nodes
        self.organisations = organisations

    def qualification(self, ects: list[Json]) -> Json:
        """The design as a Qualification: only that has level, partial qualification and accreditation."""
        design = self.design
        stacking = design.stackability
        partial = None if stacking is None else stacking.kind is not StackabilityKind.STAND_ALONE
        made = self.nodes.node(
            "Qualification",
            own_id=design.id,
            **self.members(ects),
            **self.level(),
            accreditation=[
                self.organisations.accreditation(one, design.awarding_bodies[0]) for one in design.quality_assurance
            ],
            additionalNote=list(self.notes()),
        )
        return made | ({} if partial is None else {"isPartialQualification": partial})

    def members(self, ects: list[Json]) -> Json:
        """What a Qualification and a LearningAchievementSpecification have in common."""
        design = self.design
        return {
            "title": words(design.title, self.nodes.language),
            "description": dict(design.description.root),
            "dcType": [snb("learning-opportunity", SHORT_PROGRAMME[0], {"en": SHORT_PROGRAMME[1]})],
            "identifier": [self.version()] if design.version else None,
            "category": {self.nodes.language: tags} if (tags := [*dict.fromkeys(tag for tag in design.tags if tag)]) else None,
            "learningSetting": term(design.setting, "learning-setting"),
            "language": languages_of(design.languages),
            "learningOutcome": [self.outcome(one) for one in design.learning_outcomes],
            "volumeOfLearning": durations.write(design.workload.hours) if design.workload else None,
            "creditPoint": ects,
            "mode": [term(one, "mode") for one in dict.fromkeys(design.participation) if one is not Participation.VOLUNTEERING],
            "entryRequirement": self.nodes.note(design.prerequisites.root) if design.prerequisites else None,
            "hasPart": [part_node(one, self.design.id, self.nodes) for one in design.parts.of] if design.parts else [],
            "thematicArea": [snb("isced-f", design.field)] if design.field else None,
            "supplementaryDocument": [self.nodes.page(link) for link in design.links],
        }

    def version(self) -> Json:
        """The version, as an identifier."""
        return self.nodes.node("Identifier", schemeName="version", notation=self.design.version)

    def level(self) -> Json:
        """M8: what there is of level and cycle."""
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

    def outcome(self, one: LearningOutcome) -> Json:
        """M6: one learning outcome with its skills."""
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

    def outcome_facts(self, one: LearningOutcome) -> Iterator[Json]:
        """What ELM has no property for in a learning outcome."""
        if not one.kind.concept:
            yield self.nodes.term_fact("outcome-kind", one.kind)
        if one.level is not None:
            yield self.nodes.fact("outcome-level", str(one.level))

    def credits(self) -> list[Json]:
        """M7: the ECTS credits, where there are any."""
        return credit_points(self.design.workload, self.nodes)

    def activity_specification(self, one: Participation) -> Json:
        """M10: one form of participation."""
        kind: Json = {"dcType" if one is Participation.VOLUNTEERING else "mode": [term(one, "mode")]}
        return self.nodes.node("LearningActivitySpecification", title={"en": one.en, "bg": one.bg}, **kind)

    def assessment_specification(self, one: Assessment) -> Json:
        """M9: one assessment."""
        return self.nodes.node(
            "LearningAssessmentSpecification",
            own_id=f"{self.design.id}#assessment-{one.id}",
            title=words(one.title, self.nodes.language),
            dcType=term(one.type, "assessment"),
            description=dict(one.criteria.root) if one.criteria else None,
            additionalNote=list(self.assessment_facts(one)),
        )

    def assessment_facts(self, one: Assessment) -> Iterator[Json]:
        """What ELM has no property for in an assessment."""
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

    def grade_specification(self) -> Json:
        """O3: what the overall result is given on."""
        scale = self.design.grading
        title = words(scale.name, self.nodes.language) if scale else OVERALL
        members = self.scale(scale) if scale else {}
        return self.nodes.node("LearningAssessmentSpecification", own_id=f"{self.design.id}#grade", title=title, **members)

    def scale(self, scale: GradingScale) -> Json:
        """The grading scale: its name, and its limits as facts."""
        fact = self.nodes.fact
        return {
            "gradingScheme": self.nodes.node("GradingScheme", title=words(scale.name, self.nodes.language)),
            "additionalNote": [
                fact("minimum", number(scale.minimum)),
                fact("maximum", number(scale.maximum)),
                fact("threshold", number(scale.pass_mark)),
            ],
        }


def is_esco(skill: SkillReference) -> bool:
    """Whether a skill's address is one of ESCO's, which names that skill alone."""
    return skill.url is not None and skill.url.startswith(ESCO_SKILL)
