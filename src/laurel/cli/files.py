"""Files that are either whole or not there: written beside, forced to disk, then moved into place."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from laurel.errors import CredentialError, Phrase


class FileError(CredentialError):
    """A file cannot be read or written."""

    code = "FILE"
    en = "{why}"
    bg = "{why}"


def read_bytes(path: Path, *, limit: int) -> bytes:
    """The content of a file of at most `limit` bytes.

    Raises:
        FileError: it is not there, not readable, or larger.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(limit + 1)
    except OSError as error:
        raise FileError(at=str(path), why=reason_of(error)) from error
    if len(content) > limit:
        raise FileError(at=str(path), why=Phrase(f"larger than {limit:,} bytes", f"по-голям от {limit} байта"))
    return content


def write_whole(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Write a file so that a crash at any moment leaves the old one, or the new one, and never a part.

    Raises:
        FileError: the place cannot be written to.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
        force_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise FileError(at=str(path), why=reason_of(error)) from error


def create_secret(path: Path, content: bytes) -> None:
    """Write a new file that only its owner can read (0600); an existing one is never overwritten.

    Raises:
        FileError: there is such a file already, or the place cannot be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        force_folder(path.parent)
    except FileExistsError as error:
        why = Phrase(
            "there is such a file already; a key is never overwritten", "вече има такъв файл; ключ никога не се презаписва"
        )
        raise FileError(at=str(path), why=why) from error
    except OSError as error:
        raise FileError(at=str(path), why=reason_of(error)) from error


def force_folder(folder: Path) -> None:
    """Make a rename in `folder` survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def reason_of(error: OSError) -> Phrase:
    """What the system refused, in words."""
    match error:
        case FileNotFoundError():
            return Phrase("there is no such file", "няма такъв файл")
        case PermissionError():
            return Phrase("you may not read or write here", "нямате право да четете или пишете тук")
        case IsADirectoryError():
            return Phrase("this is a folder, not a file", "това е папка, а не файл")
        case NotADirectoryError() | FileExistsError():
            return Phrase("a part of this path is a file, not a folder", "част от този път е файл, а не папка")
        case _:
            text = error.strerror or "?"
            return Phrase(f"the system said: {text}", f"системата отговори: {text}")
