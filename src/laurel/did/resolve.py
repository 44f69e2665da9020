"""From an identifier, or the name of one of its keys, to its document."""

from __future__ import annotations

from laurel.canon.strict_json import loads_object
from laurel.did import jwk, key, web
from laurel.did.document import DidDocument
from laurel.errors import DidError, ForbiddenAddressError, LimitError, MalformedError, Phrase, UnsupportedError
from laurel.fetching import Fetcher, check_url

MAX_DOCUMENT = 256 * 1024  # bytes


def resolve(name: str, *, fetch: Fetcher, insecure_hosts: frozenset[str] = frozenset()) -> DidDocument:
    """The document of a DID, of an https identifier, or of a key's URL (whose fragment is left aside).

    did:key and did:jwk need no network; did:web and https identifiers are fetched. What another host, a redirect or the
    credential itself says about the key plays no part.

    Args:
        name: e.g. `did:web:uni.example#key-1`.
        fetch: how to fetch.
        insecure_hosts: see `web.url_of`.

    Raises:
        DidError: malformed, an address that may not be called, or a document that is not this identifier's.
        WeakKeyError: a did:key or did:jwk of a key that protects nothing.
        UnsupportedError: another DID method.
        UnreachableError: the document cannot be had.
    """
    identifier = name.partition("#")[0]
    if identifier.startswith(key.PREFIX):
        return key.document_of(identifier)
    if identifier.startswith(jwk.PREFIX):
        return jwk.document_of(identifier)
    url = address_of(identifier, insecure_hosts=insecure_hosts)
    body = fetch(url, limit=MAX_DOCUMENT).body
    try:
        document = loads_object(body)
    except (MalformedError, LimitError) as error:
        raise DidError(did=identifier, why=Phrase(error.say("en"), error.say("bg"))) from error
    return DidDocument.parse(document, did=identifier)


def address_of(identifier: str, *, insecure_hosts: frozenset[str] = frozenset()) -> str:
    """Where the document of an identifier lies (not for did:key and did:jwk).

    Raises:
        DidError, UnsupportedError: as `resolve`.
    """
    if identifier.startswith(web.PREFIX):
        return web.url_of(identifier, insecure_hosts=insecure_hosts)
    if identifier.startswith(("https://", "http://")):
        try:
            return check_url(identifier, insecure_hosts=insecure_hosts)
        except ForbiddenAddressError as error:
            raise DidError(did=identifier[:200], why=error.facts["why"]) from error
    if identifier.startswith("did:"):
        method = identifier[:40].split(":")[1]
        raise UnsupportedError(what=Phrase(f"the DID method {method}", f"метода {method} за DID"))
    raise DidError(did=identifier[:200], why=Phrase("neither a DID nor an https address", "нито DID, нито адрес с https"))
