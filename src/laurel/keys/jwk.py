"""JSON Web Keys (RFC 7517, 7518, 8037), read strictly. A public key that carries private members is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from laurel.canon.strict_json import is_array
from laurel.errors import KeyFormatError, MalformedError, Phrase, UnsupportedError
from laurel.keys import base64url

ALGORITHMS: Final = {
    "Ed25519": frozenset({"EdDSA", "Ed25519"}),
    "P-256": frozenset({"ES256"}),
    "P-384": frozenset({"ES384"}),
    "P-521": frozenset({"ES512"}),
    "RSA": frozenset({"RS256"}),
}
"""The names that JOSE has for what a key of ours signs with; a key goes with these alone."""
PRIVATE_MEMBERS: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_MAX_TEXT: Final = 2_000  # characters in one member


def algorithm_of(jwk: Mapping[str, Any]) -> str:
    """Our name of the key's algorithm: "Ed25519", "P-256", "P-384", "P-521" or "RSA".

    Raises:
        UnsupportedError: another kind of key.
        KeyFormatError: no kind at all, or an `alg`, `use` or `key_ops` that contradicts signing with it.
    """
    kind, curve = jwk.get("kty"), jwk.get("crv")
    if not isinstance(kind, str) or not isinstance(curve, str | None):
        raise KeyFormatError(why=Phrase("a JWK without kty", "JWK без kty"))
    match kind, curve:
        case "OKP", "Ed25519":
            algorithm = "Ed25519"
        case "EC", ("P-256" | "P-384" | "P-521"):
            algorithm = curve
        case "RSA", None:
            algorithm = "RSA"
        case _:
            raise UnsupportedError(
                what=Phrase(f"keys of {kind[:20]} {curve or '':.20}", f"ключове {kind[:20]} {curve or '':.20}")
            )
    _check_use(jwk, algorithm)
    return algorithm


def refuse_private(jwk: Mapping[str, Any]) -> None:
    """Refuse a public key that gives its private part away.

    Raises:
        KeyFormatError: a private member is there.
    """
    found = PRIVATE_MEMBERS & jwk.keys()
    if found:
        raise KeyFormatError(
            why=Phrase(f"a public JWK with the private member {min(found)}", f"публичен JWK с частния член {min(found)}")
        )


def octets(jwk: Mapping[str, Any], member: str, *, length: int | None = None) -> bytes:
    """The bytes of one base64url member; exactly `length` of them, when given.

    Raises:
        KeyFormatError: missing, no base64url, or another length.
    """
    text = jwk.get(member)
    if not isinstance(text, str) or not text or len(text) > _MAX_TEXT:
        raise KeyFormatError(why=Phrase(f"a JWK without {member}", f"JWK без {member}"))
    try:
        value = base64url.decode(text)
    except MalformedError:
        raise KeyFormatError(why=Phrase(f"{member} of a JWK is not base64url", f"{member} на JWK не е base64url")) from None
    if length is not None and len(value) != length:
        raise KeyFormatError(why=Phrase(f"{member} of this JWK has {length} bytes", f"{member} на този JWK има {length} байта"))
    return value


def _check_use(jwk: Mapping[str, Any], algorithm: str) -> None:
    named: Any = jwk.get("alg", min(ALGORITHMS[algorithm]))
    if not isinstance(named, str) or named not in ALGORITHMS[algorithm]:
        raise KeyFormatError(why=Phrase("the JWK's alg does not go with its kind", "alg на JWK не отговаря на вида му"))
    if jwk.get("use", "sig") != "sig":
        raise KeyFormatError(why=Phrase("a JWK that is not for signatures", "JWK, който не е за подписи"))
    operations = jwk.get("key_ops", ["verify"])
    if not is_array(operations) or not {"verify", "sign"} & set(map(str, operations)):
        raise KeyFormatError(why=Phrase("a JWK that is not for signatures", "JWK, който не е за подписи"))
