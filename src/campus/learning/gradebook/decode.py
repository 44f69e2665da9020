"""Which letters the bytes of a CSV file are. A stated encoding is believed; otherwise the choice is named, never hidden."""

from __future__ import annotations

import codecs
import io
import re
from dataclasses import dataclass

from campus.learning.gradebook.problems import GradebookError

ENCODINGS = ("utf-8", "utf-16", "windows-1251", "windows-1252")  # what a person can choose from
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROL = re.compile(rb"[\x01-\x08\x0b\x0e-\x1f\x7f]")
_SAMPLE = 64 * 1024
_CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec's name, and whether the file itself left no doubt about it."""

    name: str
    stated: bool


def encoding_of(content: bytes, *, chosen: str = "") -> Encoding:
    """The encoding of a text: the chosen one, else by byte order mark, else UTF-8, else the likelier Windows code page.

    Raises:
        GradebookError: the chosen encoding does not fit, or this is no text at all.
    """
    if chosen:
        return _chosen(content, chosen)
    for mark, name in _BOMS:
        if content.startswith(mark):
            return Encoding(_tested(content, name), stated=True)
    sample = content[:_SAMPLE]
    wide = _unmarked_utf16(sample)
    if wide:
        controls = _CONTROL.findall(sample.decode(wide, "replace").encode())
        if len(controls) * 25 > len(sample):
            raise GradebookError("NOT_TEXT")
        return Encoding(_tested(content, wide), stated=False)
    if len(_CONTROL.findall(sample)) * 50 > len(sample):
        raise GradebookError("NOT_TEXT")
    if _decodes(content, "utf-8"):
        return Encoding("utf-8", stated=True)
    return Encoding(_code_page(content), stated=False)


def open_text(content: bytes, encoding: Encoding) -> io.TextIOWrapper:
    """The text as a stream that decodes as it is read; line ends are left as they are."""
    return io.TextIOWrapper(io.BytesIO(content), encoding=encoding.name, errors="replace", newline="")


def _chosen(content: bytes, chosen: str) -> Encoding:
    if chosen not in ENCODINGS:
        raise GradebookError("BAD_ENCODING", encoding=chosen)
    name = "utf-8-sig" if chosen == "utf-8" else chosen
    if chosen == "utf-16" and not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = _unmarked_utf16(content[:_SAMPLE]) or "utf-16-le"
    return Encoding(_tested(content, name), stated=True)


def _tested(content: bytes, name: str) -> str:
    if not _decodes(content, name):
        raise GradebookError("BAD_ENCODING", encoding=name.upper().removesuffix("-SIG"))
    return name


def _decodes(content: bytes, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)("strict")
    try:
        for start in range(0, len(content), _CHUNK):
            decoder.decode(content[start : start + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _unmarked_utf16(sample: bytes) -> str:
    """Name the byte order when every second byte is nearly always zero, as in Latin text of UTF-16."""
    half = len(sample) // 2
    if half < 8:
        return ""
    if sample[1::2].count(0) > half * 0.4 and sample[0::2].count(0) < half * 0.05:
        return "utf-16-le"
    if sample[0::2].count(0) > half * 0.4 and sample[1::2].count(0) < half * 0.05:
        return "utf-16-be"
    return ""


def _code_page(content: bytes) -> str:
    """Cyrillic words are runs of high bytes; an accented Western letter stands alone among ASCII ones."""
    runs = re.findall(rb"[\x80-\xff]+", content[: _SAMPLE * 16])
    high = sum(len(run) for run in runs)
    in_words = sum(len(run) for run in runs if len(run) >= 3)
    name = "windows-1251" if in_words * 2 > high else "windows-1252"
    if _decodes(content, name):
        return name
    # Five bytes are unassigned in windows-1252 and one in windows-1251; Latin-1 knows every byte.
    return "latin-1" if name == "windows-1252" else _tested(content, "windows-1252")
