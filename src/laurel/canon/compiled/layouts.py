"""A whole document as one format, for the few orders in which a batch's blocks come again and again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from laurel.canon.compiled.blocks import SUBJECT, Block, Digest, Hash, Take, taker

MAX_LAYOUTS: Final = 512
MAX_TEXT: Final = 8_000_000  # characters in all of them

Written = tuple[Block, str | int]
"""A block, and its subject: a name, a label, or the cell of an IRI."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The digest of everything before the first hole, and the rest."""

    head: Hash
    form: str
    take: Take

    def digest(self, cells: list[str]) -> bytes:
        """The digest of the document."""
        state = self.head.copy()
        state.update((self.form % self.take(cells)).encode())
        return state.digest()


class Layouts:
    """A bounded number of layouts, by the order of their blocks."""

    def __init__(self, digest: Digest) -> None:
        self._digest = digest
        self._known: dict[tuple[int, ...], Layout] = {}
        self._room = MAX_TEXT

    def find(self, key: tuple[int, ...]) -> Layout | None:
        """The layout of this order."""
        return self._known.get(key)

    def add(self, key: tuple[int, ...], written: Sequence[Written], cells: list[str]) -> None:
        """Remember the layout of cells just written, unless there is no room or it takes more than holes."""
        parts = _parts(written, cells)
        size = sum(len(part) for part in parts or () if isinstance(part, str))
        if parts is None or len(self._known) >= MAX_LAYOUTS or size > self._room:
            return
        self._room -= size
        first = next((place for place, part in enumerate(parts) if isinstance(part, int)), len(parts))
        head = self._digest("".join(map(str, parts[:first])).encode())
        rest = parts[first:]
        form = "".join("%s" if isinstance(part, int) else part.replace("%", "%%") for part in rest)
        self._known[key] = Layout(head, form, taker([part for part in rest if isinstance(part, int)]))


def _parts(written: Sequence[Written], cells: list[str]) -> list[str | int] | None:
    """Texts with labels written in, and the cells of texts; None where a group mixes them."""
    parts: list[str | int] = []
    for block, subject in written:
        if any(group.slots and (group.labels or SUBJECT in group.between) for group in block.groups):
            return None
        open_groups = {group.cell for group in block.groups if group.slots}
        for part in block.parts:
            is_open = isinstance(part, int) and (part in open_groups or part < block.texts)
            piece = part if isinstance(part, str) or is_open else cells[part]
            parts += [piece] if isinstance(piece, int) else _named(piece, subject)
    return parts


def _named(piece: str, subject: str | int) -> list[str | int]:
    """A text in which the subject stands for itself."""
    if isinstance(subject, str):
        return [piece.replace(SUBJECT, subject)]
    between = piece.split(SUBJECT)
    made: list[str | int] = [between[0]]
    for after in between[1:]:
        made += ["<", subject, ">" + after]
    return made
