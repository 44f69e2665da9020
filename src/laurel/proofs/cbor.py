"""The few kinds of CBOR that a `proofValue` holds, in the one deterministic form (RFC 8949, section 4.2.1).

Integers, byte strings, texts, arrays and maps from integers to byte strings; nothing else, no tags. One value has
exactly one encoding, so another one is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final, TypeAlias, cast

from laurel.errors import Phrase, ProofError

Value: TypeAlias = "int | bytes | str | Sequence[Value] | Mapping[int, bytes]"

MAX_ITEMS: Final = 5_000  # in one array or map
MAX_DEPTH: Final = 3
_UINT, _NEGATIVE, _BYTES, _TEXT, _ARRAY, _MAP = 0, 1, 2, 3, 4, 5


def encode(value: Value) -> bytes:
    """The encoding of a value; maps are ordered by key."""
    if isinstance(value, int):
        return _head(_UINT, value) if value >= 0 else _head(_NEGATIVE, -1 - value)
    if isinstance(value, bytes):
        return _head(_BYTES, len(value)) + value
    if isinstance(value, str):
        octets = value.encode()
        return _head(_TEXT, len(octets)) + octets
    if isinstance(value, Mapping):
        pairs = (encode(key) + encode(value[key]) for key in sorted(value))
        return _head(_MAP, len(value)) + b"".join(pairs)
    return _head(_ARRAY, len(value)) + b"".join(map(encode, value))


def decode(octets: bytes, *, max_depth: int = MAX_DEPTH, negative: bool = False) -> Value:
    """Read one value.

    Args:
        octets: the encoding.
        max_depth: how deep arrays may lie in arrays.
        negative: whether integers below zero may stand in it.

    Raises:
        ProofError: another kind of CBOR, another form than the deterministic one, too large, or something behind it.
    """
    reader = _Reader(octets, max_depth=max_depth, negative=negative)
    value = reader.value(0)
    if reader.at != len(octets):
        raise _malformed()
    return value


def _malformed() -> ProofError:
    return ProofError(why=Phrase("proofValue is not the CBOR that it should be", "proofValue не е CBOR, какъвто трябва"))


def _head(major: int, number: int) -> bytes:
    if number < 24:
        return bytes([major << 5 | number])
    width = next(width for width in (1, 2, 4, 8) if number < 1 << 8 * width)
    return bytes([major << 5 | {1: 24, 2: 25, 4: 26, 8: 27}[width]]) + number.to_bytes(width, "big")


class _Reader:
    def __init__(self, octets: bytes, *, max_depth: int, negative: bool) -> None:
        self.octets = octets
        self.max_depth = max_depth
        self.negative = negative
        self.at = 0

    def take(self, count: int) -> bytes:
        taken = self.octets[self.at : self.at + count]
        if len(taken) != count:
            raise _malformed()
        self.at += count
        return taken

    def head(self) -> tuple[int, int]:
        """The major type and number of the next item."""
        start = self.at
        first = self.take(1)[0]
        major, short = first >> 5, first & 31
        number = short if short < 24 else int.from_bytes(self.take({24: 1, 25: 2, 26: 4, 27: 8}.get(short, 0)), "big")
        if _head(major, number) != self.octets[start : self.at]:
            raise _malformed()
        return major, number

    def value(self, depth: int) -> Value:
        major, number = self.head()
        if depth > self.max_depth or (major in (_ARRAY, _MAP) and number > MAX_ITEMS):
            raise _malformed()
        match major:
            case 0:
                return number
            case 1 if self.negative:
                return -1 - number
            case 2:
                return self.take(number)
            case 3:
                return self.text(number)
            case 4:
                return [self.value(depth + 1) for _ in range(number)]
            case 5:
                return self.map(number, depth)
            case _:
                raise _malformed()

    def text(self, count: int) -> str:
        try:
            return self.take(count).decode("utf-8", "strict")
        except UnicodeDecodeError:
            raise _malformed() from None

    def map(self, count: int, depth: int) -> Mapping[int, bytes]:
        pairs = [(self.value(depth + 1), self.value(depth + 1)) for _ in range(count)]
        keys = [key for key, _ in pairs]
        if not all(isinstance(key, int) and isinstance(value, bytes) for key, value in pairs):
            raise _malformed()
        numbers = cast("list[int]", keys)
        if any(later <= earlier for earlier, later in pairwise(numbers)):
            raise _malformed()
        return cast("dict[int, bytes]", dict(pairs))
