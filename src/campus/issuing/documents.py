"""What an organisation publishes about its keys: the did:web document."""

from __future__ import annotations

from typing import Any

from campus.issuing import keys
from campus.issuing.models import SigningKey
from campus.people.models import Organisation
from campus.people.organisations import did_of
from laurel.did import document
from laurel.keys import PublicKey


def did_document(organisation: Organisation) -> dict[str, Any]:
    """The DID document with every key ever used: retired ones stay, so that what they signed can be checked."""
    did = did_of(organisation)
    return document.build(did, [_method(did, key) for key in reversed(keys.history(organisation))])


def _method(did: str, key: SigningKey) -> document.VerificationMethod:
    return document.method_for(
        did,
        f"key-{key.number}",
        PublicKey.from_multikey(key.public_multikey),
        revoked=key.compromised_at,
        expires=key.retired_at if key.compromised_at is None else None,
    )
