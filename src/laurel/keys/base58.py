"""Base58 with Bitcoin's alphabet, as multibase `z` uses it. Bounded, because decoding takes quadratic time."""

from __future__ import annotations

from laurel.errors import KeyFormatError, Phrase

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
MAX_LENGTH = 200  # characters; a signature takes 88 (132 on P-384), a key with its header 48 (70)

_VALUES = {character: value for value, character in enumerate(ALPHABET)}


def encode(octets: bytes) -> str:
    """Write bytes in base58; each leading zero byte becomes a `1`."""
    number = int.from_bytes(octets, "big")
    characters: list[str] = []
    while number:
        number, digit = divmod(number, 58)
        characters.append(ALPHABET[digit])
    zeros = len(octets) - len(octets.lstrip(b"\0"))
    return "1" * zeros + "".join(reversed(characters))


def decode(text: str, *, max_length: int = MAX_LENGTH) -> bytes:
    """Read base58.

    Raises:
        KeyFormatError: a character outside the alphabet, or more than `max_length` characters.
    """
    if len(text) > max_length:
        raise KeyFormatError(why=Phrase(f"base58 text of {len(text)} characters", f"текст в base58 от {len(text)} знака"))
    number = 0
    for character in text:
        digit = _VALUES.get(character)
        if digit is None:
            raise KeyFormatError(why=Phrase("a character that base58 does not have", "знак, който не принадлежи на base58"))
        number = number * 58 + digit
    zeros = len(text) - len(text.lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")
