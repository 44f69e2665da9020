"""European Digital Credentials through the same door as every badge."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from elm_samples import PICTURE, SEALED_ON, record, sample
from laurel.fetching import no_network
from laurel.formats.elm import jades, project, uploadable
from laurel.verify import PROOF_ONLY, LogEvidence, Outcome, verify
from log_keeping import KEYS, receipt_for
from seals import DIES, MONDAY, ORGANISATION, RSA_KEY, Authority
from shared import needs_shared

ROOT = Authority()
NAMES = ("structure", "proof", "issuer_key", "validity", "status", "schema", "issuer_known")
SIGNED = ["signed/Sample-MC-Annex1-signed.jsonld", "signed/Sample-CertOfPart-signed.jsonld"]


def sealed(document=None, **changes):
    document = document or project(record(), image=PICTURE)
    return json.dumps(jades.seal(document, chain=[ROOT.certify(RSA_KEY, **changes)], key=RSA_KEY, at=MONDAY))


def report(presented, *, at=MONDAY, anchors=(ROOT.certificate,), trusted=None, **more):
    known = {ORGANISATION: "Example University"} if trusted is None else trusted
    return verify(presented, at=at, fetch=no_network, trusted=known, anchors=anchors, **more)


def test_a_credential_with_a_known_seal_is_accepted():
    found = report(sealed(), recipient="amina@uni.example")

    assert (found.verdict, found.codes) == ("accept", ())
    assert [check.name for check in found.checks] == [*NAMES, "recipient"]
    assert (found.credential.title, found.credential.learner) == ("Оценяване на информация", "Амина Петрова")
    assert "ETSI" in found["proof"].source


@pytest.mark.shared
@needs_shared[1]
@pytest.mark.parametrize("name", SIGNED)
def test_the_commission_s_samples_are_genuine_on_the_day_they_were_sealed(name):
    envelope = sample(name)
    found = report(json.dumps(envelope), at=SEALED_ON, anchors=jades.read(envelope).chain[:1])

    assert (found.verdict, found.codes) == ("warn", ("ISSUER_UNKNOWN",))
    assert all(found[name].outcome is Outcome.PASSED for name in NAMES[:-1])
    assert found.credential.issuer_id == "VATES-A00000000"


@pytest.mark.shared
@needs_shared[1]
def test_years_later_only_the_seal_itself_says_how_old_it_is():
    envelope = sample(SIGNED[0])

    found = report(json.dumps(envelope), anchors=jades.read(envelope).chain[:1])

    assert found["issuer_key"].code == "SEAL_EXPIRED_SINCE"
    assert (found.verdict, found.outcome) == ("warn", Outcome.UNKNOWN)


def test_a_log_tells_that_a_seal_is_older_than_its_certificate_s_end():
    envelope, years_later = sealed(), DIES + timedelta(days=30)
    receipt = receipt_for(envelope, happened=MONDAY, at=MONDAY)

    alone = report(envelope, at=years_later)
    with_receipt = report(envelope, at=years_later, logged=LogEvidence(receipts=[receipt.to_text()], keys=KEYS))

    assert (alone["issuer_key"].code, alone.verdict) == ("SEAL_EXPIRED_SINCE", "warn")
    assert (with_receipt["issuer_key"].code, with_receipt.verdict) == ("SEAL_EXPIRED_AFTER", "accept")


def test_refuses_to_take_a_log_s_word_from_after_a_seal_s_end():
    envelope, years_later = sealed(), DIES + timedelta(days=30)
    receipt = receipt_for(envelope, happened=MONDAY, at=DIES)

    found = report(envelope, at=years_later, logged=LogEvidence(receipts=[receipt.to_text()], keys=KEYS))

    assert found["issuer_key"].code == "SEAL_EXPIRED_SINCE"


def test_refuses_a_seal_of_an_authority_that_nobody_vouches_for():
    found = report(sealed(), anchors=())

    assert (found.verdict, found.outcome, found["issuer_key"].code) == ("reject", Outcome.UNKNOWN, "SEAL_UNTRUSTED")


def test_refuses_a_seal_of_somebody_else_than_the_issuer():
    envelope = json.loads(sealed())
    document = json.loads(envelope["payload"])
    document["issuer"]["eIDASIdentifier"]["notation"] = "VATBG-111111111"
    header = envelope["signatures"][0]["protected"]
    payload = json.dumps(document)
    signature = jades.base64url.encode(jades._sign(RSA_KEY, "RS256", f"{header}.{payload}".encode()))

    found = report(json.dumps({"payload": payload, "signatures": [{"protected": header, "signature": signature}]}))

    assert (found.verdict, found["issuer_key"].code) == ("reject", "SEAL_OF_ANOTHER")


def test_refuses_a_sealed_text_that_was_changed():
    found = report(sealed().replace("5.50", "6.00"))

    assert (found.verdict, found["proof"].code) == ("reject", "PROOF_VERIFICATION_ERROR")


def test_refuses_a_seal_made_after_the_certificate_died_or_in_the_future():
    document = project(record(), image=PICTURE)
    late = jades.seal(document, chain=[ROOT.certify(RSA_KEY)], key=RSA_KEY, at=DIES + timedelta(days=1))

    assert report(json.dumps(late), at=DIES + timedelta(days=2))["issuer_key"].code == "SEAL_OUT_OF_TIME"
    assert report(sealed(), at=MONDAY - timedelta(days=1))["validity"].code == "NOT_YET_VALID"


def test_refuses_an_expired_credential():
    found = report(sealed(project(record(valid_until=datetime(2026, 11, 23, 10, tzinfo=UTC)), image=PICTURE)))

    assert (found.verdict, found["validity"].code) == ("reject", "EXPIRED")


def test_refuses_an_unsealed_credential_but_shows_what_it_says():
    document = project(record(), image=PICTURE)

    for presented in (document, uploadable(document)):
        found = report(json.dumps(presented))
        assert (found.verdict, found.codes[0], found.credential.title) == ("reject", "NO_PROOF", "Оценяване на информация")


def test_refuses_a_sealed_credential_that_lacks_what_every_one_has():
    document = project(record(), image=PICTURE)
    del document["displayParameter"]

    found = report(sealed(document))

    assert found["schema"].code == "SCHEMA"
    assert [each.say("en") for each in found["schema"].details] == ["“displayParameter” is missing"]


@pytest.mark.parametrize("envelope", [{"payload": 1, "signatures": 2}, {"payload": "{}", "signatures": [{"protected": "e30"}]}])
def test_refuses_an_envelope_that_cannot_be_read(envelope):
    found = report(json.dumps(envelope))

    assert (found.verdict, found["structure"].outcome) == ("reject", Outcome.FAILED)


def test_proof_only_does_not_ask_whose_the_seal_is():
    found = report(sealed(), anchors=(), policy=PROOF_ONLY)

    assert (found.verdict, found.codes) == ("warn", ())


@pytest.mark.parametrize("language", ["en", "bg"])
def test_every_answer_is_a_sentence(language):
    for found in (report(sealed()), report(sealed(), anchors=())):
        assert all("…" not in check.say(language) for check in found.checks)


@pytest.mark.shared
@needs_shared[1]
def test_the_title_is_that_of_the_achievement_and_not_of_the_page():
    found = report(json.dumps(sample(SIGNED[0])), at=SEALED_ON, anchors=())

    assert found.credential.title == "Digital micro-credential creation"
    assert "European Digital Credential" in found["schema"].say("en")


def test_refuses_to_reassure_about_the_sealer_of_a_changed_credential():
    envelope = json.loads(sealed())
    envelope["payload"] = envelope["payload"].replace("2026", "2025", 1)

    found = report(json.dumps(envelope))

    assert found["proof"].outcome is Outcome.FAILED
    assert found["issuer_key"].code == found["issuer_known"].code == "SIGNATURE_BROKEN"
    assert "ETSI" in found["issuer_key"].source
