"""Ed25519Signature2020: the older form that Open Badges 3.0 on VC Data Model 1.1 used; kept to verify it.

The signed bytes are made as in eddsa-rdfc-2022; only the options are written in another way.

Source: https://www.w3.org/TR/vc-di-eddsa/#ed25519signature2020
"""

from __future__ import annotations

from typing import Final

from laurel.canon import compiled
from laurel.proofs.suite import Suite

SUITE: Final = Suite(
    name="Ed25519Signature2020",
    algorithms=frozenset({"Ed25519"}),
    canonical_hash=compiled.canonical_hash,
    proof_type="Ed25519Signature2020",
)
