"""Signed Open Badges 2.0: the assertion as the payload of a compact JWS, under a key that the issuer publishes as PEM.

The algorithm is fixed by the key (RS256, ES256, EdDSA); the header may say alg, typ, kid and cty and nothing else.
Source: https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#SignedBadge; RFC 7515.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from laurel.canon.strict_json import Limits, loads_object
from laurel.errors import JoseAlgorithmError, JoseError, KeyFormatError, MalformedError, Phrase, SignatureError
from laurel.keys import PublicKey, Signer, base64url
from laurel.keys.jwk import ALGORITHMS

_HEADER: Final = frozenset({"alg", "typ", "kid", "cty"})
_HEADER_LIMITS: Final = Limits(size=8_192, depth=3, values=20)
_SIGNED_AS: Final = {"Ed25519": "EdDSA", "P-256": "ES256"}
_KNOWN: Final = frozenset(name for names in ALGORITHMS.values() for name in names)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnverifiedAssertion:
    """A token that is well-formed; its signature is yet to be checked."""

    assertion: dict[str, Any]
    algorithm: str
    signing_input: bytes = field(repr=False)
    signature: bytes = field(repr=False)


def sign(assertion: Mapping[str, Any], *, signer: Signer) -> str:
    """The assertion as a compact JWS; its `verification.creator` says where the key is published.

    Raises:
        JoseAlgorithmError: a key that we do not sign tokens with.
    """
    if signer.algorithm not in _SIGNED_AS:
        raise JoseAlgorithmError(found=signer.algorithm)
    header = {"alg": _SIGNED_AS[signer.algorithm], "typ": "JWT"}
    parts = (json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode() for part in (header, assertion))
    signing_input = ".".join(map(base64url.encode, parts))
    return f"{signing_input}.{base64url.encode(signer.sign(signing_input.encode()))}"


def read(token: str) -> UnverifiedAssertion:
    """Take a token apart.

    Raises:
        JoseError: not three parts of base64url, or a header member that we refuse.
        JoseAlgorithmError: no algorithm, or one that we refuse.
        MalformedError, LimitError: a part that is no strict JSON.
    """
    if token.count(".") != 2:
        raise JoseError(why=Phrase("it does not have three parts", "няма три части"))
    header_text, payload_text, signature_text = token.split(".")
    header = loads_object(_octets(header_text), limits=_HEADER_LIMITS)
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in _KNOWN:
        raise JoseAlgorithmError(found=str(algorithm)[:40])
    if header.keys() - _HEADER:
        name = min(header.keys() - _HEADER)[:40]
        raise JoseError(why=Phrase(f"the header member {name!r} is not allowed", f"членът {name!r} в заглавието не е позволен"))
    return UnverifiedAssertion(
        assertion=loads_object(_octets(payload_text)),
        algorithm=algorithm,
        signing_input=f"{header_text}.{payload_text}".encode("ascii"),
        signature=_octets(signature_text),
    )


def check(unverified: UnverifiedAssertion, key: PublicKey) -> None:
    """Check the signature with the issuer's key.

    Raises:
        JoseAlgorithmError: the algorithm is not the key's own.
        SignatureError: the signature does not match.
    """
    if unverified.algorithm not in ALGORITHMS[key.algorithm]:
        raise JoseAlgorithmError(found=unverified.algorithm)
    if not key.verify(unverified.signature, unverified.signing_input):
        raise SignatureError


def key_of(pem: str) -> PublicKey:
    """The public key in a PEM text.

    Raises:
        KeyFormatError, WeakKeyError: none, one of another kind, or one that protects nothing.
    """
    try:
        key = serialization.load_pem_public_key(pem.encode())
    except (ValueError, UnsupportedAlgorithm):
        raise KeyFormatError(why=Phrase("it is no public key in PEM form", "не е публичен ключ във вид PEM")) from None
    if isinstance(key, rsa.RSAPublicKey):
        numbers = key.public_numbers()
        return PublicKey("RSA", numbers.n.to_bytes((numbers.n.bit_length() + 7) // 8), numbers.e)
    if isinstance(key, ed25519.Ed25519PublicKey):
        return PublicKey("Ed25519", key.public_bytes_raw())
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name == "secp256r1":
        return PublicKey("P-256", key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint))
    raise KeyFormatError(why=Phrase("a key of a kind that badges do not use", "ключ от вид, който значките не използват"))


def pem_of(key: PublicKey) -> str:
    """A P-256 or Ed25519 key in PEM form, to be published.

    Raises:
        KeyFormatError: a key of another kind.
    """
    made: ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey
    if key.algorithm == "Ed25519":
        made = ed25519.Ed25519PublicKey.from_public_bytes(key.octets)
    elif key.algorithm == "P-256":
        made = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key.octets)
    else:
        raise KeyFormatError(why=Phrase("we publish no such key", "не публикуваме такъв ключ"))
    return made.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode("ascii")


def _octets(part: str) -> bytes:
    try:
        return base64url.decode(part)
    except MalformedError:
        raise JoseError(why=Phrase("a part is not base64url", "част не е base64url")) from None
