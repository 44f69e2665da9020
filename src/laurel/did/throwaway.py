"""An identity for tests and demonstrations: the same each time for one secret and name, and of no worth to anybody."""

from __future__ import annotations

import hashlib
import hmac

from laurel.did import key
from laurel.keys import LocalSigner, PrivateKey, Signer
from laurel.keys.private_key import SigningAlgorithm


def throwaway_signer(name: str, *, algorithm: SigningAlgorithm, secret: bytes) -> Signer:
    """A did:key and who signs for it. Whoever knows secret and name can sign as well: never use it for anything real."""
    stream = _Stream(name, secret)
    private = PrivateKey.generate(algorithm, entropy=stream.take)
    return LocalSigner(private, key.method_of(private.public))


class _Stream:
    """Bytes that are the same each time for one name and secret."""

    def __init__(self, name: str, secret: bytes) -> None:
        self._name = name
        self._secret = secret
        self._count = 0

    def take(self, size: int) -> bytes:
        self._count += 1
        return hmac.digest(self._secret, f"throwaway {self._name} {self._count}".encode(), hashlib.sha512)[:size]
