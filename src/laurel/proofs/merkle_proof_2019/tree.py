"""The Merkle tree of a batch, as Chainpoint 2 has it: neighbours are hashed in pairs, an odd one out moves up as it is.

Only hashes are kept, 64 bytes a leaf whatever the leaves stand for: 64 MB for a batch of a million.
"""

from __future__ import annotations

import hashlib
from typing import Final

from laurel.proofs.merkle_proof_2019.receipt import HASH_BYTES, Step

MAX_LEAVES: Final = 2**32


class Tree:
    """Grows leaf by leaf; gives its root, and each leaf's path to it, once no more are added."""

    def __init__(self) -> None:
        """An empty tree."""
        self._levels: list[bytearray] = [bytearray()]
        self._whole = True

    def __len__(self) -> int:
        """How many leaves there are."""
        return len(self._levels[0]) // HASH_BYTES

    def add(self, leaf: bytes) -> int:
        """Add a leaf (SHA-256, 32 bytes); gives its place, from 0.

        Raises:
            ValueError: another size, or more leaves than a tree may have.
        """
        if len(leaf) != HASH_BYTES or len(self) >= MAX_LEAVES:
            raise ValueError("a leaf is a SHA-256 digest, and a tree has at most 2^32 of them")
        self._levels[0] += leaf
        self._whole = False
        return len(self) - 1

    def leaf(self, place: int) -> bytes:
        """The leaf at a place.

        Raises:
            IndexError: there is none.
        """
        if not 0 <= place < len(self):
            raise IndexError(place)
        return _node(self._levels[0], place)

    @property
    def root(self) -> bytes:
        """The hash that commits to every leaf and its place.

        Raises:
            ValueError: the tree is empty.
        """
        if not self._levels[0]:
            raise ValueError("an empty tree has no root")
        self._grow()
        return bytes(self._levels[-1])

    def path(self, place: int) -> tuple[Step, ...]:
        """The steps from a leaf up to the root.

        Raises:
            IndexError: there is no such leaf.
        """
        if not 0 <= place < len(self):
            raise IndexError(place)
        self._grow()
        steps: list[Step] = []
        for level in self._levels[:-1]:
            other = place ^ 1
            if other * HASH_BYTES < len(level):
                steps.append(Step(_node(level, other), other < place))
            place //= 2
        return tuple(steps)

    def _grow(self) -> None:
        """Work out every level above the leaves, unless that was done since the last leaf."""
        if self._whole:
            return
        levels = [self._levels[0]]
        while len(levels[-1]) > HASH_BYTES:
            levels.append(_level_above(levels[-1]))
        self._levels, self._whole = levels, True


def _level_above(level: bytearray) -> bytearray:
    view = memoryview(level)
    above = bytearray()
    pair = 2 * HASH_BYTES
    for at in range(0, len(view), pair):
        both = view[at : at + pair]
        above += hashlib.sha256(both).digest() if len(both) == pair else both
    return above


def _node(level: bytearray, place: int) -> bytes:
    return bytes(level[place * HASH_BYTES : (place + 1) * HASH_BYTES])
