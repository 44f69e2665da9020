"""JWT VC issuer metadata (`did.jwt_vc_issuer`): two documents of a stranger, and the addresses that they name."""

from __future__ import annotations

import json
from random import Random

from fuzz import edits
from fuzz.rule import insist, refused
from laurel.did import jwt_vc_issuer
from laurel.did.document import DidDocument
from laurel.fetching import Fetched, check_url

DICTIONARY = "did"
LONGEST = 8_192


def run(data: bytes) -> None:
    """A line with the issuer's address, then its metadata, then the keys that these may point at."""
    line, _, rest = data.partition(b"\n")
    metadata, _, keys = rest.partition(b"\n")
    issuer = line.decode("utf-8", "replace")
    asked: list[str] = []

    def fetch(url: str, *, limit: int) -> Fetched:
        insist(check_url(url) == url, "an address that may not be called")
        asked.append(url)
        return Fetched(body=(metadata if len(asked) == 1 else keys)[:limit])

    refused(lambda: jwt_vc_issuer.metadata_url(issuer))
    document, _ = refused(lambda: jwt_vc_issuer.document_of(issuer, fetch=fetch))
    insist(len(asked) <= 2, "more was asked for than metadata and keys")
    if document is None:
        return
    insist(document["id"] == issuer, "a document of another issuer")
    insist(all(method["controller"] == issuer for method in document["verificationMethod"]), "a key of somebody else")
    parsed, _ = refused(lambda: DidDocument.parse(document, did=issuer))
    for method in parsed.methods if parsed is not None else ():
        insist(method.id.startswith(f"{issuer}#"), "a key under another name")
        refused(method.public_key)


def mutate(data: bytes, random: Random) -> bytes:
    """Edit the metadata or the keys, and keep the line."""
    line, _, rest = data.partition(b"\n")
    parts = rest.split(b"\n", 1)
    chosen = random.randrange(len(parts))
    parts[chosen] = edits.of_json(parts[chosen], random)
    return b"\n".join((line, *parts))


def published(issuer: str, metadata: object, keys: object = None) -> bytes:
    """An input of this target."""
    return b"\n".join((issuer.encode(), json.dumps(metadata).encode(), json.dumps(keys).encode()))
