"""CSV as it comes out of Excel, Moodle, Canvas and databases: any of four delimiters, quoted line ends, NULs and all."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator

from campus.learning.gradebook.decode import Encoding, encoding_of, open_text
from campus.learning.gradebook.problems import GradebookError
from campus.learning.gradebook.sheet import MAX_CELL, MAX_ROWS, Sheet, SourceRow

DELIMITERS = (",", ";", "\t", "|")
_LINE_LIMIT = 4 * MAX_CELL


def read_csv(content: bytes, file_name: str, *, encoding: str = "", delimiter: str = "") -> Sheet:
    """Open a CSV file as a sheet. The header is its first row that holds anything.

    Raises:
        GradebookError: not text, no header, too many columns or rows.
    """
    start = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<head", b"<body")):
        raise GradebookError("IS_HTML")
    found = encoding_of(content, chosen=encoding)
    separator = delimiter or _delimiter(content, found)

    def source() -> Iterator[SourceRow]:
        return _rows(content, found, separator)

    header = next((row for row in source() if not row.blank), None)
    if header is None:
        raise GradebookError("EMPTY_FILE")
    if header.fault:
        raise GradebookError("NOT_TEXT")
    return Sheet(
        kind="csv",
        file_name=file_name,
        headers=_trimmed(header.cells),
        header_row=header.number,
        source=source,
        encoding=found.name.removesuffix("-sig"),
        encoding_stated=found.stated,
        delimiter=separator,
        estimated_rows=max(content.count(b"\n"), 1),
    )


def _trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(" ".join(cell.split()) for cell in cells)


def _delimiter(content: bytes, encoding: Encoding) -> str:
    """The delimiter that splits the first lines into the most columns, evenly; a comma when nothing does."""
    with open_text(content, encoding) as text:
        lines = list(itertools.islice(text, 20))
    lines = [line[:_LINE_LIMIT] for line in lines if line.strip()]
    if lines and lines[0].strip().lower().startswith("sep=") and len(lines[0].strip()) == 5:
        return lines[0].strip()[4]

    def evenness(candidate: str) -> tuple[int, int]:
        counts = [_outside_quotes(line, candidate) for line in lines]
        if not counts or not counts[0]:
            return (0, 0)
        return (sum(count == counts[0] for count in counts), counts[0])

    best = max(DELIMITERS, key=evenness)
    return best if evenness(best) > (0, 0) else ","


def _outside_quotes(line: str, character: str) -> int:
    return sum(part.count(character) for part in line.split('"')[::2])


def _rows(content: bytes, encoding: Encoding, delimiter: str) -> Iterator[SourceRow]:
    csv.field_size_limit(MAX_CELL)
    with open_text(content, encoding) as text:
        reader = csv.reader(text, delimiter=delimiter)
        for number in itertools.count(1):
            if number > MAX_ROWS + 1:
                raise GradebookError("TOO_MANY_ROWS", limit=MAX_ROWS)
            try:
                cells = tuple(next(reader))
            except StopIteration:
                return
            except csv.Error:  # longer than the limit; the reader goes on with the line after
                yield SourceRow(number, (), fault="FIELD_TOO_LONG")
                continue
            if number == 1 and len(cells) <= 2 and cells[:1] and cells[0].lower() in {"sep=", f"sep={delimiter}"}:
                cells = ()
            yield SourceRow(number, cells)
