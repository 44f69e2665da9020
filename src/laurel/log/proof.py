"""A proof for the pocket: that an entry stands in a log, checkable by anybody without asking the log.

    c2sp.org/tlog-proof@v1
    index <entry, from 0>
    <hash, base64>                the audit path, from the leaf's sibling up; a hash a line
                                  an empty line
    <checkpoint>

Source: https://c2sp.org/tlog-proof. The optional line `extra` is read and passed over.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import Final

from laurel.errors import LimitError, MalformedError, Phrase
from laurel.log.checkpoint import Checkpoint
from laurel.log.merkle import HASH_SIZE, check_inclusion, leaf_hash
from laurel.log.note import MAX_NOTE, decode_base64

_HEADER: Final = "c2sp.org/tlog-proof@v1"
_INDEX: Final = re.compile(r"index (0|[1-9][0-9]{0,18})", re.ASCII)
_LONGEST_PATH: Final = 63  # hashes: a tree of 2^63 entries
_MAX_HEAD: Final = 16 * 1024  # bytes before the checkpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class LogProof:
    """Entry `index`, the audit path to the root, and the checkpoint that states the root."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: Checkpoint

    def check(self, entry: bytes) -> None:
        """Check that `entry` stands where the proof says. Whether the checkpoint can be believed is another question.

        Raises:
            LogProofError: it does not.
        """
        check_inclusion(
            leaf_hash(entry), index=self.index, size=self.checkpoint.size, path=self.path, root=self.checkpoint.root
        )

    def to_text(self) -> str:
        """The proof as a text file (`.tlog-proof`)."""
        hashes = "".join(f"{base64.b64encode(step).decode()}\n" for step in self.path)
        return f"{_HEADER}\nindex {self.index}\n{hashes}\n{self.checkpoint.to_text()}"

    @classmethod
    def from_text(cls, text: str) -> LogProof:
        """Read a proof.

        Raises:
            MalformedError, LimitError: not a proof in its one form.
        """
        if len(text) > MAX_NOTE + _MAX_HEAD:
            raise LimitError(what=Phrase("the proof", "доказателството"), limit=MAX_NOTE + _MAX_HEAD)
        head, blank, below = text.partition("\n\n")
        header, *lines = head.split("\n")
        if lines and lines[0].startswith("extra "):
            decode_base64(lines.pop(0).removeprefix("extra "))
        index = _INDEX.fullmatch(lines[0]) if lines else None
        if header != _HEADER or not blank or index is None or len(lines) - 1 > _LONGEST_PATH:
            raise MalformedError(why=Phrase("not a proof from a log", "не е доказателство от регистър"))
        path = tuple(map(decode_base64, lines[1:]))
        if any(len(step) != HASH_SIZE for step in path):
            raise MalformedError(why=Phrase("not a proof from a log", "не е доказателство от регистър"))
        return cls(index=int(index[1]), path=path, checkpoint=Checkpoint.from_text(below))
