"""The entries of a status list, packed and unpacked.

Source: https://www.w3.org/TR/vc-bitstring-status-list/#bitstring-generation-algorithm
"""

from __future__ import annotations

import struct
import zlib
from typing import Final

from laurel.errors import MalformedError, Phrase, StatusIndexError, StatusListError
from laurel.keys import base64url

MIN_ENTRIES: Final = 131_072  # the specification's minimum: smaller lists would point at people
MAX_BYTES: Final = 8 * 1024 * 1024  # unpacked, i.e. 2^26 entries of one bit; stops gzip bombs
MAX_TEXT: Final = 12 * 1024 * 1024  # characters of `encodedList`
MAX_SIZE: Final = 8  # bits an entry

# no name, no time, "maximum compression", unknown system: the same bits give the same text everywhere zlib is the same
_GZIP_HEADER: Final = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"


class StatusBits:
    """A few bits an entry, one in most lists; the first entry begins at the most significant bit of the first byte.

    Ten million entries of one bit take 1.25 MB, and about four times that while they are packed or unpacked.
    """

    __slots__ = ("_octets", "_size")

    def __init__(self, entries: int = MIN_ENTRIES, *, size: int = 1) -> None:
        """A list with every entry 0.

        Args:
            entries: how many.
            size: bits an entry (`statusSize`), 1 to 8.

        Raises:
            StatusListError: fewer than 131,072 entries, more than 8 MiB, or no whole number of bytes.
            ValueError: a size outside 1 to 8.
        """
        _check_size(size)
        if entries * size % 8:
            raise StatusListError(why=Phrase("it does not end with a whole byte", "не завършва с цял байт"))
        _check_length(entries * size // 8, size)
        self._octets = bytearray(entries * size // 8)
        self._size = size

    @property
    def entries(self) -> int:
        """How many entries there are."""
        return len(self._octets) * 8 // self._size

    @property
    def size(self) -> int:
        """Bits an entry (`statusSize`)."""
        return self._size

    def value(self, index: int) -> int:
        """What entry `index` (from 0) holds: 0 to 2^size - 1, its first bit being the most significant.

        Raises:
            StatusIndexError: outside the list.
        """
        first, last, shift = self._place(index)
        octets = self._octets[first] if first == last else int.from_bytes(self._octets[first : last + 1], "big")
        return octets >> shift & ((1 << self._size) - 1)

    def put(self, index: int, value: int) -> None:
        """Let entry `index` (from 0) hold `value`.

        Raises:
            StatusIndexError: outside the list.
            ValueError: a value that does not fit.
        """
        if not 0 <= value < 1 << self._size:
            raise ValueError(f"{value} does not fit into {self._size} bits")
        first, last, shift = self._place(index)
        kept = ~(((1 << self._size) - 1) << shift)
        if first == last:
            self._octets[first] = self._octets[first] & kept | value << shift
        else:
            octets = int.from_bytes(self._octets[first : last + 1], "big") & kept | value << shift
            self._octets[first : last + 1] = octets.to_bytes(last + 1 - first, "big")

    def get(self, index: int) -> bool:
        """Whether entry `index` (from 0) is set, which is to say that it is not 0.

        Raises:
            StatusIndexError: outside the list.
        """
        return self.value(index) != 0

    def set(self, index: int, *, to: bool = True) -> None:
        """Set entry `index` (from 0) to 1, or clear it with `to=False`.

        Raises:
            StatusIndexError: outside the list.
        """
        self.put(index, int(to))

    def include(self, other: StatusBits) -> None:
        """Set every entry that is set in `other`, a list of the same length; for lists of one bit.

        Raises:
            StatusListError: lists of different lengths, or of several bits an entry.
        """
        if other.entries != self.entries or {self._size, other._size} != {1}:
            raise StatusListError(why=Phrase("lists of different lengths", "списъци с различна дължина"))
        joined = int.from_bytes(self._octets, "big") | int.from_bytes(other._octets, "big")
        self._octets = bytearray(joined.to_bytes(len(self._octets), "big"))

    def encode(self) -> str:
        """`encodedList`: "u", then base64url of the gzipped bits; the same bits give the same text."""
        packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
        body = packer.compress(self._octets) + packer.flush()
        trailer = struct.pack("<II", zlib.crc32(self._octets), len(self._octets) & 0xFFFFFFFF)
        return "u" + base64url.encode(_GZIP_HEADER + body + trailer)

    @classmethod
    def decode(cls, text: str, *, size: int = 1) -> StatusBits:
        """Unpack `encodedList`, stopping at 8 MiB.

        Args:
            text: the text.
            size: bits an entry, as the credential that points into the list says (`statusSize`).

        Raises:
            MalformedError: no "u", no base64url, no gzip, cut short, or something after its end.
            StatusListError: too few or too many entries.
            ValueError: a size outside 1 to 8.

        Source: https://www.w3.org/TR/vc-bitstring-status-list/#bitstring-expansion-algorithm
        """
        _check_size(size)
        if not text.startswith("u") or len(text) > MAX_TEXT:
            raise MalformedError(why=Phrase("encodedList does not start with u", "encodedList не започва с u"))
        octets = _inflate(base64url.decode(text[1:]))
        _check_length(len(octets), size)
        bits = cls.__new__(cls)
        bits._octets = bytearray(octets)
        bits._size = size
        return bits

    def __eq__(self, other: object) -> bool:
        """Two lists are equal when every entry is."""
        return isinstance(other, StatusBits) and self._size == other._size and self._octets == other._octets

    __hash__ = None  # type: ignore[assignment]

    def _place(self, index: int) -> tuple[int, int, int]:
        """The first and last byte that entry `index` touches, and how many bits follow it in the last."""
        # a negative index would wrap round in Python
        if not 0 <= index < self.entries:
            raise StatusIndexError(index=index, entries=self.entries)
        start = index * self._size
        last = (start + self._size - 1) // 8
        return start // 8, last, (last + 1) * 8 - start - self._size


def _check_size(size: int) -> None:
    if not 1 <= size <= MAX_SIZE:
        raise ValueError(f"{size} bits an entry; 1 to {MAX_SIZE} are possible")


def _check_length(octets: int, size: int) -> None:
    # section 3.2, step 9: the length divided by `statusSize`
    entries = octets * 8 // size
    if entries < MIN_ENTRIES or octets > MAX_BYTES:
        most = MAX_BYTES * 8 // size
        raise StatusListError(
            why=Phrase(
                f"{entries} entries; 131,072 to {most:,} are allowed", f"{entries} записа; позволени са от 131072 до {most}"
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
