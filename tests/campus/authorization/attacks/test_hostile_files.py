"""Files that are small outside and huge inside, and addresses that lead to inner machines."""

from __future__ import annotations

import io
import resource
import struct
import time
import zipfile
import zlib
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from PIL import Image, PngImagePlugin

from campus.learning.models import GradebookUpload
from campus.people.models import Organisation

SECONDS = 20
MEGABYTES = 400


@contextmanager
def bounded():
    """What happens inside must be quick, and must not make the process larger by hundreds of megabytes.

    The file is made before: making it takes more memory than reading it may.
    """
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert time.monotonic() - began < SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MEGABYTES * 1024


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _png(width: int, height: int, rows: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def _text_bomb() -> bytes:
    written = io.BytesIO()
    texts = PngImagePlugin.PngInfo()
    texts.add_itxt("openbadgecredential", "A" * 60_000_000, zip=True)
    Image.new("RGB", (8, 8)).save(written, "PNG", pnginfo=texts)
    return written.getvalue()


def _workbook(**parts: bytes) -> bytes:
    """A workbook whose parts are replaced; names with `__` for `/`."""
    original = io.BytesIO()
    book = Workbook()
    book.active.append(["number", "email", "project", "exam"])
    book.active.append([1, "a@x.example", 50, 50])
    book.save(original)
    written = io.BytesIO()
    with zipfile.ZipFile(original) as source, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        for name in {*source.namelist(), *(f"{part.replace('__', '/')}.xml" for part in parts)}:
            target.writestr(name, parts.get(name.replace("/", "__").removesuffix(".xml")) or source.read(name))
    return written.getvalue()


SHEET = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
CELL = b'<row r="1"><c r="A1" t="inlineStr"><is><t>%s</t></is></c></row>'
ENTITIES = b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">%s]>' % b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
)
BOMBS = {
    "one enormous cell": lambda: _workbook(xl__worksheets__sheet1=SHEET % (CELL % (b"A" * 150_000_000))),
    "one enormous cell in parts": lambda: _workbook(
        xl__worksheets__sheet1=SHEET % (CELL % (b"<![CDATA[" + (b"A" * 900_000 + b"]]><![CDATA[") * 150 + b"]]>"))
    ),
    "one enormous cell around comments": lambda: _workbook(
        xl__worksheets__sheet1=SHEET % (CELL % ((b"A" * 900_000 + b"<!---->") * 150))
    ),
    "shared strings without end": lambda: _workbook(xl__sharedStrings=b"<sst>" + b"<si><t>A</t></si>" * 6_000_000 + b"</sst>"),
    "entities": lambda: _workbook(xl__worksheets__sheet1=ENTITIES + SHEET[21:] % (CELL % b"&j;")),
    "entities behind a long comment": lambda: _workbook(
        xl__worksheets__sheet1=b"<!--" + b"x" * 9000 + b"-->" + ENTITIES + SHEET[21:] % (CELL % b"&j;")
    ),
    "a million empty rows": lambda: _workbook(xl__worksheets__sheet1=SHEET % (b"<row/>" * 1_000_000)),
    "a row far away": lambda: _workbook(
        xl__worksheets__sheet1=SHEET % b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    ),
    "forty million empty rows": lambda: _workbook(xl__worksheets__sheet1=SHEET % (b"<x:row/>" * 38_000_000)),
    "cells without end": lambda: _workbook(xl__worksheets__sheet1=SHEET % (b"<row>" + b"<c/>" * 12_000_000 + b"</row>")),
    "no sheet": lambda: _workbook(xl__workbook=b"<workbook/>"),
    "deep": lambda: _workbook(xl__worksheets__sheet1=SHEET % (b"<c>" * 200_000)),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_refuses_workbooks_that_explode(world, visitors, bomb):
    before = GradebookUpload.objects.count()
    file = SimpleUploadedFile("grades.xlsx", BOMBS[bomb]())
    with bounded():
        answer = visitors["bruno"].post(world.address("o/<slug:slug>/cohorts/<uuid:public_id>/"), {"file": file})

    assert answer.status_code == 400, answer.status_code
    assert GradebookUpload.objects.count() == before


LOGOS = {
    "a picture of a billion pixels": lambda: _png(32000, 32000, b"\0" * 1000),
    "a lying height": lambda: _png(4, 4, b"\0" * 30_000_000),
    "an SVG": lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "a GIF": lambda: b"GIF89a" + b"\0" * 100,
    "three megabytes": lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 3_000_000,
    "HTML named as a picture": lambda: b"<html><script>alert(1)</script>",
}


@pytest.mark.parametrize("bomb", LOGOS)
def test_refuses_logos_that_explode_or_are_none(world, visitors, bomb):
    form = {"kind": "university", "name_en": "Laurel University", "country": "BG", "colour": "#1f6b45"}
    file = SimpleUploadedFile("logo.png", LOGOS[bomb](), content_type="image/png")
    with bounded():
        answer = visitors["adela"].post(world.address("o/<slug:slug>/profile/"), {**form, "logo_file": file})
    logo = Organisation.objects.get(pk=world.organisation.pk).logo

    assert answer.status_code == 400 or len(bytes(logo)) < 2000, answer.status_code
    assert logo is None or bytes(logo).startswith(b"\x89PNG")


def test_refuses_a_badge_that_explodes(client, db):
    file = SimpleUploadedFile("badge.png", _text_bomb())
    with bounded():
        answer = client.post("/verify", {"file": file})

    assert answer.status_code in (200, 422)
    assert "is not a badge" in answer.content.decode() or answer.status_code == 422 or "verdict" in answer.content.decode()


INNER = (
    "http://localhost:5432/",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://169.254.169.254/latest/meta-data/",
    "https://0x7f000001/",
    "https://2130706433/",
    "https://localhost/",
    "https://metadata.google.internal/",
    "https://internal.example:8443/",
    "https://user:pass@example.org/",
    "file:///etc/passwd",
    "gopher://example.org/",
    "https://example.org/a?b=c",
    "https://example.org/\r\nHost: evil",
    "http://[",
    "http://localhost:8000/s/" + "." * 43,
    "http://localhost:8000/s/" + "%2e" * 14 + "x",
    "http://localhost:8000/admin/",
    "http://localhost:8000/o/laurel-university/members/",
    "http://localhost:8000/../../etc/passwd",
)


@pytest.mark.parametrize("language", ["en", "bg"])
@pytest.mark.parametrize("address", INNER)
def test_refuses_addresses_that_nobody_should_be_made_to_call(client, db, address, language, monkeypatch):
    def refuse(*_arguments: Any, **_named: Any) -> None:
        pytest.fail("a connection was opened")

    monkeypatch.setattr("socket.create_connection", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    answer = client.post(f"/verify?lang={language}", {"text": address})

    assert answer.status_code in (200, 422)


def test_refuses_a_name_that_leads_inside(client, db, monkeypatch):
    monkeypatch.setattr("socket.getaddrinfo", lambda *_a, **_n: [(2, 1, 6, "", ("10.0.0.7", 443))])
    answer = client.post("/verify", {"text": "https://badges.example.org/1"})

    assert answer.status_code == 422
    assert "private network" in answer.content.decode()
