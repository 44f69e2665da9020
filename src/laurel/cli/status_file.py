"""A status list on disk: the signed list to publish, and a private register of the entries that were given out.

The register (`<list>.register`) is written before an index is used, so that a crash wastes an index and never gives it twice.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from laurel.canon import strict_json
from laurel.cli.files import FileError, read_bytes, write_whole
from laurel.cli.keyfile import IssuerKey
from laurel.errors import CredentialError, LaurelError, Phrase, StatusListError
from laurel.proofs import add_proof
from laurel.status import list as status_list
from laurel.status.bits import StatusBits
from laurel.status.places import draw_places

MAX_BYTES = 12_000_000
SUITE = {"Ed25519": "eddsa-rdfc-2022", "P-256": "ecdsa-rdfc-2019"}


class StatusFileError(CredentialError):
    """A status list file cannot be used for this."""

    code = "STATUS_FILE"
    en = "{why}"
    bg = "{why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusFile:
    """A status list as published, with its bits unpacked."""

    path: Path
    url: str
    issuer: str
    purpose: str
    bits: StatusBits


def create(path: Path, *, url: str, purpose: str, key: IssuerKey, at: datetime) -> None:
    """Write a new, empty, signed list.

    Raises:
        FileError: there is such a file already, or the place cannot be written to.
    """
    if path.exists():
        why = Phrase(
            "there is such a file already; a list is never started anew",
            "вече има такъв файл; списък никога не се започва отначало",
        )
        raise FileError(at=str(path), why=why)
    _write(StatusFile(path=path, url=url, issuer=key.did, purpose=purpose, bits=StatusBits()), key=key, at=at)


def load(path: Path) -> StatusFile:
    """Read a list file of ours.

    Raises:
        FileError: it cannot be read.
        StatusFileError: it is not a status list.
    """
    content = read_bytes(path, limit=MAX_BYTES)
    try:
        document: Any = strict_json.loads(content, limits=strict_json.Limits(size=MAX_BYTES))
        subject = document["credentialSubject"]
        bits = StatusBits.decode(subject["encodedList"])
        return StatusFile(path=path, url=document["id"], issuer=document["issuer"], purpose=subject["statusPurpose"], bits=bits)
    except (LaurelError, KeyError, TypeError, AttributeError) as error:
        why = Phrase(
            "this is not a status list made by “laurel status new”", "това не е списък, създаден с „laurel status new“"
        )
        raise StatusFileError(at=str(path), why=why) from error


def reserve(status: StatusFile, *, count: int, draw: Callable[[int], int] = secrets.randbelow) -> list[int]:
    """Take `count` entries that nobody has, at random (neighbours would tell who was awarded together).

    Raises:
        StatusFileError: the list is nearly full; start another one.
    """
    with _Register(status.path) as taken:
        try:
            found = draw_places(
                count, entries=status.bits.entries, taken=taken.numbers, given_out=len(taken.numbers), draw=draw
            )
        except StatusListError as error:
            raise StatusFileError(at=str(status.path), why=error.facts["why"]) from error
        taken.append(found)
    return list(found)


def revoke(path: Path, index: int, *, key: IssuerKey, at: datetime) -> bool:
    """Set one bit of the list at `path` and sign the list again; False when it was set before.

    Raises:
        FileError: the list cannot be read or written.
        StatusFileError: not a list, or the key is not the list's issuer's.
        StatusIndexError: the list has no such entry.
    """
    with _Register(path):
        status = load(path)
        if key.did != status.issuer:
            why = Phrase(f"only {status.issuer} can change this list", f"само {status.issuer} може да променя този списък")
            raise StatusFileError(at=str(path), why=why)
        if status.bits.get(index):
            return False
        status.bits.set(index)
        _write(status, key=key, at=at)
        return True


def _write(status: StatusFile, *, key: IssuerKey, at: datetime) -> None:
    document = status_list.credential(status.url, issuer=status.issuer, bits=status.bits, purpose=status.purpose, valid_from=at)
    signed = add_proof(document, suite=SUITE[key.private_key.algorithm], signer=key.signer, created=at)
    write_whole(status.path, (json.dumps(signed, indent=1, ensure_ascii=False) + "\n").encode())


class _Register:
    """The numbers given out so far, locked while open."""

    def __init__(self, list_path: Path) -> None:
        self._path = list_path.with_name(list_path.name + ".register")
        self.numbers: set[int] = set()

    def __enter__(self) -> Self:
        try:
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            why = Phrase(f"the system said: {error.strerror}", f"системата отговори: {error.strerror}")
            raise FileError(at=str(self._path), why=why) from error
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        lines = self._path.read_bytes().split(b"\n")
        self.numbers = {int(line) for line in lines if line.isdigit()}
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._descriptor)

    def append(self, numbers: Sequence[int]) -> None:
        self.numbers.update(numbers)
        os.lseek(self._descriptor, 0, os.SEEK_END)
        # the line end comes first: a number cut by a crash then stays a line of its own
        os.write(self._descriptor, "".join(f"\n{number}" for number in numbers).encode() + b"\n")
        os.fsync(self._descriptor)
