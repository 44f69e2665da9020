"""The Commission's own samples, read into the record with exactly what they lack."""

from contextlib import suppress

import pytest

from elm_samples import PICTURE, record, sample
from laurel.annex1.vocabularies import AssessmentType, IdentityVerification, LearningSetting, Participation, Supervision
from laurel.errors import MalformedError
from laurel.formats.elm import parse, project, read
from shared import needs_shared

UNSIGNED = ["unsigned/Sample-MC-Annex1-unsigned.jsonld", "unsigned/Sample-MC-Annex1-unsigned-uploadable.json"]


@pytest.mark.shared
@needs_shared[1]
@pytest.mark.parametrize("name", UNSIGNED)
def test_the_sample_of_the_commission_lacks_exactly_this(name):
    found = read(sample(name)).findings

    assert [(one.element, one.code, one.severity) for one in found] == [
        ("M5", "ISSUED_MISSING", "fail"),
        ("M11", "QUALITY_MISSING", "fail"),
        ("M9", "CONCEPT_UNKNOWN", "warn"),
        ("M7", "DURATION_SUSPICIOUS", "warn"),
    ]
    assert "2022-12-31T23:00:00Z" in found[0].say("en")
    assert "P60M" in found[3].say("bg")


@pytest.mark.shared
@needs_shared[1]
def test_the_sample_of_the_commission_is_read_element_by_element():
    found = parse(sample(UNSIGNED[0]))
    design = found.credential

    assert (found.learner.name, found.learner.email) == ("Ana Andromeda", "ana.andromeda@email.com")
    assert [(one.country, one.region, one.registration) for one in design.awarding_bodies] == [("IE", "Dublin city", "0000")]
    assert [len(one.skills) for one in design.learning_outcomes] == [3, 3]
    assert (design.workload.hours, design.workload.ects) == (60, 2)
    assert (design.level.eqf, design.level.nqf) == (6, "RQF Level 6")
    assert [one.type for one in design.assessments] == [AssessmentType.ARTEFACT]
    assert design.participation == (Participation.BLENDED,)
    assert (design.supervision, design.identity_verification) == (Supervision.NONE, IdentityVerification.NONE)
    assert (found.grade, design.stackability.kind, design.field) == ("Pass", "stand_alone", "0688")
    assert design.setting is LearningSetting.NON_FORMAL
    assert "EU Login" in design.prerequisites.text("en")


@pytest.mark.shared
@needs_shared[1]
def test_refuses_a_certificate_of_participation_as_a_micro_credential():
    with pytest.raises(MalformedError, match="no learning achievement"):
        parse(sample("unsigned/Sample-CertOfPart-unsigned.jsonld"))


def test_an_unknown_kind_of_assessment_is_told_and_left_out():
    document = project(record(), image=PICTURE)
    odd = document["credentialSubject"]["hasClaim"][0]["provenBy"][1]["specifiedBy"]["dcType"]
    odd |= {"id": "urn:other:1", "prefLabel": {"en": "Thumb war"}}

    found = read(document)

    assert [one.say("en") for one in found.findings if one.code == "CONCEPT_UNKNOWN"] == [
        "“Thumb war” does not come from the EU's list snb/assessment."
    ]
    assert [one.id for one in found.record.credential.assessments] == ["rpl"]


@pytest.mark.parametrize(
    "document",
    [{}, {"credential": []}, {"credentialSubject": {"hasClaim": [1]}}, {"credentialSubject": {"hasClaim": {"type": 3}}}],
)
def test_refuses_what_holds_no_achievement(document):
    with pytest.raises(MalformedError):
        read(document)


@pytest.mark.parametrize("member", ["id", "specifiedBy", "awardedBy", "provenBy", "title"])
@pytest.mark.parametrize("value", [None, 1, "x", [], [[]], {"id": 5}])
def test_odd_values_are_read_or_refused_but_never_crash(member, value):
    document = project(record(), image=PICTURE)
    document["credentialSubject"]["hasClaim"][0][member] = value

    with suppress(MalformedError):
        assert read(document).record.id == record().id
