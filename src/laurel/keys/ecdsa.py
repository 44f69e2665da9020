"""ECDSA with the curves of NIST and the hash of each (FIPS 186-5): P-256, P-384, P-521; signatures are r || s, as in JOSE."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from laurel.errors import KeyFormatError, Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One curve with the hash that goes with it. `size` is the length of a scalar, and of a coordinate, in bytes."""

    name: str
    size: int
    order: int
    curve: ec.EllipticCurve
    digest: hashes.HashAlgorithm

    def check_point(self, compressed: bytes) -> None:
        """Refuse a public key that is no compressed point (one byte more than `size`) of the curve.

        Raises:
            KeyFormatError: another length or form, or not on the curve.
        """
        self._public(compressed)

    def compressed_of(self, x: bytes, y: bytes) -> bytes:
        """The compressed form of the point with coordinates `x` and `y`.

        Raises:
            KeyFormatError: wrong lengths, or not on the curve.
        """
        if len(x) != self.size or len(y) != self.size:
            why = Phrase(
                f"{self.name} coordinates have {self.size} bytes each",
                f"координатите на {self.name} имат по {self.size} байта",
            )
            raise KeyFormatError(why=why)
        return self._point(b"\x04" + x + y).public_bytes(Encoding.X962, PublicFormat.CompressedPoint)

    def coordinates_of(self, compressed: bytes) -> tuple[bytes, bytes]:
        """The coordinates x and y of a compressed point."""
        point = self._public(compressed).public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return point[1 : self.size + 1], point[self.size + 1 :]

    def verify(self, public: bytes, *, signature: bytes, message: bytes) -> bool:
        """Whether `signature` (r || s) over `message` is by `public`, a compressed point."""
        if len(signature) != 2 * self.size:
            return False
        r, s = int.from_bytes(signature[: self.size], "big"), int.from_bytes(signature[self.size :], "big")
        # "psychic signatures" (CVE-2022-21449): r = s = 0 would sign everything
        if not (0 < r < self.order and 0 < s < self.order):
            return False
        try:
            self._public(public).verify(encode_dss_signature(r, s), message, ec.ECDSA(self.digest))
        except InvalidSignature:
            return False
        return True

    def public_of(self, scalar: bytes) -> bytes:
        """The public key (compressed) of a private scalar.

        Raises:
            KeyFormatError: no scalar of the curve.
        """
        return self._private(scalar).public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)

    def scalar_from(self, entropy: Callable[[int], bytes]) -> bytes:
        """A private scalar from `entropy`, a source of random bytes, each as likely as the others."""
        bits = self.order.bit_length()
        number = 0
        while not 0 < number < self.order:
            number = int.from_bytes(entropy(self.size), "big") & ((1 << bits) - 1)
        return number.to_bytes(self.size, "big")

    def sign(self, scalar: bytes, message: bytes) -> bytes:
        """The signature, r || s, of `message` by the private `scalar`. Deterministic (RFC 6979)."""
        # the nonce comes from key and text, so a bad source of randomness cannot give the key away
        how = ec.ECDSA(self.digest, deterministic_signing=True)
        r, s = decode_dss_signature(self._private(scalar).sign(message, how))
        return r.to_bytes(self.size, "big") + s.to_bytes(self.size, "big")

    def _public(self, compressed: bytes) -> ec.EllipticCurvePublicKey:
        if len(compressed) != self.size + 1 or compressed[0] not in (2, 3):
            why = Phrase(
                f"a {self.name} public key has {self.size + 1} bytes, compressed",
                f"публичният ключ {self.name} има {self.size + 1} байта в сбита форма",
            )
            raise KeyFormatError(why=why)
        return self._point(compressed)

    def _point(self, encoded: bytes) -> ec.EllipticCurvePublicKey:
        try:
            return ec.EllipticCurvePublicKey.from_encoded_point(self.curve, encoded)
        except ValueError:
            raise KeyFormatError(why=Phrase(f"no point of {self.name}", f"не е точка от {self.name}")) from None

    def _private(self, scalar: bytes) -> ec.EllipticCurvePrivateKey:
        number = int.from_bytes(scalar, "big")
        if len(scalar) != self.size or not 0 < number < self.order:
            raise KeyFormatError(why=Phrase(f"no private key of {self.name}", f"не е частен ключ на {self.name}"))
        return ec.derive_private_key(number, self.curve)


P256: Final = Curve(
    name="P-256",
    size=32,
    order=0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    curve=ec.SECP256R1(),
    digest=hashes.SHA256(),
)
P384: Final = Curve(
    name="P-384",
    size=48,
    order=0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
    curve=ec.SECP384R1(),
    digest=hashes.SHA384(),
)
P521: Final = Curve(
    name="P-521",
    size=66,
    order=(1 << 521) - 0x5AE79787C40D069948033FEB708F65A2FC44A36477663B851449048E16EC79BF7,
    curve=ec.SECP521R1(),
    digest=hashes.SHA512(),
)
CURVES: Final[Mapping[str, Curve]] = MappingProxyType({curve.name: curve for curve in (P256, P384, P521)})
"""The curves by name."""
