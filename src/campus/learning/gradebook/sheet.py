"""One table out of a file: its headers, and its rows as often as they are asked for, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 250_000
MAX_COLUMNS = 500
MAX_CELL = 32_768  # characters; what one cell of Excel can hold


class Formula(str):
    """The text of a spreadsheet formula: never a value."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row as the file has it. `number` is the row a spreadsheet shows, from 1; `fault` is set when it could not be read."""

    number: int
    cells: tuple[str, ...]
    fault: str = ""

    @property
    def blank(self) -> bool:
        """True when no cell holds anything."""
        return not self.fault and not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A readable table.

    `encoding_stated` is False when the file did not say how its letters are encoded and we had to choose.
    """

    kind: Literal["csv", "xlsx"]
    file_name: str
    headers: tuple[str, ...]
    header_row: int
    source: Callable[[], Iterator[SourceRow]] = field(repr=False, compare=False)
    encoding: str = ""
    encoding_stated: bool = True
    delimiter: str = ""
    sheet_name: str = ""
    sheet_names: tuple[str, ...] = ()
    estimated_rows: int = 0  # for a progress bar, never for a decision

    def rows(self) -> Iterator[SourceRow]:
        """The rows under the header, without blank ones, read afresh on every call."""
        for row in self.source():
            if row.number > self.header_row and not row.blank:
                yield row

    def header(self, column: int) -> str:
        """The heading of a column, "" when there is none."""
        return self.headers[column] if column < len(self.headers) else ""


def column_letter(column: int) -> str:
    """The letter a spreadsheet shows for a column counted from 0: A … Z, AA …"""
    letters, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters
