"""Rows back to the person as CSV. A cell that a spreadsheet would run as a formula gets an apostrophe in front (CWE-1236)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


def neutralised(cell: str) -> str:
    """The cell as text that no spreadsheet evaluates; plain negative numbers stay as they are."""
    stripped = cell.lstrip(" \t\r\n\0")
    if cell.startswith(_ACTIVE) or stripped.startswith(_ACTIVE):
        return cell if _is_number(cell) else "'" + cell.replace("\0", "")
    return cell.replace("\0", "")


def csv_lines(rows: Iterable[Iterable[str]]) -> Iterator[bytes]:
    """UTF-8 CSV that Excel opens as such (byte order mark, CRLF), one line at a time."""
    yield b"\xef\xbb\xbf"
    for row in rows:
        line = io.StringIO(newline="")
        csv.writer(line, quoting=csv.QUOTE_MINIMAL).writerow([neutralised(cell) for cell in row])
        yield line.getvalue().encode()


def _is_number(cell: str) -> bool:
    digits = cell.strip().removeprefix("-").removeprefix("+")
    return digits.replace(".", "", 1).replace(",", "", 1).isdecimal() and digits.isascii()
