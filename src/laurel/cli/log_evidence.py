"""What the options of `laurel verify` say about logs: receipts beside the credential, and whom to believe about them.

--log-receipt receipt.json · --log-key name+id+key or a file of such lines · --time-authority roots.pem · --block-headers h.json
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from laurel.anchors import Witness
from laurel.anchors.opentimestamps import BlockHeader, OpenTimestampsWitness
from laurel.anchors.rfc3161 import TimestampWitness
from laurel.canon.strict_json import Limits, loads_object
from laurel.cli.files import FileError, read_bytes
from laurel.errors import LaurelError, MalformedError, Phrase, UnreachableError
from laurel.formats.elm.certificates import load_anchors
from laurel.log import VerifierKey
from laurel.log.receipt import MAX_RECEIPT
from laurel.verify import LogEvidence

_MAX_BYTES: Final = 1_000_000
_HEADER: Final = re.compile(r"[0-9a-fA-F]{160}")


def read_evidence(
    *, receipts: Sequence[Path], keys: Sequence[str], time_authorities: Sequence[Path], block_headers: Path | None
) -> LogEvidence | None:
    """All that the options name; None when they name no receipt.

    Raises:
        FileError: a file cannot be read, or is not what it should be.
        MalformedError, KeyFormatError, WeakKeyError: a key is not one.
    """
    if not receipts:
        return None
    return LogEvidence(
        receipts=[read_bytes(path, limit=MAX_RECEIPT) for path in receipts],
        keys=read_keys(keys),
        witnesses=_witnesses(time_authorities, block_headers),
    )


def read_keys(written: Sequence[str]) -> list[VerifierKey]:
    """The keys that are written out, or stand in files, one a line; empty lines and those that begin with # say nothing.

    Raises:
        FileError: a file cannot be read.
        MalformedError, KeyFormatError, WeakKeyError: a key is not one.
    """
    found: list[VerifierKey] = []
    for each in written:
        lines = [each] if each.count("+") >= 2 and not Path(each).exists() else _lines(Path(each))
        found += [VerifierKey.from_text(line) for line in lines]
    return found


def _lines(path: Path) -> list[str]:
    try:
        text = read_bytes(path, limit=_MAX_BYTES).decode("utf-8")
    except UnicodeDecodeError as error:
        raise FileError(at=str(path), why=Phrase("the file is not UTF-8", "файлът не е в UTF-8")) from error
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _witnesses(time_authorities: Sequence[Path], block_headers: Path | None) -> list[Witness]:
    found: list[Witness] = []
    roots = [root for path in time_authorities for root in load_anchors(read_bytes(path, limit=_MAX_BYTES))]
    if roots:
        try:
            found.append(TimestampWitness(roots))
        except ValueError as error:
            why = Phrase("a time authority's root is signed by itself", "коренът на орган за време е подписан от себе си")
            raise MalformedError(why=why) from error
    if block_headers is not None:
        found.append(OpenTimestampsWitness(_headers(block_headers)))
    return found


def _headers(path: Path) -> BlockHeader:
    """Bitcoin block headers by height, from a JSON object: {"900000": "160 hexadecimal digits"}."""
    content = read_bytes(path, limit=_MAX_BYTES)
    why = Phrase("this is no list of block headers (height: header)", "това не е списък с блокове (височина: заглавие)")
    try:
        known = loads_object(content, limits=Limits(size=_MAX_BYTES))
    except LaurelError as error:
        raise FileError(at=str(path), why=why) from error
    if not all(isinstance(header, str) and _HEADER.fullmatch(header) for header in known.values()):
        raise FileError(at=str(path), why=why)

    def header(height: int) -> bytes:
        if str(height) not in known:
            why = Phrase("you did not give its header", "не сте дали заглавието му")
            raise UnreachableError(url=f"Bitcoin block {height}", why=why)
        return bytes.fromhex(known[str(height)])

    return header
