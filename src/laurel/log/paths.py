"""Making proofs: which hashes a verifier needs, read from the tree.

Source: RFC 9162, sections 2.1.3.1 (inclusion) and 2.1.4.1 (consistency).
"""

from __future__ import annotations

from collections.abc import Callable

from laurel.log.merkle import EMPTY_ROOT, node_hash

Node = Callable[[int, int], bytes]
"""`node(height, index)`: the hash above the leaves from `index` · 2^`height` on, 2^`height` of them."""


def root(node: Node, *, size: int) -> bytes:
    """The root hash of the first `size` entries."""
    return _hash(node, 0, size) if size else EMPTY_ROOT


def inclusion(node: Node, *, index: int, size: int) -> list[bytes]:
    """The audit path of entry `index` in the tree of the first `size` entries, from the leaf's sibling up.

    Raises:
        ValueError: the tree has no such entry.
    """
    if not 0 <= index < size:
        raise ValueError(f"entry {index} of a tree of {size}")
    start, end = 0, size
    siblings: list[tuple[int, int]] = []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            siblings.append((middle, end))
            end = middle
        else:
            siblings.append((start, middle))
            start = middle
    return [_hash(node, *sibling) for sibling in reversed(siblings)]


def consistency(node: Node, *, old_size: int, new_size: int) -> list[bytes]:
    """The proof that the tree of `new_size` entries begins with that of `old_size`; empty when there is nothing to prove.

    Raises:
        ValueError: the new tree is the smaller.
    """
    if not 0 <= old_size <= new_size:
        raise ValueError(f"from {old_size} entries to {new_size}")
    if old_size in (0, new_size):
        return []
    start, end, whole = 0, new_size, True
    parts: list[tuple[int, int]] = []
    while old_size != end:
        middle = start + _split(end - start)
        if old_size <= middle:
            parts.append((middle, end))
            end = middle
        else:
            parts.append((start, middle))
            start, whole = middle, False
    if not whole:
        parts.append((start, end))
    return [_hash(node, *part) for part in reversed(parts)]


def _hash(node: Node, start: int, end: int) -> bytes:
    """The hash of entries `start` to `end` (not included), which stand under one node of some tree."""
    width = end - start
    if width & (width - 1) == 0:
        height = width.bit_length() - 1
        return node(height, start >> height)
    middle = start + _split(width)
    return node_hash(_hash(node, start, middle), _hash(node, middle, end))


def _split(width: int) -> int:
    """The largest power of two smaller than `width` (at least 2)."""
    return 1 << ((width - 1).bit_length() - 1)
