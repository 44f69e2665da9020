"""The W3C's vectors of the EdDSA suites: every intermediate value, signatures made and checked, proof sets and chains."""

import hashlib
from typing import Any

import pytest

from laurel.canon import jcs, jsonld, rdfc
from laurel.keys import LocalSigner, PrivateKey, PublicKey
from laurel.proofs import proofs_of
from laurel.proofs.chain import unsecured
from laurel.proofs.options import previous_of, read_signature
from laurel.timestamp import parse_timestamp
from shared import needs_shared
from vectors.employment import check_employment, unsigned_of
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
    if name != "Ed25519Signature2020":  # which adds a context of its own
        assert document == vector(HOME, "unsigned.json")
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
    assert published["proofValue"] == text(HOME, name, f"sigBTC58{ending}.txt")


@pytest.mark.parametrize(("name", "signed", "ending"), SIGNED)
def test_the_published_proof_verifies(name: str, signed: str, ending: str):
    document = vector(HOME, name, signed)

    suite(name).check_proof(document, proofs_of(document)[0], key().public)


def test_the_employment_document_is_signed_as_published():
    folder = (HOME, "eddsa-rdfc-2022", "employ")

    check_employment(folder, "DataInt", name="eddsa-rdfc-2022", key=key())
    assert vector(HOME, "employmentAuth.json") == unsigned_of(vector(*folder, "signedDataInt.json"))


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


CHAIN = ("w3c-vc-di-eddsa", "proof-set-chain")


@pytest.mark.parametrize(
    ("number", "whole"),
    [
        ("Set1", "signedProofSet2"),
        ("Set2", "signedProofSet2"),
        ("Chain1", "signedProofChain1"),
        ("Chain2", "signedProofChain2"),
    ],
)
def test_the_published_steps_of_sets_and_chains_are_the_ones_we_take(number: str, whole: str):
    """Options, then the document with the earlier proofs that are covered, then the proof."""
    options = vector(*CHAIN, f"proof{number.replace('Set', 'SetConfig').replace('Chain', 'ChainConfig')}.json")
    signed = vector(*CHAIN, f"proof{number.replace('Set', 'SetConfigSigned').replace('Chain', 'ChainConfigSigned')}.json")
    document = vector(*CHAIN, f"{whole}.json")
    previous = previous_of(signed)

    assert {**options, "proofValue": signed["proofValue"]} == signed
    assert signed in proofs_of(document)
    covered = unsecured(document, previous=previous)
    if previous:
        assert covered == vector(*CHAIN, f"proofChainTempDoc{number[-1]}.json")
    else:
        assert covered == vector(*CHAIN, "unsigned.json")
    suite("eddsa-rdfc-2022").check_proof(
        document, signed, PublicKey.from_multikey(signed["verificationMethod"].partition("#")[2])
    )
