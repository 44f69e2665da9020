"""A transparency log in a folder. One half may be published as it stands, the other is for nobody else.

    public/checkpoint, keys, tile/…       any web server can serve it: c2sp.org/tlog-tiles
    private/keys.json, events.sqlite      the keys; every event with its salt

    event ──one transaction──▶ row n ──▶ tiles ──▶ checkpoint (row, then file)      a crash anywhere: the next run goes on

The row's number is the place in the log. Tiles follow from rows, so writing one again changes nothing.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from laurel.anchors import Evidence
from laurel.bake import unbake
from laurel.cli import log_keys
from laurel.cli.files import FileError, read_bytes, write_whole
from laurel.cli.log_keys import LogKeys
from laurel.errors import CredentialError, Phrase
from laurel.log import (
    Address,
    Checkpoint,
    Event,
    GrowingTree,
    LogError,
    LogProof,
    Receipt,
    Tile,
    Tree,
    paths,
    sign_checkpoint,
)
from laurel.log.event import SALT_SIZE, digest_of
from laurel.log.tiles import HEIGHT, WIDTH
from laurel.verify.policy import DEFAULT

RECEIPT: Final = ".receipt.json"
"""How the name of a receipt ends."""

_MAX_TILE: Final = WIDTH * (2**16 + 1)
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS events (number INTEGER PRIMARY KEY, entry BLOB NOT NULL, event TEXT, salt BLOB);
CREATE TABLE IF NOT EXISTS digests (kind TEXT, digest BLOB, number INTEGER NOT NULL, PRIMARY KEY (kind, digest)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS digests_of_event ON digests (number);
CREATE TABLE IF NOT EXISTS checkpoints (size INTEGER PRIMARY KEY, text TEXT NOT NULL, anchors TEXT NOT NULL DEFAULT '[]');
"""


class NotLoggedError(CredentialError):
    """The log holds no event of this credential."""

    code = "NOT_LOGGED"
    en = "the log holds nothing about this credential"
    bg = "в регистъра няма нищо за това удостоверение"


