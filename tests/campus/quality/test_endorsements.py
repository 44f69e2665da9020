"""Endorsements of a published version: asked for, signed with the endorser's own key, carried by badges, withdrawn."""

import json
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from badges import MONDAY, institution, issued, published
from campus.assurance.endorsed import endorsements_of
from campus.assurance.models import Endorsement
from campus.issuing import keys
from campus.people.models import Role
from campus.people.roles import NotAllowedError
from campus.people.scope import NotFoundError
from campus.quality import endorsements
from campus.quality.endorsements import State
from campus.verification.check import check_own
from cast import member, person
from laurel.annex1.record import LangString, Organisation
from laurel.formats import endorsement as credentials
from laurel.proofs import add_proof
from outside_world import SIGNED, SIGNER, UNIVERSITY, World

QUALITY, EMPLOYER = Endorsement.Kind.QUALITY, Endorsement.Kind.EMPLOYER


@pytest.fixture
def asked(version, other_university, bruno):
    return endorsements.request(
        version, endorser="other-university", kind=QUALITY, reason="You reviewed it in May.", by=bruno, at=MONDAY
    )


@pytest.fixture
def signed(asked, other_university, dmitri):
    keys.create_key(other_university, by=dmitri, at=MONDAY)
    return endorsements.sign(asked, comment="Reviewed by the ESG, fulfilled.", by=dmitri, at=timezone.now())


def outside(version, *, issuer=UNIVERSITY, endorses=None, comment="We hire for this."):
    unsigned = credentials.project(
        id="urn:uuid:6a2b3a5c-0000-4000-8000-000000000001",
        endorses=endorses or endorsements.achievement_of(version),
        issuer=Organisation(id=issuer, legal_name=LangString({"en": "Sofia Example"}), country="BG"),
        comment=comment,
        issued=SIGNED,
    )
    return add_proof(unsigned, signer=SIGNER, created=SIGNED)


def uploaded(version, document, by, *, at=None):
    return endorsements.upload(
        version,
        content=json.dumps(document).encode(),
        kind=EMPLOYER,
        reason="They hire our learners.",
        by=by,
        at=at or timezone.now(),
        fetch=World(),
    )


def test_a_badge_carries_the_endorsement_and_its_verification_says_that_it_holds(signed, version, rositsa):
    credential = issued(version, rositsa)
    achievement = json.loads(credential.document)["credentialSubject"]["achievement"]
    report = check_own(credential.document, at=timezone.now())

    assert achievement["endorsement"] == [json.loads(signed.document)]
    assert report.verdict == "accept"
    assert next(check for check in report.checks if check.name == "endorsements").tone == "valid"


def test_a_badge_without_endorsements_is_as_it_was(asked, version, rositsa):
    assert "endorsement" not in issued(version, rositsa).document


def test_what_is_signed_names_the_version_and_the_endorser(signed, version):
    document = json.loads(signed.document)

    assert document["issuer"]["id"] == signed.endorser_did
    assert document["credentialSubject"]["id"] == endorsements.achievement_of(version)
    assert document["credentialSubject"]["endorsementComment"] == "Reviewed by the ESG, fulfilled."
    assert endorsements_of(version) == [signed]


def test_a_changed_endorsement_in_a_badge_is_told_to_the_reader(signed, version, rositsa):
    document = json.loads(issued(version, rositsa).document)
    endorsement = document["credentialSubject"]["achievement"]["endorsement"][0]
    endorsement["credentialSubject"]["endorsementComment"] = "The best of all."

    assert check_own(json.dumps(document), at=timezone.now()).verdict == "reject"


def test_a_withdrawn_endorsement_travels_no_more(signed, version, rositsa, other_university, dmitri):
    endorsements.withdraw(signed, because="The board has changed.", by=dmitri, at=MONDAY, of=other_university)

    assert endorsements_of(version) == []
    assert "endorsement" not in issued(version, rositsa).document


