"""How private keys lie in the database: AES-256-GCM under the deployment's key encryption key."""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Callable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
KEY_BYTES = 32
_VERSION = b"\x01"


class KeyEncryptionKeyError(Exception):
    """The deployment's key encryption key is not 32 bytes written as base64."""


class SealBrokenError(Exception):
    """A sealed key does not open: wrong key encryption key, or the row was changed or moved to another key's place."""


def seal(secret: bytes, *, key_id: str, under: str, randomness: Callable[[int], bytes] = os.urandom) -> bytes:
    """Seal `secret` so that it opens only for `key_id` and only with `under` (base64 of 32 bytes)."""
    nonce = randomness(NONCE_BYTES)
    return _VERSION + nonce + AESGCM(_key(under)).encrypt(nonce, secret, key_id.encode())


def unseal(sealed: bytes, *, key_id: str, under: str) -> bytes:
    """Open what `seal` sealed.

    Raises:
        KeyEncryptionKeyError: `under` has the wrong form.
        SealBrokenError: it does not open.
    """
    key = AESGCM(_key(under))
    if sealed[:1] != _VERSION:
        raise SealBrokenError(key_id)
    nonce, ciphertext = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return key.decrypt(nonce, ciphertext, key_id.encode())
    except (InvalidTag, ValueError):
        raise SealBrokenError(key_id) from None


def _key(text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise KeyEncryptionKeyError("the key encryption key is not base64") from None
    if len(key) != KEY_BYTES:
        raise KeyEncryptionKeyError(f"the key encryption key has {len(key)} bytes instead of {KEY_BYTES}")
    return key
