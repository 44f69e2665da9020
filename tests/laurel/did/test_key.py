import pytest

from laurel.did import key
from laurel.errors import DidError, UnsupportedError, WeakKeyError
from laurel.keys import PrivateKey, base58
from laurel.keys.ecdsa import CURVES


@pytest.mark.parametrize("algorithm", ["Ed25519", "P-256", "P-384", "P-521"])
def test_a_key_is_its_own_document(algorithm: str):
    public = PrivateKey.from_seed(b"\1" * (CURVES[algorithm].size if algorithm in CURVES else 32), algorithm).public

    document = key.document_of(key.did_of(public))

    for purpose in ("assertionMethod", "authentication"):
        assert document.method(key.method_of(public), purpose=purpose).public_key() == public


def test_refuses_a_did_of_a_low_order_point():
    did = "did:key:z" + base58.encode(b"\xed\x01\x01" + bytes(31))

    with pytest.raises(WeakKeyError):
        key.document_of(did)


@pytest.mark.parametrize(
    "did", ["did:key:", "did:key:z", "did:key:uABC", "did:web:a.example", "did:key:z6Mk?x", "did:key:z6Mk" + "1" * 500]
)
def test_refuses_a_malformed_did(did: str):
    with pytest.raises(DidError):
        key.document_of(did)


def test_a_did_of_another_algorithm_is_only_unknown():
    with pytest.raises(UnsupportedError):
        key.document_of("did:key:z" + base58.encode(b"\xe7\x01" + b"\2" * 33))
