"""Presentations that a holder makes: with an embedded proof of any suite, and as tokens, each for one reader and occasion."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from laurel.did import key as did_key
from laurel.errors import ProofError, UnsupportedError
from laurel.fetching import no_network
from laurel.keys import LocalSigner, PrivateKey
from laurel.proofs import Occasion, add_proof, envelope, present, vc_jwt, vp_jwt
from laurel.verify.presentation import PresentationReport, verify_presentation
from plain_badge import badge

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
ASKED = {"challenge": "a-question-asked-once", "domain": "https://esra.example"}
SUITES = [
    ("eddsa-rdfc-2022", "Ed25519"),
    ("eddsa-jcs-2022", "Ed25519"),
    ("ecdsa-rdfc-2019", "P-256"),
    ("ecdsa-rdfc-2019", "P-384"),
    ("ecdsa-jcs-2019", "P-256"),
    ("ecdsa-jcs-2019", "P-384"),
]
ALGORITHMS = ["Ed25519", "P-256", "P-384"]


def signer_of(number: int, algorithm: str = "Ed25519") -> LocalSigner:
    private = PrivateKey.from_seed(bytes([number]) * (48 if algorithm == "P-384" else 32), algorithm)
    return LocalSigner(private, did_key.method_of(private.public))


def did(signer: LocalSigner) -> str:
    return signer.verification_method.partition("#")[0]


ISSUER = signer_of(1)


def about(holder: LocalSigner) -> dict[str, Any]:
    document = badge()
    document["issuer"] = {**document["issuer"], "id": did(ISSUER)}
    document["credentialSubject"] = {**document["credentialSubject"], "id": did(holder)}
    return document


def both_kinds(holder: LocalSigner) -> list[Any]:
    """A signed document, and a token."""
    other = about(holder) | {"id": "urn:uuid:8d5be4a1-0000-4000-8000-000000000002"}
    return [add_proof(about(holder), signer=ISSUER, created=AT), vc_jwt.sign(other, signer=ISSUER, typ="vc+jwt", created=AT)]


def checked(presented: Any, *, at: datetime = AT, **asked: str) -> PresentationReport:
    text = presented if isinstance(presented, str) else json.dumps(presented)
    known = {did(ISSUER): "An issuer"}
    return verify_presentation(text, at=at, fetch=no_network, trusted=known, **{**ASKED, **asked})


@pytest.mark.parametrize(("suite", "algorithm"), SUITES)
def test_what_a_holder_presents_is_accepted(suite: str, algorithm: str):
    holder = signer_of(2, algorithm)

    shown = present(both_kinds(holder), signer=holder, created=AT, suite=suite, **ASKED)
    report = checked(shown)

    assert report.verified, report.to_json()
    assert report.holder == did(holder)
    assert [each.verdict for each in report.credentials] == ["accept", "accept"]
    assert (shown["proof"][0]["challenge"], shown["proof"][0]["domain"]) == (ASKED["challenge"], ASKED["domain"])


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_what_a_holder_presents_as_a_token_is_accepted(algorithm: str):
    holder = signer_of(2, algorithm)
    token = vp_jwt.sign(both_kinds(holder), signer=holder, nonce=ASKED["challenge"], audience=ASKED["domain"], created=AT)

    for presented in (token, envelope.wrap_presentation(token)):
        assert checked(presented).verified, checked(presented).to_json()


@pytest.mark.parametrize(("suite", "algorithm"), SUITES)
@pytest.mark.parametrize("other", [{"challenge": "another"}, {"domain": "https://other.example"}], ids=str)
def test_refuses_what_was_presented_elsewhere(suite: str, algorithm: str, other: dict[str, str]):
    holder = signer_of(2, algorithm)
    shown = present(both_kinds(holder), signer=holder, created=AT, suite=suite, **ASKED)

    assert not checked(shown, **other).verified
    forged = {**shown, "proof": [{**shown["proof"][0], **other}]}
    assert not checked(forged, **other).verified


@pytest.mark.parametrize("missing", ["challenge", "domain"])
def test_refuses_to_present_to_nobody_in_particular(missing: str):
    with pytest.raises(ValueError, match="challenge and a domain"):
        present([], signer=signer_of(2), created=AT, **ASKED | {missing: ""})
    with pytest.raises(ValueError, match="challenge and a domain"):
        Occasion(**ASKED | {missing: ""})
    names = {"challenge": "nonce", "domain": "audience"}
    asked = {names[name]: value for name, value in (ASKED | {missing: ""}).items()}
    with pytest.raises(ValueError, match="nonce and an audience"):
        vp_jwt.sign([], signer=signer_of(2), created=AT, **asked)


def test_a_presentation_can_run_out():
    holder = signer_of(2)
    shown = present(both_kinds(holder), signer=holder, created=AT, expires=AT + timedelta(minutes=10), **ASKED)

    assert checked(shown, at=AT + timedelta(minutes=9)).verified
    assert not checked(shown, at=AT + timedelta(hours=1)).verified


def test_refuses_a_presentation_signed_by_another_than_the_subject():
    shown = present(both_kinds(signer_of(2)), signer=signer_of(3), created=AT, **ASKED)

    report = checked(shown)

    assert not report.verified
    assert [check.code for check in report.checks if check.name == "subject"] == ["ABOUT_ANOTHER"]


def test_refuses_a_suite_that_does_not_go_with_the_key():
    with pytest.raises(ProofError):
        present([], signer=signer_of(2), created=AT, suite="ecdsa-rdfc-2019", **ASKED)
    with pytest.raises(UnsupportedError):
        present([], signer=signer_of(2), created=AT, suite="tomorrow-2099", **ASKED)


def test_a_presentation_may_have_an_address_of_its_own():
    holder = signer_of(2)
    shown = present(both_kinds(holder), signer=holder, created=AT, presentation_id="urn:uuid:1", **ASKED)

    assert checked(shown).verified
    assert shown["id"] == "urn:uuid:1"
