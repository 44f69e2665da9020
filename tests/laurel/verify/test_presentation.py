"""Presentations: shown by the holder, to this verifier, now."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from laurel.did import key as did_key
from laurel.fetching import no_network
from laurel.keys import LocalSigner, PrivateKey
from laurel.proofs import add_proof
from laurel.verify.presentation import PresentationReport, verify_presentation
from presenting import present

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
CHALLENGE, DOMAIN = "a-question-asked-once", "https://esra.example"
OPEN_BADGES = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]


def _signer(number: int) -> LocalSigner:
    private = PrivateKey.from_seed(bytes([number]) * 32)
    did = did_key.did_of(private.public)
    return LocalSigner(private, f"{did}#{did.removeprefix('did:key:')}")


ISSUER, HOLDER, THIEF = _signer(1), _signer(2), _signer(3)


def _did(signer: LocalSigner) -> str:
    return signer.verification_method.partition("#")[0]


def _badge(subject: str = _did(HOLDER)) -> dict[str, Any]:
    document = {
        "@context": OPEN_BADGES,
        "id": "urn:uuid:0d0e3c5a-6f1c-4b57-9d57-5e2f5a1f2d10",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "A badge",
        "issuer": {"id": _did(ISSUER), "type": ["Profile"], "name": "An issuer"},
        "validFrom": "2026-11-01T00:00:00Z",
        "credentialSubject": {
            "id": subject,
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "urn:uuid:2b9d8b6a-7f0e-4a53-8a75-bd1a9f3a9b11",
                "type": ["Achievement"],
                "name": "An achievement",
                "description": "What it is.",
                "criteria": {"narrative": "What was done."},
            },
        },
    }
    return add_proof(document, signer=ISSUER, created=AT - timedelta(days=1))


def _shown(*credentials: dict[str, Any], **changes: Any) -> dict[str, Any]:
    options = {"signer": HOLDER, "challenge": CHALLENGE, "domain": DOMAIN, "created": AT, **changes}
    return present(credentials or (_badge(),), **options)


def _verify(presentation: object, *, challenge: str = CHALLENGE, domain: str = DOMAIN) -> PresentationReport:
    text = presentation if isinstance(presentation, str) else json.dumps(presentation)
    trusted = {_did(ISSUER): "An issuer"}
    return verify_presentation(text, challenge=challenge, domain=domain, at=AT, fetch=no_network, trusted=trusted)


def _codes(report: PresentationReport) -> set[str]:
    return {check.code for check in report.checks if check.code != "OK"}


def test_a_holder_shows_two_credentials():
    report = _verify(_shown(_badge(), _badge()))

    assert report.verified, report.to_json()
    assert report.holder == _did(HOLDER)
    assert [each.verdict for each in report.credentials] == ["accept", "accept"]


def test_the_verdict_is_said_in_both_languages():
    report = _verify(_shown())

    assert (report.verdict, report.outcome.name, report.codes) == ("accept", "PASSED", ())
    assert report.headline("en") == "Valid, and shown by its holder"
    assert report.headline("bg") == "Валидно и показано от притежателя си"
    assert report.to_json()["advice"]["en"] == "You can rely on what it says."


def test_a_doubtful_credential_makes_the_whole_doubtful():
    report = verify_presentation(json.dumps(_shown()), challenge=CHALLENGE, domain=DOMAIN, at=AT, fetch=no_network)

    assert (report.verdict, report.outcome.name, report.codes) == ("warn", "UNKNOWN", ("ISSUER_UNKNOWN",))
    assert report.verified


def test_a_refused_credential_makes_the_whole_refused():
    changed = _badge()
    changed["name"] = "Another badge"

    report = _verify(_shown(_badge(), changed))

    assert (report.verdict, report.outcome.name) == ("reject", "FAILED")
    assert report.advice("en").startswith("Do not rely on it.")


def test_an_enveloped_credential_is_checked_as_a_token():
    envelope = {
        "@context": OPEN_BADGES[0],
        "type": "EnvelopedVerifiableCredential",
        "id": "data:application/vc+jwt,not.a.token",
    }

    report = _verify(_shown(envelope))

    assert not report.verified
    assert report.credentials[0].verdict == "reject"


@pytest.mark.parametrize(("challenge", "domain"), [("another", DOMAIN), (CHALLENGE, "https://other.example")])
def test_refuses_a_presentation_that_was_shown_elsewhere(challenge, domain):
    report = _verify(_shown(), challenge=challenge, domain=domain)

    assert not report.verified
    assert _codes(report) == {"MEANT_FOR_ANOTHER"}


@pytest.mark.parametrize(("challenge", "domain"), [("", DOMAIN), (CHALLENGE, "")])
def test_refuses_to_check_against_nothing(challenge, domain):
    with pytest.raises(ValueError, match="challenge and a domain"):
        _verify(_shown(), challenge=challenge, domain=domain)


def test_refuses_a_presentation_without_a_proof():
    presentation = _shown()
    del presentation["proof"]

    assert not _verify(presentation).verified


def test_refuses_a_thief_who_names_somebody_else_as_holder():
    assert not _verify(_shown(signer=THIEF, holder=_did(HOLDER))).verified


def test_refuses_somebody_elses_credential():
    report = _verify(_shown(signer=THIEF))

    assert not report.verified
    assert "ABOUT_ANOTHER" in _codes(report)


def test_refuses_a_key_used_for_another_purpose():
    assert not _verify(_shown(purpose="assertionMethod")).verified


def test_refuses_a_proof_from_the_future():
    report = _verify(_shown(created=AT + timedelta(hours=1)))

    assert not report.verified
    assert "SIGNED_IN_THE_FUTURE" in _codes(report)


def test_refuses_a_changed_challenge_inside_the_proof():
    presentation = _shown()
    presentation["proof"][0]["challenge"] = "another"

    assert not _verify(presentation, challenge="another").verified


@pytest.mark.parametrize(
    "change",
    [
        {"holder": "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"},
        {"holder": {}},
        {"invented": "x"},
        {"type": ["VerifiablePresentation", "Diploma"]},
        {"type": "VerifiableCredential"},
        {"@context": []},
        {"@context": {"@vocab": "https://evil.example/"}},
        {"@context": [OPEN_BADGES[0], "https://evil.example/context"]},
        {"@context": [OPEN_BADGES[1]]},
        {"verifiableCredential": []},
        {"verifiableCredential": "text"},
        {"verifiableCredential": [{}] * 21},
    ],
    ids=str,
)
def test_refuses_an_edited_presentation(change):
    assert not _verify({**_shown(), **change}).verified


def test_refuses_a_swapped_credential():
    presentation = _shown()
    presentation["verifiableCredential"] = [_badge(subject=_did(HOLDER)) | {"name": "A better badge"}]

    assert not _verify(presentation).verified


@pytest.mark.parametrize("text", ["", "{", "[]", '{"type": "VerifiablePresentation", "type": "x"}', "\ud800"])
def test_refuses_what_is_no_strict_json_without_raising(text):
    report = _verify(text)

    assert not report.verified
    assert report.to_json()["checks"][0]["text"]["bg"]


def test_refuses_a_presentation_larger_than_the_policy_allows():
    assert not _verify(json.dumps({**_shown(), "id": "urn:x:" + "a" * 1_000_001})).verified


def test_every_edit_of_one_letter_in_the_proof_is_refused():
    presentation = _shown()
    value = presentation["proof"][0]["proofValue"]
    for index in range(1, len(value), 9):
        edited = deepcopy(presentation)
        letter = "2" if value[index] != "2" else "3"
        edited["proof"][0]["proofValue"] = value[:index] + letter + value[index + 1 :]
        assert not _verify(edited).verified
