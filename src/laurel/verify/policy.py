"""What a verifier insists on: one frozen object, so that a page, a job and a test can name the same rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Literal

from laurel.canon.contexts import OPEN, PINNED, Context, OpenContexts

Shape = Literal["badge", "data-model"]
Voice = Literal["reader", "site"]
SUITES = frozenset(
    {
        "eddsa-rdfc-2022",
        "eddsa-jcs-2022",
        "ecdsa-rdfc-2019",
        "ecdsa-jcs-2019",
        "ecdsa-sd-2023",
        "Ed25519Signature2020",
        "merkle-proof-2019",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The rules of one profile, whose `name` stands in every report. Sizes are in bytes.

    `shape`: "badge": the one closed shape of Open Badges; "data-model": any credential of the W3C's data model.
    `contexts`: what a document may name; open ones let it also define words of its own.
    `witnesses`: proofs of others may stand beside the issuer's, each made with a key of its own controller's.
    `issuer_binding`: the key must come from the issuer's own document. Without it a signature proves only that the text is
    whole, so the checks `issuer_key` and `issuer_known` are not asked and the verdict is never `accept`.
    `confirmations`: how many blocks of a blockchain have to hold an anchor, its own counted.
    `voice`: whose list of issuers the sentences speak of: the reader's own, or that of the site where they stand.
    `insecure_hosts`: hosts with port ("localhost:8000") that may be asked over plain http: a demonstration's own.
    """

    name: str = "badge"
    shape: Shape = "badge"
    contexts: Mapping[str, Context] = field(default_factory=lambda: PINNED, repr=False, compare=False)
    witnesses: bool = False
    issuer_binding: bool = True
    clock_skew: timedelta = timedelta(minutes=5)
    confirmations: int = 1
    suites: frozenset[str] = SUITES
    max_proofs: int = 8
    max_requests: int = 8
    max_answer: int = 4 * 1024 * 1024
    max_text: int = 1_000_000
    max_file: int = 6_000_000
    insecure_hosts: frozenset[str] = frozenset()
    voice: Voice = "reader"

    def knowing(self, documents: Mapping[str, Mapping[str, Any]]) -> Policy:
        """The same rules with further contexts, address -> document, which the caller vouches for.

        Raises:
            ValueError: a profile whose contexts are fixed.
            ContextError: a document that is no context, or an address that we hold.
        """
        if not documents:
            return self
        if not isinstance(self.contexts, OpenContexts):
            raise ValueError(f"the contexts of the profile {self.name!r} are fixed")
        return replace(self, contexts=self.contexts.with_documents(documents))


DEFAULT = Policy()
"""The badge profile: what a person may rely on."""
PROOF_ONLY = replace(DEFAULT, name="proof-only", issuer_binding=False)
"""Whether the text is whole, whoever signed it; never enough to rely on."""
GENERIC = Policy(name="generic", shape="data-model", contexts=OPEN, witnesses=True)
"""Any credential of the W3C's data model; the report says what was not judged."""
PROFILES: Mapping[str, Policy] = {policy.name: policy for policy in (DEFAULT, GENERIC)}
"""The profiles that a person can choose, the usual one first."""
