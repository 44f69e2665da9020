import json
from typing import Any

import pytest

from laurel.did import resolve
from laurel.did.jwk import did_of, document_of, method_of
from laurel.errors import DidError, UnsupportedError, WeakKeyError
from laurel.fetching import no_network
from laurel.keys import PrivateKey, base64url

KEYS = [
    PrivateKey.from_seed(b"\1" * 32).public,
    PrivateKey.from_seed(b"\1" * 32, "P-256").public,
    PrivateKey.from_seed(b"\1" * 48, "P-384").public,
    PrivateKey.from_seed(b"\1" * 66, "P-521").public,
]
JWK = KEYS[1].to_jwk()


def did_with(jwk: Any) -> str:
    return "did:jwk:" + base64url.encode(jwk if isinstance(jwk, bytes) else json.dumps(jwk).encode())


@pytest.mark.parametrize("public", KEYS, ids=lambda key: key.algorithm)
def test_a_did_jwk_says_its_own_key_without_a_network(public):
    document = resolve(method_of(public), fetch=no_network)

    for purpose in ("assertionMethod", "authentication"):
        assert document.method(method_of(public), purpose=purpose).public_key() == public
    assert document.id == did_of(public)


def test_reads_the_example_of_the_specification():
    did = (
        "did:jwk:eyJjcnYiOiJQLTI1NiIsImt0eSI6IkVDIiwieCI6ImFjYklRaXVNczNpOF91c3pFakoydHBUdFJNNEVVM3l6OTFQSDZDZEgyVjAiLCJ5"
        "IjoiX0tjeUxqOXZXTXB0bm1LdG00NkdxRHo4d2Y3NEk1TEtncmwyR3pIM25TRSJ9"
    )

    key = document_of(did).method(f"{did}#0").public_key()

    assert key.to_jwk()["x"] == "acbIQiuMs3i8_uszEjJ2tpTtRM4EU3yz91PH6CdH2V0"
    assert did_of(key) == did


@pytest.mark.parametrize(
    "did",
    [
        "did:jwk:",
        "did:jwk:e30",
        "did:jwk:!",
        "did:key:z6Mk",
        did_with(b"[]"),
        did_with(JWK) + "=",
        did_with(JWK | {"d": "AQ"}),
        did_with(JWK | {"use": "enc"}),
        did_with(JWK | {"alg": "ES384"}),
        did_with(JWK | {"y": JWK["x"]}),
        did_with(b'{"kty":"EC","kty":"OKP"}'),
        did_with(JWK | {"x5c": ["A" * 4_000]}),
    ],
)
def test_refuses_a_malformed_or_private_key(did: str):
    with pytest.raises(DidError):
        document_of(did)


def test_refuses_a_weak_key_and_leaves_another_kind_unknown():
    with pytest.raises(WeakKeyError):
        document_of(did_with({"kty": "OKP", "crv": "Ed25519", "x": base64url.encode(b"\1" + bytes(31))}))
    with pytest.raises(UnsupportedError):
        document_of(did_with({"kty": "EC", "crv": "secp256k1", "x": "AQ", "y": "AQ"}))
