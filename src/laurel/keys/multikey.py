"""Multikey: a multicodec header and the key's bytes in base58 behind a `z`.

Source: https://www.w3.org/TR/cid-1.0/#Multikey
"""

from __future__ import annotations

from typing import Final

from laurel.errors import KeyFormatError, Phrase, UnsupportedError
from laurel.keys import base58

PUBLIC_HEADERS: Final = {"Ed25519": b"\xed\x01", "P-256": b"\x80\x24", "P-384": b"\x81\x24", "P-521": b"\x82\x24"}
SECRET_HEADERS: Final = {"Ed25519": b"\x80\x26", "P-256": b"\x86\x26", "P-384": b"\x87\x26", "P-521": b"\x88\x26"}
_FOREIGN: Final = {
    b"\xec\x01": "X25519",
    b"\xe7\x01": "secp256k1",
    b"\x85\x24": "RSA in a multikey",
    b"\xeb\x01": "BLS12-381",
}
MAX_LENGTH: Final = 100  # characters; Ed25519 takes 48, P-256 takes 49, P-384 takes 70, P-521 takes 95


def encode(octets: bytes, *, header: bytes) -> str:
    """The multikey of a key's bytes."""
    return "z" + base58.encode(header + octets)


def decode(text: str, headers: dict[str, bytes]) -> tuple[str, bytes]:
    """Read a multikey; gives the algorithm's name and the key's bytes (not yet checked to be a key).

    Raises:
        KeyFormatError: not `z` and base58, or too long.
        UnsupportedError: a well-formed key of an algorithm that is not in `headers`.
    """
    if not text.startswith("z") or len(text) > MAX_LENGTH:
        raise KeyFormatError(
            why=Phrase(
                "a multikey starts with z and has at most 100 characters", "multikey започва със z и има най-много 100 знака"
            )
        )
    octets = base58.decode(text[1:], max_length=MAX_LENGTH)
    for algorithm, header in headers.items():
        if octets.startswith(header):
            return algorithm, octets[len(header) :]
    if octets[:2] in _FOREIGN:
        raise UnsupportedError(what=Phrase(f"keys of {_FOREIGN[octets[:2]]}", f"ключове {_FOREIGN[octets[:2]]}"))
    raise KeyFormatError(why=Phrase("a multikey with an unknown header", "multikey с непозната заглавна част"))
