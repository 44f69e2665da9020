"""Endorsements inside a badge and credentials inside a learner record: each is checked, and the reader is told."""

from datetime import timedelta

import pytest

from cast_of_badges import UNIVERSITY as BODY
from laurel.annex1.record import LangString, Learner, Organisation
from laurel.errors import MalformedError, ProjectionError
from laurel.formats import clr2, endorsement
from laurel.proofs import add_proof, vc_jwt
from laurel.verify import Outcome
from outside_world import LIST, NOW, SIGNED, SIGNER, STRANGER, STRANGER_SIGNER, TRUSTED, World, check, revocation_list, signed
from plain_badge import badge

AGENCY = Organisation(id=STRANGER, legal_name=LangString({"en": "Quality Agency"}), country="BG")
ISSUER = BODY.model_copy(update={"id": "did:web:uni.example"})
ACHIEVEMENT = "https://uni.example/achievements/1"
KNOWN = TRUSTED | {STRANGER: "Quality Agency"}


def endorsed(*, endorses=ACHIEVEMENT, signer=STRANGER_SIGNER, change=None, **facts):
    unsigned = endorsement.project(
        **({"id": "urn:uuid:e1", "endorses": endorses, "issuer": AGENCY, "comment": "Well assessed.", "issued": SIGNED} | facts)
    )
    inner = add_proof(unsigned, signer=signer, created=SIGNED)
    outer = endorsement.embed(badge(), inner)
    if change:
        change(outer)
    return add_proof(outer, signer=SIGNER, created=SIGNED)


@pytest.mark.parametrize("endorses", [ACHIEVEMENT, badge()["id"], "did:web:uni.example"])
def test_a_genuine_endorsement_by_somebody_known_is_named(endorses):
    report = check(endorsed(endorses=endorses), trusted=KNOWN)

    assert (report.verdict, report["endorsements"].outcome) == ("accept", Outcome.PASSED)
    assert "Quality Agency" in report["endorsements"].say("bg")


def test_an_endorsement_by_a_stranger_is_told():
    report = check(endorsed())

    assert (report.verdict, report.codes) == ("warn", ("ENDORSER_UNKNOWN",))


def _alter(outer):
    outer["credentialSubject"]["achievement"]["endorsement"][0]["credentialSubject"]["endorsementComment"] = "The best."


def _point_elsewhere(outer):
    outer["credentialSubject"]["achievement"]["id"] += "-other"


@pytest.mark.parametrize("change", [_alter, _point_elsewhere])
def test_refuses_to_count_an_endorsement_that_was_changed_or_moved(change):
    report = check(endorsed(change=change), trusted=KNOWN)

    assert (report.verdict, report["endorsements"].code) == ("warn", "ENDORSEMENT_BROKEN")


def test_refuses_to_count_an_endorsement_in_another_s_name_or_out_of_its_time():
    forged = check(endorsed(signer=SIGNER), trusted=KNOWN)
    ended = check(endorsed(valid_until=NOW - timedelta(days=1)), trusted=KNOWN)

    assert {report["endorsements"].code for report in (forged, ended)} == {"ENDORSEMENT_BROKEN"}
    assert {report.verdict for report in (forged, ended)} == {"warn"}


def test_nobody_is_asked_about_endorsements_in_a_forged_badge():
    world = World()
    document = endorsed() | {"name": "Forged"}

    report = check(document, world=world)

    assert report.verdict == "reject"
    assert not any("stranger" in url for url in world.asked)


def test_refuses_to_embed_what_is_not_signed_or_endorses_something_else():
    unsigned = endorsement.project(id="urn:uuid:e1", endorses="urn:x", issuer=AGENCY, comment="", issued=SIGNED)

    with pytest.raises(ProjectionError, match="sign the endorsement first"):
        endorsement.embed(badge(), unsigned)
    with pytest.raises(ProjectionError, match="nothing with the identifier urn:x"):
        endorsement.embed(badge(), add_proof(unsigned, signer=STRANGER_SIGNER, created=SIGNED))
    with pytest.raises(ProjectionError, match="identifier of their own"):
        endorsement.project(id="urn:x", endorses="urn:x", issuer=AGENCY, comment="", issued=SIGNED)


def endorsed_by_token(*, endorses=ACHIEVEMENT, signer=STRANGER_SIGNER, typ="JWT", change=None, **facts):
    unsigned = endorsement.project(
        **({"id": "urn:uuid:e1", "endorses": endorses, "issuer": AGENCY, "comment": "Well assessed.", "issued": SIGNED} | facts)
    )
    outer = endorsement.embed_token(badge(), vc_jwt.sign(unsigned, signer=signer, typ=typ))
    if change:
        change(outer)
    return outer


@pytest.mark.parametrize("typ", ["JWT", "vc+jwt"])
@pytest.mark.parametrize("endorses", [ACHIEVEMENT, badge()["id"], "did:web:uni.example"])
def test_an_endorsement_that_is_a_token_counts_in_a_badge_that_is_one(endorses, typ):
    token = vc_jwt.sign(endorsed_by_token(endorses=endorses, typ=typ), signer=SIGNER, typ=typ)

    report = check(token, trusted=KNOWN)

    assert (report.verdict, report["endorsements"].outcome) == ("accept", Outcome.PASSED)
    assert check(token).codes == ("ENDORSER_UNKNOWN",)


