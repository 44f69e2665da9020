"""A private key: make one, read and write it, sign with it. It never shows itself in a log or a traceback."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from laurel.errors import KeyFormatError, Phrase, UnsupportedError
from laurel.keys import base64url, ed25519, jwk, multikey
from laurel.keys.ecdsa import CURVES
from laurel.keys.public_key import PublicKey

SigningAlgorithm = Literal["Ed25519", "P-256", "P-384", "P-521"]


@dataclass(frozen=True)
class PrivateKey:
    """A private key: the seed of Ed25519 or the scalar of P-256 (32 bytes each), or the scalar of P-384 (48) or P-521 (66)."""

    algorithm: SigningAlgorithm
    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse a secret that is none of this algorithm.

        Raises:
            KeyFormatError: another length, or no scalar of the curve.
        """
        size = _size(self.algorithm)
        if len(self.secret) != size:
            raise KeyFormatError(why=Phrase(f"a private key has {size} bytes", f"частният ключ има {size} байта"))
        if self.algorithm in CURVES:
            CURVES[self.algorithm].public_of(self.secret)

    @classmethod
    def generate(
        cls, algorithm: SigningAlgorithm = "Ed25519", *, entropy: Callable[[int], bytes] = secrets.token_bytes
    ) -> PrivateKey:
        """Make a new key from `entropy`, a source of random bytes (the operating system's, unless a test says otherwise)."""
        if algorithm == "Ed25519":
            return cls(algorithm, entropy(32))
        return cls(algorithm, CURVES[algorithm].scalar_from(entropy))

    @classmethod
    def from_seed(cls, seed: bytes, algorithm: SigningAlgorithm = "Ed25519") -> PrivateKey:
        """The key of a seed or scalar of 32 bytes (48 on P-384, 66 on P-521)."""
        return cls(algorithm, seed)

    @classmethod
    def from_multikey(cls, text: str) -> PrivateKey:
        """Read `secretKeyMultibase`.

        Raises:
            KeyFormatError: malformed.
            UnsupportedError: another algorithm.
        """
        algorithm, secret = multikey.decode(text, multikey.SECRET_HEADERS)
        return cls(_named(algorithm), secret)

    @classmethod
    def from_jwk(cls, value: Mapping[str, Any]) -> PrivateKey:
        """Read a private JWK; its public half must belong to it.

        Raises:
            KeyFormatError: malformed, or two halves of different keys.
            UnsupportedError: RSA or another algorithm: we do not sign with those.
        """
        algorithm = jwk.algorithm_of(value)
        if algorithm == "RSA":
            raise UnsupportedError(what=Phrase("signing with RSA", "подписване с RSA"))
        named = _named(algorithm)
        key = cls(named, jwk.octets(value, "d", length=_size(named)))
        public = PublicKey.from_jwk({name: member for name, member in value.items() if name not in jwk.PRIVATE_MEMBERS})
        if key.public != public:
            raise KeyFormatError(
                why=Phrase("the two halves of the JWK do not belong together", "двете половини на JWK не си принадлежат")
            )
        return key

    def to_multikey(self) -> str:
        """Write as `secretKeyMultibase`. Whoever reads it can sign."""
        return multikey.encode(self.secret, header=multikey.SECRET_HEADERS[self.algorithm])

    def to_jwk(self) -> dict[str, str]:
        """Write as a private JWK. Whoever reads it can sign."""
        return self.public.to_jwk() | {"d": base64url.encode(self.secret)}

    @cached_property
    def public(self) -> PublicKey:
        """The public half."""
        if self.algorithm == "Ed25519":
            return PublicKey("Ed25519", ed25519.public_of(self.secret))
        return PublicKey(self.algorithm, CURVES[self.algorithm].public_of(self.secret))

    @cached_property
    def _expanded(self) -> bytes:
        return ed25519.expanded(self.secret)

    def sign(self, message: bytes) -> bytes:
        """The signature over `message`, 64 bytes (96 on P-384, 132 on P-521), the same each time."""
        if self.algorithm == "Ed25519":
            return ed25519.sign(self._expanded, message)
        return CURVES[self.algorithm].sign(self.secret, message)


def _size(algorithm: SigningAlgorithm) -> int:
    return CURVES[algorithm].size if algorithm in CURVES else 32


def _named(algorithm: str) -> SigningAlgorithm:
    match algorithm:
        case "P-256" | "P-384" | "P-521":
            return algorithm
        case _:
            return "Ed25519"
