"""A badge that nobody here has issued: signed with a key that is its issuer's identifier, so that nothing is fetched."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from laurel.keys import LocalSigner, PrivateKey
from outside_world import signed
from plain_badge import badge

KEY = PrivateKey.from_seed(bytes(range(2, 34)))
ISSUER = f"did:key:{KEY.public.to_multikey()}"
SIGNER = LocalSigner(KEY, f"{ISSUER}#{KEY.public.to_multikey()}")
LONG_AGO = datetime(2025, 1, 1, 12, tzinfo=UTC)


def badge_to(email: str, **changes: Any) -> bytes:
    """A badge for this address, which stands in it as a salted hash."""
    digest = hashlib.sha256(f"{email.lower()}salt".encode()).hexdigest()
    whom = {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${digest}",
        "identityType": "emailAddress",
        "salt": "salt",
    }
    subject = badge()["credentialSubject"] | {"identifier": [whom]}
    issuer = {"id": ISSUER, "type": ["Profile"], "name": "Elsewhere College"}
    said = {"issuer": issuer, "validFrom": "2025-01-01T12:00:00Z", "credentialSubject": subject, **changes}
    return json.dumps(signed(SIGNER, created=LONG_AGO, **said)).encode()
