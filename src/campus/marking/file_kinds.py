"""Which files may be handed in, and how each kind is told: by its content, never by its name alone.

What could run (macros, scripts, programs), what hides other files (archives) and what unpacks without end is refused.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise
from PIL import Image, UnidentifiedImageError

from campus.base.refusals import Refusal

MOST_PIXELS: Final = 50_000_000
MOST_UNPACKED: Final = 200 * 1024 * 1024  # of an office document
MOST_PARTS: Final = 5_000
TIGHTEST: Final = 300  # times that a part may be larger than it is packed
LONGEST_NAME: Final = 120


class FileRefused(Refusal):  # the base of what can be wrong with a file
    """A file that is not taken."""


class FileKindError(FileRefused):
    """Not one of the kinds, or not what its name says."""

    code = "FILE_KIND"
    text = _("“{name}” is not taken. These kinds of files are: {kinds}. The content must be what the ending says.")


class FileActiveError(FileRefused):
    """It carries macros, scripts or other files."""

    code = "FILE_ACTIVE"
    text = _("“{name}” carries macros, scripts or other files inside. Save it without them, for example as a PDF.")


class FileBombError(FileRefused):
    """It unpacks to more than anybody writes."""

    code = "FILE_TOO_DENSE"
    text = _("“{name}” is packed too tightly to be opened safely.")


class FileTooLargeError(FileRefused):
    """Larger than the assignment takes."""

    code = "FILE_TOO_LARGE"
    text = _("“{name}” is too large: a file may have at most {limit} MB.")


class FileEmptyError(FileRefused):
    """Nothing in it."""

    code = "FILE_EMPTY"
    text = _("“{name}” is empty.")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file: its endings, the media type it is served with, and how its content is checked.

    `shown` is how assessors see it beside the rubric: as a picture, as a text, or not at all (""), only to download.
    """

    label: StrOrPromise
    endings: tuple[str, ...]
    media_type: str
    check: Callable[[bytes], bool]
    shown: str = ""


def _office(part: str) -> Callable[[bytes], bool]:
    """A check for an Office Open XML package whose main document is `part`."""

    def check(content: bytes) -> bool:
        names = _parts(content)
        _refuse_if(any(_ACTIVE_PART.search(name) for name in names))
        types = _read(content, "[Content_Types].xml")
        _refuse_if(b"macroEnabled" in types)
        return "[Content_Types].xml" in names and part in names

    return check


def _open_document(media_type: str) -> Callable[[bytes], bool]:
    """A check for an OpenDocument package of this media type."""

    def check(content: bytes) -> bool:
        names = _parts(content)
        _refuse_if(any(_ACTIVE_PART.search(name) for name in names))
        return "mimetype" in names and _read(content, "mimetype").strip() == media_type.encode()

    return check


def _pdf(content: bytes) -> bool:
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:] or zipfile.is_zipfile(io.BytesIO(content)):
        return False
    _refuse_if(bool(_ACTIVE_PDF.search(_unescaped(content))))
    for packed in _object_streams(content):
        _refuse_if(bool(_ACTIVE_PDF.search(_unescaped(packed))))
    return True


def _picture(form: str) -> Callable[[bytes], bool]:
    def check(content: bytes) -> bool:
        try:
            with Image.open(io.BytesIO(content), formats=[form]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise _DenseError
                picture.verify()
        except Image.DecompressionBombError:
            raise _DenseError from None
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
            return False
        glued = zipfile.is_zipfile(io.BytesIO(content)) or b"%PDF-" in content[:1024]  # two files in one
        return content.startswith(_BEGINNINGS[form]) and _ends_as(form, content) and not glued

    return check


def _text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return _CONTROL.search(text) is None


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_ACTIVE_PART = re.compile(
    r"vbaProject|/activeX/|^Basic/|^Scripts/|(?<!printerSettings)(?<!printerSettings\d)(?<!printerSettings\d\d)\.bin$"
    r"|\.(?:exe|dll|js|vbs|jar|zip|rar|7z|com|bat|cmd|ps1|swf|scr|msi|lnk|hta)$",
    re.IGNORECASE,
)
_ACTIVE_PDF = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)(?![A-Za-z])")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_OBJECT_STREAM = re.compile(rb"/ObjStm[^>]{0,200}>>\s{0,4}stream\r?\n")
_MOST_INFLATED = 32 * 1024 * 1024
_BEGINNINGS = {"PNG": b"\x89PNG\r\n\x1a\n", "JPEG": b"\xff\xd8\xff", "WEBP": b"RIFF"}
_SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
_PRESENTATION = "application/vnd.oasis.opendocument.presentation"
_WRITING = "application/vnd.oasis.opendocument.text"
_OFFICE = "application/vnd.openxmlformats-officedocument."

