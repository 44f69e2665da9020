"""ecdsa-jcs-2019 with P-256 or P-384 over RFC 8785. https://www.w3.org/TR/vc-di-ecdsa/#ecdsa-jcs-2019"""

from __future__ import annotations

from typing import Final

from laurel.canon import compiled
from laurel.proofs.suite import Suite

SUITE: Final = Suite(
    name="ecdsa-jcs-2019",
    algorithms=frozenset({"P-256", "P-384"}),
    canonical_hash=compiled.canonical_json_hash,
    carries_context=True,
)
