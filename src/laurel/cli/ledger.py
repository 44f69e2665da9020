"""The ledger of one output folder: what was meant to be issued, written before it is, so that no award is issued twice.

    intent (id, moment, salt, status index) ──fsync──▶ sign ──▶ store whole        a crash anywhere: the next run does the rest

Everything that goes into a credential is in its intent, and signing is deterministic, so a repeated run gives the same bytes.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from laurel.canon import jcs, strict_json
from laurel.cli.files import FileError, force_folder
from laurel.errors import LaurelError, Phrase

FILE_NAME = "ledger.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """One award as it was first meant.

    `design` and `inputs` are digests; `index` is the status entry, -1 for none; `nonce` the secret of its proof, "" for none.
    """

    award: str
    learner: str
    design: str
    inputs: str
    credential: str
    issued: str
    salt: str
    list_url: str
    index: int
    stem: str
    nonce: str = ""


class Ledger:
    """An append-only file of intents, locked while it is open."""

    def __init__(self, path: Path, descriptor: int) -> None:
        """Read what is there. A last line cut by a crash never led to a credential, and is cut off."""
        self._descriptor = descriptor
        self._path = path
        content = path.read_bytes()
        whole = content[: content.rfind(b"\n") + 1]
        if len(whole) != len(content):
            os.ftruncate(descriptor, len(whole))
        self._intents = {intent.award: intent for intent in map(self._parse, whole.splitlines())}

    @property
    def intents(self) -> dict[str, Intent]:
        """What was meant so far, by award."""
        return dict(self._intents)

    def append(self, intents: Iterable[Intent]) -> None:
        """Add intents and force them to disk before anything is signed.

        Raises:
            FileError: the disk is full or gone.
        """
        new = list(intents)
        text = "".join(json.dumps(asdict(intent), ensure_ascii=False) + "\n" for intent in new).encode()
        try:
            os.lseek(self._descriptor, 0, os.SEEK_END)
            view = memoryview(text)
            while view:
                view = view[os.write(self._descriptor, view) :]
            os.fsync(self._descriptor)
        except OSError as error:
            why = Phrase(f"the system said: {error.strerror}", f"системата отговори: {error.strerror}")
            raise FileError(at=str(self._path), why=why) from error
        self._intents.update({intent.award: intent for intent in new})

    def _parse(self, line: bytes) -> Intent:
        try:
            members: Any = strict_json.loads(line)
            return Intent(**members)
        except (LaurelError, TypeError) as error:
            why = Phrase("the ledger was changed by hand", "дневникът е променян на ръка")
            raise FileError(at=str(self._path), why=why) from error


@contextmanager
def open_ledger(folder: Path) -> Generator[Ledger, None, None]:
    """Open the ledger of `folder`, made when missing, for this process alone.

    Raises:
        FileError: another process is issuing into this folder, or it cannot be written to.
    """
    path = folder / FILE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        why = Phrase(f"the system said: {error.strerror}", f"системата отговори: {error.strerror}")
        raise FileError(at=str(folder), why=why) from error
    try:
        _lock(descriptor, folder)
        force_folder(folder)
        yield Ledger(path, descriptor)
    finally:
        os.close(descriptor)


def _lock(descriptor: int, folder: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        why = Phrase("another run is issuing into this folder", "друго изпълнение издава в тази папка")
        raise FileError(at=str(folder), why=why) from error


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON of `value`, in hex."""
    return hashlib.sha256(jcs.canonicalize(value)).hexdigest()


def award_of(design_id: str, version: str, learner: str) -> str:
    """The identity of an award: which version of which design, for whom (in any letter case)."""
    return digest([design_id, version, learner.casefold()])
