"""Anchor a folder of credentials: one transaction, whatever is interrupted.

    read every file (root) ─▶ sign the transaction ─▶ anchor.json, on disk ─▶ send ─▶ wait ─▶ write each file with its proof

A crash before anchor.json leaves nothing; after it, the next run sends the same transaction again, which counts once, and does
the rest. The documents are read twice and never kept: 64 bytes and a name for each.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from laurel.anchors.chains import Chain
from laurel.anchors.transactions import Transaction, write_recording
from laurel.bake import png
from laurel.canon.strict_json import loads_object
from laurel.cli.files import FileError, read_bytes, write_whole
from laurel.errors import CredentialError, LaurelError, NoProofError, Phrase
from laurel.proofs.merkle_proof_2019 import AnchoredBatch, ChainAnchor
from laurel.verify.policy import DEFAULT
from laurel.verify.signatures import issuer_of

STATE: Final = "anchor.json"
RECORDING: Final = "chain.json"
_LOCK: Final = ".anchor.lock"
_MAX_STATE: Final = 100_000
_OWN: Final = frozenset({"summary.json", STATE, RECORDING})


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What was decided before anything was sent: `transaction` is signed and raw."""

    chain: str
    root: str
    count: int
    transaction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to anchor and where the anchored copies go. `method`: the account's name in the proofs; "" for the usual one."""

    files: tuple[Path, ...]
    folder: Path
    method: str = ""


def files_of(sources: Sequence[Path]) -> tuple[Path, ...]:
    """The files named, and every credential file (.json) of the folders named, in order.

    Raises:
        FileError: a source is not there, two files share a name, or there is nothing to anchor.
    """
    found: list[Path] = []
    for source in sources:
        if source.is_dir():
            found += sorted(path for path in source.glob("*.json") if path.name not in _OWN)
        elif source.is_file():
            found.append(source)
        else:
            raise FileError(at=str(source), why=Phrase("there is no such file", "няма такъв файл"))
    if len({path.name for path in found}) != len(found):
        raise FileError(why=Phrase("two files have the same name", "два файла имат едно и също име"))
    if not found:
        raise FileError(why=Phrase("there is nothing to anchor", "няма какво да се закотви"))
    return tuple(found)


def take_in(order: Order, *, progress: Callable[[], None]) -> AnchoredBatch:
    """Read every file once and work out what is to be anchored.

    Raises:
        FileError: a file that holds no signed credential.
        UnsaltedError: a credential whose digest could be guessed.
        CredentialError: a credential that RDF cannot cover.
    """
    batch = AnchoredBatch()
    for path in order.files:
        document = _document(path)
        try:
            batch.add(document)
        except NoProofError as error:
            raise FileError(at=str(path), why=Phrase(error.say("en"), error.say("bg"))) from error
        except CredentialError as error:
            error.at = error.at or str(path)
            raise
        progress()
    return batch


def prepared(order: Order, batch: AnchoredBatch, *, chain: Chain, sign: Callable[[bytes], bytes]) -> tuple[bytes, bool]:
    """The signed transaction for this batch, on disk before it is sent; and whether an earlier run had written it down.

    Args:
        order, batch, chain: what is anchored, and where.
        sign: the signed transaction that holds a root.

    Raises:
        FileError: the folder belongs to other files or another chain.
        LaurelError: whatever `sign` raises.
    """
    path = order.folder / STATE
    if path.exists():
        state = _read_state(path)
        if (state.chain, state.root, state.count) != (str(chain), batch.root.hex(), len(batch)):
            why = Phrase(
                "other files, or another chain, were being anchored into this folder; take another folder",
                "в тази папка са се закотвяли други файлове или в друга верига; изберете друга папка",
            )
            raise FileError(at=str(path), why=why)
        return bytes.fromhex(state.transaction), True
    raw = sign(batch.root)
    state = State(chain=str(chain), root=batch.root.hex(), count=len(batch), transaction=raw.hex())
    write_whole(path, (json.dumps(asdict(state), indent=1) + "\n").encode(), mode=0o600)
    return raw, False


def finish(order: Order, batch: AnchoredBatch, *, anchor: ChainAnchor, found: Transaction) -> Iterator[bool]:
    """Write every credential with its proof, and what the chain said; yields whether each was new.

    Raises:
        FileError: a file was changed or is gone since it was taken in, or a place cannot be written to.
    """
    write_whole(order.folder / RECORDING, write_recording({anchor.chain: {anchor.transaction: found}}).encode())
    for place, path in enumerate(order.files):
        target = order.folder / path.name
        fresh = not target.exists()
        if fresh:
            _finish_one(path, target, order=order, batch=batch, place=place, anchor=anchor, found=found)
        yield fresh


def _finish_one(
    path: Path, target: Path, *, order: Order, batch: AnchoredBatch, place: int, anchor: ChainAnchor, found: Transaction
) -> None:
    document = _document(path)
    method = order.method or f"{issuer_of(document)}#{found.sender.lower()}"
    try:
        # the block's time, so that a repeated run writes the same
        done = batch.finish(document, place, anchors=[anchor], verification_method=method, created=found.time)
    except LaurelError as error:
        why = Phrase("the file was changed while it was being anchored", "файлът е променен, докато се закотвяше")
        raise FileError(at=str(path), why=why) from error
    text = json.dumps(done, ensure_ascii=False, indent=1)
    picture = path.with_suffix(".png")
    if picture.is_file():
        write_whole(target.with_suffix(".png"), png.bake(read_bytes(picture, limit=DEFAULT.max_file), text))
    write_whole(target, text.encode())


@contextmanager
def locked(folder: Path) -> Generator[None]:
    """Keep `folder`, made when missing, for this process alone.

    Raises:
        FileError: another process is anchoring into it, or it cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        why = Phrase(f"the system said: {error.strerror}", f"системата отговори: {error.strerror}")
        raise FileError(at=str(folder), why=why) from error
    try:
        _lock(descriptor, folder)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, folder: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        why = Phrase("another run is anchoring into this folder", "друго изпълнение закотвя в тази папка")
        raise FileError(at=str(folder), why=why) from error


def _document(path: Path) -> dict[str, Any]:
    content = read_bytes(path, limit=DEFAULT.max_text)
    try:
        document = loads_object(content)
    except CredentialError as error:
        raise FileError(at=str(path), why=Phrase(error.say("en"), error.say("bg"))) from error
    if "@context" not in document or "proof" not in document:
        raise FileError(at=str(path), why=Phrase("it is no signed credential", "това не е подписано удостоверение"))
    return document


def _read_state(path: Path) -> State:
    try:
        members = loads_object(read_bytes(path, limit=_MAX_STATE))
        state = State(**members)
        bytes.fromhex(state.transaction)
    except (LaurelError, TypeError, ValueError) as error:
        raise FileError(at=str(path), why=Phrase("it was changed by hand", "променян е на ръка")) from error
    return state
