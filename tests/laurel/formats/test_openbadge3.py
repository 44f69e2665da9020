"""The badge itself: what any Open Badges reader sees, what it never contains, and badges that others wrote."""

import hashlib
import json

import pytest
from hypothesis import HealthCheck, given, settings

from cast_of_badges import DESIGN, RECORD, UNIVERSITY, both
from laurel.annex1.record import AnnexIRecord, Evidence, Learner
from laurel.annex1.vocabularies import IdentityVerification, Supervision
from laurel.canon.jsonld import to_dataset
from laurel.errors import MalformedError, ProjectionError
from laurel.formats.openbadge3 import CONTEXTS, LOSSES, carried, hashed_email, is_same_email, is_same_identity, parse, project
from laurel.formats.schema import check_schema
from shared import SHARED, needs_shared
from strategies import organisations, records

SLOW = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
STATUS = {
    "id": "https://uni.example/status/1#5",
    "type": "BitstringStatusListEntry",
    "statusPurpose": "revocation",
    "statusListIndex": "5",
    "statusListCredential": "https://uni.example/status/1",
}


def badge(record=RECORD, **rest):
    return project(record, salt="pepper", **rest)


def achievement(document):
    return document["credentialSubject"]["achievement"]


def alignments(document, kind):
    return [one for one in achievement(document)["alignment"] if one["targetType"].startswith(kind)]


def changed(part, **changes):
    return part.model_copy(update=changes)


def test_an_ordinary_reader_finds_the_ordinary_fields():
    document = badge(status=STATUS, image="https://uni.example/badge.png")

    assert document["@context"] == list(CONTEXTS)
    assert document["name"] == achievement(document)["name"] == "Критично оценяване на информация"
    assert document["issuer"]["address"]["addressCountryCode"] == "BG"
    assert (document["validFrom"], document["validUntil"]) == ("2026-11-23T09:00:00Z", "2029-11-23T09:00:00Z")
    assert achievement(document)["achievementType"] == "MicroCredential"
    assert achievement(document)["image"] == {"id": "https://uni.example/badge.png", "type": "Image"}
    assert "Оценява надеждността на източници" in achievement(document)["criteria"]["narrative"]
    assert document["credentialStatus"] == STATUS


def test_what_open_badges_has_no_field_for_stands_as_alignments_with_eu_concepts():
    document = badge()

    codes = {
        kind: [(one["targetCode"], one["targetUrl"]) for one in alignments(document, kind)]
        for kind in ("ext:WorkloadHours", "ext:ECTS", "ext:EQF", "ext:FormOfParticipation", "ext:Supervision")
    }
    assert codes == {
        "ext:WorkloadHours": [("40", DESIGN.id)],
        "ext:ECTS": [("1.5", "http://data.europa.eu/snb/education-credit/6fcec5c5af")],
        "ext:EQF": [("6", "http://data.europa.eu/snb/eqf/6")],
        "ext:FormOfParticipation": [("blended", "http://data.europa.eu/snb/learning-assessment/e92d221e4d")],
        "ext:Supervision": [("online", "http://data.europa.eu/snb/supervision-verification/70be69aaf9")],
    }


def test_supervision_and_identity_are_two_facts_even_where_the_eu_has_no_concept():
    design = changed(DESIGN, supervision=Supervision.ONSITE, identity_verification=IdentityVerification.NONE)
    document = badge(changed(RECORD, credential=design))

    assert alignments(document, "ext:Supervision")[0]["targetUrl"] == DESIGN.id
    assert parse(document).credential.supervision is Supervision.ONSITE
    assert parse(document).credential.identity_verification is IdentityVerification.NONE


def test_both_languages_of_title_and_outcomes_survive():
    design = parse(json.loads(json.dumps(badge()))).credential

    assert design.title == both("Критично оценяване на информация", "Evaluating information critically")
    assert [one.statement for one in design.learning_outcomes] == [one.statement for one in DESIGN.learning_outcomes]


def test_a_text_without_the_main_language_still_shows_words():
    design = changed(DESIGN, description=both("", "Only in English"))

    assert achievement(badge(changed(RECORD, credential=design)))["description"] == "Only in English [en]"


def test_several_awarding_bodies_all_stand_in_the_badge_and_the_first_issues():
    other = changed(UNIVERSITY, id="did:web:academy.example", legal_name=both("Академия", "Academy"))
    document = badge(changed(RECORD, credential=changed(DESIGN, awarding_bodies=(UNIVERSITY, other))))

    assert document["issuer"]["id"] == UNIVERSITY.id
    assert [one["targetUrl"] for one in alignments(document, "ext:AwardingBody")] == [UNIVERSITY.id, other.id]


def test_the_email_address_is_never_written_in_clear():
    text = json.dumps(badge(issuer=changed(UNIVERSITY, email="")))

    assert RECORD.learner.email not in text


def test_the_hashed_address_is_recognised_whatever_its_capitals():
    identity = badge()["credentialSubject"]["identifier"][0]

    assert identity["identityHash"] == hashed_email("Amina@Uni.example ", salt="pepper")
    assert is_same_email(identity, "AMINA@uni.example")
    assert not is_same_email(identity, "bruno@uni.example")
    assert not is_same_email(identity | {"salt": "salt"}, "amina@uni.example")


