"""RSA with PKCS #1 v1.5 and SHA-256 (RS256), to check only: Open Badges 3.0 makes every verifier know it."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from laurel.errors import KeyFormatError, Phrase, WeakKeyError

MIN_BITS = 2048
MAX_BITS = 8192  # checking takes time that grows with the size


def check(modulus: int, exponent: int) -> None:
    """Refuse a modulus outside 2,048 to 8,192 bits, or an exponent other than an odd one from 3 to 2^32.

    Raises:
        WeakKeyError: too short, or an exponent that hides nothing.
        KeyFormatError: too long, or not a key at all.
    """
    if modulus.bit_length() < MIN_BITS:
        raise WeakKeyError(why=Phrase(f"RSA with {modulus.bit_length()} bits", f"RSA с {modulus.bit_length()} бита"))
    if modulus.bit_length() > MAX_BITS or modulus % 2 == 0:
        raise KeyFormatError(why=Phrase("no modulus of RSA that we accept", "модул на RSA, който не приемаме"))
    if exponent < 3 or exponent % 2 == 0 or exponent >= 2**32:
        raise WeakKeyError(
            why=Phrase("an RSA exponent that is even, 1 or oversized", "показател на RSA, който е четен, 1 или твърде голям")
        )


def verify(modulus: int, exponent: int, *, signature: bytes, message: bytes) -> bool:
    """Whether `signature` over `message` is by the key (`modulus`, `exponent`), which has been checked."""
    if len(signature) != (modulus.bit_length() + 7) // 8:
        return False
    key = rsa.RSAPublicNumbers(exponent, modulus).public_key()
    try:
        key.verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True
