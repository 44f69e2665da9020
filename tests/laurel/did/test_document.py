from datetime import UTC, datetime
from typing import Any

import pytest

from laurel.did import DidDocument
from laurel.did.document import build, method_for
from laurel.errors import DidError, KeyFormatError, KeyNotFoundError, UnsupportedError, WeakKeyError
from laurel.keys import PrivateKey

DID = "did:web:uni.example"
ED = PrivateKey.from_seed(b"\1" * 32).public
EC = PrivateKey.from_seed(b"\2" * 32, "P-256").public
RETIRED = datetime(2026, 6, 1, tzinfo=UTC)


def entry(**members: Any) -> dict[str, Any]:
    return {"id": f"{DID}#k", "type": "Multikey", "controller": DID, "publicKeyMultibase": ED.to_multikey()} | members


def document(*entries: Any, **members: Any) -> dict[str, Any]:
    return {"id": DID, "verificationMethod": list(entries), "assertionMethod": [f"{DID}#k"]} | members


def test_reads_back_the_document_it_builds():
    built = build(DID, [method_for(DID, "1", ED), method_for(DID, "0", EC, expires=RETIRED, revoked=RETIRED)])

    parsed = DidDocument.parse(built, did=DID)

    assert parsed.method(f"{DID}#1").public_key() == ED
    assert parsed.method(f"{DID}#0").public_key() == EC
    assert (parsed.methods[1].expires, parsed.methods[1].revoked) == (RETIRED, RETIRED)
    assert parsed.purposes["authentication"] == {f"{DID}#1"}


@pytest.mark.parametrize(
    "method",
    [
        entry(),
        entry(id="#k"),
        entry(type="Ed25519VerificationKey2020"),
        {"id": "#k", "type": "JsonWebKey2020", "controller": DID, "publicKeyJwk": ED.to_jwk()},
        {"id": "#k", "type": "JsonWebKey", "controller": DID, "publicKeyJwk": ED.to_jwk() | {"kid": "k", "alg": "EdDSA"}},
    ],
)
def test_reads_each_type_of_method_by_reference_and_embedded(method: dict[str, Any]):
    by_reference = DidDocument.parse(document(method), did=DID)
    embedded = DidDocument.parse({"id": DID, "assertionMethod": method}, did=DID)

    assert by_reference.method(f"{DID}#k").public_key() == embedded.method(f"{DID}#k").public_key() == ED


def test_a_method_counts_only_for_the_purposes_it_is_listed_under():
    parsed = DidDocument.parse(document(entry(), assertionMethod=[], authentication=[f"{DID}#k"]), did=DID)

    assert parsed.method(f"{DID}#k", purpose="authentication")
    for purpose in ("assertionMethod", "keyAgreement"):
        with pytest.raises(KeyNotFoundError):
            parsed.method(f"{DID}#k", purpose=purpose)


def test_refuses_a_method_that_somebody_else_controls():
    parsed = DidDocument.parse(document(entry(controller="did:web:other.example")), did=DID)

    with pytest.raises(KeyNotFoundError):
        parsed.method(f"{DID}#k")


@pytest.mark.parametrize(
    "broken",
    [
        {},
        document(id="did:web:other.example"),
        document("#k"),
        document(None),
        document(entry(id=5)),
        document({"id": f"{DID}#k"}),
        document(entry(), entry()),
        document(entry(), assertionMethod=[entry()]),
        document(entry(revoked="yesterday")),
        document(entry(expires=None)),
        document(*[entry(id=f"#{number}") for number in range(201)]),
        document(assertionMethod=[5]),
    ],
)
def test_refuses_a_malformed_document(broken: dict[str, Any]):
    with pytest.raises(DidError):
        DidDocument.parse(broken, did=DID)


@pytest.mark.parametrize(
    ("method", "error"),
    [
        (entry(publicKeyMultibase="z1"), KeyFormatError),
        (entry(publicKeyMultibase=5), KeyFormatError),
        (entry(publicKeyJwk=ED.to_jwk()), KeyFormatError),
        (entry(secretKeyMultibase="z1"), KeyFormatError),
        (entry(type="Ed25519VerificationKey2020", publicKeyMultibase=EC.to_multikey()), KeyFormatError),
        (entry(type="JsonWebKey", publicKeyMultibase=None, publicKeyJwk=ED.to_jwk() | {"d": "AQ"}), KeyFormatError),
        (entry(type="JsonWebKey", publicKeyMultibase=None, publicKeyJwk={"kty": "RSA", "n": "AQ", "e": "AQAB"}), WeakKeyError),
        (entry(type="EcdsaSecp256k1VerificationKey2019"), UnsupportedError),
    ],
)
def test_a_bad_key_is_refused_when_it_is_asked_for(method: dict[str, Any], error: type[Exception]):
    parsed = DidDocument.parse(document(method), did=DID)

    with pytest.raises(error):
        parsed.method(f"{DID}#k").public_key()
