"""Badges that are signed with a secret nonce, and anchored in a batch."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any

from laurel.anchors.chains import Chain
from laurel.keys import LocalSigner, PrivateKey
from laurel.proofs import add_proof
from laurel.proofs.merkle_proof_2019 import AnchoredBatch, ChainAnchor, new_salt
from plain_badge import badge

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
ANCHOR = ChainAnchor(Chain.named("eth:sepolia"), "0x" + "ab" * 32)
KEY = PrivateKey.from_seed(bytes(range(32)))
SIGNER = LocalSigner(KEY, "did:web:uni.example#key-1")
ADDRESS = "did:web:uni.example#chain-1"


def unsigned(number: int = 1) -> dict[str, Any]:
    return badge() | {"id": f"urn:uuid:8d5be4a1-0000-4000-8000-{number:012}"}


def salted(number: int = 1, *, suite: str = "eddsa-rdfc-2022", signer: LocalSigner = SIGNER) -> dict[str, Any]:
    """A signed badge whose proof holds a nonce."""
    return add_proof(unsigned(number), suite=suite, signer=signer, created=AT, nonce=new_salt(secrets.token_bytes))


def anchored(*documents: dict[str, Any], anchor: ChainAnchor = ANCHOR) -> list[dict[str, Any]]:
    """The documents with the proofs of one batch."""
    batch = AnchoredBatch()
    places = [batch.add(document) for document in documents]
    return [
        batch.finish(document, place, anchors=[anchor], verification_method=ADDRESS, created=AT)
        for document, place in zip(documents, places, strict=True)
    ]
