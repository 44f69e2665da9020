"""Base58 with Bitcoin's alphabet, as multibase `z` uses it: GMP's digits of large numbers, with other signs."""

from __future__ import annotations

from typing import Final

from gmpy2 import mpz

from laurel.errors import KeyFormatError, Phrase

ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
MAX_LENGTH: Final = 200  # characters; a signature takes 88 (132 on P-384), a key with its header 48 (70)

_SIGNS: Final = ALPHABET.encode()
_GMP_SIGNS: Final = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuv"
_NO_SIGN: Final = b"!"
_FROM_GMP: Final = bytes.maketrans(_GMP_SIGNS, _SIGNS)
_TO_GMP: Final = bytes(_GMP_SIGNS[place] if (place := _SIGNS.find(sign)) >= 0 else _NO_SIGN[0] for sign in range(256))


def encode(octets: bytes) -> str:
    """Write bytes in base58; each leading zero byte becomes a `1`."""
    if octets[:1] > b"\0":
        return mpz.from_bytes(octets, "big").digits(58).encode().translate(_FROM_GMP).decode()
    rest = octets.lstrip(b"\0")
    return "1" * (len(octets) - len(rest)) + (encode(rest) if rest else "")


def decode(text: str, *, max_length: int = MAX_LENGTH) -> bytes:
    """Read base58.

    Raises:
        KeyFormatError: a character outside the alphabet, or more than `max_length` characters.
    """
    if len(text) > max_length:
        raise KeyFormatError(why=Phrase(f"base58 text of {len(text)} characters", f"текст в base58 от {len(text)} знака"))
    signs = text.encode("utf-8", "replace").translate(_TO_GMP)
    if _NO_SIGN in signs:
        why = Phrase("a character that base58 does not have", "знак, който не принадлежи на base58")
        raise KeyFormatError(why=why)
    digits = signs.lstrip(b"0")
    number = mpz(digits or b"0", 58)
    return bytes(len(signs) - len(digits)) + number.to_bytes((number.bit_length() + 7) // 8, "big")
