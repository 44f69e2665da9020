"""A gradebook from its bytes: what kind of file it really is, whatever its name says."""

from __future__ import annotations

import re

from campus.learning.gradebook.problems import GradebookError
from campus.learning.gradebook.read_csv import read_csv
from campus.learning.gradebook.read_xlsx import read_xlsx
from campus.learning.gradebook.sheet import MAX_BYTES, MAX_COLUMNS, Sheet

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ADDRESS = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
_NUMBER = re.compile(r"^[\d.,%\s-]+$")


def read(
    content: bytes, file_name: str, *, encoding: str = "", delimiter: str = "", sheet: str = "", max_bytes: int = MAX_BYTES
) -> Sheet:
    """Open a CSV file or an Excel workbook as one table with a header.

    Args:
        content: the whole file.
        file_name: as uploaded; its ending must agree with what the file is.
        encoding: one of `decode.ENCODINGS` when a person chose it; "" to find out.
        delimiter: "" to find out.
        sheet: name of the workbook's sheet; "" for the first.
        max_bytes: refuse a larger file.

    Raises:
        GradebookError: the file cannot be used, and why.
    """
    if not content.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise GradebookError("EMPTY_FILE")
    if len(content) > max_bytes:
        raise GradebookError("FILE_TOO_LARGE", limit=max_bytes // 1024**2)
    if _is_workbook(content, file_name):
        opened = read_xlsx(content, file_name, sheet=sheet)
    else:
        opened = read_csv(content, file_name, encoding=encoding, delimiter=delimiter)
    _check_header(opened)
    return opened


def _is_workbook(content: bytes, file_name: str) -> bool:
    extension = file_name.rpartition(".")[2].lower() if "." in file_name else ""
    if content.startswith(_OLE):
        raise GradebookError("OLD_WORKBOOK")
    named_workbook = extension in {"xlsx", "xlsm"}
    if content.startswith(_ZIP):
        if not named_workbook:
            raise GradebookError("OPEN_DOCUMENT" if extension == "ods" else "IS_WORKBOOK", extension=extension or "?")
        return True
    if named_workbook:
        raise GradebookError("NOT_WORKBOOK")
    return False


def _check_header(sheet: Sheet) -> None:
    if len(sheet.headers) > MAX_COLUMNS:
        raise GradebookError("TOO_MANY_COLUMNS", limit=MAX_COLUMNS)
    filled = [header for header in sheet.headers if header]
    if any(_ADDRESS.match(header) for header in filled) or all(_NUMBER.match(header) for header in filled):
        raise GradebookError("NO_HEADER")
    if next(sheet.rows(), None) is None:
        raise GradebookError("NO_ROWS")
