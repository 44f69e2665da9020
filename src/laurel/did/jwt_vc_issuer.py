"""JWT VC issuer metadata: the keys of an issuer whose identifier is an https address, as SD-JWT VC has it.

https://uni.example/org ──▶ https://uni.example/.well-known/jwt-vc-issuer/org ──▶ { issuer, jwks | jwks_uri } ──▶ its document

Source: https://datatracker.ietf.org/doc/draft-ietf-oauth-sd-jwt-vc/ (section "JWT VC Issuer Metadata")
"""

from __future__ import annotations

import json
from typing import Any, Final
from urllib.parse import urlsplit

from laurel.canon.strict_json import is_array, is_object, loads_object
from laurel.errors import DidError, ForbiddenAddressError, LimitError, MalformedError, Phrase
from laurel.fetching import Fetched, Fetcher, check_url

WELL_KNOWN: Final = "/.well-known/jwt-vc-issuer"
MAX_DOCUMENT: Final = 256 * 1024  # bytes
MAX_KEYS: Final = 100


def metadata_url(issuer: str) -> str:
    """Where the metadata of an issuer lies: the well-known part stands between host and path.

    Raises:
        DidError: no https address that may be asked.
    """
    try:
        parts = urlsplit(check_url(issuer))
    except ForbiddenAddressError as error:
        raise DidError(did=issuer[:200], why=error.facts["why"]) from error
    return f"https://{parts.netloc}{WELL_KNOWN}{parts.path.rstrip('/')}"


def document_of(issuer: str, *, fetch: Fetcher) -> dict[str, Any]:
    """The controlled identifier document that an issuer's metadata amounts to: each key, named by its `kid`, for assertion.

    Raises:
        DidError: metadata of another issuer, malformed, or with an address that may not be asked.
        UnreachableError: they cannot be had.
    """
    metadata = _object(issuer, metadata_url(issuer), fetch)
    if metadata.get("issuer") != issuer:
        raise _refused(issuer, "its metadata name another issuer", "метаданните му посочват друг издател")
    if ("jwks" in metadata) == ("jwks_uri" in metadata):
        raise _refused(issuer, "its metadata have no keys, or two sets", "метаданните му нямат ключове или имат два набора")
    keys = metadata["jwks"] if "jwks" in metadata else _linked(issuer, metadata["jwks_uri"], fetch)
    listed = keys.get("keys") if is_object(keys) else None
    if not is_array(listed) or not 0 < len(listed) <= MAX_KEYS or not all(is_object(key) for key in listed):
        raise _refused(issuer, "its keys are malformed", "ключовете му са неправилни")
    methods = [_method(issuer, key, index) for index, key in enumerate(listed)]
    return {"id": issuer, "verificationMethod": methods, "assertionMethod": [method["id"] for method in methods]}


def reading(fetch: Fetcher) -> Fetcher:
    """A fetcher that answers an issuer's own address with the document its metadata amount to, and asks `fetch` for the rest.

    So an issuer that publishes such metadata is resolved as any other https identifier is.
    """

    def answer(url: str, *, limit: int) -> Fetched:
        return Fetched(body=json.dumps(document_of(url, fetch=fetch)).encode(), media_type="application/json")

    return answer


def _method(issuer: str, key: dict[str, Any], index: int) -> dict[str, Any]:
    name = key.get("kid", str(index))
    if not isinstance(name, str) or not name:
        raise _refused(issuer, "its keys are malformed", "ключовете му са неправилни")
    # the identifier of a key is the issuer's word, even where it looks like somebody else's address
    return {"id": f"{issuer}#{name}", "type": "JsonWebKey", "controller": issuer, "publicKeyJwk": key}


def _linked(issuer: str, url: Any, fetch: Fetcher) -> dict[str, Any]:
    if not isinstance(url, str):
        raise _refused(issuer, "its keys are malformed", "ключовете му са неправилни")
    return _object(issuer, url, fetch)


def _object(issuer: str, url: str, fetch: Fetcher) -> dict[str, Any]:
    try:
        return loads_object(fetch(check_url(url), limit=MAX_DOCUMENT).body)
    except (MalformedError, LimitError) as error:
        raise DidError(did=issuer[:200], why=Phrase(error.say("en"), error.say("bg"))) from error
    except ForbiddenAddressError as error:
        raise DidError(did=issuer[:200], why=error.facts["why"]) from error


def _refused(issuer: str, en: str, bg: str) -> DidError:
    return DidError(did=issuer[:200], why=Phrase(en, bg))
