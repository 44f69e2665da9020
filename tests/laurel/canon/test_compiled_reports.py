"""A verifier that remembers shapes gives the same report as one that does not, for whatever is made of a signed badge."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest

from laurel.canon.compiled import Shapes
from laurel.did.key import did_of
from laurel.fetching import no_network
from laurel.keys import LocalSigner, PrivateKey
from laurel.proofs import add_proof, suite
from laurel.verify import verify
from mutants import refilled, renumbered, restructured
from plain_badge import badge

KEY = PrivateKey.from_seed(bytes(range(32)))
DID = did_of(KEY.public)
SIGNER = LocalSigner(KEY, f"{DID}#{DID.removeprefix('did:key:')}")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def signed(number: int, kind: str) -> dict[str, Any]:
    document = badge()
    document["id"] = f"urn:uuid:8d5be4a1-0000-4000-8000-{number:012d}"
    document["issuer"]["id"] = DID
    return add_proof(document, suite=kind, signer=SIGNER, created=NOON)


def mutated(document: dict[str, Any], random: Random) -> dict[str, Any]:
    change = random.choice([renumbered, restructured, lambda each, by: refilled(each, by, share=0.03), lambda each, _: each])
    return copy.deepcopy(change(document, random))


def report(document: dict[str, Any]) -> dict[str, Any]:
    # lone surrogates do not get past the reader; here they arrive as escapes
    return verify(json.dumps(document), at=NOON, fetch=no_network, trusted={DID: "Example University"}).to_json()


def forgetful(shapes: Shapes, document: dict[str, Any]) -> bytes:
    return shapes._hash(shapes._kind.full(document)).digest()


@pytest.mark.parametrize("kind", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
@pytest.mark.parametrize("seed", range(4))
def test_reports_are_the_same_with_and_without_a_memory(kind, seed, monkeypatch):
    random = Random(f"{kind} {seed}")
    documents = [mutated(signed(random.randrange(9), kind), random) for _ in range(150)]
    documents += random.choices(documents, k=100)
    remembering = [report(document) for document in documents]
    monkeypatch.setattr(Shapes, "digest", forgetful)
    monkeypatch.setattr(suite, "_MAX_KNOWN_TEXT", 0)
    suite._digests.clear()
    suite._parsed.clear()

    assert [report(document) for document in documents] == remembering
    verdicts = {each["verdict"] for each in remembering}
    assert {"reject"} < verdicts, "some have to be accepted, some not"