def test_a_request_is_declined_with_a_reason(asked, version, dmitri):
    done = endorsements.decline(asked, because="We do not know this field.", by=dmitri, at=MONDAY)

    assert (done.state, done.ended_because, done.ended_by) == ("declined", "We do not know this field.", dmitri)
    with pytest.raises(endorsements.EndorsementMovedOnError):
        endorsements.decline(asked, because="Again", by=dmitri, at=MONDAY)


def test_whoever_asked_takes_a_request_back(asked, laurel_university, bruno):
    done = endorsements.withdraw(asked, because="Asked by mistake.", by=bruno, at=MONDAY, of=laurel_university)

    assert done.state == State.WITHDRAWN


def test_an_endorser_cannot_withdraw_what_it_never_signed(asked, other_university, dmitri):
    with pytest.raises(endorsements.EndorsementMovedOnError):
        endorsements.withdraw(asked, because="x", by=dmitri, at=MONDAY, of=other_university)


def test_refuses_a_second_request_to_the_same_endorser_and_allows_one_after_the_end(asked, version, bruno, dmitri):
    def again():
        return endorsements.request(version, endorser="other-university", kind=EMPLOYER, reason="x", by=bruno, at=MONDAY)

    with pytest.raises(endorsements.EndorsementThereError):
        again()
    endorsements.decline(asked, because="No.", by=dmitri, at=MONDAY)
    assert again().state == State.REQUESTED


@pytest.mark.parametrize("endorser", ["nobody", "laurel-university", ""])
def test_refuses_an_endorser_that_is_not_there_or_is_oneself(version, bruno, endorser):
    with pytest.raises(endorsements.NoSuchEndorserError):
        endorsements.request(version, endorser=endorser, kind=EMPLOYER, reason="x", by=bruno, at=MONDAY)


def test_refuses_everything_without_a_reason(version, asked, bruno, dmitri, other_university, laurel_university):
    keys.create_key(other_university, by=dmitri, at=MONDAY)
    with pytest.raises(endorsements.ReasonNeededError):
        endorsements.request(version, endorser="other-university", kind=EMPLOYER, reason=" ", by=bruno, at=MONDAY)
    with pytest.raises(endorsements.ReasonNeededError):
        endorsements.sign(asked, comment=" ", by=dmitri, at=MONDAY)
    with pytest.raises(endorsements.ReasonNeededError):
        endorsements.decline(asked, because="", by=dmitri, at=MONDAY)
    with pytest.raises(endorsements.ReasonNeededError):
        endorsements.withdraw(asked, because="", by=bruno, at=MONDAY, of=laurel_university)


@pytest.mark.parametrize("who", ["bruno", "carla", "adela", "rositsa", "amina"])
def test_refuses_the_owner_who_signs_or_declines_for_the_endorser(asked, request, who):
    someone = request.getfixturevalue(who)

    with pytest.raises(NotAllowedError):
        endorsements.sign(asked, comment="We are great.", by=someone, at=MONDAY)
    with pytest.raises(NotAllowedError):
        endorsements.decline(asked, because="x", by=someone, at=MONDAY)


def test_refuses_a_signature_of_the_endorsers_administrator(asked, other_university):
    boss = member(other_university, person("boss@other.example", "Boss"), Role.ADMINISTRATOR)

    with pytest.raises(NotAllowedError):
        endorsements.sign(asked, comment="Fine.", by=boss, at=MONDAY)


def test_refuses_a_signature_without_a_key(asked, dmitri):
    with pytest.raises(keys.NoSigningKeyError):
        endorsements.sign(asked, comment="Fine.", by=dmitri, at=MONDAY)


def test_refuses_a_withdrawal_by_a_third_organisation(signed, laurel_university):
    third, _author, _officer, registrar = institution("third-university")

    with pytest.raises(NotFoundError):
        endorsements.withdraw(signed, because="x", by=registrar, at=MONDAY, of=third)