@pytest.mark.parametrize(
    ("kind", "value", "hashed"),
    [
        ("emailAddress", "Amina@Uni.Example", "amina@uni.example"),
        ("emailAddress", "Amina@Uni.Example", "Amina@Uni.Example"),
        ("nationalIdentityNumber", "7501020018", "7501020018"),
        ("ext:facultyNumber", "ФН-001", "ФН-001"),
    ],
)
@pytest.mark.parametrize("function", ["md5", "sha256"])
def test_an_identity_is_recognised_by_both_hash_functions_of_the_specification(kind, value, hashed, function):
    digest = hashlib.new(function, (hashed + "pepper").encode()).hexdigest().upper()
    identity = {"hashed": True, "identityType": kind, "identityHash": f"{function}${digest}", "salt": "pepper"}

    assert is_same_identity(identity, value, kind=kind)
    assert not is_same_identity(identity, value + "1", kind=kind)
    assert not is_same_identity(identity, value, kind="identifier")
    assert not is_same_identity(identity | {"salt": "salt"}, value, kind=kind)
    assert not is_same_identity(identity | {"identityHash": f"sha1${digest}"}, value, kind=kind)


def test_an_identity_in_clear_is_compared_as_it_stands():
    identity = {"hashed": False, "identityType": "userName", "identityHash": "Amina"}

    assert is_same_identity(identity, "Amina", kind="userName")
    assert not is_same_identity(identity, "amina", kind="userName")


def test_a_learner_with_an_identifier_needs_no_address_and_no_salt():
    record = changed(RECORD, learner=Learner(id="did:key:z6Mk", name="Амина", email="amina@uni.example"))
    subject = project(record)["credentialSubject"]

    assert subject["id"] == "did:key:z6Mk"
    assert [one["identityType"] for one in subject["identifier"]] == ["name"]


@pytest.mark.parametrize(
    ("record", "at"),
    [
        (changed(RECORD, learner=Learner()), "/learner"),
        (changed(RECORD, credential=changed(DESIGN, awarding_bodies=())), "/credential/awarding_bodies"),
        (
            changed(RECORD, credential=changed(DESIGN, learning_outcomes=DESIGN.learning_outcomes * 2)),
            "/learning_outcomes",
        ),
        (changed(RECORD, credential=changed(DESIGN, assessments=DESIGN.assessments * 2)), "/assessments"),
        (changed(RECORD, id=DESIGN.id), "/id"),
        (changed(RECORD, evidence=(Evidence(id="https://x.example/1"),) * 2), "/id"),
    ],
)
def test_refuses_a_record_that_no_badge_can_be_made_of(record, at):
    with pytest.raises(ProjectionError) as caught:
        badge(record)

    assert caught.value.at == at
    assert caught.value.say("bg") != caught.value.say("en")


def test_refuses_to_hash_an_address_without_a_salt():
    with pytest.raises(ProjectionError, match="salt"):
        project(RECORD)


@SLOW
@given(records, organisations)
def test_nothing_is_written_that_the_two_contexts_do_not_define(record, issuer):
    to_dataset(project(record, issuer=issuer, salt="pepper"))


@SLOW
@given(records, organisations)
def test_every_badge_has_the_shape_that_open_badges_asks_for(record, issuer):
    assert check_schema(project(record, issuer=issuer, salt="pepper")) == []


def test_a_tag_that_stands_twice_is_written_once():
    design = changed(DESIGN, tags=("DigComp", "", "DigComp"))

    assert achievement(badge(changed(RECORD, credential=design)))["tag"] == ["DigComp"]


def test_every_loss_is_said_in_both_languages_and_is_one():
    assert all(loss.en and loss.bg for loss in LOSSES)
    assert carried(RECORD) == changed(RECORD, learner=Learner(name="Амина Георгиева"))


def test_a_foreign_badge_keeps_its_skills_and_criteria_as_one_outcome():
    record = parse(
        {
            "id": "urn:uuid:1",
            "issuer": {"id": "did:web:other.example", "name": "Other", "address": {"addressCountryCode": "NL"}},
            "validFrom": "2026-01-01T00:00:00Z",
            "credentialSubject": {
                "id": "did:key:z6Mk",
                "achievement": {
                    "id": "https://other.example/a",
                    "name": {"@value": "Forschungsdaten", "@language": "de"},
                    "description": "About data",
                    "criteria": {"narrative": "Six labs"},
                    "alignment": {"targetName": "manage data", "targetUrl": "http://data.europa.eu/esco/skill/1"},
                },
            },
        }
    )

    [outcome] = record.credential.learning_outcomes
    assert (outcome.statement.text("en"), outcome.skills[0].name.text("en")) == ("Six labs", "manage data")
    assert record.credential.awarding_bodies[0].country == "NL"
    assert record.credential.title.text("en") == "Forschungsdaten"


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"credentialSubject": []},
        {"credentialSubject": {"achievement": "https://x.example"}},
        {"credentialSubject": {"achievement": {"id": 5}}, "validFrom": "yesterday", "id": "x"},
        project(RECORD, salt="x")
        | {
            "credentialSubject": {
                "achievement": {
                    "name": "x",
                    "alignment": [
                        {"targetType": "ext:Form", "targetCode": "module"},
                        {"targetType": "ext:Translation.en0", "targetCode": "title", "targetName": "x"},
                    ],
                }
            }
        },
        {"credentialSubject": {"achievement": {"alignment": [None, 3, {"targetType": ["ext:Form"]}]}}},
    ],
)
def test_refuses_what_is_no_badge(document):
    with pytest.raises(MalformedError):
        parse(document)


@pytest.mark.shared
@needs_shared[1]
@pytest.mark.parametrize("name", ["simple.json", "simple_v1.json", "complete.json", "complete_v1.json"])
def test_the_badges_of_1edtech_are_read(name):
    text = (SHARED / "vectors" / "1edtech-validator-ob30" / name).read_text("utf-8")

    assert isinstance(parse(json.loads(text)), AnnexIRecord)
