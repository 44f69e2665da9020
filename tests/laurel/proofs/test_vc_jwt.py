import json
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from joserfc import jwk as other_jwk
from joserfc import jws

from laurel.canon.contexts import CREDENTIALS_V1
from laurel.errors import (
    CredentialError,
    JoseAlgorithmError,
    JoseClaimError,
    JoseError,
    KeyFormatError,
    MalformedError,
    SignatureError,
)
from laurel.keys import LocalSigner, PrivateKey, PublicKey, base64url
from laurel.proofs import vc_jwt
from plain_badge import badge

ED, EC = PrivateKey.from_seed(b"\1" * 32), PrivateKey.from_seed(b"\1" * 32, "P-256")
METHOD = "did:web:uni.example#key-1"
CLAIMS: dict[str, Any] = {
    "iss": "did:web:uni.example",
    "sub": "did:example:learner",
    "jti": "urn:uuid:8d5be4a1-0000-4000-8000-000000000001",
    "nbf": 1795435200,
}


def part(value: Any) -> str:
    return base64url.encode(value if isinstance(value, bytes) else json.dumps(value).encode())


def token(header: Any = None, payload: Any = None, *, key: PrivateKey = ED) -> str:
    """A token with whatever header and payload, rightly signed."""
    text = f"{part({'alg': 'EdDSA'} if header is None else header)}.{part(badge() | CLAIMS if payload is None else payload)}"
    return f"{text}.{part(key.sign(text.encode()))}"


@pytest.mark.parametrize(("key", "algorithm"), [(ED, "EdDSA"), (EC, "ES256")])
def test_checks_what_it_signs(key: PrivateKey, algorithm: str):
    signed = vc_jwt.sign(badge(), signer=LocalSigner(key, METHOD))

    jwt = vc_jwt.check(signed, key.public)

    assert (jwt.algorithm, jwt.key_id, jwt.credential, jwt.claims) == (algorithm, METHOD, badge(), CLAIMS)


@pytest.mark.parametrize(("key", "algorithm"), [(ED, "EdDSA"), (EC, "ES256")])
@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
def test_another_library_reads_what_it_signs(key: PrivateKey, algorithm: str):
    signed = vc_jwt.sign(badge(), signer=LocalSigner(key, METHOD))

    other = jws.deserialize_compact(signed, other_jwk.import_key(key.public.to_jwk()), algorithms=[algorithm])

    assert json.loads(other.payload) == badge() | CLAIMS


def test_an_end_of_validity_becomes_a_claim():
    signed = vc_jwt.sign(badge() | {"validUntil": "2027-01-01T00:00:00+02:00"}, signer=LocalSigner(ED, METHOD))

    assert vc_jwt.check(signed, ED.public).claims["exp"] == 1798754400


def test_data_model_1_1_stands_in_a_claim_of_its_own():
    old = badge() | {"@context": [CREDENTIALS_V1], "issuanceDate": "2026-11-23T12:00:00Z"}
    del old["validFrom"]

    jwt = vc_jwt.check(vc_jwt.sign(old, signer=LocalSigner(ED, METHOD)), ED.public)

    assert jwt.credential == old


def test_data_model_1_1_may_leave_to_its_claims_what_they_say():
    inner = {"@context": [CREDENTIALS_V1], "type": ["VerifiableCredential"], "credentialSubject": {"name": "x"}}

    credential = vc_jwt.read(token(payload=CLAIMS | {"vc": inner, "exp": 1798754400})).credential

    assert credential["issuer"] == CLAIMS["iss"]
    assert credential["id"] == CLAIMS["jti"]
    assert credential["credentialSubject"] == {"id": CLAIMS["sub"], "name": "x"}
    assert (credential["issuanceDate"], credential["expirationDate"]) == ("2026-11-23T12:00:00Z", "2026-12-31T22:00:00Z")


def test_the_newer_name_of_ed25519_is_known():
    assert vc_jwt.check(token({"alg": "Ed25519", "typ": "vc+jwt", "cty": "vc"}), ED.public).algorithm == "Ed25519"


def test_checks_rs256():
    key = rsa.generate_private_key(65537, 2048)
    numbers = key.public_key().public_numbers()
    public = PublicKey.from_jwk({"kty": "RSA", "n": part(numbers.n.to_bytes(256, "big")), "e": "AQAB"})
    text = f"{part({'alg': 'RS256'})}.{part(badge() | CLAIMS)}"
    signed = f"{text}.{part(key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256()))}"

    vc_jwt.check(signed, public)
    with pytest.raises(JoseAlgorithmError):
        vc_jwt.check(signed, ED.public)


@pytest.mark.parametrize("algorithm", ["none", "None", "nOnE", "", None, 5, "HS256", "RS512", "PS256", "ES256K", ["EdDSA"]])
def test_refuses_an_algorithm_we_do_not_allow(algorithm: Any):
    with pytest.raises(JoseAlgorithmError):
        vc_jwt.read(token({"alg": algorithm}))


