"""The design as an Achievement: native fields where Open Badges has them, alignments and result descriptions for the rest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from laurel.annex1.record import Assessment, LangString, LearningOutcome, MicroCredential, SkillReference
from laurel.annex1.vocabularies import Term
from laurel.errors import ProjectionError
from laurel.formats.openbadge3 import structure
from laurel.formats.openbadge3.codec import main_language, number, pack, shown
from laurel.formats.openbadge3.kinds import CREDIT_SYSTEM, EU_VOCABULARIES, KINDS, element, supervision_concept
from laurel.formats.openbadge3.narrative import narrative_of

Json = dict[str, Any]


def achievement_of(design: MicroCredential, *, image: str | None) -> Json:
    """The Achievement object; `image` is the address or data URI of the badge picture.

    Raises:
        ProjectionError: two parts of the design have one identifier.
    """
    _refuse_doubles(design)
    return _Achievement(design).written(image)


class _Achievement:
    """One achievement being written: every text that is shown leaves its translations behind."""

    def __init__(self, design: MicroCredential) -> None:
        self.design = design
        self.language = main_language(design.title, design.languages)
        self.translations: list[Json] = []

    def written(self, image: str | None) -> Json:
        design = self.design
        head = {
            "id": design.id,
            "type": ["Achievement"],
            "achievementType": "MicroCredential",
            "name": self.text("title", design.title),
            "description": self.text("description", design.description),
            "inLanguage": self.language,
            "version": design.version,
            "image": {"id": image, "type": "Image"} if image else None,
            "criteria": {"narrative": narrative_of(design, self.language)},
            "fieldOfStudy": f"ISCED-F {design.field}" if design.field else None,
            "tag": list(dict.fromkeys(tag for tag in design.tags if tag)),
        }
        results = [*(self.assessment(one) for one in design.assessments), *self.grading(), *self.criteria()]
        alignments = [*self.outcomes(), *self.volume_and_level(), *self.trust(), *self.rest()]
        tail = {"resultDescription": results, "alignment": alignments + self.translations}
        return {name: value for name, value in (head | tail).items() if value}

    def text(self, key: str, text: LangString) -> str:
        """The words in the main language; the other languages become translations under `key`."""
        for language, words in text.root.items():
            if language != self.language:
                self.translations.append(alignment(f"ext:Translation.{language}", words, url=self.design.id, code=key))
        return shown(text, self.language)

    def fact(self, kind: str, value: str, *, code: str = "", url: str = "", framework: str = "") -> Json:
        """One alignment of a kind of ours: „label: value" for people, the code for machines."""
        known = KINDS[kind]
        return alignment(
            kind,
            f"{known.label(self.language)}: {value}",
            url=url or self.design.id,
            code=code or value,
            framework=framework or element(known.element),
        )

    def term(self, kind: str, term: Term, *, concept: str = "") -> Json:
        """A value of a controlled list, with its EU concept where it has one."""
        concept = concept or term.concept
        value = term.name_in(self.language)
        return self.fact(kind, value, code=term.value, url=concept, framework=EU_VOCABULARIES if concept else "")

    def prose(self, kind: str, key: str, text: LangString | None) -> Iterator[Json]:
        """A text of its own; nothing when it has no words."""
        if text:
            known = KINDS[kind]
            yield alignment(
                kind,
                known.label(self.language),
                url=self.design.id,
                description=self.text(key, text),
                framework=element(known.element),
            )

    def outcomes(self) -> Iterator[Json]:  # M6
        for outcome in self.design.learning_outcomes:
            yield alignment(
                f"ext:LearningOutcome.{outcome.kind.value}",
                self.text(f"outcome/{outcome.id}", outcome.statement),
                url=outcome_url(self.design.id, outcome.id),
                description=outcome.kind.name_in(self.language),
                code=outcome.id,
                framework=element("M6"),
            )
            if outcome.level is not None:
                yield self.outcome_level(outcome, outcome.level)
            for skill in outcome.skills:
                yield self.skill(outcome, skill)

    def outcome_level(self, outcome: LearningOutcome, level: int) -> Json:
        return alignment(
            "ext:OutcomeLevel",
            f"{KINDS['ext:OutcomeLevel'].label(self.language)}: {level}",
            url=outcome_url(self.design.id, outcome.id),
            description=outcome.id,
            code=str(level),
            framework=element("M6"),
        )

    def skill(self, outcome: LearningOutcome, skill: SkillReference) -> Json:
        return alignment(
            "ext:Skill",
            self.text(skill_key(outcome.id, skill.framework, skill.code), skill.name),
            url=skill.url or outcome_url(self.design.id, outcome.id),
            description=outcome.id,
            code=skill.code,
            framework=skill.framework,
        )

    def volume_and_level(self) -> Iterator[Json]:  # M7, M8
        workload, level = self.design.workload, self.design.level
        if workload is not None:
            yield self.fact("ext:WorkloadHours", number(workload.hours))
        if workload is not None and workload.ects is not None:
            yield self.fact("ext:ECTS", number(workload.ects), url=CREDIT_SYSTEM, framework=EU_VOCABULARIES)
        if level.eqf is not None:
            concept = f"http://data.europa.eu/snb/eqf/{level.eqf}"
            yield self.fact("ext:EQF", str(level.eqf), url=concept, framework="European Qualifications Framework")
        if level.nqf:
            yield self.fact("ext:NQF", level.nqf)
        if level.cycle is not None:
            yield self.term("ext:QF-EHEA", level.cycle)
        yield from self.prose("ext:LevelNotApplicable", "level", level.not_applicable_because)

    def trust(self) -> Iterator[Json]:  # M10, M11, O1, O2
        design = self.design
        yield from (self.term("ext:FormOfParticipation", one) for one in design.participation)
        yield from self.quality()
        yield from self.prose("ext:Prerequisites", "prerequisites", design.prerequisites)
        concept = supervision_concept(design.supervision, design.identity_verification)
        if design.supervision is not None:
            yield self.term("ext:Supervision", design.supervision, concept=concept)
        if design.identity_verification is not None:
            yield self.term("ext:IdentityVerification", design.identity_verification, concept=concept)
        yield from self.prose("ext:IdentityMethod", "identity_method", design.identity_method)

    def quality(self) -> Iterator[Json]:  # M11
        for position, one in enumerate(self.design.quality_assurance, start=1):
            until = one.valid_until.isoformat() if one.valid_until else ""
            yield alignment(
                f"ext:QualityAssurance.{one.type.value}",
                self.text(f"quality/{position}", one.name),
                url=one.url or f"{self.design.id}#quality-{position}",
                description=" · ".join(part for part in (one.type.name_in(self.language), one.agency, until) if part),
                code=pack(n=str(position), agency=one.agency, valid_until=until),
                framework=EU_VOCABULARIES if one.type.concept else element("M11"),
            )

    def rest(self) -> Iterator[Json]:  # M2, M4, M5, O4, O5
        design = self.design
        yield self.term("ext:Form", design.form)
        yield self.term("ext:LearningSetting", design.setting)
        yield from (self.fact("ext:LanguageOfInstruction", tag) for tag in design.languages)
        yield from self.awarding_bodies()
        stacking = design.stackability
        if stacking is not None:
            yield self.term("ext:Stackability", stacking.kind)
            yield from self.prose("ext:StackableTowards", "stackability/towards", stacking.towards)
            yield from self.prose("ext:StackingConditions", "stackability/conditions", stacking.conditions)
        if design.parts is not None:
            members = structure.part_members(design.parts, design=design.id, language=self.language, write=self.text)
            yield from (alignment(each.pop("kind"), each.pop("name"), **each) for each in members)
        if design.valid_for_months is not None:
            yield self.fact("ext:ValidityPeriod", str(design.valid_for_months))
        if design.field:
            concept = f"http://data.europa.eu/snb/isced-f/{design.field}"
            yield self.fact("ext:FieldOfStudy", design.field, url=concept, framework="ISCED-F 2013")
        yield from self.prose("ext:FurtherInformation", "further_information", design.further_information)
        yield from (alignment("ext:Link", KINDS["ext:Link"].label(self.language), url=link) for link in design.links)

    def awarding_bodies(self) -> Iterator[Json]:  # M3, M4
        for body in self.design.awarding_bodies:
            yield alignment(
                "ext:AwardingBody",
                self.text(f"body/{body.id}", body.legal_name),
                url=body.id,
                description=", ".join(part for part in (body.country, body.region, body.registration) if part),
                code=pack(
                    country=body.country,
                    region=body.region,
                    registration=body.registration,
                    url=body.url or "",
                    email=body.email,
                ),
                framework=element("M4"),
            )

    def assessment(self, one: Assessment) -> Json:  # M9
        described = {
            "id": assessment_url(self.design.id, one.id),
            "type": ["ResultDescription"],
            "name": self.text(f"assessment/{one.id}", one.title),
            "resultType": "Result" if one.accepted else "RawScore",
            "valueMin": "0",
            "valueMax": number(one.maximum),
        }
        if one.threshold is not None:
            described["requiredValue"] = number(one.threshold)
        return described | {"alignment": list(self.assessment_facts(one))}

    def assessment_facts(self, one: Assessment) -> Iterator[Json]:
        yield self.term("ext:AssessmentType", one.type)
        yield from (self.fact("ext:PassingResult", word) for word in one.accepted)
        if one.weight:
            yield self.fact("ext:AssessmentWeight", number(one.weight))
        if one.mandatory:
            yield self.fact("ext:MandatoryAssessment", "да" if self.language == "bg" else "yes", code="true")
        for outcome in one.outcomes:
            yield self.fact("ext:AssessedOutcome", outcome, url=outcome_url(self.design.id, outcome))
        yield from self.prose("ext:AssessmentCriteria", f"assessment/{one.id}/criteria", one.criteria)

    def criteria(self) -> Iterator[Json]:  # M9: the rows of rubrics
        for one in self.design.assessments:
            for each in one.rubric or ():
                assessed = [
                    self.fact("ext:AssessedOutcome", outcome, url=outcome_url(self.design.id, outcome))
                    for outcome in each.outcomes
                ]
                yield structure.described(each, design=self.design.id, assessment=one.id, assessed=assessed, write=self.text)

    def grading(self) -> Iterator[Json]:  # O3
        scale = self.design.grading
        if scale is not None:
            yield {
                "id": grade_url(self.design.id),
                "type": ["ResultDescription"],
                "name": self.text("grading", scale.name),
                "resultType": "Result",
                "valueMin": number(scale.minimum),
                "valueMax": number(scale.maximum),
                "requiredValue": number(scale.pass_mark),
            }


