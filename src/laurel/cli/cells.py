"""Cells of a table that a spreadsheet will open: text from strangers, and none of it runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Final

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""A spreadsheet runs a cell that starts with one of these (CWE-1236)."""


def neutral(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula."""
    return "'" + cell if cell.startswith(FORMULA) else cell


def line_of(cells: Sequence[str]) -> str:
    """The cells as one line of CSV, each made neutral."""
    written = io.StringIO(newline="")
    csv.writer(written).writerow(map(neutral, cells))
    return written.getvalue()