def test_an_endorsement_signed_elsewhere_is_taken_once_it_is_verified(version, carla, rositsa):
    row = uploaded(version, outside(version), carla)

    # nobody here knows the signer, so its name is no more than its own word
    assert (row.state, row.endorser, row.endorser_did, row.endorser_name) == ("signed", None, UNIVERSITY, UNIVERSITY)
    assert row.comment == "We hire for this."
    assert json.loads(issued(version, rositsa).document)["credentialSubject"]["achievement"]["endorsement"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda document: document["credentialSubject"].update(endorsementComment="The best of all."),
        lambda document: document["credentialSubject"].update(id="https://elsewhere.example/m/1"),
        lambda document: document.pop("proof"),
        lambda document: document.update(type=["VerifiableCredential", "OpenBadgeCredential"]),
        lambda document: document.pop("credentialSubject"),
    ],
)
def test_refuses_an_endorsement_that_cannot_be_verified_or_is_about_something_else(version, carla, spoil):
    document = outside(version)
    spoil(document)

    with pytest.raises(endorsements.NotAnEndorsementError):
        uploaded(version, document, carla)
    assert not Endorsement.objects.exists()


def test_refuses_an_endorsement_of_quality_by_a_signer_nobody_knows(version, carla):
    content = json.dumps(outside(version)).encode()

    with pytest.raises(endorsements.NotAnEndorsementError):
        endorsements.upload(version, content=content, kind=QUALITY, reason="x", by=carla, at=timezone.now(), fetch=World())


def test_refuses_a_withdrawn_endorsement_that_its_owner_brings_back(signed, version, other_university, dmitri, carla):
    document = json.loads(signed.document)
    endorsements.withdraw(signed, because="Expired.", by=dmitri, at=MONDAY, of=other_university)

    with pytest.raises(endorsements.NotAnEndorsementError):
        uploaded(version, document, carla)


@pytest.mark.parametrize("content", [b"\xff", b"[1]", b"{", b" " * 200_001])
def test_refuses_a_file_that_is_no_credential_at_all(version, carla, content):
    with pytest.raises(endorsements.NotAnEndorsementError):
        endorsements.upload(version, content=content, kind=EMPLOYER, reason="x", by=carla, at=MONDAY, fetch=World())


@pytest.mark.parametrize("who", ["bruno", "rositsa", "dmitri"])
def test_refuses_an_upload_of_anybody_but_quality_and_administration(version, request, who):
    with pytest.raises(NotAllowedError):
        uploaded(version, outside(version), request.getfixturevalue(who))


def test_the_database_keeps_no_signature_without_its_document(asked):
    with pytest.raises(IntegrityError), transaction.atomic():
        Endorsement.objects.filter(pk=asked.pk).update(state=State.SIGNED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Endorsement.objects.filter(pk=asked.pk).update(state=State.WITHDRAWN)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one transaction after the other")
def test_of_signing_and_taking_back_at_once_only_one_happens():
    owner, author, officer, _registrar = institution("race-owner")
    other, _a, _o, registrar = institution("race-endorser")
    keys.create_key(other, by=registrar, at=MONDAY)
    version = published(owner, author, officer)
    row = endorsements.request(version, endorser="race-endorser", kind=EMPLOYER, reason="x", by=author, at=MONDAY)
    together, ended = Barrier(2), []

    def run(act):
        together.wait()
        try:
            act()
            ended.append("done")
        except endorsements.EndorsementMovedOnError:
            ended.append("moved on")
        finally:
            connection.close()

    acts = [
        lambda: endorsements.sign(row, comment="Fine.", by=registrar, at=MONDAY),
        lambda: endorsements.decline(row, because="No.", by=registrar, at=MONDAY),
    ]
    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(ended) == ["done", "moved on"]


def test_the_signed_file_of_a_restricted_design_is_for_whoever_may_see_the_design(
    client, laurel_university, other_university, bruno, carla, dmitri, rositsa
):
    version = published(laurel_university, bruno, carla, visibility="restricted")
    keys.create_key(other_university, by=dmitri, at=MONDAY)
    wanted = endorsements.request(version, endorser="other-university", kind=QUALITY, reason="Please.", by=bruno, at=MONDAY)
    signed = endorsements.sign(wanted, comment="Fine.", by=dmitri, at=timezone.now())
    address = f"/m/{version.design.public_id}/{version.number}/endorsements/{signed.public_id}"

    assert client.get(address).status_code == 404

    client.force_login(rositsa, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(address)["Cache-Control"] == "private, no-store"
