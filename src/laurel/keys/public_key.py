"""A public key: read it from a multikey or a JWK, write it as either, check signatures with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from laurel.errors import Phrase, UnsupportedError
from laurel.keys import base64url, ed25519, jwk, multikey, rsa
from laurel.keys.ecdsa import CURVES

Algorithm = Literal["Ed25519", "P-256", "P-384", "P-521", "RSA"]


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A checked public key.

    `octets` is the point: 32 bytes for Ed25519, 33, 49 or 67 (compressed) for P-256, P-384 and P-521; for RSA the modulus,
    big-endian, without leading zeros, with its `exponent`.
    """

    algorithm: Algorithm
    octets: bytes
    exponent: int = 0

    def __post_init__(self) -> None:
        """Refuse anything that is no key of its algorithm, or a weak one.

        Raises:
            KeyFormatError, WeakKeyError: see `check_point` of each algorithm.
        """
        match self.algorithm:
            case "Ed25519":
                ed25519.check_point(self.octets)
            case "P-256" | "P-384" | "P-521":
                CURVES[self.algorithm].check_point(self.octets)
            case "RSA":
                rsa.check(int.from_bytes(self.octets, "big"), self.exponent)

    @classmethod
    def from_multikey(cls, text: str) -> PublicKey:
        """Read `publicKeyMultibase`.

        Raises:
            KeyFormatError, WeakKeyError: malformed or weak.
            UnsupportedError: another algorithm.
        """
        algorithm, octets = multikey.decode(text, multikey.PUBLIC_HEADERS)
        return cls(_named(algorithm), octets)

    @classmethod
    def from_jwk(cls, value: Mapping[str, Any]) -> PublicKey:
        """Read `publicKeyJwk`; one with private members is refused.

        Raises:
            KeyFormatError, WeakKeyError: malformed, private or weak.
            UnsupportedError: another algorithm.
        """
        jwk.refuse_private(value)
        algorithm = _named(jwk.algorithm_of(value))
        match algorithm:
            case "Ed25519":
                return cls("Ed25519", jwk.octets(value, "x", length=32))
            case "P-256" | "P-384" | "P-521":
                curve = CURVES[algorithm]
                x, y = (jwk.octets(value, member, length=curve.size) for member in ("x", "y"))
                return cls(algorithm, curve.compressed_of(x, y))
            case "RSA":
                modulus = jwk.octets(value, "n").lstrip(b"\0")
                return cls("RSA", modulus, int.from_bytes(jwk.octets(value, "e")[:9], "big"))

    def to_multikey(self) -> str:
        """Write as `publicKeyMultibase`.

        Raises:
            UnsupportedError: an RSA key.
        """
        if self.algorithm not in multikey.PUBLIC_HEADERS:
            raise UnsupportedError(what=Phrase("RSA in a multikey", "RSA в multikey"))
        return multikey.encode(self.octets, header=multikey.PUBLIC_HEADERS[self.algorithm])

    def to_jwk(self) -> dict[str, str]:
        """Write as `publicKeyJwk`, only with the members that make the key (so that RFC 7638 thumbprints fit)."""
        match self.algorithm:
            case "Ed25519":
                return {"kty": "OKP", "crv": "Ed25519", "x": base64url.encode(self.octets)}
            case "P-256" | "P-384" | "P-521":
                x, y = CURVES[self.algorithm].coordinates_of(self.octets)
                return {"kty": "EC", "crv": self.algorithm, "x": base64url.encode(x), "y": base64url.encode(y)}
            case "RSA":
                exponent = self.exponent.to_bytes((self.exponent.bit_length() + 7) // 8, "big")
                return {"kty": "RSA", "n": base64url.encode(self.octets), "e": base64url.encode(exponent)}

    def verify(self, signature: bytes, message: bytes) -> bool:
        """Whether `signature` over `message` is by this key. Never raises for a bad signature."""
        match self.algorithm:
            case "Ed25519":
                return ed25519.verify(self.octets, signature=signature, message=message)
            case "P-256" | "P-384" | "P-521":
                return CURVES[self.algorithm].verify(self.octets, signature=signature, message=message)
            case "RSA":
                return rsa.verify(int.from_bytes(self.octets, "big"), self.exponent, signature=signature, message=message)


def _named(algorithm: str) -> Algorithm:
    match algorithm:
        case "Ed25519" | "P-256" | "P-384" | "P-521":
            return algorithm
        case _:
            return "RSA"
