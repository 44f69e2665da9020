"""A credential that is no badge, with words of its own, and its issuer; and presentations of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from laurel.canon.contexts import CREDENTIALS_V1, CREDENTIALS_V2, OPEN
from laurel.did import key as did_key
from laurel.fetching import Fetcher, no_network
from laurel.keys import LocalSigner, PrivateKey
from laurel.proofs import add_proof
from laurel.verify import GENERIC, Policy, Report, verify

MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)
KEY = PrivateKey.from_seed(bytes(range(32)))
ISSUER = did_key.did_of(KEY.public)
SIGNER = LocalSigner(KEY, did_key.method_of(KEY.public))
WORDS = {
    "SailingLicence": "https://sails.example/#SailingLicence",
    "boat": "https://sails.example/#boat",
    "metres": "https://sails.example/#metres",
}


def licence(**changes: Any) -> dict[str, Any]:
    """A licence for a boat, unsigned; a change to None leaves a member out."""
    document = {
        "@context": [CREDENTIALS_V2, dict(WORDS)],
        "id": "urn:uuid:8d5be4a1-0000-4000-8000-00000000000a",
        "type": ["VerifiableCredential", "SailingLicence"],
        "issuer": ISSUER,
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:amina", "boat": {"name": "Ветрилото", "metres": 7}},
    }
    return {name: member for name, member in (document | changes).items() if member is not None}


def licence_of_version_1(**changes: Any) -> dict[str, Any]:
    contexts = [CREDENTIALS_V1, "https://w3id.org/security/data-integrity/v2", dict(WORDS)]
    return licence(
        **{"@context": contexts, "validFrom": None, "issuanceDate": "2026-01-01T00:00:00Z"}
        | {"credentialSubject": {"id": "did:example:amina", "metres": 7}}
        | changes
    )


def signed(document: Mapping[str, Any] | None = None, *, suite: str = "eddsa-rdfc-2022", **changes: Any) -> dict[str, Any]:
    unsigned = licence(**changes) if document is None else document
    return add_proof(unsigned, suite=suite, signer=SIGNER, created=MONDAY, contexts=OPEN)


def check(
    presented: Any,
    *,
    policy: Policy = GENERIC,
    fetch: Fetcher = no_network,
    trusted: Mapping[str, str] | None = None,
    **rest: Any,
) -> Report:
    text = presented if isinstance(presented, bytes | str) else json.dumps(presented, ensure_ascii=False)
    return verify(text, at=MONDAY, fetch=fetch, trusted=trusted or {ISSUER: "Harbour"}, policy=policy, **rest)
