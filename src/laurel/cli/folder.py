"""The files of a folder, and one row of a table for each: what `laurel verify DIR --csv` says about it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from laurel.anchors.transactions import ChainReader
from laurel.cli.cells import line_of
from laurel.cli.files import FileError, reason_of
from laurel.cli.inquiry import Inquiry
from laurel.cli.log_folder import RECEIPT
from laurel.cli.remembered import Remembered
from laurel.cli.session import clean
from laurel.errors import Language
from laurel.fetching import Fetcher
from laurel.timestamp import write_timestamp
from laurel.verify import Report

COLUMNS: Final = (
    "file",
    "result",
    "verdict",
    "codes",
    "explanation",
    "title",
    "issuer",
    "issuer_id",
    "learner",
    "issued",
    "valid_until",
    "checked",
    "sha256",
)
ENDINGS: Final = frozenset({".json", ".jsonld", ".jwt", ".vc", ".png", ".svg", ".pdf"})
"""What the name of a file that is looked into ends with."""

_NOT_CREDENTIALS: Final = frozenset({"summary.json", "anchor.json", "chain.json"})
"""What `laurel issue` and `laurel anchor` write beside them."""


class Row(NamedTuple):
    """One line of the table, and what it comes to: an ending of `Report.ending`."""

    line: str
    ending: str


def files_in(folder: Path) -> Iterator[Path]:
    """The files to check, by name, a folder's own before those of the folders in it; links and hidden names are passed over.

    Raises:
        FileError: a folder cannot be read.
    """
    try:
        with os.scandir(folder) as entries:
            here = sorted((each for each in entries if not each.name.startswith(".")), key=lambda each: each.name)
    except OSError as error:
        raise FileError(at=str(folder), why=reason_of(error)) from error
    for entry in here:
        if entry.is_file(follow_symlinks=False) and _is_meant(entry.name):
            yield Path(entry.path)
    for entry in here:
        if entry.is_dir(follow_symlinks=False):
            yield from files_in(Path(entry.path))


def _is_meant(name: str) -> bool:
    return Path(name).suffix.lower() in ENDINGS and name not in _NOT_CREDENTIALS and not name.endswith((".did.json", RECEIPT))


class Clerk:
    """Checks one file and writes its row; sent to every worker, where it remembers what the web answered."""

    def __init__(self, inquiry: Inquiry, *, folder: Path, language: Language) -> None:
        """Know what is asked, and where names start."""
        self._inquiry = inquiry
        self._folder = folder
        self._language: Language = language

    @cached_property
    def _fetch(self) -> Fetcher:
        return Remembered(self._inquiry.way_out(for_many=True))

    @cached_property
    def _blockchains(self) -> ChainReader:
        return self._inquiry.way_to_chains(self._fetch)

    def __call__(self, path: Path) -> Row:
        """The row of one file."""
        limit = self._inquiry.policy.max_file
        try:
            with path.open("rb") as stream:
                content = stream.read(limit + 1)
        except OSError as error:
            return self._unreadable(path, error)
        digest = digest_of(path) if len(content) > limit else hashlib.sha256(content).hexdigest()
        return self._row(path, digest, self._inquiry.about(content, fetch=self._fetch, blockchains=self._blockchains))

    def _row(self, path: Path, digest: str, report: Report) -> Row:
        said = report.credential
        facts = [""] * 6
        if said is not None:
            issued = said.awarded or said.valid_from
            facts = [said.title, said.issuer_name, said.issuer_id, said.learner, issued, said.valid_until]
        reasons = [check.say(self._language) for check in report.checks if check.outcome is report.outcome]
        explanation = " ".join([f"{report.headline(self._language)}.", *(reasons[:3] if report.outcome else ())])
        return self._written(path, report.ending, report.verdict, " ".join(report.codes), explanation, *facts, digest=digest)

    def _unreadable(self, path: Path, error: OSError) -> Row:
        explanation = reason_of(error)
        said = explanation.bg if self._language == "bg" else str(explanation)
        return self._written(path, "unreadable", "reject", "FILE", said, *[""] * 6, digest="")

    def _written(self, path: Path, ending: str, *cells: str, digest: str) -> Row:
        moment = write_timestamp(self._inquiry.at)
        whole = (name_of(path, self._folder), ending, *map(clean, cells), moment, digest)
        return Row(line=line_of(whole), ending=ending)


def name_of(path: Path, folder: Path) -> str:
    """The file as the table names it: its path below the folder."""
    return clean(path.relative_to(folder).as_posix())


def digest_of(path: Path) -> str:
    """SHA-256 of a whole file, in hex; "" where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
