"""Tiles: how a tree is kept and published. 256 hashes of one height a tile, each tile a file that never changes again.

    height (a node above 2^h leaves)   0 … 7 │ 8 … 15 │ 16 … 23 │ …
    tile level                            0  │    1   │    2    │      level l holds the hashes of height 8·l

Source: https://c2sp.org/tlog-tiles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from laurel.errors import Phrase
from laurel.log.merkle import HASH_SIZE, node_hash
from laurel.log.refusals import LogError

HEIGHT: Final = 8
WIDTH: Final = 2**HEIGHT
_KEPT: Final = 64  # tiles that a reader remembers: 512 KiB


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Which tile: `level` 0 to 7 (None: the bundle of entries beside level 0), `number` from 0, `width` 1 to 256."""

    level: int | None
    number: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """The tile's place under the log's prefix, e.g. `tile/0/x001/234.p/5`."""
        groups = [f"{self.number % 1000:03d}"]
        rest = self.number // 1000
        while rest:
            groups.insert(0, f"x{rest % 1000:03d}")
            rest //= 1000
        level = "entries" if self.level is None else str(self.level)
        part = f".p/{self.width}" if self.width < WIDTH else ""
        return f"tile/{level}/{'/'.join(groups)}{part}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One tile with its content: hashes one after the other, or entries, each with its length (two bytes) in front."""

    address: Address
    content: bytes


ReadTile = Callable[[Address], bytes]
"""Reads the content of a tile; where only the full tile is left of a partial one, the full one will do."""


class Tree:
    """A tree of `size` entries read from its tiles, only those that are needed; it remembers a few."""

    def __init__(self, size: int, read: ReadTile) -> None:
        """`read` must know the tiles of a log that had `size` entries at some time."""
        self.size = size
        self._read = read
        self._tiles: dict[tuple[int, int], list[bytes]] = {}

    def node(self, height: int, index: int) -> bytes:
        """The hash above the leaves from `index` · 2^`height` on, 2^`height` of them, all within the tree.

        Raises:
            LogError: a tile has not the size it should.
        """
        level, above = divmod(height, HEIGHT)
        first = index << above
        number, start = divmod(first, WIDTH)
        hashes = self._tile(level, number)[start : start + (1 << above)]
        while len(hashes) > 1:
            hashes = [node_hash(hashes[i], hashes[i + 1]) for i in range(0, len(hashes), 2)]
        return hashes[0]

    def _tile(self, level: int, number: int) -> list[bytes]:
        key = (level, number)
        if key not in self._tiles:
            if len(self._tiles) >= _KEPT:
                self._tiles.pop(next(iter(self._tiles)))
            width = min(WIDTH, (self.size >> (HEIGHT * level)) - number * WIDTH)
            self._tiles[key] = hashes_of(self._read(Address(level=level, number=number, width=width)), width=width)
        return self._tiles[key]


def hashes_of(content: bytes, *, width: int) -> list[bytes]:
    """The first `width` hashes of a tile.

    Raises:
        LogError: the tile holds fewer, or a part of one.
    """
    if len(content) < width * HASH_SIZE or len(content) % HASH_SIZE or len(content) > WIDTH * HASH_SIZE:
        raise LogError(why=Phrase("a tile of another size", "плочка с друг размер"))
    return [content[i : i + HASH_SIZE] for i in range(0, width * HASH_SIZE, HASH_SIZE)]


def bundle_of(entries: Iterable[bytes]) -> bytes:
    """The content of a bundle of entries, each of at most 65,535 bytes."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def entries_of(content: bytes, *, width: int) -> list[bytes]:
    """The first `width` entries of a bundle.

    Raises:
        LogError: the bundle ends before.
    """
    found = list(islice(_entries(content), width))
    if len(found) < width:
        raise LogError(why=Phrase("a bundle with too few entries", "пакет с твърде малко записи"))
    return found


def _entries(content: bytes) -> Iterator[bytes]:
    place = 0
    while place + 2 <= len(content):
        end = place + 2 + int.from_bytes(content[place : place + 2], "big")
        if end > len(content):
            return
        yield content[place + 2 : end]
        place = end
