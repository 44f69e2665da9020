"""Related resources and their digests. A resource is never fetched: it is compared where a copy is at hand.

Source: https://www.w3.org/TR/vc-data-model-2.0/#integrity-of-related-resources (5.3)
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

from laurel.canon.contexts import CREDENTIALS_V2
from laurel.canon.strict_json import is_object
from laurel.errors import KeyFormatError, MalformedError, Problem
from laurel.formats.data_model.problem import problem
from laurel.formats.data_model.values import check_id, listed
from laurel.keys import base58, base64url

Digest = tuple[str, bytes]
_SRI: Final = re.compile(r"(sha256|sha384|sha512)-([A-Za-z0-9+/]+={0,2})(?:\?[\x21-\x7e]*)?")
_SIZES: Final = {32: "sha256", 48: "sha384", 64: "sha512"}
_MULTIHASHES: Final = {b"\x12\x20": "sha256", b"\x20\x30": "sha384", b"\x13\x40": "sha512"}
_MAX_TEXT: Final = 1_000

# The digests of texts that were published at an address before the one at hand, as their publisher states them:
# https://www.w3.org/TR/2024/CR-vc-data-model-2.0-20241219/ (B.1) and the file of 2024-07-03 that it speaks of.
_EARLIER: Final[Mapping[str, frozenset[Digest]]] = {
    CREDENTIALS_V2: frozenset(
        {
            ("sha256", bytes.fromhex("24a18c90e9856d526111f29376e302d970b2bd10182e33959995b0207d7043b9")),
            ("sha384", base64.b64decode("NSOcNpmdIVUxIJGvGUoe22FjTWrXiaXlsZ8q6912LdnR3KraQO2n75Ica4wK4Qeg")),
        }
    )
}


def check_resources(document: Mapping[str, Any]) -> Iterator[Problem]:
    """Everything that is wrong with `relatedResource`: each has an address of its own and a digest that fits, where we know."""
    if "relatedResource" not in document:
        return
    several = document["relatedResource"]
    named: set[Any] = set()
    for index, each in enumerate(listed(several)):
        at = f"/relatedResource/{index}" if isinstance(several, list) else "/relatedResource"
        if not is_object(each):
            yield problem("NOT_AN_OBJECT", at)
            continue
        yield from check_id(each, at, required=True)
        name = each.get("id")
        if isinstance(name, str):
            if name in named:
                yield problem("TWICE", at, value=name)
            named.add(name)
        yield from _digests(each, at)
    if several == []:
        yield problem("EMPTY", "/relatedResource")


def is_held(url: Any) -> bool:
    """Whether we can tell if a digest is that of the resource at `url`."""
    return isinstance(url, str) and url == CREDENTIALS_V2


def _digests(resource: Mapping[str, Any], at: str) -> Iterator[Problem]:
    if not {"digestSRI", "digestMultibase"} & resource.keys():
        yield problem("NO_DIGEST", at)
    if "mediaType" in resource and not isinstance(resource["mediaType"], str):
        yield problem("NOT_A_TEXT", f"{at}/mediaType")
    for name, read in (("digestSRI", _read_sri), ("digestMultibase", _read_multibase)):
        if name not in resource:
            continue
        found = read(resource[name])
        url = resource.get("id")
        if not found:
            yield problem("NOT_A_DIGEST", f"{at}/{name}", value=resource[name])
        elif is_held(url) and not any(_fits(digest) for digest in found):
            yield problem("OTHER_DIGEST", f"{at}/{name}", url=url)


def _read_sri(value: Any) -> list[Digest]:
    """Subresource Integrity metadata: one digest or more with blanks between, of which the strongest counts."""
    words = value.split() if isinstance(value, str) and len(value) <= _MAX_TEXT else []
    found: list[Digest] = []
    for word in words:
        match = _SRI.fullmatch(word)
        try:
            digest = base64.b64decode(match[2], validate=True) if match else b""
        except ValueError:
            digest = b""
        if match is None or _SIZES.get(len(digest)) != match[1]:
            return []
        found.append((match[1], digest))
    strongest = max((name for name, _ in found), default="")
    return [each for each in found if each[0] == strongest]


def _read_multibase(value: Any) -> list[Digest]:
    """A multihash, or the bytes of a digest by themselves, as some write it."""
    octets = _octets(value) if isinstance(value, str) and len(value) <= _MAX_TEXT else b""
    if octets[:2] in _MULTIHASHES and len(octets) == octets[1] + 2:
        return [(_MULTIHASHES[octets[:2]], octets[2:])]
    return [(_SIZES[len(octets)], octets)] if len(octets) in _SIZES else []


def _octets(text: str) -> bytes:
    try:
        if text.startswith("u"):
            return base64url.decode(text[1:])
        return base58.decode(text[1:], max_length=200) if text.startswith("z") else b""
    except (MalformedError, KeyFormatError):
        return b""


def _fits(digest: Digest) -> bool:
    name, octets = digest
    return digest in _EARLIER[CREDENTIALS_V2] or hashlib.new(name, _base_context()).digest() == octets


@cache
def _base_context() -> bytes:
    """The base context, byte for byte as the Recommendation publishes it."""
    return resources.files("openbadgeslib.ob3").joinpath("contexts/credentials-v2.json").read_bytes()
