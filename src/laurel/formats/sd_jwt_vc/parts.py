"""An SD-JWT taken apart: the issuer's token, the disclosures, the holder's token; in compact form and as JSON.

    <issuer-signed JWT>~<disclosure>~…~<disclosure>~<key binding JWT, or nothing>

Source: RFC 9901, https://www.rfc-editor.org/rfc/rfc9901#section-4 (compact), #section-8 (JSON serialization)
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from laurel.canon.strict_json import Limits, is_array, is_object, loads, loads_object
from laurel.errors import DisclosureError, JoseError, MalformedError, Phrase, UnsupportedError
from laurel.keys import base64url

MAX_TEXT: Final = 2_000_000  # characters
MAX_DISCLOSURES: Final = 1_000
HASHES: Final[Mapping[str, str]] = {"sha-256": "sha256", "sha-384": "sha384", "sha-512": "sha512"}
_DISCLOSURE_LIMITS: Final = Limits(size=200_000, depth=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts as texts; `key_binding` is "" where there is none."""

    token: str
    disclosures: tuple[str, ...] = ()
    key_binding: str = ""

    @property
    def without_key_binding(self) -> str:
        """What a key binding is made over: the token and the disclosures, with the last tilde."""
        return "~".join((self.token, *self.disclosures, ""))

    def compact(self) -> str:
        """The compact form."""
        return self.without_key_binding + self.key_binding


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """One disclosure, decoded. `name` is None for an item of an array."""

    text: str
    name: str | None
    value: Any

    def digest(self, hash_name: str) -> str:
        """The digest by which the credential refers to it; `hash_name` as in `_sd_alg`."""
        return digest_of(self.text, hash_name)


def split(text: str) -> Parts:
    """Take the compact form apart.

    Raises:
        JoseError: it does not end each part with a tilde, or is too long.
        DisclosureError: more than a thousand disclosures, or one that stands twice.
    """
    token, *rest = text.split("~", MAX_DISCLOSURES + 2)
    if len(text) > MAX_TEXT or not rest or not token:
        raise JoseError(why=Phrase("not an SD-JWT", "не е SD-JWT"))
    *disclosures, key_binding = rest
    return _parts(token, disclosures, key_binding)


def from_json(text: str) -> tuple[Parts, ...]:
    """Read the JSON form, flattened or general: one set of parts for each signature.

    Raises:
        MalformedError: neither of the two.
        DisclosureError: as `split`.
    """
    document = loads_object(text, limits=Limits(size=MAX_TEXT))
    payload = document.get("payload")
    signatures = document.get("signatures", [document])
    if not isinstance(payload, str) or not is_array(signatures) or not 0 < len(signatures) <= 8:
        raise MalformedError(why=Phrase("not an SD-JWT in JSON", "не е SD-JWT в JSON"))
    # section 8.1: disclosures and key binding stand with the first signature
    first = _object(_object(signatures[0]).get("header", {}))
    disclosures, key_binding = first.get("disclosures", []), first.get("kb_jwt", "")
    if not is_array(disclosures) or not all(isinstance(each, str) for each in (*disclosures, key_binding)):
        raise MalformedError(why=Phrase("not an SD-JWT in JSON", "не е SD-JWT в JSON"))
    return tuple(_parts(_token(each, payload), disclosures, key_binding) for each in map(_object, signatures))


def to_json(signed: Sequence[Parts]) -> str:
    """Write the JSON form: flattened for one signature, general for several over the same payload.

    Raises:
        ValueError: none, or parts with different payloads, disclosures or key bindings.
    """
    if not signed or len({(each.token.split(".")[1], each.disclosures, each.key_binding) for each in signed}) != 1:
        raise ValueError("the signatures have to be over one payload, with the same disclosures")
    header: dict[str, Any] = {"disclosures": list(signed[0].disclosures)}
    if signed[0].key_binding:
        header["kb_jwt"] = signed[0].key_binding
    signatures: list[dict[str, Any]] = []
    for each in signed:
        protected, _, signature = each.token.split(".")
        signatures.append({"protected": protected, "signature": signature, **({} if signatures else {"header": header})})
    payload = {"payload": signed[0].token.split(".")[1]}
    return json.dumps(payload | signatures[0] if len(signatures) == 1 else {**payload, "signatures": signatures})


def write_disclosure(value: Any, *, salt: str, name: str | None = None) -> Disclosure:
    """A disclosure of a member (`name`) or of an item of an array.

    Raises:
        MalformedError: not JSON.
    """
    content = [salt, value] if name is None else [salt, name, value]
    try:
        octets = json.dumps(content, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, TypeError, RecursionError) as error:
        raise MalformedError(why=Phrase("it is not JSON", "не е JSON")) from error
    return Disclosure(text=base64url.encode(octets), name=name, value=value)


def read_disclosure(text: str) -> Disclosure:
    """Decode one disclosure (section 4.2).

    Raises:
        DisclosureError: not base64url of an array of two or three, or a name that is not allowed.
        LimitError: too large or deep.
    """
    try:
        content = loads(base64url.decode(text), limits=_DISCLOSURE_LIMITS)
    except MalformedError:
        content = None
    if not is_array(content) or len(content) not in (2, 3) or not all(isinstance(each, str) for each in content[:-1]):
        raise DisclosureError(why=Phrase("a disclosure is malformed", "разкриване е неправилно"))
    name = content[1] if len(content) == 3 else None
    if name in ("_sd", "..."):
        raise DisclosureError(why=Phrase("a disclosure of a reserved name", "разкриване със запазено име"))
    return Disclosure(text=text, name=name, value=content[-1])


def digest_of(text: str, hash_name: str) -> str:
    """The base64url digest of a text.

    Raises:
        UnsupportedError: a hash that we do not know, or one that is too weak.
    """
    if hash_name not in HASHES:
        raise UnsupportedError(what=Phrase(f"the hash {hash_name:.40}", f"хеша {hash_name:.40}"))
    return base64url.encode(hashlib.new(HASHES[hash_name], text.encode("ascii", "replace")).digest())


def _parts(token: str, disclosures: Sequence[str], key_binding: str) -> Parts:
    if len(disclosures) > MAX_DISCLOSURES or len(set(disclosures)) != len(disclosures) or "" in disclosures:
        raise DisclosureError(why=Phrase("too many, or one that stands twice", "твърде много или едно стои два пъти"))
    return Parts(token=token, disclosures=tuple(disclosures), key_binding=key_binding)


def _token(signature: Mapping[str, Any], payload: str) -> str:
    protected, value = signature.get("protected"), signature.get("signature")
    if not isinstance(protected, str) or not isinstance(value, str):
        raise MalformedError(why=Phrase("not an SD-JWT in JSON", "не е SD-JWT в JSON"))
    return f"{protected}.{payload}.{value}"


def _object(value: Any) -> dict[str, Any]:
    if not is_object(value):
        raise MalformedError(why=Phrase("not an SD-JWT in JSON", "не е SD-JWT в JSON"))
    return value
