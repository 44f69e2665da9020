"""A whole folder checked into a table: every core busy, memory bounded, the files' order kept, an interruption picked up.

files in order ─▶ workers: one row each ─▶ rows in order ─▶ .report.csv.….part ──all done──▶ report.csv
"""

from __future__ import annotations

import csv
import fcntl
import os
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Final

from laurel import parallel
from laurel.cli.cells import line_of, neutral
from laurel.cli.files import FileError, force_folder, reason_of
from laurel.cli.folder import COLUMNS, Clerk, digest_of, files_in, name_of
from laurel.errors import Phrase

CHUNK: Final = 16  # files that a worker takes at a time
_MARK: Final = "\ufeff"  # tells spreadsheets that this is UTF-8
_HEAD: Final = (_MARK + line_of(COLUMNS)).encode()
_NAME, _RESULT, _DIGEST = 0, 1, len(COLUMNS) - 1


@dataclass(slots=True, kw_only=True)
class Tally:
    """How many files came to what; `taken_over` of them were checked by a run that was interrupted."""

    endings: Counter[str] = field(default_factory=Counter[str])
    taken_over: int = 0

    @property
    def files(self) -> int:
        """All of them."""
        return sum(self.endings.values())


def write_table(
    clerk: Clerk, *, folder: Path, to: Path, fingerprint: str, each: Callable[[], None], processes: int | None = None
) -> Tally:
    """Check every file of `folder` and write the table; gives the counts.

    Args:
        clerk: checks one file.
        folder: where the files are.
        to: the table; it appears, or replaces an older one, when all of it is written. The files' names stand in order.
        fingerprint: of what is asked. A run that was interrupted is taken up again where the same was asked, from the first
            file on that is another now.
        each: called after every file.
        processes: how many; by default one for each usable core.

    Raises:
        FileError: the table cannot be written, or another run is writing it.
        WorkerLostError: a worker was killed; the same run again goes on from there.
    """
    tally = Tally()
    part = to.with_name(f".{to.name}.{fingerprint}.part")
    with _opened(part) as stream:
        rest = _take_over(stream, files_in(folder), folder=folder, tally=tally, each=each)
        for row in parallel.in_order(clerk, rest, processes=processes, chunk=CHUNK):
            stream.write(row.line.encode())
            tally.endings[row.ending] += 1
            each()
        stream.flush()
        os.fsync(stream.fileno())
        part.replace(to)
    force_folder(to.parent)
    for leftover in to.parent.glob(f".{_literal(to.name)}.*.part"):  # of interrupted runs that asked something else
        leftover.unlink(missing_ok=True)
    return tally


@contextmanager
def _opened(part: Path) -> Generator[BinaryIO]:
    try:
        descriptor = os.open(part, os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "r+b") as stream:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield stream
    except BlockingIOError as error:
        raise FileError(at=str(part), why=Phrase("another run is writing it", "друго изпълнение го записва")) from error
    except OSError as error:
        raise FileError(at=str(part), why=reason_of(error)) from error


def _take_over(
    stream: BinaryIO, files: Iterator[Path], *, folder: Path, tally: Tally, each: Callable[[], None]
) -> Iterator[Path]:
    """Keep the rows that stand already and still hold; gives the files that are left. A row cut by a crash is cut off."""
    if stream.readline() != _HEAD:
        stream.seek(0)
        stream.truncate()
        stream.write(_HEAD)
        return files
    for path in files:
        place = stream.tell()
        cells = _cells(stream.readline())
        if not cells or cells[_NAME] != neutral(name_of(path, folder)) or cells[_DIGEST] != digest_of(path):
            stream.seek(place)
            stream.truncate()
            return chain([path], files)
        tally.endings[cells[_RESULT]] += 1
        tally.taken_over += 1
        each()
    stream.truncate()
    return files


def _cells(line: bytes) -> list[str]:
    if not line.endswith(b"\r\n"):
        return []
    try:
        cells = next(csv.reader([line.decode()]))
    except (UnicodeDecodeError, csv.Error, StopIteration):
        return []
    return cells if len(cells) == len(COLUMNS) else []


def _literal(name: str) -> str:
    """A name that stands for itself in a pattern."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)
