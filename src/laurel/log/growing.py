"""A growing tree in bounded memory: its right edge alone, and out of it the tiles as they fill.

entry ─▶ edge of level 0 ──full──▶ tile, its hash ─▶ edge of level 1 ──full──▶ …      fewer than 256 hashes wait on each level

Source: https://c2sp.org/tlog-tiles; the same entries always give the same tiles, so writing one again is harmless.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from laurel.log.merkle import EMPTY_ROOT, leaf_hash, node_hash
from laurel.log.tiles import HEIGHT, WIDTH, Address, ReadTile, Tile, bundle_of, entries_of, hashes_of


class GrowingTree:
    """The end of a log. Memory does not grow with `size`: a bundle of entries, and one unfinished tile a level."""

    def __init__(self, size: int, *, edge: Sequence[Sequence[bytes]], entries: Sequence[bytes]) -> None:
        """`edge`: the unfinished tile of each level, as hashes; `entries`: the unfinished bundle. See `load`."""
        self.size = size
        self._edge = [list(hashes) for hashes in edge]
        self._entries = list(entries)

    @classmethod
    def load(cls, size: int, read: ReadTile) -> GrowingTree:
        """Go on where a log of `size` entries ended; reads one tile a level.

        Raises:
            LogError: a tile has not the size it should.
        """
        edge: list[list[bytes]] = []
        for level in range((size.bit_length() + HEIGHT - 1) // HEIGHT):
            number, width = divmod(size >> (HEIGHT * level), WIDTH)
            content = read(Address(level=level, number=number, width=width)) if width else b""
            edge.append(hashes_of(content, width=width))
        number, width = divmod(size, WIDTH)
        entries = entries_of(read(Address(level=None, number=number, width=width)), width=width) if width else []
        return cls(size, edge=edge, entries=entries)

    def append(self, entries: Iterable[bytes]) -> Iterator[Tile]:
        """Take entries in, in order; gives back every tile that became full. Nothing happens until it is iterated."""
        for entry in entries:
            self._entries.append(entry)
            if len(self._entries) == WIDTH:
                number = self.size // WIDTH
                yield Tile(address=Address(level=None, number=number), content=bundle_of(self._entries))
                self._entries.clear()
            self.size += 1
            yield from self._raise(leaf_hash(entry))

    def partial(self) -> Iterator[Tile]:
        """The unfinished tiles of this size: to be published with its checkpoint."""
        for level, hashes in enumerate(self._edge):
            if hashes:
                number = (self.size >> (HEIGHT * level)) // WIDTH
                yield Tile(address=Address(level=level, number=number, width=len(hashes)), content=b"".join(hashes))
        if self._entries:
            address = Address(level=None, number=self.size // WIDTH, width=len(self._entries))
            yield Tile(address=address, content=bundle_of(self._entries))

    def root(self) -> bytes:
        """The root hash of the tree as it stands."""
        found: bytes | None = None
        for hashes in self._edge:
            end = len(hashes)
            # the perfect subtrees of a level from the right, smallest first: one for each bit of its width
            for above in range(HEIGHT):
                if end >> above & 1:
                    perfect = _perfect(hashes[end - (1 << above) : end])
                    found = perfect if found is None else node_hash(perfect, found)
                    end -= 1 << above
        return EMPTY_ROOT if found is None else found

    def _raise(self, leaf: bytes) -> Iterator[Tile]:
        found, level = leaf, 0
        while True:
            if level == len(self._edge):
                self._edge.append([])
            hashes = self._edge[level]
            hashes.append(found)
            if len(hashes) < WIDTH:
                return
            number = (self.size >> (HEIGHT * (level + 1))) - 1
            yield Tile(address=Address(level=level, number=number), content=b"".join(hashes))
            found = _perfect(hashes)
            hashes.clear()
            level += 1


def _perfect(hashes: Sequence[bytes]) -> bytes:
    """The hash above a power of two of hashes."""
    while len(hashes) > 1:
        hashes = [node_hash(hashes[i], hashes[i + 1]) for i in range(0, len(hashes), 2)]
    return hashes[0]
