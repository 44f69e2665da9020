"""Presentations under the profile for any W3C credential: made for a reader, or looked at by a tool."""

import json
from typing import Any

import pytest

from any_credential import ISSUER, MONDAY, SIGNER, licence, signed
from laurel.canon.contexts import CREDENTIALS_V2, OPEN
from laurel.fetching import no_network
from laurel.keys import base64url
from laurel.proofs import Occasion, add_proof, vc_jwt, vp_jwt
from laurel.proofs.envelope import wrap_credential
from laurel.verify import DEFAULT, GENERIC
from laurel.verify.presentation import PresentationReport, verify_presentation, verify_unaddressed

OCCASION = Occasion(challenge="a-question", domain="https://esra.example")
BARE = {"@context": [CREDENTIALS_V2], "type": ["VerifiablePresentation"]}


def _shown(credentials: list[Any] | None = None, **changes: Any) -> dict[str, Any]:
    document = BARE | ({} if credentials is None else {"verifiableCredential": credentials}) | changes
    return add_proof(document, signer=SIGNER, created=MONDAY, purpose="authentication", occasion=OCCASION, contexts=OPEN)


def _examined(presented: Any, **asked: str) -> PresentationReport:
    text = presented if isinstance(presented, str) else json.dumps(presented)
    return verify_unaddressed(text, at=MONDAY, fetch=no_network, policy=GENERIC, **asked)


def _token(payload: dict[str, Any], **header: Any) -> str:
    parts = ({"alg": "EdDSA", "kid": SIGNER.verification_method} | header, payload)
    text = ".".join(base64url.encode(json.dumps(part).encode()) for part in parts)
    return f"{text}.{base64url.encode(SIGNER.sign(text.encode()))}"


def test_a_presentation_made_for_this_reader_is_verified():
    report = verify_presentation(
        json.dumps(_shown([signed()])),
        challenge=OCCASION.challenge,
        domain=OCCASION.domain,
        at=MONDAY,
        fetch=no_network,
        trusted={ISSUER: "Harbour"},
        policy=GENERIC,
    )

    assert (report.verdict, report.profile, report.to_json()["profile"]) == ("accept", "generic", "generic")
    assert "generic" in report.rules("en")


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"id": "urn:uuid:9c9a36f8-518f-4976-a934-6649502d0008"},
        {"holder": ISSUER},
        {"holder": {"id": ISSUER}},
        {"@context": [CREDENTIALS_V2, {"Shown": "https://x.example/#Shown"}], "type": ["VerifiablePresentation", "Shown"]},
        {"termsOfUse": {"type": "https://x.example/#Terms"}},
    ],
    ids=str,
)
def test_the_data_model_leaves_room(changes: dict[str, Any]):
    assert _examined(_shown(**changes)).verified
    assert _examined(
        _shown([signed(), wrap_credential(vc_jwt.sign(licence(), signer=SIGNER, typ="vc+jwt"))], **changes)
    ).verified


def test_challenge_and_domain_are_compared_wherever_they_are_known():
    shown = _shown([signed()])
    names = [check.name for check in _examined(shown).checks]

    assert ("addressed" in names, _examined(shown).verified) == (False, True)
    assert _examined(shown, challenge=OCCASION.challenge).verified
    assert _examined(shown, domain=OCCASION.domain).verified
    assert _examined(shown, challenge="another").codes[0] == "MEANT_FOR_ANOTHER"
    assert not _examined(shown, challenge=OCCASION.challenge, domain="https://other.example").verified


def test_tokens_are_compared_in_the_same_way():
    shown = vp_jwt.sign([signed()], signer=SIGNER, nonce="a-question", audience="https://esra.example", created=MONDAY)

    assert _examined(shown, challenge="a-question").verified
    assert not _examined(shown, challenge="another").verified
    assert not _examined(shown, domain="https://other.example").verified


def test_the_older_form_of_a_token_is_read():
    claims = {"iss": ISSUER, "nonce": "a-question", "jti": "urn:x:1"}
    good = _token({**claims, "vp": BARE | {"verifiableCredential": [signed()]}}, typ="JWT")

    assert _examined(good, challenge="a-question").verified
    assert _examined(
        {"@context": CREDENTIALS_V2, "type": "EnvelopedVerifiablePresentation", "id": f"data:application/jwt,{good}"}
    ).verified


@pytest.mark.parametrize(
    "payload",
    [
        {"vp": BARE},
        {"iss": ISSUER},
        {"iss": ISSUER, "vp": "text"},
        {"iss": ISSUER, "vp": BARE, "type": ["VerifiablePresentation"]},
        {"iss": ISSUER, "vp": BARE | {"holder": "did:example:other"}},
        {"iss": ISSUER, "jti": "urn:x:1", "vp": BARE | {"id": "urn:x:2"}},
        {"iss": "did:example:other", "vp": BARE},
    ],
    ids=str,
)
def test_refuses_an_older_token_that_contradicts_itself(payload: dict[str, Any]):
    assert not _examined(_token(payload, typ="JWT")).verified


def test_refuses_the_older_form_where_badges_are_shown():
    token = _token({"iss": ISSUER, "vp": BARE | {"verifiableCredential": [signed()]}}, typ="JWT")

    report = verify_presentation(token, challenge="a", domain="b", at=MONDAY, fetch=no_network, policy=DEFAULT)

    assert (report.readable, report.verified) == (False, False)


@pytest.mark.parametrize(
    "changes",
    [
        {"@context": []},
        {"@context": [CREDENTIALS_V2, "https://unknown.example"]},
        {"@context": [CREDENTIALS_V2, 123192875]},
        {"type": ["Shown"]},
        {"type": ["VerifiablePresentation", "Undefined"]},
        {"holder": "did:example:other"},
        {"holder": {"name": "Amina"}},
        {"verifiableCredential": ["eyJ"]},
        {"verifiableCredential": [licence()]},
        {"misspelt": "x"},
    ],
    ids=str,
)
def test_refuses_a_presentation_that_the_data_model_does_not_allow(changes: dict[str, Any]):
    shown = _shown([signed()])
    assert _examined(shown).verified

    assert not _examined(shown | changes).verified


def test_refuses_a_presentation_in_which_something_was_changed():
    changed, renamed = _shown([signed()]), _shown([signed()])
    changed["verifiableCredential"][0]["credentialSubject"]["boat"]["metres"] = 70
    renamed["@context"].append({"whose": {"@id": "https://www.w3.org/2018/credentials#holder", "@type": "@id"}})
    renamed["whose"] = ISSUER

    assert (_examined(changed).verified, _examined(renamed).verified) == (False, False)


def test_refuses_a_credential_inside_whose_proof_was_broken():
    inner = signed()
    inner["proof"][0]["created"] = "2026-11-22T12:00:00Z"

    assert (_examined(_shown([inner])).verified, _examined(_shown([inner])).codes[0]) == (False, "PROOF_VERIFICATION_ERROR")


def test_the_words_of_a_credential_stay_its_own_inside_a_presentation():
    shown = _shown([signed()], **{"@context": [CREDENTIALS_V2, {"metres": "https://evil.example/#other"}]})

    assert _examined(shown).verified
