"""Base58 with Bitcoin's alphabet, as multibase `z` uses it. Bounded, because decoding takes quadratic time."""

from __future__ import annotations

from laurel.errors import KeyFormatError, Phrase

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
MAX_LENGTH = 200  # characters; a signature takes 88 (132 on P-384), a key with its header 48 (70)

_PAIRS = [first + second for first in ALPHABET for second in ALPHABET]
_VALUES = {pair: value for value, pair in enumerate(_PAIRS)}


def encode(octets: bytes) -> str:
    """Write bytes in base58; each leading zero byte becomes a `1`."""
    number = int.from_bytes(octets, "big")
    pairs: list[str] = []  # from the end
    while number:
        number, four = divmod(number, 58**4)
        first = four // 3_364
        pairs += (_PAIRS[four - first * 3_364], _PAIRS[first])
    zeros = len(octets) - len(octets.lstrip(b"\0"))
    pairs.reverse()
    return "1" * zeros + "".join(pairs).lstrip("1")


def decode(text: str, *, max_length: int = MAX_LENGTH) -> bytes:
    """Read base58.

    Raises:
        KeyFormatError: a character outside the alphabet, or more than `max_length` characters.
    """
    if len(text) > max_length:
        raise KeyFormatError(why=Phrase(f"base58 text of {len(text)} characters", f"текст в base58 от {len(text)} знака"))
    filled = text.rjust(-len(text) // 8 * -8, "1")
    number, pair = 0, _VALUES
    try:
        for at in range(0, len(filled), 8):
            first = pair[filled[at : at + 2]] * 3_364 + pair[filled[at + 2 : at + 4]]
            second = pair[filled[at + 4 : at + 6]] * 3_364 + pair[filled[at + 6 : at + 8]]
            number = number * 58**8 + first * 58**4 + second
    except KeyError:
        why = Phrase("a character that base58 does not have", "знак, който не принадлежи на base58")
        raise KeyFormatError(why=why) from None
    zeros = len(text) - len(text.lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")
