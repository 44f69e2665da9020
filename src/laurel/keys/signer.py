"""Who signs: anything that can turn bytes into a signature and says under which name its key is published."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from laurel.keys.private_key import PrivateKey


class Signer(Protocol):
    """A key that may live elsewhere: in this process, behind PKCS #11, in a signing server."""

    @property
    def algorithm(self) -> str:
        """ "Ed25519", "P-256", "P-384" or "P-521"."""
        ...

    @property
    def verification_method(self) -> str:
        """The URL under which the public key is published, e.g. `did:web:uni.example#key-1`."""
        ...

    def sign(self, message: bytes, /) -> bytes:
        """The signature over `message`: 64 bytes, on P-384 96, on P-521 132."""
        ...


@dataclass(frozen=True, slots=True)
class LocalSigner:
    """Signs in this process with a private key that it holds."""

    private_key: PrivateKey = field(repr=False)
    verification_method: str

    @property
    def algorithm(self) -> str:
        """The key's algorithm."""
        return self.private_key.algorithm

    def sign(self, message: bytes, /) -> bytes:
        """The signature over `message`: 64 bytes, on P-384 96, on P-521 132."""
        return self.private_key.sign(message)
