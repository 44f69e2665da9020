"""How far a piece of work is that is one transaction: nothing it writes to the database can be seen until it is done.

So the count stands in a small file beside the uploads, which web servers and workers share. It is a courtesy: where it
cannot be written or read, the work goes on and the reader is told no number.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from django.conf import settings


def tell(work: str, done: int) -> None:
    """Say how much of `work` (a short name made of letters, digits and -) is done."""
    path = _path(work)
    beside = path.with_suffix(f".{os.getpid()}")
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(str(done), encoding="ascii")
        beside.replace(path)


def told(work: str) -> int | None:
    """How much is done; None where nobody has said."""
    try:
        return int(_path(work).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def forget(work: str) -> None:
    """The work has ended."""
    with contextlib.suppress(OSError):
        _path(work).unlink()


def _path(work: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "progress" / work
