"""The bits of a status list, packed and unpacked.

Source: https://www.w3.org/TR/vc-bitstring-status-list/#bitstring-generation-algorithm
"""

from __future__ import annotations

import struct
import zlib
from typing import Final

from laurel.errors import MalformedError, Phrase, StatusIndexError, StatusListError
from laurel.keys import base64url

MIN_ENTRIES: Final = 131_072  # the specification's minimum: smaller lists would point at people
MAX_BYTES: Final = 8 * 1024 * 1024  # unpacked, i.e. 2^26 entries; stops gzip bombs
MAX_TEXT: Final = 12 * 1024 * 1024  # characters of `encodedList`

# no name, no time, "maximum compression", unknown system: the same bits give the same text everywhere zlib is the same
_GZIP_HEADER: Final = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"


class StatusBits:
    """One bit an entry; the first entry is the most significant bit of the first byte."""

    __slots__ = ("_octets",)

    def __init__(self, entries: int = MIN_ENTRIES) -> None:
        """A list with every bit 0.

        Raises:
            StatusListError: fewer than 131,072 entries, more than 2^26, or no whole number of bytes.
        """
        _check_length(entries)
        self._octets = bytearray(entries // 8)

    @property
    def entries(self) -> int:
        """How many entries there are."""
        return len(self._octets) * 8

    def get(self, index: int) -> bool:
        """Whether entry `index` (from 0) is set.

        Raises:
            StatusIndexError: outside the list.
        """
        octet, mask = self._place(index)
        return bool(self._octets[octet] & mask)

    def set(self, index: int, *, to: bool = True) -> None:
        """Set entry `index` (from 0), or clear it with `to=False`.

        Raises:
            StatusIndexError: outside the list.
        """
        octet, mask = self._place(index)
        if to:
            self._octets[octet] |= mask
        else:
            self._octets[octet] &= ~mask & 0xFF

    def include(self, other: StatusBits) -> None:
        """Set every entry that is set in `other`, a list of the same length.

        Raises:
            StatusListError: lists of different lengths.
        """
        if other.entries != self.entries:
            raise StatusListError(why=Phrase("lists of different lengths", "списъци с различна дължина"))
        joined = int.from_bytes(self._octets, "big") | int.from_bytes(other._octets, "big")
        self._octets = bytearray(joined.to_bytes(len(self._octets), "big"))

    def encode(self) -> str:
        """`encodedList`: "u", then base64url of the gzipped bits; the same bits give the same text."""
        packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
        body = packer.compress(bytes(self._octets)) + packer.flush()
        trailer = struct.pack("<II", zlib.crc32(self._octets), len(self._octets) & 0xFFFFFFFF)
        return "u" + base64url.encode(_GZIP_HEADER + body + trailer)

    @classmethod
    def decode(cls, text: str) -> StatusBits:
        """Unpack `encodedList`, stopping at 8 MiB.

        Raises:
            MalformedError: no "u", no base64url, no gzip, cut short, or something after its end.
            StatusListError: too few or too many entries.

        Source: https://www.w3.org/TR/vc-bitstring-status-list/#bitstring-expansion-algorithm
        """
        if not text.startswith("u") or len(text) > MAX_TEXT:
            raise MalformedError(why=Phrase("encodedList does not start with u", "encodedList не започва с u"))
        octets = _inflate(base64url.decode(text[1:]))
        _check_length(len(octets) * 8)
        bits = cls.__new__(cls)
        bits._octets = bytearray(octets)
        return bits

    def __eq__(self, other: object) -> bool:
        """Two lists are equal when every bit is."""
        return isinstance(other, StatusBits) and self._octets == other._octets

    __hash__ = None  # type: ignore[assignment]

    def _place(self, index: int) -> tuple[int, int]:
        # a negative index would wrap round in Python
        if not 0 <= index < self.entries:
            raise StatusIndexError(index=index, entries=self.entries)
        return index // 8, 0x80 >> (index % 8)


def _check_length(entries: int) -> None:
    if entries < MIN_ENTRIES or entries > MAX_BYTES * 8 or entries % 8:
        raise StatusListError(
            why=Phrase(
                f"{entries} entries; 131,072 to 67,108,864 are allowed", f"{entries} записа; позволени са от 131072 до 67108864"
            )
        )


def _inflate(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        octets = unpacker.decompress(packed, MAX_BYTES + 1)
    except zlib.error:
        raise MalformedError(why=Phrase("encodedList is not gzip", "encodedList не е gzip")) from None
    if len(octets) > MAX_BYTES:
        raise StatusListError(why=Phrase("it unpacks to more than 8 MiB", "разопакован надхвърля 8 MiB"))
    if not unpacker.eof or unpacker.unused_data:
        raise MalformedError(why=Phrase("encodedList is cut short or has a tail", "encodedList е отрязан или има остатък"))
    return octets