@pytest.mark.parametrize("algorithm", ["ES256", "ES512", "RS256"])
def test_refuses_an_algorithm_that_is_not_the_keys_own(algorithm: str):
    with pytest.raises(JoseAlgorithmError):
        vc_jwt.check(token({"alg": algorithm}), ED.public)


@pytest.mark.parametrize(
    "extra",
    [
        {"crit": ["b64"], "b64": False},
        {"crit": []},
        {"b64": True},
        {"jku": "https://evil.example/jwks"},
        {"x5u": "https://evil.example/"},
        {"x5c": ["AA"]},
        {"zip": "DEF"},
        {"typ": "openid4vci-proof+jwt"},
        {"typ": 5},
        {"cty": "JWT"},
        {"kid": 5},
        {"kid": ""},
        {"kid": "k" * 3_000},
        {"jwk": "x"},
    ],
)
def test_refuses_a_header_that_would_steer_the_check(extra: dict[str, Any]):
    with pytest.raises(JoseError):
        vc_jwt.read(token({"alg": "EdDSA"} | extra))


def test_an_embedded_key_never_replaces_the_issuers():
    with pytest.raises(SignatureError):
        vc_jwt.check(token({"alg": "EdDSA", "jwk": EC.public.to_jwk()}), ED.public)
    with pytest.raises(KeyFormatError):
        vc_jwt.read(token({"alg": "EdDSA", "jwk": ED.to_jwk()}))
    vc_jwt.check(token({"alg": "EdDSA", "jwk": ED.public.to_jwk()}), ED.public)


def test_refuses_another_key_an_empty_signature_and_one_in_der():
    good = token()
    with pytest.raises(SignatureError):
        vc_jwt.check(good, PrivateKey.from_seed(b"\2" * 32).public)
    for signature in (b"", bytes(64), b"0\x06\x02\x01\x01\x02\x01\x01"):
        with pytest.raises(SignatureError):
            vc_jwt.check(f"{good.rpartition('.')[0]}.{part(signature)}", ED.public)


@pytest.mark.parametrize(
    "text",
    ["", "a.b", "a.b.c.d.e", "..", "{}", '{"payload": "", "signatures": []}', " a.b.c", "é.é.é", "a.b." + "c" * 9_000_000],
)
def test_refuses_what_is_no_compact_token(text: str):
    with pytest.raises(CredentialError):
        vc_jwt.read(text)


@pytest.mark.parametrize("edit", [lambda text: text + "=", lambda text: text + "\n", lambda text: text.replace(".", "=.", 1)])
def test_refuses_padding_and_white_space(edit: Any):
    with pytest.raises(JoseError):
        vc_jwt.read(edit(token()))


@pytest.mark.parametrize("payload", [b"[]", b'"x"', b"{", b'{"iss": "a", "iss": "b"}', b"\xff", b"[" * 5_000])
def test_refuses_a_payload_that_is_no_strict_json_object(payload: bytes):
    with pytest.raises(CredentialError):
        vc_jwt.read(token(payload=payload))


def test_refuses_a_header_with_a_name_that_stands_twice():
    with pytest.raises(MalformedError):
        vc_jwt.read(token(b'{"alg": "none", "alg": "EdDSA"}'))


@pytest.mark.parametrize(
    "change",
    [
        {"iss": None},
        {"iss": "did:web:evil.example"},
        {"iss": ["did:web:uni.example"]},
        {"sub": "did:example:other"},
        {"sub": None},
        {"jti": "urn:uuid:2"},
        {"jti": None},
        {"nbf": 1795435201},
        {"nbf": "1795435200"},
        {"nbf": True},
        {"nbf": -1},
        {"nbf": None},
        {"exp": 1798754400},
        {"exp": "never"},
        {"iat": "now"},
    ],
)
def test_refuses_a_claim_that_does_not_say_what_the_credential_says(change: dict[str, Any]):
    payload = {name: value for name, value in (badge() | CLAIMS | change).items() if value is not None}

    with pytest.raises(JoseClaimError):
        vc_jwt.read(token(payload=payload))


def test_refuses_two_credentials_in_one_token():
    with pytest.raises(JoseError):
        vc_jwt.read(token(payload=badge() | CLAIMS | {"vc": badge()}))


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": None},
        {"id": None},
        {"validFrom": None},
        {"validFrom": "yesterday"},
        {"iss": "x"},
        {"exp": 5},
        {"name": "a\ud800"},
        {"name": float("nan")},
        {"name": b"x"},
    ],
)
def test_refuses_to_sign_a_credential_that_its_claims_cannot_say(change: dict[str, Any]):
    document = {name: value for name, value in (badge() | change).items() if value is not None}

    with pytest.raises(MalformedError):
        vc_jwt.sign(document, signer=LocalSigner(ED, METHOD))
