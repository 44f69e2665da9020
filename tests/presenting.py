"""Make presentations as a wallet would. The product only checks them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from laurel.keys import Signer
from laurel.proofs import SUITES
from laurel.proofs.options import write_signature
from laurel.timestamp import write_timestamp

CONTEXT = "https://www.w3.org/ns/credentials/v2"


def present(
    credentials: Sequence[dict[str, Any]],
    *,
    signer: Signer,
    challenge: str,
    domain: str,
    created: datetime,
    holder: str | None = None,
    purpose: str = "authentication",
) -> dict[str, Any]:
    """A signed presentation of these credentials."""
    document: dict[str, Any] = {
        "@context": [CONTEXT],
        "type": ["VerifiablePresentation"],
        "holder": holder or signer.verification_method.partition("#")[0],
        "verifiableCredential": list(credentials),
    }
    proof: dict[str, Any] = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": write_timestamp(created),
        "verificationMethod": signer.verification_method,
        "proofPurpose": purpose,
        "challenge": challenge,
        "domain": domain,
    }
    suite = SUITES["eddsa-rdfc-2022"]
    to_sign = suite.canonical_hash({**proof, "@context": document["@context"]}) + suite.canonical_hash(document)
    return {**document, "proof": [{**proof, "proofValue": write_signature(signer.sign(to_sign))}]}
