"""The W3C's vectors of ecdsa-sd-2023, every intermediate value from the document to the derived proof.

The citizenship context is not published with them, so its terms are taken from the published statements
(`examples.citizenship`).
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

import pytest

from laurel.canon import jsonld, rdfc
from laurel.canon.contexts import Context
from laurel.errors import ProofError, SignatureError
from laurel.keys import LocalSigner, PrivateKey, PublicKey
from laurel.proofs.ecdsa_sd_2023 import derive, sign_base, verify_derived
from laurel.proofs.ecdsa_sd_2023.grouping import digest_of, relabelled, statements_of
from laurel.proofs.ecdsa_sd_2023.proof_value import BaseProof, DerivedProof, multikey_of
from laurel.proofs.ecdsa_sd_2023.selection import select
from laurel.timestamp import parse_timestamp
from shared import needs_shared
from vectors.examples import citizenship, text, vector

pytestmark = needs_shared
HOME = ("w3c-vc-di-ecdsa", "ecdsa-sd-2023")
SETS = ["prc", "employ"]
DOCUMENTS = {"prc": ("prCredUnsigned", "prCred"), "employ": ("employmentAuth", "employ")}
SELECTIVE = ["/validFrom", "/validUntil", "/credentialSubject/birthCountry"]


def published(name: str, part: str) -> Any:
    return vector(*HOME, name, f"{part}.json")


def keys() -> dict[str, Any]:
    return vector(*HOME, "SDKeyMaterial.json")


def hmac_key() -> bytes:
    return bytes.fromhex(keys()["hmacKeyString"])


def secret(name: str) -> PrivateKey:
    return PrivateKey.from_multikey(keys()[name]["secretKeyMultibase"])


def contexts(name: str) -> dict[str, Context]:
    return citizenship(published(name, "addBaseDocCanon"))


def signed(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    document = published(name, "addSignedSDBase")
    return document, document.pop("proof")


def created(proof: dict[str, Any]) -> datetime:
    moment = parse_timestamp(proof["created"])
    assert moment is not None
    return moment


def places(group: Any) -> list[int]:
    return [place for place, _ in group["value"]]


@pytest.mark.parametrize("name", SETS)
def test_the_document_is_transformed_as_published(name: str):
    document, _ = signed(name)
    known = contexts(name)
    unsigned, chosen = DOCUMENTS[name]

    # in one of the two, the description was worded anew before it was signed
    differing = {"description"} if name == "prc" else set()
    given = vector(HOME[0], f"{unsigned}.json")
    assert {member for member in {*document, *given} if document.get(member) != given.get(member)} == differing
    assert published(name, "addBaseTransform")["mandatoryPointers"] == vector(HOME[0], f"{chosen}Mandatory.json")
    assert vector(HOME[0], f"{chosen}Selective.json") == SELECTIVE
    canonical = rdfc.canonicalize(jsonld.to_dataset(document, contexts=known))
    statements = statements_of(document, hmac_key=hmac_key(), contexts=known)

    assert canonical.splitlines(keepends=True) == published(name, "addBaseDocCanon")
    assert list(statements.lines) == published(name, "addBaseDocHMACCanon")
    base = published(name, "addBaseTransform")
    mandatory = statements.matching(statements.part(base["mandatoryPointers"]))
    assert sorted(mandatory) == places(base["mandatory"])
    assert [place for place in range(len(statements.lines)) if place not in mandatory] == places(base["nonMandatory"])
    for entry in published(name, "addPointerValues"):
        whole = select([entry["pointer"]], document)
        assert whole is not None
        assert whole[entry["pointer"].removeprefix("/")] == entry["value"]


@pytest.mark.parametrize("name", SETS)
def test_what_the_issuer_hashes_and_signs_is_as_published(name: str):
    document, _ = signed(name)
    known, options = contexts(name), published(name, "addProofConfig")
    canonical = rdfc.canonicalize(jsonld.to_dataset(options, contexts=known))
    statements = statements_of(document, hmac_key=hmac_key(), contexts=known)
    hashes, raw = published(name, "addHashData"), published(name, "addRawBaseSignatureInfo")
    mandatory = statements.matching(statements.part(published(name, "addBaseTransform")["mandatoryPointers"]))

    assert canonical == text(*HOME, name, "addProofConfigCanon.txt")
    assert hashlib.sha256(canonical.encode()).hexdigest() == hashes["proofHash"]
    assert digest_of(statements.lines[place] for place in sorted(mandatory)).hex() == hashes["mandatoryHash"]
    proof_key = secret("proofKeyPair")
    to_sign = bytes.fromhex(hashes["proofHash"]) + multikey_of(proof_key.public) + bytes.fromhex(hashes["mandatoryHash"])
    assert secret("baseKeyPair").sign(to_sign).hex() == raw["baseSignature"]
    others = [line for place, line in enumerate(statements.lines) if place not in mandatory]
    assert [proof_key.sign(line.encode()).hex() for line in others] == raw["signatures"]
    assert proof_key.public.to_multikey() == raw["publicKey"]


@pytest.mark.parametrize("name", SETS)
def test_the_base_proof_is_made_and_read_as_published(name: str):
    document, proof = signed(name)
    drawn = iter([hmac_key(), secret("proofKeyPair").secret])
    recovered = published(name, "derivedRecoveredBaseData")

    ours = sign_base(
        document,
        signer=LocalSigner(secret("baseKeyPair"), proof["verificationMethod"]),
        created=created(proof),
        entropy=lambda length: next(drawn),
        mandatory=published(name, "addBaseTransform")["mandatoryPointers"],
        contexts=contexts(name),
    )

    assert ours["proof"] == [proof]
    base = BaseProof.parse(proof["proofValue"])
    assert base.write() == proof["proofValue"]
    assert base.signature.hex() == recovered["baseSignature"]
    assert base.proof_key.to_multikey() == recovered["proofPublicKey"]
    assert base.hmac_key.hex() == recovered["hmacKey"]
    assert [each.hex() for each in base.signatures] == recovered["signatures"]
    assert list(base.mandatory) == recovered["mandatoryPointers"]


@pytest.mark.parametrize("name", SETS)
def test_the_derived_proof_is_made_as_published(name: str):
    revealed = published(name, "derivedRevealDocument")
    proof = revealed["proof"]
    ours = derive(published(name, "addSignedSDBase"), selective=SELECTIVE, contexts=contexts(name))

    assert ours["proof"] == [proof]
    assert {**ours, "proof": None} == {**published(name, "derivedUnsignedReveal"), "proof": None}
    derived, disclosed = DerivedProof.parse(proof["proofValue"]), published(name, "derivedDisclosureData")
    assert derived.write() == proof["proofValue"]
    assert [each.hex() for each in derived.signatures] == disclosed["signatures"]
    adjusted = published(name, "derivedAdjSignatures")
    assert disclosed["signatures"] == adjusted["filteredSignatures"]
    assert list(derived.mandatory) == disclosed["mandatoryIndexes"]
    assert disclosed["mandatoryIndexes"] == published(name, "derivedAdjMandatoryIndexes")["adjMandatoryIndexes"]
    labels = disclosed["labelMap"]["value"]
    assert [(f"_:{canonical}", f"_:{label}") for canonical, label in labels] == list(derived.labels.items())


@pytest.mark.parametrize("name", SETS)
def test_the_choice_falls_on_the_published_statements(name: str):
    document, _ = signed(name)
    statements = statements_of(document, hmac_key=hmac_key(), contexts=contexts(name))
    mandatory = published(name, "addBaseTransform")["mandatoryPointers"]
    indexes = published(name, "derivedGroupIndexes")

    chosen = {"mandatory": mandatory, "selective": SELECTIVE, "combined": [*mandatory, *SELECTIVE]}

    found = {group: sorted(statements.matching(statements.part(pointers))) for group, pointers in chosen.items()}
    assert found == {group: indexes[f"{group}Indexes"] for group in chosen}
    groups = published(name, "derivedAllGroupData")["groups"]
    assert {group: places(groups[group]["matching"]) for group in chosen} == found


@pytest.mark.parametrize("name", SETS)
def test_the_published_derived_proof_verifies(name: str):
    document = published(name, "derivedRevealDocument")
    proof, known = document["proof"], contexts(name)
    public = PublicKey.from_multikey(proof["verificationMethod"].partition("#")[2])
    checked = published(name, "verifyCreateVerifyData")

    options = verify_derived(document, proof, public, contexts=known)

    assert options.signature.hex() == checked["baseSignature"] == published(name, "verifyDerivedProofValue")["baseSignature"]
    assert public == secret("baseKeyPair").public
    bare = {member: value for member, value in document.items() if member != "proof"}
    dataset = jsonld.to_dataset(bare, contexts=known)
    labels = DerivedProof.parse(proof["proofValue"]).labels
    canonical = rdfc.canonical_labels(dataset)
    lines = sorted(relabelled(dataset, {node: labels[label] for node, label in canonical.items()}))
    assert lines == published(name, "verifyNQuads")


@pytest.mark.parametrize("name", SETS)
def test_refuses_the_published_proof_over_anything_else(name: str):
    document, known = published(name, "derivedRevealDocument"), contexts(name)
    proof, public = document["proof"], secret("baseKeyPair").public
    subject = document["credentialSubject"]
    for change in ({"validUntil": "2035-12-16T23:59:59Z"}, {"credentialSubject": subject | {"birthCountry": "Utopia"}}):
        with pytest.raises(SignatureError):
            verify_derived(document | change, proof, public, contexts=known)
    with pytest.raises(SignatureError):
        verify_derived({name: value for name, value in document.items() if name != "validUntil"}, proof, public, contexts=known)
    with pytest.raises(ProofError, match="base proof"):
        verify_derived(document, published(name, "addSignedSDBase")["proof"], public, contexts=known)
