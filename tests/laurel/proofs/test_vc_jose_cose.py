"""Credentials of type `vc+jwt`, presentations of type `vp+jwt`, and their envelopes, as VC-JOSE-COSE has them."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwk as other_jwk
from joserfc import jws as other_jws

from laurel.canon.contexts import CREDENTIALS_V1, CREDENTIALS_V2
from laurel.errors import (
    CredentialError,
    JoseClaimError,
    JoseError,
    MalformedError,
    ReplayedError,
    SignatureError,
    UnsupportedError,
)
from laurel.keys import LocalSigner, PrivateKey, base64url
from laurel.proofs import envelope, vc_jwt, vp_jwt
from plain_badge import badge

KEYS = [
    PrivateKey.from_seed(b"\1" * 32),
    PrivateKey.from_seed(b"\1" * 32, "P-256"),
    PrivateKey.from_seed(b"\1" * 48, "P-384"),
    PrivateKey.from_seed(b"\1" * 66, "P-521"),
]
NAMES = {"Ed25519": "EdDSA", "P-256": "ES256", "P-384": "ES384", "P-521": "ES512"}
METHOD = "did:web:uni.example#key-1"
SIGNER = LocalSigner(KEYS[0], METHOD)
MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)
ASKED = {"nonce": "a-question", "audience": "https://esra.example"}


def token(payload: Any, **header: Any) -> str:
    """A token of ours with whatever header and payload, rightly signed."""
    parts = ({"alg": "EdDSA", "typ": "vc+jwt"} | header, payload)
    text = ".".join(base64url.encode(json.dumps(part).encode()) for part in parts)
    return f"{text}.{base64url.encode(KEYS[0].sign(text.encode()))}"


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.algorithm)
@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
def test_a_credential_is_its_own_payload_and_another_library_reads_it(key: PrivateKey):
    signed = vc_jwt.sign(badge(), signer=LocalSigner(key, METHOD), typ="vc+jwt")

    other = other_jws.deserialize_compact(signed, other_jwk.import_key(key.public.to_jwk()), algorithms=[NAMES[key.algorithm]])

    assert other.headers() == {"alg": NAMES[key.algorithm], "typ": "vc+jwt", "cty": "vc", "kid": METHOD}
    assert json.loads(other.payload) == badge()
    assert vc_jwt.check(signed, key.public).credential == badge()


def test_dates_of_the_signature_are_its_own():
    signed = vc_jwt.sign(badge(), signer=SIGNER, typ="vc+jwt", created=MONDAY, expires=MONDAY + timedelta(days=2))

    jwt = vc_jwt.read(signed)

    assert (jwt.signed, jwt.expires) == (MONDAY, MONDAY + timedelta(days=2))
    assert jwt.credential == badge()
    with pytest.raises(ValueError, match="dates of its credential"):
        vc_jwt.sign(badge(), signer=SIGNER, created=MONDAY)


@pytest.mark.parametrize("typ", ["vc+jwt", "application/vc+jwt", "VC+JWT", "vc+ld+jwt"])
def test_a_media_type_may_be_written_in_every_way_it_has(typ: str):
    assert vc_jwt.check(token(badge(), typ=typ, cty="application/vc"), KEYS[0].public).credential == badge()


@pytest.mark.parametrize("payload", [{"vc": badge()}, badge() | {"vc": badge()}, badge() | {"vp": {}}])
def test_refuses_a_claim_vc_or_vp_in_the_newer_type(payload: Any):
    with pytest.raises(JoseError):
        vc_jwt.read(token(payload))


@pytest.mark.parametrize("contexts", [None, [], CREDENTIALS_V2, [CREDENTIALS_V1], [{"@vocab": "urn:x:"}]])
def test_refuses_another_data_model_in_the_newer_type(contexts: Any):
    with pytest.raises(MalformedError):
        vc_jwt.read(token(badge() | {"@context": contexts}))
    with pytest.raises(MalformedError):
        vc_jwt.sign(badge() | {"@context": contexts}, signer=SIGNER, typ="vc+jwt")


@pytest.mark.parametrize(
    "claim",
    [
        {"iss": "did:web:evil.example"},
        {"sub": "did:example:other"},
        {"jti": "urn:uuid:2"},
        {"nbf": 5},
        {"nbf": "x"},
        {"iat": "now"},
        {"iat": True},
        {"exp": "never"},
        {"exp": 10**12},
        {"aud": "https://esra.example"},
    ],
)
def test_refuses_a_claim_that_contradicts_the_credential(claim: dict[str, Any]):
    with pytest.raises(JoseClaimError):
        vc_jwt.read(token(badge() | claim))


def test_refuses_to_sign_a_credential_with_members_that_are_claims():
    with pytest.raises(MalformedError):
        vc_jwt.sign(badge() | {"exp": 5}, signer=SIGNER, typ="vc+jwt")


@pytest.mark.parametrize("header", [{"typ": "vp+jwt"}, {"typ": "dc+sd-jwt"}, {"typ": "kb+jwt"}, {"cty": "vp"}, {"cty": 5}])
def test_refuses_a_token_of_another_kind(header: dict[str, Any]):
    with pytest.raises(JoseError):
        vc_jwt.read(token(badge(), **header))


def presented(*credentials: Any, key: PrivateKey = KEYS[0], **asked: str) -> str:
    return vp_jwt.sign(credentials or (badge(),), signer=LocalSigner(key, METHOD), created=MONDAY, **(ASKED | asked))


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.algorithm)
def test_a_presentation_holds_for_its_reader_and_occasion(key: PrivateKey):
    inside = vc_jwt.sign(badge(), signer=SIGNER, typ="vc+jwt")

    shown = vp_jwt.check(presented(inside, badge(), key=key), key.public, **ASKED)

    assert shown.presentation["verifiableCredential"] == [envelope.wrap_credential(inside), badge()]
    assert shown.presentation["holder"] == "did:web:uni.example"
    assert shown.signed == MONDAY


@pytest.mark.parametrize("change", [{"nonce": "another"}, {"audience": "https://other.example"}])
def test_refuses_a_presentation_made_for_another_reader_or_occasion(change: dict[str, str]):
    with pytest.raises(ReplayedError):
        vp_jwt.check(presented(), KEYS[0].public, **(ASKED | change))


@pytest.mark.parametrize("claims", [{}, {"nonce": ASKED["nonce"]}, {"aud": ASKED["audience"]}, {"nonce": 5, "aud": 5}])
def test_refuses_a_presentation_that_names_no_reader_or_occasion(claims: dict[str, Any]):
    text = token({"@context": [CREDENTIALS_V2], "type": ["VerifiablePresentation"]} | claims, typ="vp+jwt")

    with pytest.raises(ReplayedError):
        vp_jwt.check(text, KEYS[0].public, **ASKED)


@pytest.mark.parametrize("change", [{"nonce": ""}, {"audience": ""}])
def test_refuses_to_make_or_check_a_presentation_for_nobody(change: dict[str, str]):
    with pytest.raises(ValueError, match="nonce and an audience"):
        presented(**change)
    with pytest.raises(ValueError, match="nonce and an audience"):
        vp_jwt.check(presented(), KEYS[0].public, **(ASKED | change))


def test_refuses_a_presentation_by_another_key_or_of_another_holder():
    with pytest.raises(SignatureError):
        vp_jwt.check(presented(), PrivateKey.from_seed(b"\2" * 32).public, **ASKED)
    with pytest.raises(JoseClaimError):
        vp_jwt.read(token({"holder": "did:key:a", "iss": "did:key:b"}, typ="vp+jwt"))
    with pytest.raises(JoseError):
        vp_jwt.read(token({"vp": {}}, typ="vp+jwt"))
    with pytest.raises(JoseError):
        vp_jwt.read(token({}, typ="JWT"))


@given(st.text(st.sampled_from("abc.-_~"), min_size=1))
def test_what_is_put_into_an_envelope_comes_out_of_it(text: str):
    for wrap in (envelope.wrap_credential, envelope.wrap_presentation):
        assert envelope.open_envelope(wrap(text)) == text
        assert envelope.open_envelope(wrap(text) | {"type": [wrap(text)["type"]], "@context": [CREDENTIALS_V2]}) == text


@pytest.mark.parametrize(
    "change",
    [
        {"id": None},
        {"id": "https://esra.example/vc"},
        {"id": "data:application/vc+jwt"},
        {"id": "data:application/vc+jwt,"},
        {"type": ["EnvelopedVerifiableCredential", "Diploma"]},
        {"type": "VerifiableCredential"},
        {"name": "A title that nobody signed"},
        {"proof": {}},
        {"@context": "https://evil.example/"},
        {"@context": None},
    ],
    ids=str,
)
def test_refuses_an_envelope_with_more_or_less_than_a_token(change: dict[str, Any]):
    with pytest.raises(CredentialError):
        envelope.open_envelope(envelope.wrap_credential("a.b.c") | change)


def test_an_envelope_of_something_else_is_only_unknown():
    for media_type in ("application/vc+cose", "application/vp+jwt", "text/plain;base64"):
        with pytest.raises(UnsupportedError):
            envelope.open_envelope(envelope.wrap_credential("a") | {"id": f"data:{media_type},abc"})
