"""The W3C's vectors of the EdDSA suites: every intermediate value, signatures made and checked, proof sets and chains."""

import hashlib
from typing import Any

import pytest

from laurel.canon import jcs, jsonld, rdfc
from laurel.keys import LocalSigner, PrivateKey, PublicKey
from laurel.proofs import proofs_of
from laurel.proofs.options import read_signature
from laurel.timestamp import parse_timestamp
from shared import needs_shared
from vectors.examples import CONTEXTS, suite, text, vector

pytestmark = needs_shared
HOME = "w3c-vc-di-eddsa"
SIGNED = [
    ("eddsa-rdfc-2022", "signedDataInt.json", "DataInt"),
    ("eddsa-jcs-2022", "signedJCS.json", "JCS"),
    ("Ed25519Signature2020", "signedEdSig.json", "EdSig"),
]
SETS = ("signedProofSet1", "signedProofSet2", "signedProofChain1", "signedProofChain2")


def key() -> PrivateKey:
    return PrivateKey.from_multikey(vector(HOME, "keyPair.json")["privateKeyMultibase"])


def canonical_text(name: str, value: dict[str, Any]) -> str:
    if name == "eddsa-jcs-2022":
        return jcs.canonicalize(value).decode()
    return rdfc.canonicalize(jsonld.to_dataset(value, contexts=CONTEXTS))


def test_the_published_key_pair_belongs_together():
    assert key().public.to_multikey() == vector(HOME, "keyPair.json")["publicKeyMultibase"]


@pytest.mark.parametrize(("name", "signed", "ending"), SIGNED)
def test_every_intermediate_value_is_the_published_one(name: str, signed: str, ending: str):
    document = vector(HOME, name, signed)
    document.pop("proof")
    options = vector(HOME, name, f"proofConfig{ending}.json")

    canonical_document, canonical_options = canonical_text(name, document), canonical_text(name, options)

    assert canonical_document == text(HOME, name, f"canonDoc{ending}.txt")
    assert canonical_options == text(HOME, name, f"proofCanon{ending}.txt")
    hashes = [hashlib.sha256(form.encode()).hexdigest() for form in (canonical_options, canonical_document)]
    assert hashes == [text(HOME, name, f"proofHash{ending}.txt"), text(HOME, name, f"docHash{ending}.txt")]
    assert "".join(hashes) == text(HOME, name, f"combinedHash{ending}.txt")


@pytest.mark.parametrize(("name", "signed", "ending"), SIGNED)
def test_signing_gives_the_published_proof(name: str, signed: str, ending: str):
    document = vector(HOME, name, signed)
    published = document.pop("proof")
    created = parse_timestamp(published["created"])
    assert created is not None

    ours = suite(name).add_proof(document, signer=LocalSigner(key(), published["verificationMethod"]), created=created)

    assert ours["proof"] == [published]
    assert read_signature(published["proofValue"]).hex() == text(HOME, name, f"sigHex{ending}.txt")


@pytest.mark.parametrize(("name", "signed", "ending"), SIGNED)
def test_the_published_proof_verifies(name: str, signed: str, ending: str):
    document = vector(HOME, name, signed)

    suite(name).check_proof(document, proofs_of(document)[0], key().public)


def test_the_published_hashes_of_the_employment_document_are_signed_alike():
    folder = (HOME, "eddsa-rdfc-2022", "employ")
    hashed = b"".join(
        hashlib.sha256(text(*folder, f"{name}DataInt.txt").encode()).digest() for name in ("proofCanon", "canonDoc")
    )

    assert hashed.hex() == text(*folder, "combinedHashDataInt.txt")
    assert key().sign(hashed).hex() == text(*folder, "sigHexDataInt.txt")
    for part in ("proofCanon", "canonDoc"):
        canonical = text(*folder, f"{part}DataInt.txt")
        assert rdfc.canonicalize(canonical) == canonical


@pytest.mark.parametrize("name", SETS)
def test_every_proof_of_a_published_set_or_chain_verifies(name: str):
    document = vector(HOME, "proof-set-chain", f"{name}.json")

    for proof in proofs_of(document):
        public = PublicKey.from_multikey(proof["verificationMethod"].partition("#")[2])
        suite(proof["cryptosuite"]).check_proof(document, proof, public)


@pytest.mark.parametrize("name", SETS)
def test_signing_one_after_the_other_gives_the_published_set_or_chain(name: str):
    document = vector(HOME, "proof-set-chain", f"{name}.json")
    keys = {pair["publicKeyMultibase"]: pair for pair in vector(HOME, "proof-set-chain", "multiKeyPairs.json").values()}
    published = list(proofs_of(document))

    ours = {member: value for member, value in document.items() if member != "proof"}
    for proof in published:
        secret = keys[proof["verificationMethod"].partition("#")[2]]["privateKeyMultibase"]
        created = parse_timestamp(proof["created"])
        assert created is not None
        ours = suite(proof["cryptosuite"]).add_proof(
            ours,
            signer=LocalSigner(PrivateKey.from_multikey(secret), proof["verificationMethod"]),
            created=created,
            previous_proof=proof.get("previousProof"),
            proof_id=proof.get("id"),
        )

    assert ours["proof"] == published
