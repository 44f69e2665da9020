"""Data Integrity proofs (`proofs`): options, chains and the CBOR of ecdsa-sd-2023, over one document."""

from random import Random
from typing import Any

from fuzz import edits
from fuzz.rule import insist, refused
from laurel.canon.strict_json import is_object, loads_object
from laurel.keys import base64url
from laurel.proofs import cbor, chain, check_proof, ecdsa_sd_2023, proofs_of, read_proof
from laurel.proofs.ecdsa_sd_2023.proof_value import BaseProof, DerivedProof
from laurel.proofs.options import read_signature
from outside_world import KEY

DICTIONARY = "jsonld"
LONGEST = 16_384


def run(data: bytes) -> None:
    """Read it as CBOR, as a `proofValue`, and as a document with proofs."""
    value, no = refused(lambda: cbor.decode(data))
    insist(no or cbor.encode(value or 0) == data or not value, "CBOR with two encodings")
    text = data.decode("utf-8", "replace")
    for read in (BaseProof.parse, DerivedProof.parse):
        found, no = refused(lambda read=read: read(text))
        insist(found is None or found.write() == text, "a proofValue with two texts")
        refused(lambda read=read: read("u" + base64url.encode(data)))
    refused(lambda: read_signature(text))
    document, _ = refused(lambda: loads_object(data))
    if document is not None:
        _check(document)


def _check(document: dict[str, Any]) -> None:
    proofs, _ = refused(lambda: proofs_of(document))
    for proof in proofs or ():
        refused(lambda proof=proof: read_proof(proof))
        refused(lambda proof=proof: check_proof(document, proof, KEY.public, purpose=None))
    refused(lambda: chain.unsecured(document, previous=("urn:1", "urn:2")))
    bare = document.get("credentialSubject")
    pointers = [f"/{name}" for name in document] + ([f"/credentialSubject/{name}" for name in bare] if is_object(bare) else [])
    refused(lambda: ecdsa_sd_2023.derive(document, selective=pointers[:20]))


def mutate(data: bytes, random: Random) -> bytes:
    """Edit the document, the CBOR or the text."""
    return edits.of_json(data, random)
