"""The employment document of the W3C's vectors, from its JSON to the published signature."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from laurel.canon import jsonld, rdfc
from laurel.canon.contexts import Context
from laurel.keys import LocalSigner, PrivateKey
from laurel.proofs.options import read_signature
from laurel.timestamp import parse_timestamp
from vectors.examples import citizenship, suite, text, vector


def check_employment(
    folder: tuple[str, ...],
    ending: str,
    *,
    name: str,
    key: PrivateKey,
    hash_name: rdfc.HashName = "sha256",
    contexts_for: Callable[[list[str]], Mapping[str, Context]] = citizenship,
) -> None:
    """Every value in `folder`: canonical forms, hashes, options, the proof made and checked."""
    document = vector(*folder, f"signed{ending}.json")
    proof = document.pop("proof")
    options = vector(*folder, f"proofConfig{ending}.json")
    forms = [text(*folder, f"{part}{ending}.txt") for part in ("proofCanon", "canonDoc")]
    known = contexts_for(forms[1].splitlines(keepends=True))

    assert {**options, "proofValue": proof["proofValue"]} == {**proof, "@context": document["@context"]}
    found = [rdfc.canonicalize(jsonld.to_dataset(value, contexts=known), hash_name=hash_name) for value in (options, document)]
    assert found == forms
    hashes = [hashlib.new(hash_name, form.encode()).hexdigest() for form in forms]
    assert hashes == [text(*folder, f"{part}Hash{ending}.txt") for part in ("proof", "doc")]
    assert "".join(hashes) == text(*folder, f"combinedHash{ending}.txt")
    created = parse_timestamp(proof["created"])
    assert created is not None
    suite_ = suite(name, known)
    ours = suite_.add_proof(document, signer=LocalSigner(key, proof["verificationMethod"]), created=created)
    assert ours["proof"] == [proof]
    assert proof["proofValue"] == text(*folder, f"sigBTC58{ending}.txt")
    assert read_signature(proof["proofValue"]).hex() == text(*folder, f"sigHex{ending}.txt")
    suite_.check_proof({**document, "proof": proof}, proof, key.public)


def unsigned_of(document: dict[str, Any]) -> dict[str, Any]:
    return {name: member for name, member in document.items() if name != "proof"}
