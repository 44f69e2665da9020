"""eddsa-jcs-2022: Ed25519 over RFC 8785. https://www.w3.org/TR/vc-di-eddsa/#eddsa-jcs-2022"""

from __future__ import annotations

from typing import Final

from laurel.canon import compiled
from laurel.proofs.suite import Suite

SUITE: Final = Suite(
    name="eddsa-jcs-2022", algorithms=frozenset({"Ed25519"}), canonical_hash=compiled.canonical_json_hash, carries_context=True
)
