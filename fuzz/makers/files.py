"""Seeds that are files: pictures, PDFs, gradebooks, keys, packs and what a log keeps."""

from __future__ import annotations

import io
import json
import zlib
from typing import Any

import openpyxl
from cryptography.hazmat.primitives.asymmetric import ec
from PIL import Image
from pypdf import PdfWriter

from fuzz.makers import Seeds
from fuzz.originals import (
    P384_SIGNER,
    badge,
    tokens,
)
from fuzz.targets.pades import CREDENTIAL
from fuzz.world import authority, design
from laurel.anchors import Evidence
from laurel.anchors.ots_format import HASH, Timestamp, append, in_block, pending, prepend, write_paths
from laurel.bake import pades, pdf, png, svg
from laurel.cli import keyfile
from laurel.did import key
from laurel.log.tiles import bundle_of
from log_keeping import KEYS, NOON, receipt_for
from outside_world import NOW, SIGNER, revocation_list

_PACK = """id = "own"
version = "1"
status = "draft"
source = "x"
extends = ["eu"]

[title]
en = "Ours"
bg = "Наши"

[[rule]]
id = "R-01"
on_false = "warn"
"""


def bake_seeds() -> Seeds:
    text = json.dumps(badge())
    yield "json.png", png.bake(small_picture(), text)
    yield "jwt.png", png.bake(small_picture(), tokens()[0], keyword=png.OPEN_BADGES_2)
    packed = b"openbadgecredential\0\1\0\0\0" + zlib.compress(text.encode())
    chunk = len(packed).to_bytes(4) + b"iTXt" + packed + zlib.crc32(b"iTXt" + packed).to_bytes(4)
    yield "packed.png", small_picture()[:33] + chunk + small_picture()[33:]
    picture = b'<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'
    yield "json.svg", svg.bake(picture, text)
    yield "jwt.svg", svg.bake(picture, tokens()[1])
    yield "script.svg", b'<!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg"><script>//<![CDATA[\n1]]></script></svg>'


def pdf_seeds() -> Seeds:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    made = io.BytesIO()
    writer.write(made)
    yield "blank.pdf", made.getvalue()
    yield "json.pdf", pdf.attach(made.getvalue(), json.dumps(badge()))
    writer.compress_identical_objects()
    packed = io.BytesIO()
    writer.write(packed)
    yield "jwt.pdf", pdf.attach(packed.getvalue(), "eyJ.eyJ.AA")


def pades_seeds() -> Seeds:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    made = io.BytesIO()
    writer.write(made)
    private = ec.derive_private_key(11, ec.SECP256R1())
    chain = [authority().certify(private), authority().certificate]
    yield "sealed.pdf", pades.seal(pdf.attach(made.getvalue(), CREDENTIAL), chain=chain, key=private, at=NOW)


def gradebook_csv_seeds() -> Seeds:
    parts = [each.id for each in design().assessments]
    header = ["number", "name", "email", *parts]
    row = ["F-1", "Амина Юсуф", "amina@students.example", *("72,5" for _ in parts)]
    yield "comma.csv", ",".join(header) + "\n" + ",".join(f'"{cell}"' for cell in row) + "\n"
    yield "semicolon.csv", (";".join(header) + "\r\n" + ";".join(row) + "\r\n").encode("windows-1251")
    yield "utf16.csv", ("\t".join(header) + "\n" + "\t".join(row) + "\n").encode("utf-16")
    yield (
        "moodle.csv",
        "First name,Surname,ID number,Email address,Quiz: Project (Real),Last downloaded from this course\nA,B,1,a@b.eu,5,-\n",
    )
    yield "oulad.csv", "code_module,code_presentation,id_student,final_result\nAAA,2013J,11391,Pass\n"
    yield "results.csv", "id_assessment,id_student,date_submitted,is_banked,score\n1752,11391,18,0,78\n"


def gradebook_xlsx_seeds() -> Seeds:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    parts = [each.id for each in design().assessments]
    sheet.append(["number", "name", "email", *parts])
    sheet.append(["F-1", "Амина", "amina@students.example", *(72.5 for _ in parts)])
    sheet.append(["F-2", "=1+1", "b@students.example", *(True for _ in parts)])
    made = io.BytesIO()
    book.save(made)
    yield "small.xlsx", made.getvalue()


def files_seeds() -> Seeds:
    for signer in (SIGNER, P384_SIGNER):
        private = signer.private_key
        issuer = keyfile.IssuerKey(did=key.did_of(private.public), method=key.method_of(private.public), private_key=private)
        yield f"{private.algorithm}.key", _secret(issuer)
    yield "trusted", '{"trusted_issuers":{"did:web:uni.example":"Uni"}}'
    yield "list", revocation_list(7)
    texts = ("award", "learner", "design", "inputs", "credential", "issued", "salt", "list_url", "stem")
    yield "ledger", json.dumps(dict.fromkeys(texts, "x") | {"index": -1}) + "\n"
    yield from gradebook_csv_seeds()


def log_seeds() -> Seeds:
    receipt = receipt_for(json.dumps(badge()), at=NOON)
    yield "receipt", receipt.with_anchors([Evidence(kind="opentimestamps", content=b"x")]).to_text()
    yield "proof", receipt.proof.to_text()
    yield "checkpoint", receipt.proof.checkpoint.to_text()
    yield "key", KEYS[0].to_text()
    yield "witness", KEYS[1].to_text()
    yield "bundle", bundle_of([b"one", b"two", b"three"])


def anchors_seeds() -> Seeds:
    steps = (append(b"nonce"), HASH, prepend(b"other"), HASH)
    paths = (pending("https://calendar.example", steps=steps), in_block(800_000, steps=(*steps, HASH)), in_block(1))
    yield "paths", write_paths(paths)
    yield "file.ots", Timestamp(digest=bytes(range(32)), paths=paths).to_bytes()
    yield "evidence", Evidence(kind="opentimestamps", content=b"x").to_json()
    transaction = {"payload": "ab" * 32, "sender": "0x" + "cd" * 20, "time": "2026-11-23T12:00:00Z", "confirmations": 3}
    yield "recording", {"eth:sepolia": {"0x" + "ef" * 32: transaction}}
    yield "granted.tsr", bytes.fromhex("30030201003000")


def policy_seeds() -> Seeds:
    yield "pack", _PACK
    yield "facts", {"workload.ects": 5, "form": "module"}
    yield "cases", '[[case]]\nname = "x"\non = 2026-11-23\nfacts = {}\nexpect = {}\n'


def _secret(issuer: keyfile.IssuerKey) -> dict[str, Any]:
    return {
        "id": issuer.method,
        "type": "Multikey",
        "controller": issuer.did,
        "publicKeyMultibase": issuer.private_key.public.to_multikey(),
        "secretKeyMultibase": issuer.private_key.to_multikey(),
    }


def small_picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (4, 4), "white").save(made, "PNG")
    return made.getvalue()
