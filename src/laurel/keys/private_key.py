"""A private key: make one, read and write it, sign with it. It never shows itself in a log or a traceback."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from laurel.errors import KeyFormatError, Phrase, UnsupportedError
from laurel.keys import base64url, ed25519, jwk, multikey, p256
from laurel.keys.public_key import PublicKey

SigningAlgorithm = Literal["Ed25519", "P-256"]


@dataclass(frozen=True)
class PrivateKey:
    """A private key of 32 bytes: the seed of Ed25519 or the scalar of P-256."""

    algorithm: SigningAlgorithm
    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse a secret that is none of this algorithm.

        Raises:
            KeyFormatError: another length, or no scalar of the curve.
        """
        if len(self.secret) != 32:
            raise KeyFormatError(why=Phrase("a private key has 32 bytes", "частният ключ има 32 байта"))
        if self.algorithm == "P-256":
            p256.public_of(self.secret)

    @classmethod
    def generate(
        cls, algorithm: SigningAlgorithm = "Ed25519", *, entropy: Callable[[int], bytes] = secrets.token_bytes
    ) -> PrivateKey:
        """Make a new key from `entropy`, a source of random bytes (the operating system's, unless a test says otherwise)."""
        secret = entropy(32)
        while algorithm == "P-256" and not 0 < int.from_bytes(secret, "big") < p256.ORDER:
            secret = entropy(32)
        return cls(algorithm, secret)

    @classmethod
    def from_seed(cls, seed: bytes, algorithm: SigningAlgorithm = "Ed25519") -> PrivateKey:
        """The key of a seed or scalar of 32 bytes."""
        return cls(algorithm, seed)

    @classmethod
    def from_multikey(cls, text: str) -> PrivateKey:
        """Read `secretKeyMultibase`.

        Raises:
            KeyFormatError: malformed.
            UnsupportedError: another algorithm.
        """
        algorithm, secret = multikey.decode(text, multikey.SECRET_HEADERS)
        return cls("Ed25519" if algorithm == "Ed25519" else "P-256", secret)

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
        key = cls("Ed25519" if algorithm == "Ed25519" else "P-256", jwk.octets(value, "d", length=32))
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
        return PublicKey("P-256", p256.public_of(self.secret))

    def sign(self, message: bytes) -> bytes:
        """The signature over `message`, 64 bytes, the same each time."""
        return ed25519.sign(self.secret, message) if self.algorithm == "Ed25519" else p256.sign(self.secret, message)
