"""Ed25519 (RFC 8032), stricter than most: no low-order or non-canonical points, no S outside the group order.

OpenSSL takes the identity point as a key, under which R = identity, S = 0 "signs" every text. libsodium refuses that; we refuse
it ourselves as well, before any signature is looked at.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from nacl import bindings
from nacl.exceptions import CryptoError
from nacl.exceptions import ValueError as NaclValueError

from laurel.errors import KeyFormatError, Phrase, WeakKeyError

FIELD: Final = 2**255 - 19
ORDER: Final = 2**252 + 27742317777372353535851937790883648493

# y coordinates of the eight points whose order divides 8 (both signs of x share one y)
_LOW_ORDER_Y: Final = frozenset(
    {
        0,
        1,
        FIELD - 1,
        int.from_bytes(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"),
        int.from_bytes(bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"), "little"),
    }
)

_LOW_ORDER: Final = frozenset(
    (y + field + (sign << 255)).to_bytes(32, "little")
    for y in _LOW_ORDER_Y
    for field in (0, FIELD)
    for sign in (0, 1)
    if y + field < 1 << 255
)
"""Every encoding of those points, the non-canonical ones included."""


@lru_cache(maxsize=1_024)
def check_point(octets: bytes) -> None:
    """Refuse a public key that is no canonical encoding of a point of full order.

    Raises:
        KeyFormatError: not 32 bytes, not the canonical encoding, not on the curve or outside the main subgroup.
        WeakKeyError: one of the low-order points.
    """
    if len(octets) != 32:
        raise KeyFormatError(why=Phrase("an Ed25519 public key has 32 bytes", "публичният ключ Ed25519 има 32 байта"))
    if octets in _LOW_ORDER:
        raise WeakKeyError(why=Phrase("an Ed25519 point of low order", "точка на Ed25519 от нисък ред"))
    if _y_of(octets) >= FIELD:
        raise KeyFormatError(
            why=Phrase(
                "an Ed25519 point that is not in its canonical form", "точка на Ed25519, която не е в каноничната си форма"
            )
        )
    if not bindings.crypto_core_ed25519_is_valid_point(octets):
        raise KeyFormatError(why=Phrase("no point of Ed25519's main group", "не е точка от основната група на Ed25519"))


def _y_of(octets: bytes) -> int:
    return int.from_bytes(octets, "little") & ((1 << 255) - 1)


def verify(public: bytes, *, signature: bytes, message: bytes) -> bool:
    """Whether `signature` (64 bytes: R, S) over `message` is by `public`, a checked point."""
    # almost every signature is far from the bounds, which its last bytes show
    if len(signature) != 64 or (signature[63] > 15 and int.from_bytes(signature[32:], "little") >= ORDER):
        return False
    if signature[:32] in _LOW_ORDER or (signature[31] & 127 == 127 and _y_of(signature[:32]) >= FIELD):
        return False
    try:
        bindings.crypto_sign_open(signature + message, public)
    except (CryptoError, NaclValueError):
        return False
    return True


def public_of(seed: bytes) -> bytes:
    """The public key (32 bytes) of a private seed (32 bytes)."""
    return bindings.crypto_sign_seed_keypair(seed)[0]


def expanded(seed: bytes) -> bytes:
    """What libsodium signs with: the private seed (32 bytes) and its public key."""
    return bindings.crypto_sign_seed_keypair(seed)[1]


def sign(secret: bytes, message: bytes) -> bytes:
    """The signature, 64 bytes, of `message` by an `expanded` private key."""
    return bindings.crypto_sign(message, secret)[:64]
