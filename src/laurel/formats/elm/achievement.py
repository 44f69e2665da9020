"""The LearningAchievement of a learner and the Qualification that specifies it: M2 and M6 to M11, O1 to O5."""

from __future__ import annotations

from collections.abc import Iterator

from laurel.annex1.record import AnnexIRecord, Assessment, as_awarded
from laurel.annex1.vocabularies import IdentityVerification, Participation, Supervision
from laurel.formats.elm.nodes import OWN, Json, Nodes, concept, snb, words
from laurel.formats.elm.organisations import Organisations
from laurel.formats.elm.specification import Specification
from laurel.formats.openbadge3.codec import EMPTY
from laurel.formats.openbadge3.kinds import supervision_concept


def achievement_of(record: AnnexIRecord, nodes: Nodes, organisations: Organisations) -> Json:
    """The LearningAchievement."""
    return _Achievement(record, nodes, organisations).written()


class _Achievement(Specification):
    """One achievement being written."""

    def __init__(self, record: AnnexIRecord, nodes: Nodes, organisations: Organisations) -> None:
        super().__init__(record.credential, nodes, organisations)
        self.record = record
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

    def activity(self, one: Participation) -> Json:  # M10
        specification = self.activity_specification(one)
        title = specification["title"]
        return self.nodes.node("LearningActivity", title=title, awardedBy=self.process, specifiedBy=specification)

    def assessment(self, one: Assessment) -> Json:  # M9
        results = [result.value for result in self.record.results if result.assessment == one.id and result.value]
        specification = self.assessment_specification(one)
        watched = next((r.supervision for r in self.record.results if r.assessment == one.id and r.supervision), None)
        return self.proof(words(one.title, self.nodes.language), next(iter(results), EMPTY), specification, watched=watched)

    def overall(self) -> Iterator[Json]:  # O3
        if self.design.grading is None and not self.record.grade:
            return
        specification = self.grade_specification()
        yield self.proof(specification["title"], self.record.grade or EMPTY, specification)

    def proof(self, title: Json, grade: str, specification: Json, *, watched: Supervision | None = None) -> Json:
        """A LearningAssessment; ELM wants a grade in each, so one without a result holds a dash.

        What was so for this learner (O2) stands in place of what a design that states both facts foresees.
        """
        supervision, identity = self.design.supervision, self.design.identity_verification
        if supervision is not None and identity is not None:
            supervision, identity = watched or supervision, as_awarded(self.record).identity_verification
        concept_id = supervision_concept(supervision, identity)
        return self.nodes.node(
            "LearningAssessment",
            title=title,
            awardedBy=self.process,
            grade=self.nodes.note({self.nodes.language: grade}),
            idVerification=_supervision(concept_id, supervision, identity),
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
