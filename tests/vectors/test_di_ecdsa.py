"""The W3C's vectors of the ECDSA suites on P-256 and P-384: every intermediate value, signatures made and checked."""

import hashlib
from typing import Any

import pytest

from laurel.canon import jcs, jsonld, rdfc
from laurel.keys import LocalSigner, PrivateKey, PublicKey
from laurel.proofs.options import read_signature
from laurel.timestamp import parse_timestamp
from shared import needs_shared
from vectors.employment import check_employment, unsigned_of
from vectors.examples import CONTEXTS, suite, text, vector

pytestmark = needs_shared
HOME = "w3c-vc-di-ecdsa"
CURVES: list[tuple[str, rdfc.HashName]] = [("p256", "sha256"), ("p384", "sha384")]
CASES = [(name, *curve) for name in ("ecdsa-rdfc-2019", "ecdsa-jcs-2019") for curve in CURVES]


def ending(name: str, curve: str) -> str:
    return f"{'JCS' if 'jcs' in name else ''}ECDSA{curve.upper()}"


def key(curve: str) -> PrivateKey:
    return PrivateKey.from_multikey(vector(HOME, f"{curve}KeyPair.json")["secretKeyMultibase"])


def canonical_text(name: str, value: dict[str, Any], hash_name: rdfc.HashName) -> str:
    if name == "ecdsa-jcs-2019":
        return jcs.canonicalize(value).decode()
    return rdfc.canonicalize(jsonld.to_dataset(value, contexts=CONTEXTS), hash_name=hash_name)


@pytest.mark.parametrize("curve", ["p256", "p384"])
def test_the_published_key_pair_belongs_together(curve: str):
    assert key(curve).public.to_multikey() == vector(HOME, f"{curve}KeyPair.json")["publicKeyMultibase"]
    assert key(curve).to_multikey() == vector(HOME, f"{curve}KeyPair.json")["secretKeyMultibase"]


@pytest.mark.parametrize(("name", "curve", "hash_name"), CASES)
def test_every_intermediate_value_is_the_published_one(name: str, curve: str, hash_name: rdfc.HashName):
    home, end = f"{name}-{curve}", ending(name, curve)
    document = vector(HOME, home, f"signed{end}.json")
    document.pop("proof")
    assert document == vector(HOME, "unsigned.json")
    options = vector(HOME, home, f"proofConfig{end}.json")

    forms = [canonical_text(name, value, hash_name) for value in (options, document)]

    assert forms == [text(HOME, home, f"proofCanon{end}.txt"), text(HOME, home, f"canonDoc{end}.txt")]
    hashes = [hashlib.new(hash_name, form.encode()).hexdigest() for form in forms]
    assert hashes == [text(HOME, home, f"proofHash{end}.txt"), text(HOME, home, f"docHash{end}.txt")]
    assert "".join(hashes) == text(HOME, home, f"combinedHash{end}.txt")


@pytest.mark.parametrize(("name", "curve", "hash_name"), CASES)
def test_the_published_proof_verifies_and_signing_gives_it_again(name: str, curve: str, hash_name: str):
    document = vector(HOME, f"{name}-{curve}", f"signed{ending(name, curve)}.json")
    published = document["proof"]
    suite(name).check_proof(document, published, PublicKey.from_multikey(published["verificationMethod"].partition("#")[2]))
    created = parse_timestamp(published["created"])
    assert created is not None

    signer = LocalSigner(key(curve), published["verificationMethod"])
    unsigned = {member: value for member, value in document.items() if member != "proof"}
    ours = suite(name).add_proof(unsigned, signer=signer, created=created)

    suite(name).check_proof(ours, ours["proof"][0], key(curve).public)
    assert {**ours["proof"][0], "proofValue": ""} == {**published, "proofValue": ""}
    published_signature = read_signature(published["proofValue"]).hex()
    assert published_signature == text(HOME, f"{name}-{curve}", f"sigHex{ending(name, curve)}.txt")
    assert read_signature(ours["proof"][0]["proofValue"]).hex() == published_signature
    assert ours["proof"][0]["proofValue"] == text(HOME, f"{name}-{curve}", f"sigBTC58{ending(name, curve)}.txt")


@pytest.mark.parametrize("curve", ["p256", "p384"])
def test_the_employment_document_is_signed_as_published(curve: str):
    folder, end = (HOME, f"ecdsa-rdfc-2019-{curve}", "employ"), f"ECDSA{curve.upper()}"
    check_employment(folder, end, name="ecdsa-rdfc-2019", key=key(curve), hash_name=dict(CURVES)[curve])
    assert vector(HOME, "employmentAuth.json") == unsigned_of(vector(*folder, f"signed{end}.json"))
