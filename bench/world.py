"""The issuer of the bench, what signs for it, and what anybody can read of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from samples import ISSUED, ISSUER

from laurel.errors import UnreachableError
from laurel.fetching import Fetched
from laurel.keys import LocalSigner, PrivateKey
from laurel.proofs import add_proof
from laurel.status import list as status_list
from laurel.status.bits import StatusBits

SEED = bytes(range(32))
KEY = PrivateKey.from_seed(SEED)
METHOD = f"{ISSUER}#key-1"
SIGNER = LocalSigner(KEY, METHOD)
P256_KEY = PrivateKey.from_seed(SEED, "P-256")
P256_SIGNER = LocalSigner(P256_KEY, f"{ISSUER}#key-2")
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
STATUS_URL = "https://uni.example/status/1"


def did_document() -> dict[str, Any]:
    method = {"id": METHOD, "type": "Multikey", "controller": ISSUER, "publicKeyMultibase": KEY.public.to_multikey()}
    contexts = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]
    return {"@context": contexts, "id": ISSUER, "verificationMethod": [method], "assertionMethod": [METHOD]}


def _status_list() -> dict[str, Any]:
    unsigned = status_list.credential(
        STATUS_URL,
        issuer=ISSUER,
        bits=StatusBits(131_072),
        purpose="revocation",
        valid_from=ISSUED,
        valid_until=ISSUED + timedelta(days=3_000),
    )
    return add_proof(unsigned, signer=SIGNER, created=ISSUED)


_PUBLISHED = {
    "https://uni.example/.well-known/did.json": did_document(),
    STATUS_URL: _status_list(),
}
_BODIES = {url: json.dumps(document).encode() for url, document in _PUBLISHED.items()}


def fetch(url: str, *, limit: int) -> Fetched:
    """Answers from memory; nothing is fetched."""
    if url not in _BODIES:
        raise UnreachableError(url=url, why="it is not there")
    return Fetched(body=_BODIES[url][:limit], media_type="application/json")
