"""Checking a published log from its first entry to its last, and keeping what anchors answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from laurel.anchors import Evidence, opentimestamps, ots_format, rfc3161
from laurel.anchors.anchor import MAX_EVIDENCE
from laurel.anchors.ots_format import Timestamp
from laurel.cli.files import FileError, read_bytes
from laurel.cli.log_folder import LogFolder, read_tile
from laurel.errors import Phrase
from laurel.log import Address, Checkpoint, GrowingTree, LogError, Tile, Tree, VerifierKey, paths
from laurel.log.merkle import check_consistency
from laurel.log.note import MAX_NOTE
from laurel.log.tiles import WIDTH, entries_of


def audit(public: Path, *, keys: Sequence[VerifierKey], since: Checkpoint | None) -> Checkpoint:
    """Check the published half of a log: entries, tiles, root, signatures, and that it goes on from `since`.

    Memory does not grow with the log.

    Raises:
        FileError: a part is missing.
        LogUnknownError: none of `keys` signed the checkpoint, or `since`.
        LogError: something is not what was signed, or the log has rewritten its past.
    """
    checkpoint = _published(public)
    checkpoint.check(keys)
    tree = GrowingTree(0, edge=[], entries=[])
    for tile in _all_tiles(tree, public, checkpoint.size):
        if read_tile(public, tile.address)[: len(tile.content)] != tile.content:
            raise LogError(why=Phrase(f"{tile.address.path} is not what it should be", f"{tile.address.path} е друг"))
    if tree.root() != checkpoint.root:
        raise LogError(why=Phrase("the entries do not give the signed root", "записите не дават подписания корен"))
    if since is not None:
        _check_past(public, checkpoint, since, keys)
    return checkpoint


def keep_answer(opened: LogFolder, path: Path) -> Checkpoint:
    """Keep an anchor's answer with the checkpoint that it is about. Whether it can be believed, each verifier judges.

    Raises:
        FileError: it cannot be read, or is about no checkpoint of this log.
        MissingExtraError: a time stamp, and the extra `[anchors]` is not installed.
        AnchorError: it is neither a time stamp nor an OpenTimestamps file.
    """
    content = read_bytes(path, limit=MAX_EVIDENCE)
    kind, digest = _anchored(content)
    for checkpoint in opened.checkpoints():
        if checkpoint.digest == digest:
            opened.attach(Evidence(kind=kind, content=content), size=checkpoint.size)
            return checkpoint
    why = Phrase("it is about no checkpoint of this log", "не е за контролна точка на този регистър")
    raise FileError(at=str(path), why=why)


def _anchored(content: bytes) -> tuple[str, bytes]:
    if content.startswith(ots_format.HEADER):
        return opentimestamps.KIND, Timestamp.from_bytes(content).digest
    return rfc3161.KIND, rfc3161.digest_in(content)


def _published(public: Path) -> Checkpoint:
    try:
        return Checkpoint.from_text(read_bytes(public / "checkpoint", limit=MAX_NOTE).decode("utf-8"))
    except UnicodeDecodeError as error:
        raise LogError(why=Phrase("the checkpoint is not UTF-8", "контролната точка не е в UTF-8")) from error


def _all_tiles(tree: GrowingTree, public: Path, size: int) -> Iterator[Tile]:
    """The tiles that the published entries give."""
    for number in range(-(-size // WIDTH)):
        width = min(WIDTH, size - number * WIDTH)
        bundle = read_tile(public, Address(level=None, number=number, width=width))
        yield from tree.append(entries_of(bundle, width=width))
    yield from tree.partial()


def _check_past(public: Path, checkpoint: Checkpoint, since: Checkpoint, keys: Sequence[VerifierKey]) -> None:
    since.check(keys)
    if since.origin != checkpoint.origin or since.size > checkpoint.size:
        raise LogError(why=Phrase("it does not go on from that checkpoint", "не продължава от тази контролна точка"))
    node = Tree(checkpoint.size, lambda address: read_tile(public, address)).node
    path = paths.consistency(node, old_size=since.size, new_size=checkpoint.size)
    check_consistency(old_size=since.size, old_root=since.root, new_size=checkpoint.size, new_root=checkpoint.root, path=path)
