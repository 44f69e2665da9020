"""ECDSA over P-256 with SHA-256 (FIPS 186-5): signatures as r || s, 64 bytes, as JOSE and Data Integrity write them."""

from __future__ import annotations

from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from laurel.errors import KeyFormatError, Phrase

ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551

_CURVE: Final = ec.SECP256R1()
# RFC 6979: the nonce comes from key and text, so a bad source of randomness cannot give the key away
_SIGN: Final = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
_VERIFY: Final = ec.ECDSA(hashes.SHA256())


def check_point(compressed: bytes) -> None:
    """Refuse a public key that is no compressed point (33 bytes) of the curve.

    Raises:
        KeyFormatError: another length or form, or not on the curve.
    """
    _public(compressed)


def compressed_of(x: bytes, y: bytes) -> bytes:
    """The compressed form (33 bytes) of the point with coordinates `x` and `y`, 32 bytes each.

    Raises:
        KeyFormatError: wrong lengths, or not on the curve.
    """
    if len(x) != 32 or len(y) != 32:
        raise KeyFormatError(why=Phrase("P-256 coordinates have 32 bytes each", "координатите на P-256 имат по 32 байта"))
    try:
        key = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, b"\x04" + x + y)
    except ValueError:
        raise KeyFormatError(why=Phrase("no point of P-256", "не е точка от P-256")) from None
    return key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)


def coordinates_of(compressed: bytes) -> tuple[bytes, bytes]:
    """The coordinates x and y, 32 bytes each, of a compressed point."""
    point = _public(compressed).public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return point[1:33], point[33:]


def verify(public: bytes, *, signature: bytes, message: bytes) -> bool:
    """Whether `signature` (r || s, 64 bytes) over `message` is by `public`, a compressed point."""
    if len(signature) != 64:
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    # "psychic signatures" (CVE-2022-21449): r = s = 0 would sign everything
    if not (0 < r < ORDER and 0 < s < ORDER):
        return False
    try:
        _public(public).verify(encode_dss_signature(r, s), message, _VERIFY)
    except InvalidSignature:
        return False
    return True


def public_of(scalar: bytes) -> bytes:
    """The public key (33 bytes, compressed) of a private scalar (32 bytes)."""
    return _private(scalar).public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)


def sign(scalar: bytes, message: bytes) -> bytes:
    """The signature, r || s in 64 bytes, of `message` by the private `scalar` (32 bytes). Deterministic (RFC 6979)."""
    r, s = decode_dss_signature(_private(scalar).sign(message, _SIGN))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def _public(compressed: bytes) -> ec.EllipticCurvePublicKey:
    if len(compressed) != 33 or compressed[0] not in (2, 3):
        raise KeyFormatError(
            why=Phrase("a P-256 public key has 33 bytes, compressed", "публичният ключ P-256 има 33 байта в сбита форма")
        )
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, compressed)
    except ValueError:
        raise KeyFormatError(why=Phrase("no point of P-256", "не е точка от P-256")) from None


def _private(scalar: bytes) -> ec.EllipticCurvePrivateKey:
    number = int.from_bytes(scalar, "big")
    if len(scalar) != 32 or not 0 < number < ORDER:
        raise KeyFormatError(why=Phrase("no private key of P-256", "не е частен ключ на P-256"))
    return ec.derive_private_key(number, _CURVE)
