"""`laurel issue --log`: every credential that was made is logged, and its receipt laid beside it; run again, none twice."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from laurel.cli.files import write_whole
from laurel.cli.log_folder import RECEIPT, digest_of_file, open_log
from laurel.log import Event, EventKind

FOLDER: Final = "receipts"
_AT_ONCE: Final = 500


def receipt_path(credential: Path) -> Path:
    """Where the receipt of a credential's file lies."""
    return credential.parent / FOLDER / f"{credential.stem}{RECEIPT}"


def log_issued(credentials: Sequence[Path], *, folder: Path, at: datetime) -> int:
    """Log the credentials in these files that have no receipt yet, and write their receipts; gives the number of new entries.

    A crash before the end costs nothing: whatever was logged is known by its digest, and the next run does the rest.

    Raises:
        FileError: no log, a log that another run has open, or a place that cannot be written to.
        LogError: the log is not as it was signed last.
    """
    waiting = [path for path in credentials if not receipt_path(path).exists()]
    with open_log(folder) as log:
        added = 0
        for part in _parts(waiting):
            events = [Event(kind=EventKind.ISSUE, at=at, credential=(digest_of_file(path),)) for path in part]
            added += log.add(events, draw=secrets.token_bytes)
        log.publish(at=at)
        for path in waiting:
            receipt = next(each for each in log.receipts(digest_of_file(path)) if each.event.kind is EventKind.ISSUE)
            write_whole(receipt_path(path), receipt.to_text().encode(), mode=0o600)
    return added


def _parts(paths: Sequence[Path]) -> Iterator[Sequence[Path]]:
    for start in range(0, len(paths), _AT_ONCE):
        yield paths[start : start + _AT_ONCE]
