"""What a verifier insists on: one frozen object, so that a page, a job and a test can name the same rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

Voice = Literal["reader", "site"]
SUITES = frozenset(
    {"eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019", "ecdsa-jcs-2019", "ecdsa-sd-2023", "Ed25519Signature2020"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The rules of one profile. Sizes are in bytes.

    `issuer_binding`: the key must come from the issuer's own document. Without it a signature proves only that the text is
    whole, so the checks `issuer_key` and `issuer_known` are not asked and the verdict is never `accept`.
    `voice`: whose list of issuers the sentences speak of: the reader's own, or that of the site where they stand.
    `insecure_hosts`: hosts with port ("localhost:8000") that may be asked over plain http: a demonstration's own.
    """

    name: str = "badge"
    issuer_binding: bool = True
    clock_skew: timedelta = timedelta(minutes=5)
    suites: frozenset[str] = SUITES
    max_proofs: int = 8
    max_requests: int = 8
    max_answer: int = 4 * 1024 * 1024
    max_text: int = 1_000_000
    max_file: int = 6_000_000
    insecure_hosts: frozenset[str] = frozenset()
    voice: Voice = "reader"


DEFAULT = Policy()
PROOF_ONLY = replace(DEFAULT, name="proof-only", issuer_binding=False)
