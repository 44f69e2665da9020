"""Excel workbooks, read row by row without trusting the archive around them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL, EmptyCell, ReadOnlyCell
from openpyxl.workbook.workbook import Workbook

from campus.learning.gradebook.problems import GradebookError
from campus.learning.gradebook.sheet import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Formula, Sheet, SourceRow

MAX_PARTS = 2_000
MAX_UNPACKED = 300 * 1024 * 1024
MAX_SHARED = 60 * 1024 * 1024  # openpyxl holds shared strings and styles in memory, sheets not
PIECE = 1024 * 1024
MAX_TAGS = 10_000_000  # in one sheet; 30,000 rows of 80 cells have that many
_STREAMED = "xl/worksheets/"


def read_xlsx(content: bytes, file_name: str, *, sheet: str = "") -> Sheet:
    """Open one sheet of a workbook, the first unless named.

    Raises:
        GradebookError: damaged, too large once unpacked, no such sheet, nothing in it.
    """
    _guard(content)
    names, claimed = _sheets(content, sheet)
    if not names:
        raise GradebookError("EMPTY_FILE")
    if sheet and sheet not in names:
        raise GradebookError("NO_SUCH_SHEET", value=sheet)
    name = sheet or names[0]

    def source() -> Iterator[SourceRow]:
        return _rows(content, name)

    header = next((row for row in source() if not row.blank), None)
    if header is None:
        raise GradebookError("EMPTY_FILE")
    headers = [" ".join(cell.split()) for cell in header.cells]
    while headers and not headers[-1]:
        headers.pop()
    return Sheet(
        kind="xlsx",
        file_name=file_name,
        headers=tuple(headers),
        header_row=header.number,
        source=source,
        sheet_name=name,
        sheet_names=names,
        estimated_rows=min(max(claimed - 1, 1), MAX_ROWS),
    )


def _guard(content: bytes) -> None:
    """Refuse by the archive's own directory what would not fit; zipfile never unpacks more than that directory says."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {part.filename for part in archive.infolist()}
            _guard_parts(archive, names)
    except GradebookError:
        raise
    except Exception as error:  # zipfile and zlib raise what they like for a broken or hostile archive
        raise GradebookError("DAMAGED_WORKBOOK") from error
    if "[Content_Types].xml" not in names:
        raise GradebookError("DAMAGED_WORKBOOK")


def _guard_parts(archive: zipfile.ZipFile, names: set[str]) -> None:
    if "mimetype" in names:
        with archive.open("mimetype") as stream:
            if b"opendocument" in stream.read(200):
                raise GradebookError("OPEN_DOCUMENT")
    parts = archive.infolist()
    _guard_sizes(parts)
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            _refuse_doctype(archive, part)
        if part.filename.startswith(_STREAMED):
            _refuse_endless(archive, part)


def _guard_sizes(parts: list[zipfile.ZipInfo]) -> None:
    held = sum(part.file_size for part in parts if not part.filename.startswith(_STREAMED))
    if len(parts) > MAX_PARTS or held > MAX_SHARED:
        raise GradebookError("WORKBOOK_BOMB", limit=MAX_SHARED // 1024**2)
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise GradebookError("WORKBOOK_BOMB", limit=MAX_UNPACKED // 1024**2)


def _refuse_doctype(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    with archive.open(part) as stream:
        # A workbook never has a document type; entity bombs need one. UTF-16 is looked through by dropping NULs.
        if b"<!doctype" in stream.read(4096).replace(b"\0", b"").lower():
            raise GradebookError("DAMAGED_WORKBOOK")


def _refuse_endless(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Look through a sheet before anything is made of it: a million empty rows fit into 13 KB, one cell of 150 MB into 150 KB.

    Only tags end a text: comments, CDATA and instructions, of which a sheet has none, would let one go on.
    """
    rows = tags = markup = 0
    before = b""
    with archive.open(part) as stream:
        while piece := stream.read(PIECE):
            rows += piece.count(b"<row")
            tags += piece.count(b"<")
            joined = before + piece
            markup += joined.count(b"<!") + joined.count(b"<?")  # the XML declaration is one
            before = piece[-1:]
            if markup > 1 or b"\0" in piece or (len(piece) == PIECE and b"<" not in piece):
                raise GradebookError("DAMAGED_WORKBOOK")
            if rows > MAX_ROWS + 1:
                raise GradebookError("TOO_MANY_ROWS", limit=MAX_ROWS)
            if tags > MAX_TAGS:
                raise GradebookError("WORKBOOK_BOMB", limit=MAX_UNPACKED // 1024**2)


def _sheets(content: bytes, wanted: str) -> tuple[tuple[str, ...], int]:
    """The names of all sheets, and how many rows the wanted one, else the first, claims to have."""
    book = _open(content)
    try:
        names = tuple(worksheet.title for worksheet in book.worksheets)
        return names, (book[wanted if wanted in names else names[0]].max_row or 0) if names else 0
    except Exception as error:
        raise GradebookError("DAMAGED_WORKBOOK") from error
    finally:
        book.close()


def _open(content: bytes) -> Workbook:
    try:
        return load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # and so does openpyxl for broken XML
        raise GradebookError("DAMAGED_WORKBOOK") from error


def _rows(content: bytes, name: str) -> Iterator[SourceRow]:
    book = _open(content)
    try:
        worksheet = book[name]
        worksheet.reset_dimensions()  # the file's own claim about its size is not believed
        rows = worksheet.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS + 1)
        for number, cells in enumerate(rows, start=1):
            if number > MAX_ROWS + 1:
                raise GradebookError("TOO_MANY_ROWS", limit=MAX_ROWS)
            yield _row(number, cells)
    except GradebookError:
        raise
    except Exception as error:
        raise GradebookError("DAMAGED_WORKBOOK") from error
    finally:
        book.close()


def _row(number: int, cells: tuple[Any, ...]) -> SourceRow:
    if all(cell is EMPTY_CELL for cell in cells):  # openpyxl fills every row up to the columns asked for
        return SourceRow(number, ())
    texts = [_text(cell) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    if any(len(text) > MAX_CELL for text in texts):
        return SourceRow(number, (), fault="FIELD_TOO_LONG")
    return SourceRow(number, tuple(texts))


def _text(cell: ReadOnlyCell | EmptyCell) -> str:
    if cell is EMPTY_CELL or (value := cell.value) is None:
        return ""
    if cell.data_type == "f":
        return Formula(value if isinstance(value, str) else "=…")
    return _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        # 0.1 + 0.2 is stored as 0.30000000000000004; ten decimals are what a person typed.
        return format(Decimal(repr(round(value, 10))).normalize(), "f") if abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
