"""Credentials as JSON Web Tokens, as Open Badges 3.0 (section 8.2) and VC-JOSE-COSE have them.

The payload is the credential itself with registered claims beside it; for Data Model 1.1 it may stand in the claim `vc`. The
header may say alg, kid, jwk, typ and cty, nothing else: no crit, b64, jku or x5u, so that nothing in a token chooses how or
with what it is checked. An embedded `jwk` never stands for the issuer: it only has to be the key that the issuer publishes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from laurel.canon.strict_json import Limits, is_object, loads_object
from laurel.errors import (
    JoseAlgorithmError,
    JoseError,
    MalformedError,
    Phrase,
    SignatureError,
)
from laurel.keys import PublicKey, Signer, base64url
from laurel.keys.jwk import ALGORITHMS
from laurel.proofs.jwt_claims import REGISTERED, check_claims, claims_of, fill_in

MAX_TOKEN: Final = 9_000_000  # characters
_HEADER_LIMITS: Final = Limits(size=8_192, depth=4, values=50)
_PAYLOAD_LIMITS: Final = Limits(size=6_500_000)
_HEADER: Final = frozenset({"alg", "kid", "jwk", "typ", "cty"})
_TYPES: Final = frozenset({"jwt", "vc+jwt", "vc+ld+jwt"})
_SIGNED_AS: Final = {"Ed25519": "EdDSA", "P-256": "ES256", "P-384": "ES384"}
_KNOWN: Final = frozenset(name for names in ALGORITHMS.values() for name in names)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnverifiedJwt:
    """A token that is well-formed and whose claims agree with its credential; its signature is yet to be checked."""

    header: Mapping[str, Any]
    credential: dict[str, Any]
    claims: Mapping[str, Any]
    algorithm: str
    key_id: str | None
    embedded_key: PublicKey | None
    signing_input: bytes = field(repr=False)
    signature: bytes = field(repr=False)


def sign(document: Mapping[str, Any], *, signer: Signer) -> str:
    """The credential as a signed token; `kid` is the signer's verification method.

    Raises:
        CredentialError: the credential lacks what its claims need (issuer, id, date).
        JoseAlgorithmError: a key that tokens of ours are not signed with.
    """
    if signer.algorithm not in _SIGNED_AS:
        raise JoseAlgorithmError(found=signer.algorithm)
    header = {"alg": _SIGNED_AS[signer.algorithm], "typ": "JWT", "kid": signer.verification_method}
    signing_input = f"{_encode(header)}.{_encode(claims_of(document))}"
    return f"{signing_input}.{base64url.encode(signer.sign(signing_input.encode()))}"


def read(token: str) -> UnverifiedJwt:
    """Take a compact token apart and check everything but its signature.

    Raises:
        JoseError: not three parts of base64url, a header member or type that we refuse.
        JoseAlgorithmError: no algorithm, or one that we refuse.
        JoseClaimError: a claim that contradicts the credential.
        MalformedError, LimitError: a part that is no strict JSON.
        KeyFormatError, WeakKeyError: an embedded key that is none.
    """
    if len(token) > MAX_TOKEN or token.count(".") != 2:
        raise JoseError(why=Phrase("it does not have three parts", "няма три части"))
    header_text, payload_text, signature_text = token.split(".")
    header = loads_object(_octets(header_text), limits=_HEADER_LIMITS)
    _check_header(header)
    payload = loads_object(_octets(payload_text), limits=_PAYLOAD_LIMITS)
    claims = {name: value for name, value in payload.items() if name in REGISTERED}
    credential = _credential_of(payload, claims)
    check_claims(claims, credential)
    embedded = header.get("jwk")
    return UnverifiedJwt(
        header=header,
        credential=credential,
        claims=claims,
        algorithm=header["alg"],
        key_id=header.get("kid"),
        embedded_key=None if embedded is None else PublicKey.from_jwk(embedded),
        signing_input=f"{header_text}.{payload_text}".encode("ascii"),
        signature=_octets(signature_text),
    )


def check(token: str | UnverifiedJwt, public_key: PublicKey) -> UnverifiedJwt:
    """Check a token's signature with the issuer's key; gives the token, now verified.

    Raises:
        JoseAlgorithmError: the algorithm is not the key's own.
        SignatureError: the signature does not match, or the token embeds another key.
        CredentialError: as `read`.
    """
    jwt = read(token) if isinstance(token, str) else token
    if jwt.algorithm not in ALGORITHMS[public_key.algorithm]:
        raise JoseAlgorithmError(found=jwt.algorithm)
    if jwt.embedded_key is not None and jwt.embedded_key != public_key:
        raise SignatureError()
    if not public_key.verify(jwt.signature, jwt.signing_input):
        raise SignatureError()
    return jwt


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


def _check_header(header: Mapping[str, Any]) -> None:
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in _KNOWN:
        raise JoseAlgorithmError(found=str(algorithm)[:40])
    unknown = header.keys() - _HEADER
    if unknown:
        name = min(unknown)[:40]
        raise JoseError(why=Phrase(f"the header member {name!r} is not allowed", f"членът {name!r} в заглавието не е позволен"))
    kind = header.get("typ", "JWT")
    if not isinstance(kind, str) or kind.lower().removeprefix("application/") not in _TYPES:
        raise JoseError(why=Phrase("a token of another type", "токен от друг тип"))
    if header.get("cty", "vc") not in ("vc", "application/vc"):
        raise JoseError(why=Phrase("a token with another content", "токен с друго съдържание"))
    kid = header.get("kid", "kid")
    if not isinstance(kid, str) or not 0 < len(kid) <= 2_048 or not is_object(header.get("jwk", {})):
        raise JoseError(why=Phrase("kid or jwk is malformed", "kid или jwk е неправилно"))


def _credential_of(payload: Mapping[str, Any], claims: Mapping[str, Any]) -> dict[str, Any]:
    others = {name: value for name, value in payload.items() if name not in REGISTERED}
    if "vc" not in others:
        return others
    inner = others["vc"]
    if others.keys() != {"vc"} or not is_object(inner):
        # two credentials in one token: readers would differ on which one counts
        raise JoseError(why=Phrase("a credential beside the claim vc", "удостоверение до твърдението vc"))
    return fill_in(inner, claims)
