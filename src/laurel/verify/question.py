"""What is asked about one presented file: everything a check may use, in one frozen object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cryptography.x509 import Certificate

from laurel.anchors import Witnessed
from laurel.anchors.transactions import ChainReader, no_chain
from laurel.fetching import Fetcher
from laurel.verify.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The moment, the way out, and whom the verifier trusts: issuers by identifier, authorities of seals by certificate.

    `existed`: by when the presented file is proven to have existed, and by whom. `chain`: how to ask blockchains.
    """

    at: datetime
    fetch: Fetcher
    trusted: Mapping[str, str]
    anchors: tuple[Certificate, ...]
    policy: Policy
    recipient: str | None
    existed: Witnessed | None = None
    chain: ChainReader = no_chain
