"""What both sides sign in the tests of second implementations: one badge, one holder, a key of each kind."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from laurel.did import key as did_key
from laurel.fetching import no_network
from laurel.keys import LocalSigner, PrivateKey
from laurel.verify import Report, verify
from plain_badge import badge

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
NOW = "2026-11-24T12:00:00Z"
OCCASION = {"challenge": "a-question-asked-once", "domain": "https://esra.example"}
SUITES = [
    ("eddsa-rdfc-2022", "Ed25519"),
    ("eddsa-jcs-2022", "Ed25519"),
    ("ecdsa-rdfc-2019", "P-256"),
    ("ecdsa-rdfc-2019", "P-384"),
    ("ecdsa-jcs-2019", "P-256"),
    ("ecdsa-jcs-2019", "P-384"),
]


def signer_of(number: int, algorithm: str) -> LocalSigner:
    private = PrivateKey.from_seed(bytes([number]) * (48 if algorithm == "P-384" else 32), algorithm)
    return LocalSigner(private, did_key.method_of(private.public))


def did(signer: LocalSigner) -> str:
    return signer.verification_method.partition("#")[0]


def unsigned(issuer: LocalSigner, *, holder: LocalSigner | None = None, **changes: Any) -> dict[str, Any]:
    document = badge() | changes
    document["issuer"] = {**document["issuer"], "id": did(issuer)}
    if holder is not None:
        document["credentialSubject"] = {**document["credentialSubject"], "id": did(holder)}
    return document


def checked(document: Any, issuer: LocalSigner) -> Report:
    text = document if isinstance(document, str) else json.dumps(document)
    return verify(text, at=AT, fetch=no_network, trusted={did(issuer): "An issuer"})
