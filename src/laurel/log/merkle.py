"""The Merkle tree of a log: its hashes, and how a proof is checked. SHA-256 throughout.

    MTH({})     = SHA-256()                            a leaf and a node never hash alike: 0x00 and 0x01 in front,
    MTH({d})    = SHA-256(0x00 || d)                   so nobody can pass a node off as an entry
    MTH(D[n])   = SHA-256(0x01 || MTH(D[0:k]) || MTH(D[k:n])),  k the largest power of two smaller than n

Source: RFC 9162, section 2.1 (the tree is that of RFC 6962).
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from laurel.errors import Phrase
from laurel.log.refusals import LogProofError

HASH_SIZE: Final = 32  # bytes
MAX_SIZE: Final = 2**63 - 1  # entries: what C2SP's signed timestamps and sizes are bounded by
EMPTY_ROOT: Final = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """The hash (32 bytes) of a log entry."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash (32 bytes) of the node above two hashes."""
    return sha256(b"\x01" + left + right).digest()


def check_inclusion(leaf: bytes, *, index: int, size: int, path: Sequence[bytes], root: bytes) -> None:
    """Check that `leaf`, a leaf hash, is entry `index` (from 0) of the tree of `size` entries with this root.

    Args:
        path: the audit path, from the leaf's sibling up.

    Raises:
        LogProofError: the path is too long or short, or leads to another root.

    Source: RFC 9162, section 2.1.3.2.
    """
    if not 0 <= index < size:
        raise LogProofError(why=Phrase("there is no such entry in that tree", "в това дърво няма такъв запис"))
    fn, sn = index, size - 1
    found = leaf
    for step in path:
        if sn == 0:
            raise _wrong_length()
        if fn & 1 or fn == sn:
            found = node_hash(step, found)
            while not fn & 1 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            found = node_hash(found, step)
        fn, sn = fn >> 1, sn >> 1
    if sn != 0:
        raise _wrong_length()
    if found != root:
        raise LogProofError(why=Phrase("it leads to another root", "води до друг корен"))


def check_consistency(*, old_size: int, old_root: bytes, new_size: int, new_root: bytes, path: Sequence[bytes]) -> None:
    """Check that the tree of `new_size` entries begins with the very entries of the tree of `old_size`.

    Raises:
        LogProofError: it does not, or the proof is not one for these sizes.

    Source: RFC 9162, section 2.1.4.2; with an empty proof for an empty old tree and for equal sizes.
    """
    if not 0 <= old_size <= new_size:
        raise LogProofError(why=Phrase("a log cannot shrink", "регистърът не може да намалява"))
    if old_size in (0, new_size):
        if path or old_root != (EMPTY_ROOT if old_size == 0 else new_root):
            raise LogProofError(why=Phrase("two roots for one size", "два корена за един размер"))
        return
    if not path:
        raise _wrong_length()
    old_found, new_found = _climb(old_size, new_size, path, old_root)
    if (old_found, new_found) != (old_root, new_root):
        raise LogProofError(why=Phrase("the log has rewritten its past", "регистърът е пренаписал миналото си"))


def _climb(old_size: int, new_size: int, path: Sequence[bytes], old_root: bytes) -> tuple[bytes, bytes]:
    """Both roots as the path has them. 0 < old_size < new_size, and the path is not empty."""
    # 2. Where the old tree is a perfect one, its root is the first hash of the path and is left out.
    steps = [old_root, *path] if old_size & (old_size - 1) == 0 else list(path)
    # 3, 4.
    fn, sn = old_size - 1, new_size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    # 5.
    old_found = new_found = steps[0]
    # 6.
    for step in steps[1:]:
        if sn == 0:
            raise _wrong_length()
        if fn & 1 or fn == sn:
            old_found, new_found = node_hash(step, old_found), node_hash(step, new_found)
            while not fn & 1 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            new_found = node_hash(new_found, step)
        fn, sn = fn >> 1, sn >> 1
    if sn != 0:
        raise _wrong_length()
    return old_found, new_found


def _wrong_length() -> LogProofError:
    return LogProofError(why=Phrase("it has not the length of a proof for that tree", "няма дължината за това дърво"))