KINDS: Final[Mapping[str, Kind]] = {
    "pdf": Kind("PDF", (".pdf",), "application/pdf", _pdf),
    "docx": Kind("Word (DOCX)", (".docx",), _OFFICE + "wordprocessingml.document", _office("word/document.xml")),
    "xlsx": Kind("Excel (XLSX)", (".xlsx",), _OFFICE + "spreadsheetml.sheet", _office("xl/workbook.xml")),
    "pptx": Kind("PowerPoint (PPTX)", (".pptx",), _OFFICE + "presentationml.presentation", _office("ppt/presentation.xml")),
    "odt": Kind("OpenDocument (ODT)", (".odt",), _WRITING, _open_document(_WRITING)),
    "ods": Kind("OpenDocument (ODS)", (".ods",), _SPREADSHEET, _open_document(_SPREADSHEET)),
    "odp": Kind("OpenDocument (ODP)", (".odp",), _PRESENTATION, _open_document(_PRESENTATION)),
    "png": Kind("PNG", (".png",), "image/png", _picture("PNG"), "picture"),
    "jpeg": Kind("JPEG", (".jpg", ".jpeg"), "image/jpeg", _picture("JPEG"), "picture"),
    "webp": Kind("WebP", (".webp",), "image/webp", _picture("WEBP"), "picture"),
    "text": Kind(_("plain text (TXT, MD)"), (".txt", ".md"), "text/plain; charset=utf-8", _text, "text"),
    "csv": Kind("CSV", (".csv",), "text/csv; charset=utf-8", _text, "text"),
}


def kind_of(name: str, content: bytes, *, allowed: tuple[str, ...] = (), largest: int) -> str:
    """The kind of a file, a key of `KINDS`.

    Args:
        name: as it was sent; only its ending is read.
        content: all of it.
        allowed: keys of `KINDS` that are taken; none named: all.
        largest: in bytes.

    Raises:
        FileEmptyError, FileTooLargeError, FileKindError, FileActiveError, FileBombError.
    """
    shown = clean_name(name)
    if not content:
        raise FileEmptyError(name=shown, field="files")
    if len(content) > largest:
        raise FileTooLargeError(name=shown, limit=f"{largest / 1024**2:g}", field="files")
    ending = PurePath(shown).suffix.lower()
    taken = {key: KINDS[key] for key in allowed if key in KINDS} or KINDS
    for key, kind in taken.items():
        if ending in kind.endings:
            try:
                if kind.check(content):
                    return key
            except _ActiveError:
                raise FileActiveError(name=shown, field="files") from None
            except _DenseError:
                raise FileBombError(name=shown, field="files") from None
    raise FileKindError(name=shown, kinds=named(taken), field="files")


def named(kinds: Mapping[str, Kind]) -> str:
    """The kinds in words."""
    return ", ".join(str(kind.label) for kind in kinds.values())


def clean_name(name: str) -> str:
    """A file's name without folders, control characters, tricks of direction, and leading or trailing dots."""
    base = name.replace("\\", "/").rpartition("/")[2]
    plain = unicodedata.normalize("NFC", base)
    kept = "".join(letter for letter in plain if unicodedata.category(letter)[0] not in "CZ" or letter == " ")
    kept = re.sub(r'[<>:"|?*%;]+', "_", kept).strip(" .")
    stem, _dot, ending = kept.rpartition(".")
    if not stem:
        return kept[:LONGEST_NAME] or "file"
    return f"{stem[: LONGEST_NAME - 20]}.{ending[:15]}"


class _ActiveError(Exception):
    """It carries something that could run."""


class _DenseError(Exception):
    """It unpacks to too much."""


def _refuse_if(active: bool) -> None:
    if active:
        raise _ActiveError


def _parts(content: bytes) -> list[str]:
    """The names in a package, if it may be opened at all: it is one zip from its first byte to its last."""
    if not content.startswith(b"PK\x03\x04"):
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return []
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise _DenseError
    if any(entry.file_size > 1024**2 and entry.file_size > TIGHTEST * max(1, entry.compress_size) for entry in entries):
        raise _DenseError
    _refuse_if(any(entry.flag_bits & 1 for entry in entries))  # encrypted: nobody can look inside
    return [entry.filename for entry in entries]


def _read(content: bytes, name: str) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package, package.open(name) as part:
            return part.read(1024**2)
    except (KeyError, zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError):
        return b""


def _ends_as(form: str, content: bytes) -> bool:
    """Nothing is glued on behind the picture. Behind a JPEG, cameras leave notes of their own; markup is none of them."""
    if form == "PNG":
        return content.endswith(b"IEND\xaeB`\x82")
    if form == "JPEG":
        return b"<" not in content[content.rfind(b"\xff\xd9") + 2 :]
    said = int.from_bytes(content[4:8], "little") + 8
    return content[8:12] == b"WEBP" and len(content) in (said, said + said % 2)


def _unescaped(content: bytes) -> bytes:
    """Names of a PDF may be written with escapes: /J#61vaScript."""
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content) if b"#" in content else content


def _object_streams(content: bytes) -> Iterator[bytes]:
    """What stands packed in the object streams of a PDF; other streams hold text and pictures, which cannot act."""
    left = _MOST_INFLATED
    for found in _OBJECT_STREAM.finditer(content):
        try:
            unpacked = zlib.decompressobj().decompress(content[found.end() :], left + 1)
        except zlib.error:
            continue
        left -= len(unpacked)
        if left < 0:
            raise _DenseError
        yield unpacked
