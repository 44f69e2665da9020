"""Files from strangers: what each kind is told by, and what is refused."""

import io
import zipfile
import zlib

import pytest
from PIL import Image

from campus.marking.file_kinds import (
    KINDS,
    FileActiveError,
    FileBombError,
    FileEmptyError,
    FileKindError,
    FileTooLargeError,
    clean_name,
    kind_of,
)
from marking import docx, pdf, png

LARGEST = 10 * 1024**2
SCRIPT = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def zipped(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def jpeg():
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "#d8e6dc").save(out, "JPEG")
    return out.getvalue()


def open_document(media_type):
    return zipped(**{"mimetype": media_type.encode(), "content.xml": b"<x/>"})


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("essay.pdf", pdf(), "pdf"),
        ("Essay.PDF", pdf(), "pdf"),
        ("essay.docx", docx(), "docx"),
        ("essay.docx", docx(word__embeddings__chart1_dot_xlsx=b"PK"), "docx"),
        ("essay.odt", open_document("application/vnd.oasis.opendocument.text"), "odt"),
        ("table.ods", open_document("application/vnd.oasis.opendocument.spreadsheet"), "ods"),
        ("photo.jpg", jpeg(), "jpeg"),
        ("photo.jpg", jpeg() + b"\x00camera notes", "jpeg"),
        ("picture.png", png(), "png"),
        ("notes.txt", "Бележки\n".encode(), "text"),
        ("notes.md", b"# Notes", "text"),
        ("table.csv", b"a,b\n1,2\n", "csv"),
    ],
)
def test_a_kind_is_told_by_ending_and_content_together(name, content, kind):
    assert kind_of(name, content, largest=LARGEST) == kind


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("essay.svg", SCRIPT),
        ("essay.html", b"<html></html>"),
        ("essay", pdf()),
        ("essay.exe", b"MZ"),
        ("essay.zip", zipped(a=b"b")),
        ("essay.docm", docx()),
        ("essay.pdf", b"MZ\x90\x00 %PDF-1.7 %%EOF"),
        ("essay.pdf", b"%PDF-1.7 with no end"),
        ("essay.pdf", pdf() + zipped(a=b"b")),
        ("essay.docx", zipped(a=b"b")),
        ("essay.docx", b"PK\x03\x04 and nothing else"),
        ("essay.docx", open_document("application/vnd.oasis.opendocument.text")),
        ("essay.odt", docx()),
        ("picture.png", SCRIPT),
        ("picture.png", png() + SCRIPT),
        ("picture.png", jpeg()),
        ("photo.jpg", jpeg() + SCRIPT),
        ("photo.jpg", jpeg() + zipped(a=b"b")),
        ("photo.jpg", png()),
        ("notes.txt", b"\x00\x01"),
        ("notes.txt", "Бележки".encode("cp1251")),
        ("notes.txt", b"\x1b]0;owned\x07"),
    ],
)
def test_refuses_a_file_that_is_not_what_it_says(name, content):
    with pytest.raises(FileKindError):
        kind_of(name, content, largest=LARGEST)


def packed_objects(inside):
    return pdf(b"1 0 obj <</Type /ObjStm /Filter /FlateDecode>> stream\n" + zlib.compress(inside) + b"\nendstream")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("essay.docx", docx(word__vbaProject_dot_bin=b"x")),
        ("essay.docx", docx(word__activeX__activeX1_dot_xml=b"x")),
        ("essay.docx", docx(word__embeddings__oleObject1_dot_bin=b"x")),
        ("essay.docx", docx(word__embeddings__evil_dot_exe=b"MZ")),
        ("essay.docx", docx(word__embeddings__more_dot_zip=b"PK")),
        ("essay.pdf", pdf(b"<< /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>")),
        ("essay.pdf", pdf(b"<< /S /J#61vaScript >>")),
        ("essay.pdf", pdf(b"<< /S /Launch >>")),
        ("essay.pdf", pdf(b"<< /EmbeddedFiles 3 0 R >>")),
        ("essay.pdf", packed_objects(b"<< /S /JavaScript /JS (app.alert(1)) >>")),
    ],
)
def test_refuses_a_file_that_could_act(name, content):
    with pytest.raises(FileActiveError):
        kind_of(name, content, largest=LARGEST)


def test_refuses_an_office_document_whose_types_speak_of_macros():
    types = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    content = zipped(**{"[Content_Types].xml": types, "word/document.xml": b""})
    with pytest.raises(FileActiveError):
        kind_of("essay.docx", content, largest=LARGEST)


def test_refuses_a_document_that_unpacks_without_end():
    with pytest.raises(FileBombError):
        kind_of("essay.docx", docx(word__media__huge_dot_xml=bytes(30 * 1024**2)), largest=LARGEST)
    with pytest.raises(FileBombError):
        kind_of("essay.pdf", packed_objects(bytes(40 * 1024**2)), largest=LARGEST)


def test_refuses_a_picture_of_too_many_pixels():
    header = bytearray(png())
    header[16:24] = (60_000).to_bytes(4, "big") * 2
    header[29:33] = zlib.crc32(bytes(header[12:29])).to_bytes(4, "big")
    with pytest.raises(FileBombError):
        kind_of("picture.png", bytes(header), largest=LARGEST)


def test_refuses_what_is_empty_or_too_large_or_not_asked_for():
    with pytest.raises(FileEmptyError):
        kind_of("essay.txt", b"", largest=LARGEST)
    with pytest.raises(FileTooLargeError):
        kind_of("essay.txt", b"x" * 1025, largest=1024)
    with pytest.raises(FileKindError):
        kind_of("essay.txt", b"x", allowed=("pdf",), largest=LARGEST)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("essay.pdf", "essay.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\есе.docx", "есе.docx"),
        ("a\r\nSet-Cookie: x=1.txt", "aSet-Cookie_ x=1.txt"),
        ("exe\u202efdp.txt", "exefdp.txt"),
        ('a"b<c>.txt', "a_b_c_.txt"),
        ("...", "file"),
        (".htaccess", "htaccess"),
        ("", "file"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_names_lose_folders_and_tricks(sent, kept):
    assert clean_name(sent) == kept


def test_every_kind_has_endings_of_its_own():
    endings = [ending for kind in KINDS.values() for ending in kind.endings]
    assert len(endings) == len(set(endings))
