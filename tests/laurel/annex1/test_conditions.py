"""O2 for one learner: what was so stands in place of what the design foresees."""

from datetime import date

import pytest

from cast_of_badges import RECORD
from laurel.annex1.record import AssessmentResult, LearnerIdentity, as_awarded
from laurel.annex1.vocabularies import Assurance, IdentityLevel, IdentityVerification, Supervision
from laurel.formats import elm, openbadge3
from laurel.policy.reading import facts_of_record


def record(level=None, *watched, **design):
    identity = None if level is None else LearnerIdentity(level=level, on=date(2026, 11, 23))
    results = tuple(
        AssessmentResult(assessment=f"a{number}", value="80", supervision=one) for number, one in enumerate(watched)
    )
    credential = RECORD.credential.model_copy(update=design)
    return RECORD.model_copy(update={"identity": identity, "results": results, "credential": credential})


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        (None, IdentityVerification.VERIFIED),
        (IdentityLevel.NONE, IdentityVerification.NONE),
        (IdentityLevel.SELF_DECLARED, IdentityVerification.NONE),
        (IdentityLevel.PROVIDER, IdentityVerification.VERIFIED),
        (IdentityLevel.PERSON, IdentityVerification.VERIFIED),
    ],
)
def test_only_what_somebody_else_vouches_for_counts_as_verified(level, expected):
    found = as_awarded(record(level, identity_verification=IdentityVerification.VERIFIED))

    assert found.identity_verification is expected


def test_several_assessments_are_as_well_supervised_as_the_least_supervised():
    foreseen = {"supervision": Supervision.ONSITE}

    assert as_awarded(record(None, Supervision.ONLINE, Supervision.ONSITE, **foreseen)).supervision is Supervision.ONLINE
    assert as_awarded(record(None, Supervision.ONSITE, Supervision.NONE, **foreseen)).supervision is Supervision.NONE
    assert as_awarded(record(None, None, **foreseen)).supervision is Supervision.ONSITE


def test_rules_judge_what_was_so_and_not_what_was_foreseen():
    one = record(IdentityLevel.SELF_DECLARED, Supervision.NONE, supervision=Supervision.ONSITE)

    facts = facts_of_record(one, on=date(2026, 11, 23))

    assert (facts["identity_verified"], facts["supervised"]) == (False, False)


def test_a_badge_tells_it_to_people_and_does_not_take_it_for_a_grade():
    one = record(IdentityLevel.PROVIDER, Supervision.ONLINE).model_copy(update={"grade": ""})
    one = one.model_copy(update={"identity": one.identity.model_copy(update={"assurance": Assurance.HIGH})})

    document = openbadge3.project(one, salt="s")

    said = [each["alignment"][0]["targetName"] for each in document["credentialSubject"]["result"]]
    assert any("Level of assurance: high" in text or "Ниво на осигуреност: високо" in text for text in said)
    assert openbadge3.parse(document) == openbadge3.carried(one)


def test_a_european_credential_says_of_each_assessment_what_was_so():
    exam = RECORD.credential.assessments[0].id
    one = record(
        IdentityLevel.NONE, supervision=Supervision.ONSITE, identity_verification=IdentityVerification.VERIFIED
    ).model_copy(update={"results": (AssessmentResult(assessment=exam, value="80", supervision=Supervision.NONE),)})

    text = str(elm.project(one, image=b"\x89PNG\r\n\x1a\n"))

    assert "supervision-verification/c598449d64" in text  # unsupervised, not verified
    assert "supervision-verification/70be69aaf9" not in text
