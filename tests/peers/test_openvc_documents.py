"""openvc-core: EdDSA proofs, presentations, tokens of data model 1.1 and status lists, each way where it can."""

from __future__ import annotations

import json
from typing import Any

import pytest
from openvc.errors import OpenvcError
from openvc.keys import Ed25519SigningKey, P256SigningKey, P384SigningKey
from openvc.proof.data_integrity import DataIntegrityProofSuite
from openvc.proof.di_jcs import EddsaJcsProofSuite
from openvc.proof.vc_jwt import VcJwtProofSuite
from openvc.status.bitstring import decode_bitstring, encode_bitstring, get_status_bit, new_bitstring, set_status_bit

from laurel.canon.contexts import CREDENTIALS_V1, PINNED
from laurel.fetching import no_network
from laurel.keys import LocalSigner
from laurel.proofs import add_proof, present, vc_jwt
from laurel.status.bits import MIN_ENTRIES, StatusBits
from laurel.verify.presentation import verify_presentation
from peers.cases import AT, OCCASION, checked, did, signer_of, unsigned

pytestmark = pytest.mark.peers

CONTEXTS = {"extra_contexts": {url: dict(pinned.document) for url, pinned in PINNED.items() if "purl.imsglobal" in url}}
SUITES: dict[str, tuple[Any, dict[str, Any]]] = {
    "eddsa-rdfc-2022": (DataIntegrityProofSuite(), CONTEXTS),
    "eddsa-jcs-2022": (EddsaJcsProofSuite(), {}),
}
EXPECTED = {"expected_challenge": OCCASION["challenge"], "expected_domain": OCCASION["domain"]}
SHOWING = {"expected_proof_purpose": "authentication"}
KEYS = {"Ed25519": Ed25519SigningKey, "P-256": P256SigningKey, "P-384": P384SigningKey}


def theirs(signer: LocalSigner) -> Any:
    make: Any = KEYS[signer.algorithm]
    return make.from_jwk(signer.private_key.to_jwk(), kid=signer.verification_method)


def alone(document: dict[str, Any]) -> dict[str, Any]:
    """They take no list of proofs."""
    return document | {"proof": document["proof"][0]}


def completed(document: dict[str, Any]) -> dict[str, Any]:
    """They sign the context among the options of a JCS proof, as they should, and leave it out of what they write."""
    jcs = "jcs" in document["proof"]["cryptosuite"]
    return document | {"proof": document["proof"] | ({"@context": document["@context"]} if jcs else {})}


@pytest.mark.parametrize("name", SUITES)
def test_each_verifies_the_others_eddsa_proof(name: str):
    suite, contexts = SUITES[name]
    signer = signer_of(1, "Ed25519")
    rules = {"public_key_jwk": signer.private_key.public.to_jwk(), "now": AT, **contexts}

    ours = alone(add_proof(unsigned(signer), suite=name, signer=signer, created=AT))
    suite.verify(ours, **rules)
    with pytest.raises(OpenvcError):
        suite.verify(ours | {"name": "Doctor"}, **rules)

    how = {"signing_key": theirs(signer), "verification_method": signer.verification_method, "created": AT}
    back = completed(suite.add_proof(unsigned(signer), **how, **contexts))
    assert checked(back, signer).verdict == "accept"
    assert checked(back | {"name": "Doctor"}, signer).verdict == "reject"


@pytest.mark.parametrize("name", SUITES)
def test_each_verifies_the_others_presentation(name: str):
    suite, contexts = SUITES[name]
    issuer, holder = signer_of(1, "Ed25519"), signer_of(2, "Ed25519")
    credential = add_proof(unsigned(issuer, holder=holder), suite=name, signer=issuer, created=AT)
    rules = {"public_key_jwk": holder.private_key.public.to_jwk(), "now": AT, **SHOWING, **contexts}

    ours = alone(present([credential], signer=holder, created=AT, suite=name, **OCCASION))
    suite.verify(ours, **rules, **EXPECTED)
    with pytest.raises(OpenvcError):
        suite.verify(ours, **rules, **{**EXPECTED, "expected_challenge": "another"})

    bare = {member: value for member, value in ours.items() if member != "proof"}
    how = {"signing_key": theirs(holder), "verification_method": holder.verification_method, "created": AT}
    back = completed(suite.add_proof(bare, **how, proof_purpose="authentication", **OCCASION, **contexts))
    known = {did(issuer): "An issuer"}
    assert verify_presentation(json.dumps(back), at=AT, fetch=no_network, trusted=known, **OCCASION).verified


@pytest.mark.parametrize("algorithm", KEYS)
def test_they_verify_our_token_of_data_model_1_1(algorithm: str):
    signer = signer_of(1, algorithm)
    document = unsigned(signer) | {"issuanceDate": "2025-11-23T12:00:00Z"}
    del document["validFrom"]
    document["@context"] = [CREDENTIALS_V1, *document["@context"][1:]]
    token = vc_jwt.sign(document, signer=signer)
    suite = VcJwtProofSuite()

    verified = suite.verify(token, public_key_jwk=signer.private_key.public.to_jwk())

    assert verified.issuer == did(signer)
    with pytest.raises(OpenvcError):
        suite.verify(token, public_key_jwk=signer_of(3, algorithm).private_key.public.to_jwk())


def test_each_reads_the_others_status_list():
    bits, bytes_ = StatusBits(), new_bitstring(MIN_ENTRIES)
    for index in (0, 9, MIN_ENTRIES - 1):
        bits.set(index)
        set_status_bit(bytes_, index, 1)

    read = decode_bitstring(bits.encode())

    assert [get_status_bit(read, index) for index in (0, 1, 9, 10, MIN_ENTRIES - 1)] == [1, 0, 1, 0, 1]
    assert StatusBits.decode(encode_bitstring(bytes(bytes_))) == bits