class LogFolder:
    """An open log, for this process alone. Nothing counts before `publish`."""

    def __init__(self, folder: Path, *, keys: LogKeys, rows: sqlite3.Connection) -> None:
        """See `open_log`."""
        self.public = folder / "public"
        self.keys = keys
        self._rows = rows

    def add(self, events: Iterable[Event], *, draw: Callable[[int], bytes]) -> int:
        """Note events, in one transaction; those that are there already stay as they are. Gives the number of new ones."""
        added = 0
        with self._at_once():
            number = self._size()
            for event in events:
                if not self._known(event):
                    self._note(number + added, event, salt=draw(SALT_SIZE))
                    added += 1
        return added

    def publish(self, *, at: datetime) -> Checkpoint:
        """Write the tiles of all events and sign a checkpoint; without new events, the last one stands.

        Raises:
            LogError: what is in the folder is not what was signed last.
            FileError: the place cannot be written to.
        """
        last = self.latest()
        before = last.size if last else 0
        tree = GrowingTree.load(before, self.read_tile)
        if last is not None and tree.root() != last.root:
            raise LogError(why=Phrase("the tiles are not those that were signed", "плочките не са подписаните"))
        entries = self._rows.execute("SELECT entry FROM events WHERE number >= ? ORDER BY number", (before,))
        for tile in tree.append(entry for (entry,) in entries):
            self._write(tile)
        if last is None or tree.size > before:
            for tile in tree.partial():
                self._write(tile)
            signers = self.keys.signers
            last = sign_checkpoint(origin=self.keys.origin, size=tree.size, root=tree.root(), signers=signers, at=at)
            self._rows.execute("INSERT INTO checkpoints (size, text) VALUES (?, ?)", (last.size, last.to_text()))
        # after a crash, the row may be newer than the file
        write_whole(self.public / "checkpoint", last.to_text().encode())
        write_whole(self.public / "keys", self.keys.lines.encode())
        self._tidy(before, last.size)
        return last

    def latest(self) -> Checkpoint | None:
        """The newest checkpoint that was signed."""
        row = self._rows.execute("SELECT text FROM checkpoints ORDER BY size DESC LIMIT 1").fetchone()
        return None if row is None else Checkpoint.from_text(row[0])

    def receipts(self, digest: bytes) -> Iterator[Receipt]:
        """A receipt for each published event of the credential with this digest, in the log's order."""
        found = self._rows.execute(
            "SELECT DISTINCT number, event, salt FROM events JOIN digests USING (number) WHERE digest = ? ORDER BY number",
            (digest,),
        )
        for number, event, salt in found.fetchall():
            covering = self._covering(number)
            if covering is not None:
                checkpoint, evidence = covering
                yield Receipt(
                    event=Event.from_json(json.loads(event)),
                    salt=salt,
                    proof=self._proof(number, checkpoint),
                    anchors=evidence,
                )

    def forget(self, digest: bytes) -> int:
        """Destroy the salts of everything about a credential; gives the number of events. The entries stay and mean nothing."""
        with self._at_once():
            numbers = [row[0] for row in self._rows.execute("SELECT number FROM digests WHERE digest = ?", (digest,))]
            for number in numbers:
                self._rows.execute("UPDATE events SET event = NULL, salt = NULL WHERE number = ?", (number,))
                self._rows.execute("DELETE FROM digests WHERE number = ?", (number,))
        return len(numbers)

    def attach(self, evidence: Evidence, *, size: int) -> None:
        """Keep evidence of an anchor with the checkpoint of that size; the same evidence is kept once."""
        with self._at_once():
            (text,) = self._rows.execute("SELECT anchors FROM checkpoints WHERE size = ?", (size,)).fetchone()
            kept: list[Any] = json.loads(text)
            if evidence.to_json() not in kept:
                anchors = json.dumps([*kept, evidence.to_json()])
                self._rows.execute("UPDATE checkpoints SET anchors = ? WHERE size = ?", (anchors, size))

    def checkpoints(self) -> Iterator[Checkpoint]:
        """Every checkpoint that was signed, the newest first."""
        for (text,) in self._rows.execute("SELECT text FROM checkpoints ORDER BY size DESC").fetchall():
            yield Checkpoint.from_text(text)

    def read_tile(self, address: Address) -> bytes:
        """The content of a tile; the full one where the partial one is gone."""
        return read_tile(self.public, address)

    @contextmanager
    def _at_once(self) -> Generator[None, None, None]:
        self._rows.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._rows.execute("ROLLBACK")
            raise
        self._rows.execute("COMMIT")

    def _size(self) -> int:
        size: int = self._rows.execute("SELECT coalesce(max(number) + 1, 0) FROM events").fetchone()[0]
        return size

    def _known(self, event: Event) -> bool:
        marks = ", ".join("?" * len(event.credential))
        query = f"SELECT 1 FROM digests WHERE kind = ? AND digest IN ({marks}) LIMIT 1"  # noqa: S608 - only question marks
        return self._rows.execute(query, (str(event.kind), *event.credential)).fetchone() is not None

    def _note(self, number: int, event: Event, *, salt: bytes) -> None:
        text = json.dumps(event.to_json())
        self._rows.execute("INSERT INTO events VALUES (?, ?, ?, ?)", (number, event.entry(salt), text, salt))
        rows = [(str(event.kind), digest, number) for digest in event.credential]
        self._rows.executemany("INSERT INTO digests VALUES (?, ?, ?)", rows)

    def _covering(self, number: int) -> tuple[Checkpoint, tuple[Evidence, ...]] | None:
        """The first checkpoint over an event; rather the first with anchors, because others vouch for it as well."""
        found = self._rows.execute(
            "SELECT text, anchors FROM checkpoints WHERE size > ? ORDER BY anchors = '[]', size LIMIT 1", (number,)
        ).fetchone()
        if found is None:
            return None
        evidence: list[Any] = json.loads(found[1])
        return Checkpoint.from_text(found[0]), tuple(Evidence.from_json(each) for each in evidence)

    def _proof(self, number: int, checkpoint: Checkpoint) -> LogProof:
        node = Tree(checkpoint.size, self.read_tile).node
        path = paths.inclusion(node, index=number, size=checkpoint.size)
        return LogProof(index=number, path=tuple(path), checkpoint=checkpoint)

    def _write(self, tile: Tile) -> None:
        path = self.public / tile.address.path
        if not path.exists() or read_bytes(path, limit=_MAX_TILE) != tile.content:
            write_whole(path, tile.content)

    def _tidy(self, before: int, size: int) -> None:
        """Partial tiles whose full tile is there serve nobody any more."""
        for level in (None, *range((before.bit_length() + HEIGHT - 1) // HEIGHT)):
            height = HEIGHT * (level or 0)
            number = (before >> height) // WIDTH
            if (size >> height) // WIDTH > number:
                full = self.public / Address(level=level, number=number).path
                shutil.rmtree(full.with_name(full.name + ".p"), ignore_errors=True)


def create(folder: Path, *, origin: str, at: datetime) -> LogKeys:
    """Start a log: its keys, and the checkpoint of an empty tree.

    Raises:
        FileError: there is a log already, or the place cannot be written to.
        MalformedError: no log can have this name.
    """
    keys = log_keys.make(origin, at=folder / "private" / "keys.json")
    (folder / "private").chmod(0o700)
    with open_log(folder) as log:
        log.publish(at=at)
    return keys


@contextmanager
def open_log(folder: Path) -> Generator[LogFolder, None, None]:
    """Open a log for this process alone.

    Raises:
        FileError: there is none, or another process has it open.
    """
    keys = log_keys.load(folder / "private" / "keys.json")
    descriptor = os.open(folder / "private", os.O_RDONLY)
    rows: sqlite3.Connection | None = None
    try:
        _lock(descriptor, folder)
        rows = _database(folder / "private" / "events.sqlite")
        yield LogFolder(folder, keys=keys, rows=rows)
    except sqlite3.Error as error:
        raise FileError(at=str(folder), why=Phrase(f"the database said: {error}", f"базата данни отговори: {error}")) from error
    finally:
        if rows is not None:
            rows.close()
        os.close(descriptor)


def digest_of_file(path: Path) -> bytes:
    """How a log knows the credential in a file, a picture or a document.

    Raises:
        FileError, MalformedError, LimitError: there is none in it.
    """
    return digest_of(unbake(read_bytes(path, limit=DEFAULT.max_file)))


def read_tile(public: Path, address: Address) -> bytes:
    """A tile of the public half of a log; the full one where the partial one is gone.

    Raises:
        FileError: it is not there.
    """
    for path in (public / address.path, public / Address(level=address.level, number=address.number).path):
        if path.exists():
            return read_bytes(path, limit=_MAX_TILE)
    return read_bytes(public / address.path, limit=_MAX_TILE)


def _database(path: Path) -> sqlite3.Connection:
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    rows = sqlite3.connect(path, isolation_level=None)
    # secure_delete: a salt that was destroyed must not stay behind in free pages
    rows.executescript("PRAGMA secure_delete = ON; PRAGMA synchronous = FULL;" + _TABLES)
    return rows


def _lock(descriptor: int, folder: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        why = Phrase("another run has this log open", "друго изпълнение е отворило този регистър")
        raise FileError(at=str(folder), why=why) from error
