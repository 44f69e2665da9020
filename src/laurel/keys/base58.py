"""Base58 with Bitcoin's alphabet, as multibase `z` uses it. Bounded, because decoding takes quadratic time.

Digits are worked out side by side, as fields of one large integer: a few operations on it do what a loop would do one by one.
"""

from __future__ import annotations

import struct
from typing import Final

from laurel.errors import KeyFormatError, Phrase

ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
MAX_LENGTH: Final = 200  # characters; a signature takes 88 (132 on P-384), a key with its header 48 (70)


def encode(octets: bytes) -> str:
    """Write bytes in base58; each leading zero byte becomes a `1`."""
    number = int.from_bytes(octets, "big")
    written = _encode_512_bits(number) if len(octets) == 64 else _encode(number)
    written = written.lstrip("1")
    return written if octets[:1] > b"\0" else "1" * (len(octets) - len(octets.lstrip(b"\0"))) + written


def decode(text: str, *, max_length: int = MAX_LENGTH) -> bytes:
    """Read base58.

    Raises:
        KeyFormatError: a character outside the alphabet, or more than `max_length` characters.
    """
    if len(text) > max_length:
        raise KeyFormatError(why=Phrase(f"base58 text of {len(text)} characters", f"текст в base58 от {len(text)} знака"))
    signs = text.encode("utf-8", "replace")
    digits = signs.translate(_DIGIT_OF)
    if _NO_DIGIT in digits:
        why = Phrase("a character that base58 does not have", "знак, който не принадлежи на base58")
        raise KeyFormatError(why=why)
    first = len(digits) % _PIECE
    number = _number(digits[:first])
    for start in range(first, len(digits), _PIECE):
        number = number * _58_PIECE + _number(digits[start : start + _PIECE])
    octets = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return octets if digits[:1] > b"\0" else bytes(len(text) - len(text.lstrip("1"))) + octets


def _number(digits: bytes) -> int:
    """The number written by at most `_PIECE` digits, one in each byte."""
    number = int.from_bytes(digits, "big")
    for bits, low_fields, base in _LEVELS[: (len(digits) - 1).bit_length()]:
        number = (number & low_fields) + (number >> bits & low_fields) * base  # each two fields become one
    return number


_PIECE: Final = 256
_58_PIECE: Final = 58**_PIECE
_SIGNS: Final = ALPHABET.encode()
_NO_DIGIT: Final = 255
_DIGIT_OF: Final = bytes(_SIGNS.find(sign) & _NO_DIGIT for sign in range(256))  # -1 where there is none


def _fields(width: int, count: int, content: int) -> int:
    """An integer of `count` fields, each `width` bits and each holding `content`."""
    return sum(content << (width * place) for place in range(count))


_LEVELS: Final = [
    (8 << level, _fields(16 << level, 128 >> level, (1 << (8 << level)) - 1), 58 ** (1 << level)) for level in range(8)
]
"""Bits in a field, a mask of every second field, and the base of the digits in them."""


def _encode(number: int) -> str:
    signs: list[str] = []  # from the end
    while number:
        number, five = divmod(number, _58_5)
        for _ in range(5):
            five, digit = divmod(five, 58)
            signs.append(ALPHABET[digit])
    return "".join(reversed(signs))


def _reciprocal(base: int, *, below: int) -> tuple[int, int]:
    """Two numbers with `x * first >> second == x // base` for every x below `below`."""
    shift = below.bit_length() + base.bit_length()
    return -(-(1 << shift) // base), shift  # the error is under one in 2**shift / (base * below)


_PACK: Final = struct.Struct(">" + "8xQ" * 9)  # nine fields of 128 bits, ten digits in each
_58_80, _58_40, _58_20, _58_10, _58_5, _58_4, _58_2 = (58**power for power in (80, 40, 20, 10, 5, 4, 2))
_TENS, _TENS_SHIFT = _reciprocal(_58_5, below=_58_10)
_FIVES, _FIVES_SHIFT = _reciprocal(_58_4, below=_58_5)
_FOURS, _FOURS_SHIFT = _reciprocal(_58_2, below=_58_4)
_TWOS, _TWOS_SHIFT = _reciprocal(58, below=_58_2)
_FIRST_FIVE: Final = _fields(128, 9, (1 << 30) - 1)
_FIRST: Final = _fields(64, 18, (1 << 6) - 1)
_FIRST_TWO: Final = _fields(64, 18, (1 << 12) - 1)
_FIRST_OF_TWO: Final = _fields(32, 36, (1 << 6) - 1)
_ONE_EACH: Final = _fields(64, 18, 0x0101_0001_0001_0001)
_SIGN_OF: Final = b"\0" + _SIGNS + bytes(197)


def _encode_512_bits(number: int) -> str:
    """Ninety digits, leading zeros included: nine times ten, each split into 5 + 5, then 1 + 4, then 2 + 2, then 1 + 1."""
    top, number = divmod(number, _58_80)
    high, low = divmod(number, _58_40)
    (a, b), (c, d) = divmod(high, _58_20), divmod(low, _58_20)
    fours = (*divmod(a, _58_10), *divmod(b, _58_10), *divmod(c, _58_10), *divmod(d, _58_10))
    number = int.from_bytes(_PACK.pack(top, *fours), "big")
    # a quotient q moves to a higher field of its own, and leaves the remainder: + q * (2**bits - base)
    number += (number * _TENS >> _TENS_SHIFT & _FIRST_FIVE) * ((1 << 64) - _58_5)
    firsts = number * _FIVES >> _FIVES_SHIFT & _FIRST
    number -= firsts * _58_4
    number += (number * _FOURS >> _FOURS_SHIFT & _FIRST_TWO) * ((1 << 32) - _58_2)
    number += (number * _TWOS >> _TWOS_SHIFT & _FIRST_OF_TWO) * ((1 << 16) - 58)
    # now every digit has a byte; one more in each tells them from the bytes between them
    number += (firsts << 56) + _ONE_EACH
    return number.to_bytes(144, "big").translate(_SIGN_OF, b"\0").decode()
