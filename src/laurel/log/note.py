"""Signed notes: a short text and, under it, who signed it. And the keys that a verifier is given in one line.

    text…⏎                      what is signed, its last line end included
    ⏎
    — <name> <base64: key ID (4 bytes), signature>⏎        one line a signature; unknown ones say nothing

Two types of signature are known: a log's own (Ed25519 over the text), and a cosignature, which also says when.
Source: https://c2sp.org/signed-note; https://c2sp.org/tlog-cosignature.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from hashlib import sha256
from typing import Final

from laurel.errors import LimitError, MalformedError, Phrase
from laurel.keys import PublicKey
from laurel.log.refusals import LogSignatureError

MAX_NOTE: Final = 128 * 1024  # bytes; sixteen signatures of the largest known kind fit
MAX_SIGNATURES: Final = 64
_DASH: Final = "\N{EM DASH} "
_LATEST: Final = 253_402_300_799  # the last second of the year 9999


class SignatureType(IntEnum):
    """The byte that stands for a type of signature in a key's ID."""

    LOG = 0x01
    COSIGNATURE = 0x04


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifierKey:
    """A public key that may sign notes, under the name of a log or of a witness. Written and read as one line, a vkey."""

    name: str
    type: SignatureType
    public: PublicKey

    @property
    def id(self) -> bytes:
        """The key ID: 4 bytes that, with the name, say which key and type signed."""
        return sha256(self.name.encode() + b"\n" + self._material).digest()[:4]

    @property
    def _material(self) -> bytes:
        return bytes([self.type]) + self.public.octets

    def to_text(self) -> str:
        """The vkey: name, ID in hexadecimal, and in base64 the type and the key."""
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(self._material).decode()}"

    @classmethod
    def from_text(cls, text: str) -> VerifierKey:
        """Read a vkey.

        Raises:
            MalformedError: not a vkey, of a type we do not know, or with another ID than it should have.
            KeyFormatError, WeakKeyError: no Ed25519 key, or one that protects nothing.
        """
        name, *rest = text.split("+", 2)
        if len(rest) != 2 or not is_name(name):
            raise MalformedError(why=Phrase("a log's key is name+id+key", "ключът на регистър е име+номер+ключ"))
        material = decode_base64(rest[1])
        if len(material) != 33 or material[0] not in list(SignatureType):
            raise MalformedError(why=Phrase("a log's key of a type unknown here", "ключ на регистър от непознат вид"))
        key = cls(name=name, type=SignatureType(material[0]), public=PublicKey("Ed25519", material[1:]))
        if rest[0] != key.id.hex():
            raise MalformedError(why=Phrase("a log's key with another ID than its own", "ключ на регистър с чужд номер"))
        return key


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One signature line. `content` is what the key's type makes of it."""

    name: str
    key_id: bytes
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A signature that holds: whose key, and when, where its type says so."""

    key: VerifierKey
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A text and its signatures, none of them checked yet."""

    text: str
    signatures: tuple[Signature, ...]

    def to_text(self) -> str:
        """The note as it is published."""
        lines = (f"{_DASH}{each.name} {base64.b64encode(each.key_id + each.content).decode()}\n" for each in self.signatures)
        return f"{self.text}\n{''.join(lines)}"

    @classmethod
    def from_text(cls, note: str) -> Note:
        """Read a note.

        Raises:
            MalformedError: not a note in its one form.
            LimitError: longer than `MAX_NOTE`, or with more than `MAX_SIGNATURES` signatures.
        """
        if len(note) > MAX_NOTE or len(note.encode("utf-8", "surrogatepass")) > MAX_NOTE:
            raise LimitError(what=Phrase("the note", "бележката"), limit=MAX_NOTE)
        if any((letter < " " and letter != "\n") or "\ud800" <= letter <= "\udfff" for letter in note):
            raise MalformedError(why=Phrase("a note with control characters", "бележка с управляващи знаци"))
        text, blank, below = note.rpartition("\n\n")
        if not blank or not text or not below.endswith("\n"):
            raise MalformedError(why=Phrase("a note without signatures", "бележка без подписи"))
        lines = below[:-1].split("\n")
        if len(lines) > MAX_SIGNATURES:
            raise LimitError(what=Phrase("the number of signatures", "броят на подписите"), limit=MAX_SIGNATURES)
        return cls(text=text + "\n", signatures=tuple(map(_signature, lines)))

    def check(self, keys: Iterable[VerifierKey]) -> tuple[Signed, ...]:
        """The signatures by any of `keys`; signatures of strangers are passed over.

        Raises:
            LogSignatureError: one names a key of `keys` and is not by it.
        """
        known = {(key.name, key.id): key for key in keys}
        found: list[Signed] = []
        for signature in self.signatures:
            key = known.get((signature.name, signature.key_id))
            if key is not None:
                found.append(_checked(signature, key, self.text))
        return tuple(found)


def cosigned_message(text: str, *, seconds: int) -> bytes:
    """What a cosignature signs: a header, the time in seconds since 1970, and the note's text."""
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def is_name(name: str) -> bool:
    """Whether a key may have this name: not empty, no white space, no plus sign, no control characters, at most 255 letters."""
    return 0 < len(name) <= 255 and name.isprintable() and not any(letter.isspace() or letter == "+" for letter in name)


def decode_base64(text: str) -> bytes:
    """Read standard base64 with its padding (RFC 4648, section 4), in its one form.

    Raises:
        MalformedError: anything else.
    """
    try:
        # validate=True: without it Python quietly drops characters
        octets = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise MalformedError(why=Phrase("not base64", "не е base64")) from None
    if base64.b64encode(octets).decode() != text:
        raise MalformedError(why=Phrase("not base64 in its one form", "не е base64 в единствената му форма"))
    return octets


def _signature(line: str) -> Signature:
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not space or not is_name(name):
        raise MalformedError(why=Phrase("a malformed signature line", "неправилен ред с подпис"))
    octets = decode_base64(encoded)
    if len(octets) < 5:
        raise MalformedError(why=Phrase("a signature without a key", "подпис без ключ"))
    return Signature(name=name, key_id=octets[:4], content=octets[4:])


def _checked(signature: Signature, key: VerifierKey, text: str) -> Signed:
    if key.type is SignatureType.LOG:
        message, octets, at = text.encode(), signature.content, None
    else:
        seconds = int.from_bytes(signature.content[:8], "big")
        if len(signature.content) != 72 or seconds > _LATEST:
            raise LogSignatureError(name=key.name)
        message, octets = cosigned_message(text, seconds=seconds), signature.content[8:]
        at = datetime.fromtimestamp(seconds, UTC)
    if not key.public.verify(octets, message):
        raise LogSignatureError(name=key.name)
    return Signed(key=key, at=at)