def _alter_token(outer):
    held = outer["credentialSubject"]["achievement"]["endorsementJwt"]
    held[0] = held[0][:-6] + ("AAAAAA" if not held[0].endswith("AAAAAA") else "BBBBBB")


@pytest.mark.parametrize("change", [_alter_token, _point_elsewhere])
def test_refuses_to_count_a_token_that_was_changed_or_moved(change):
    token = vc_jwt.sign(endorsed_by_token(change=change), signer=SIGNER)

    assert (check(token, trusted=KNOWN).verdict, check(token, trusted=KNOWN).codes) == ("warn", ("ENDORSEMENT_BROKEN",))


def test_refuses_to_count_a_token_in_another_s_name():
    token = vc_jwt.sign(endorsed_by_token(signer=SIGNER), signer=SIGNER)

    assert check(token, trusted=KNOWN).codes == ("ENDORSEMENT_BROKEN",)


@pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_refuses_to_count_an_endorsement_that_is_a_token_beside_an_embedded_proof(suite):
    """The context has `endorsementJwt` in its newer copies only; a verifier with an older one would not see it signed."""
    report = check(add_proof(endorsed_by_token(), suite=suite, signer=SIGNER, created=SIGNED), trusted=KNOWN)

    assert (report.verdict, report.codes) == ("warn", ("ENDORSEMENT_UNPROTECTED",))


def test_refuses_to_embed_a_token_in_a_signed_badge_or_beside_something_else():
    with pytest.raises(ProjectionError, match="embedded proof"):
        endorsement.embed_token(signed(), vc_jwt.sign(badge(), signer=SIGNER))
    with pytest.raises(ProjectionError, match="nothing with the identifier"):
        endorsed_by_token(endorses="urn:x")


def second(**changes):
    other = badge()
    other["credentialSubject"]["achievement"]["id"] = "https://uni.example/achievements/2"
    return signed(id="urn:uuid:second", credentialSubject=other["credentialSubject"], **changes)


LEARNER = Learner(id="did:example:learner", name="Amina")
PRECEDES = clr2.Association(kind="precedes", source=ACHIEVEMENT, target="https://uni.example/achievements/2")


def transcript(*credentials, signer=SIGNER, associations=(PRECEDES,)):
    unsigned = clr2.project(
        credentials or (signed(), second()),
        id="urn:uuid:clr",
        name="Transcript",
        issuer=ISSUER,
        learner=LEARNER,
        issued=SIGNED,
        associations=associations,
    )
    return add_proof(unsigned, signer=signer, created=SIGNED)


def test_a_transcript_and_every_badge_in_it_are_verified():
    report = check(transcript())

    assert (report.verdict, report.codes) == ("accept", ())
    assert "2" in report["credentials"].say("en")


def test_a_transcript_as_a_token_is_verified_too():
    unsigned = {name: value for name, value in transcript().items() if name != "proof"}

    assert check(vc_jwt.sign(unsigned, signer=SIGNER)).verdict == "accept"


def test_a_transcript_is_read_back():
    found = clr2.parse(transcript())

    assert (found.id, found.name, found.associations) == ("urn:uuid:clr", "Transcript", (PRECEDES,))
    assert [record.id for record in found.records] == [badge()["id"], "urn:uuid:second"]


def test_refuses_a_transcript_with_a_forged_badge_in_it():
    forged = second() | {"name": "Forged"}

    report = check(transcript(signed(), forged))

    assert (report.verdict, report["credentials"].code) == ("reject", "EMBEDDED_BROKEN")
    assert "1" in report["credentials"].say("bg")


def test_a_transcript_with_a_revoked_badge_is_told():
    status = {
        "id": f"{LIST}#94567",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "94567",
        "statusListCredential": LIST,
    }

    report = check(transcript(signed(), second(credentialStatus=status)), world=World({LIST: revocation_list(94567)}))

    assert (report.verdict, report.codes) == ("warn", ("EMBEDDED_DOUBTFUL",))
    assert any(detail.code == "REVOKED" for detail in report["credentials"].details)


def test_refuses_a_transcript_that_was_changed_or_is_malformed():
    changed = transcript()
    changed["credentialSubject"]["association"][0]["associationType"] = "isPartOf"
    odd = transcript()
    odd["credentialSubject"]["association"][0]["associationType"] = "adores"

    assert check(changed)["proof"].code == "PROOF_VERIFICATION_ERROR"
    assert check(odd)["schema"].code == "SCHEMA"


@pytest.mark.parametrize(
    ("credentials", "associations", "why"),
    [
        ([], (), "no credential"),
        ([badge()], (), "no proof"),
        ([signed(), signed()], (), "same identifier"),
        ([signed()], (PRECEDES,), "two different achievements"),
    ],
)
def test_refuses_to_write_a_transcript_that_is_not_sound(credentials, associations, why):
    with pytest.raises(ProjectionError, match=why):
        clr2.project(
            credentials, id="urn:c", name="T", issuer=ISSUER, learner=LEARNER, issued=SIGNED, associations=associations
        )


def test_refuses_to_read_a_badge_as_a_transcript():
    with pytest.raises(MalformedError):
        clr2.parse(badge())
