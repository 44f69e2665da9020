"""Checkpoints: the state of a log that its keeper stands for.

    <origin: which log>⏎
    <size: entries>⏎
    <root hash, base64>⏎         then the signatures of the note

Source: https://c2sp.org/tlog-checkpoint.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from laurel.errors import MalformedError, Phrase
from laurel.log.merkle import HASH_SIZE, MAX_SIZE
from laurel.log.note import Note, SignatureType, Signed, VerifierKey, decode_base64
from laurel.log.refusals import LogUnknownError
from laurel.log.signing import NoteSigner, signed

_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
MAX_ORIGIN: Final = 255  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """The size and root hash (32 bytes) of the log named `origin`, as its signed `note` has them; nothing is checked yet."""

    origin: str
    size: int
    root: bytes
    note: Note

    @property
    def digest(self) -> bytes:
        """SHA-256 of what is signed: what an anchor vouches for. More signatures do not change it."""
        return sha256(self.note.text.encode()).digest()

    def to_text(self) -> str:
        """The checkpoint as it is published."""
        return self.note.to_text()

    @classmethod
    def from_text(cls, text: str) -> Checkpoint:
        """Read a checkpoint. Extension lines are allowed and say nothing.

        Raises:
            MalformedError, LimitError: not a note, or not one of a tree.
        """
        note = Note.from_text(text)
        lines = note.text[:-1].split("\n")
        if len(lines) < 3 or not all(lines) or len(lines[0]) > MAX_ORIGIN or not _NUMBER.fullmatch(lines[1]):
            raise MalformedError(why=Phrase("not a checkpoint of a log", "не е контролна точка на регистър"))
        root, size = decode_base64(lines[2]), int(lines[1])
        if len(root) != HASH_SIZE or size > MAX_SIZE:
            raise MalformedError(why=Phrase("not a checkpoint of a log", "не е контролна точка на регистър"))
        return cls(origin=lines[0], size=size, root=root, note=note)

    def check(self, keys: Sequence[VerifierKey]) -> tuple[Signed, ...]:
        """Who of `keys` signed it. A log's own signature counts for the log of the key's name alone.

        Raises:
            LogSignatureError: a signature names one of `keys` and is not by it.
            LogUnknownError: none of `keys` signed.
        """
        mine = [key for key in keys if key.type is not SignatureType.LOG or key.name == self.origin]
        found = self.note.check(mine)
        if not found:
            raise LogUnknownError(origin=self.origin)
        return found


def sign_checkpoint(*, origin: str, size: int, root: bytes, signers: Sequence[NoteSigner], at: datetime) -> Checkpoint:
    """Write and sign a checkpoint. The caller must see to it that it never contradicts an earlier one.

    Raises:
        ValueError: no signer, or an origin, size or root that cannot be written.
    """
    if not signers or not 0 < len(origin) <= MAX_ORIGIN or not origin.isprintable() or len(root) != HASH_SIZE or size < 0:
        raise ValueError("a checkpoint needs an origin of one line, a size, a root hash and a signer")
    note = Note(text=f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n", signatures=())
    for signer in signers:
        note = signed(note, signer, at=at)
    return Checkpoint(origin=origin, size=size, root=root, note=note)
