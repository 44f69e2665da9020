"""Identifiers and their documents (`did`): did:key, did:web, did:jwk, https; what comes back is never trusted for its word."""

import json
from random import Random

from fuzz import edits
from fuzz.rule import insist, refused
from laurel.did import resolve
from laurel.did.document import PURPOSES
from laurel.did.resolve import address_of
from laurel.fetching import Fetched, check_url

DICTIONARY = "did"
LONGEST = 8_192


def run(data: bytes) -> None:
    """A line with an identifier, then the document that is fetched for it."""
    line, _, body = data.partition(b"\n")
    name = line.decode("utf-8", "replace")

    def fetch(url: str, *, limit: int) -> Fetched:
        insist(check_url(url) == url, "an address that may not be called")
        return Fetched(body=body[:limit])

    refused(lambda: address_of(name))
    document, _ = refused(lambda: resolve(name, fetch=fetch))
    if document is None:
        return
    insist(document.id == name.partition("#")[0], "a document of another identifier")
    for method in document.methods:
        for purpose in PURPOSES:
            found, _ = refused(lambda method=method, purpose=purpose: document.method(method.id, purpose=purpose))
            insist(found is None or found.controller == document.id, "a key of somebody else")
        refused(method.public_key)


def mutate(data: bytes, random: Random) -> bytes:
    """Edit the document and keep the line, most of the time."""
    line, _, body = data.partition(b"\n")
    return line + b"\n" + edits.of_json(body, random)


def document_for(did: str, document: object) -> bytes:
    """An input of this target."""
    return did.encode() + b"\n" + json.dumps(document).encode()
