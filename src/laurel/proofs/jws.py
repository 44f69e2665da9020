"""Compact JSON Web Signatures (RFC 7515), read strictly: what all tokens of ours share.

The header may say alg, kid, jwk, typ and cty, nothing else: no crit, b64, jku or x5u, so that nothing in a token chooses how or
with what it is checked. An embedded `jwk` never stands for the signer: it only has to be the key that the signer publishes.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from laurel.canon.strict_json import Limits, is_object, loads_object
from laurel.errors import JoseAlgorithmError, JoseError, MalformedError, Phrase, SignatureError
from laurel.keys import PublicKey, Signer, base64url
from laurel.keys.jwk import ALGORITHMS

MAX_TOKEN: Final = 9_000_000  # characters
_HEADER_LIMITS: Final = Limits(size=8_192, depth=4, values=50)
_PAYLOAD_LIMITS: Final = Limits(size=6_500_000)
_HEADER: Final = frozenset({"alg", "kid", "jwk", "typ", "cty"})
_SIGNED_AS: Final = {"Ed25519": "EdDSA", "P-256": "ES256", "P-384": "ES384", "P-521": "ES512"}
_KNOWN: Final = frozenset(name for names in ALGORITHMS.values() for name in names)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnverifiedJws:
    """A well-formed token; its signature is yet to be checked. `kind` is its `typ` in lower case without `application/`."""

    header: Mapping[str, Any]
    payload: dict[str, Any]
    kind: str
    algorithm: str
    key_id: str | None
    embedded_key: PublicKey | None
    signing_input: bytes = field(repr=False)
    signature: bytes = field(repr=False)


def sign(payload: Mapping[str, Any], *, signer: Signer, header: Mapping[str, str]) -> str:
    """A signed token with this payload; `alg` is the key's own and `header` holds the rest.

    Raises:
        JoseAlgorithmError: a key that tokens of ours are not signed with.
        MalformedError: the payload is not JSON.
    """
    if signer.algorithm not in _SIGNED_AS:
        raise JoseAlgorithmError(found=signer.algorithm)
    signing_input = f"{_encode({'alg': _SIGNED_AS[signer.algorithm], **header})}.{_encode(payload)}"
    return f"{signing_input}.{base64url.encode(signer.sign(signing_input.encode()))}"


def read(token: str, *, kinds: Collection[str], contents: Collection[str] = (), absent: str | None = None) -> UnverifiedJws:
    """Take a compact token apart and check everything but its signature.

    Args:
        token: the text.
        kinds: the types (`typ`) that are allowed here, in lower case and without `application/`.
        contents: the content types (`cty`) that are allowed here.
        absent: what a token without `typ` is; None when it has to have one.

    Raises:
        JoseError: not three parts of base64url, a header member or type that we refuse.
        JoseAlgorithmError: no algorithm, or one that we refuse.
        MalformedError, LimitError: a part that is no strict JSON.
        KeyFormatError, WeakKeyError: an embedded key that is none.
    """
    if len(token) > MAX_TOKEN or token.count(".") != 2:
        raise JoseError(why=Phrase("it does not have three parts", "няма три части"))
    header_text, payload_text, signature_text = token.split(".")
    header = loads_object(_octets(header_text), limits=_HEADER_LIMITS)
    _check_header(header)
    kind = _short(header.get("typ", absent))
    if kind not in kinds:
        raise JoseError(why=Phrase("a token of another type", "токен от друг тип"))
    if "cty" in header and _short(header["cty"]) not in contents:
        raise JoseError(why=Phrase("a token with another content", "токен с друго съдържание"))
    embedded = header.get("jwk")
    return UnverifiedJws(
        header=header,
        payload=loads_object(_octets(payload_text), limits=_PAYLOAD_LIMITS),
        kind=kind,
        algorithm=header["alg"],
        key_id=header.get("kid"),
        embedded_key=None if embedded is None else PublicKey.from_jwk(embedded),
        signing_input=f"{header_text}.{payload_text}".encode("ascii"),
        signature=_octets(signature_text),
    )


def check(jws: UnverifiedJws, public_key: PublicKey) -> None:
    """Check a token's signature.

    Raises:
        JoseAlgorithmError: the algorithm is not the key's own.
        SignatureError: the signature does not match, or the token embeds another key.
    """
    if jws.algorithm not in ALGORITHMS[public_key.algorithm]:
        raise JoseAlgorithmError(found=jws.algorithm)
    if jws.embedded_key is not None and jws.embedded_key != public_key:
        raise SignatureError()
    if not public_key.verify(jws.signature, jws.signing_input):
        raise SignatureError()


def peek_payload(token: str) -> dict[str, Any]:
    """The payload of a token that was read before; nothing else is looked at.

    Raises:
        JoseError, MalformedError, LimitError: no token, or no strict JSON.
    """
    parts = token.split(".")
    if len(parts) != 3:
        raise JoseError(why=Phrase("it does not have three parts", "няма три части"))
    return loads_object(_octets(parts[1]), limits=_PAYLOAD_LIMITS)


def _encode(value: Mapping[str, Any]) -> str:
    try:
        return base64url.encode(json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode())
    except (ValueError, TypeError, RecursionError) as error:
        raise MalformedError(why=Phrase("it is not JSON", "не е JSON")) from error


def _octets(part: str) -> bytes:
    try:
        return base64url.decode(part)
    except MalformedError:
        raise JoseError(why=Phrase("a part is not base64url", "част не е base64url")) from None


def _short(name: Any) -> str:
    """A media type as header members write it: `application/` may be left out, and case means nothing (RFC 7515, 4.1.9)."""
    return name.lower().removeprefix("application/") if isinstance(name, str) else ""


def _check_header(header: Mapping[str, Any]) -> None:
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in _KNOWN:
        raise JoseAlgorithmError(found=str(algorithm)[:40])
    unknown = header.keys() - _HEADER
    if unknown:
        name = min(unknown)[:40]
        raise JoseError(why=Phrase(f"the header member {name!r} is not allowed", f"членът {name!r} в заглавието не е позволен"))
    kid = header.get("kid", "kid")
    if not isinstance(kid, str) or not 0 < len(kid) <= 2_048 or not is_object(header.get("jwk", {})):
        raise JoseError(why=Phrase("kid or jwk is malformed", "kid или jwk е неправилно"))