def alignment(kind: str, name: str, *, url: str, code: str = "", framework: str = "", description: str = "") -> Json:
    """One Alignment; empty members are left out."""
    members = {
        "type": ["Alignment"],
        "targetName": name,
        "targetUrl": url,
        "targetDescription": description,
        "targetFramework": framework,
        "targetCode": code,
        "targetType": kind,
    }
    return {member: value for member, value in members.items() if value}


def outcome_url(design: str, outcome: str) -> str:
    """The IRI of one learning outcome of a design."""
    return f"{design}#outcome-{outcome}"


def assessment_url(design: str, assessment: str) -> str:
    """The IRI of one assessment of a design: the `id` of its result description."""
    return f"{design}#assessment-{assessment}"


def grade_url(design: str) -> str:
    """The IRI of the grading scale of a design."""
    return f"{design}#grade"


def skill_key(outcome: str, framework: str, code: str) -> str:
    """Under which the translations of a skill's name stand."""
    return f"skill/{outcome}/{framework}/{code}"


def _refuse_doubles(design: MicroCredential) -> None:
    skills = [(one.id, skill.framework, skill.code) for one in design.learning_outcomes for skill in one.skills]
    rows = [((one.id, each.id), each) for one in design.assessments for each in one.rubric or ()]
    criteria = [place for place, _ in rows]
    keys: tuple[tuple[str, list[Any]], ...] = (
        ("/learning_outcomes", [one.id for one in design.learning_outcomes]),
        ("/learning_outcomes", skills),
        ("/assessments", [one.id for one in design.assessments]),
        ("/awarding_bodies", [one.id for one in design.awarding_bodies]),
        ("/assessments", criteria),
        ("/assessments", [(*place, level.id) for place, each in rows for level in each.levels]),
        ("/parts/of", [one.id for one in design.parts.of] if design.parts else []),
    )
    for place, names in keys:
        if len(set(names)) != len(names):
            raise ProjectionError(
                at=place, why="two parts have the same identifier", why_bg="две части имат един и същ идентификатор"
            )
