"""Write the seeds anew: python -m fuzz.seeds. All of them come out of our own code."""

from __future__ import annotations

import io
import json
import shutil
import zlib
from collections.abc import Iterator
from typing import Any

import openpyxl
from cryptography.hazmat.primitives.asymmetric import ec
from PIL import Image
from pypdf import PdfWriter

from cast_of_badges import DESIGN, RECORD
from fuzz.catalogue import SEEDS
from fuzz.originals import (
    P256_SIGNER,
    P384_SIGNER,
    anchored_badges,
    badge,
    endorsed,
    older,
    originals,
    presentation_tokens,
    presentations,
    refused_originals,
    rich,
    shown_in_part,
    tokens,
    transcript,
    university,
)
from fuzz.targets.did import document_for
from fuzz.targets.pades import CREDENTIAL
from fuzz.world import authority, design
from laurel.anchors import Evidence
from laurel.anchors.ots_format import HASH, Timestamp, append, in_block, pending, prepend, write_paths
from laurel.annex1.record import AnnexIRecord
from laurel.bake import pades, pdf, png, svg
from laurel.canon import jsonld, nquads
from laurel.canon.contexts import OPEN
from laurel.cli import keyfile
from laurel.did import jwk, key
from laurel.formats import elm, openbadge2, openbadge3
from laurel.formats.elm import jades
from laurel.formats.openbadge2.jws import pem_of
from laurel.formats.sd_jwt_vc import annex1 as sd_jwt_annex1
from laurel.formats.sd_jwt_vc import credential as sd_jwt_vc
from laurel.formats.sd_jwt_vc import sd_jwt
from laurel.keys import LocalSigner, PrivateKey, PublicKey
from laurel.log.tiles import bundle_of
from laurel.proofs import add_proof, ecdsa_sd_2023, envelope
from log_keeping import KEYS, NOON, receipt_for
from outside_world import KEY, NOW, SIGNED, SIGNER, UNIVERSITY, revocation_list
from seals import ORGANISATION

PICTURE = b"\x89PNG\r\n\x1a\n"
Seeds = Iterator[tuple[str, bytes | str | dict[str, Any]]]


def write() -> None:
    """Replace the folder of every target that has seeds here."""
    for name, make in _MAKERS.items():
        folder = SEEDS / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for title, content in make():
            (folder / title).write_bytes(_bytes(content))


def _bytes(content: bytes | str | dict[str, Any]) -> bytes:
    if isinstance(content, bytes):
        return content
    return (content if isinstance(content, str) else json.dumps(content, ensure_ascii=False, separators=(",", ":"))).encode()


def _json() -> Seeds:
    yield "values", '{"a":[1,-0.0,2.5e3,true,null,"\\u00e9\\ud83c\\udf93"],"":{"b":[]}}'
    yield "twice", '{"a":1,"a":2}'
    yield "surrogate", '["\\ud800"]'
    yield "numbers", "[9007199254740991,1e400,NaN,-Infinity,0.1,1E-7]"
    yield "deep", "[" * 40 + "]" * 40
    yield "badge", badge()


def _jcs() -> Seeds:
    yield "names", {"é": 1, "\ue000": 2, "🎓": 3, "a": {"b": [1.5, 1e21, 1e-7, -0.0]}}
    yield "texts", ['\u0000\u001f\u007f\u2028"\\/']  # type: ignore[misc]
    yield "badge", rich()


def _nquads() -> Seeds:
    yield "badge", nquads.write(jsonld.to_dataset(badge()))
    yield "ring", "".join(f"_:a{i} <urn:p> _:a{(i + 1) % 6} .\n" for i in range(6))
    yield "literals", '<urn:s> <urn:p> "\\u00e9\\n"@en-gb <urn:g> .\n# note\n_:x <urn:p> "1"^^<urn:t> .\n'


def _rdfc() -> Seeds:
    yield "ring", bytes(number for i in range(8) for number in (i, (i + 1) % 8))
    yield "clique", bytes(number for a in range(5) for b in range(5) if a != b for number in (a, b))
    yield "graphs", bytes((0, 193, 1, 194, 2, 192))


def _jsonld() -> Seeds:
    yield "badge", badge()
    yield "rich", rich()
    yield "older", older()
    yield "endorsed", endorsed()
    yield "list", revocation_list()


def _keys() -> Seeds:
    for signer in (SIGNER, P256_SIGNER, P384_SIGNER):
        private = signer.private_key
        yield f"{private.algorithm}.multikey", private.public.to_multikey()
        yield f"{private.algorithm}.secret", private.to_multikey()
        yield f"{private.algorithm}.jwk", private.to_jwk()
        yield f"{private.algorithm}.public.jwk", private.public.to_jwk()
    yield "Ed25519.pem", pem_of(KEY.public)
    yield "P-256.pem", pem_of(P256_SIGNER.private_key.public)
    yield "low-order", bytes([1]) + bytes(31)


def _did() -> Seeds:
    yield "web", document_for(f"{UNIVERSITY}#key-1", university())
    yield "path", document_for("did:web:uni.example:org:7", university() | {"id": "did:web:uni.example:org:7"})
    yield "https", document_for("https://uni.example/issuer", university() | {"id": "https://uni.example/issuer"})
    yield "key", key.method_of(KEY.public)
    yield "jwk", jwk.method_of(P256_SIGNER.private_key.public)
    method = {"id": "#k", "type": "JsonWebKey", "controller": UNIVERSITY, "publicKeyJwk": KEY.public.to_jwk()}
    yield "inside", document_for(UNIVERSITY, {"id": UNIVERSITY, "assertionMethod": [method], "alsoKnownAs": ["urn:x"]})


def _jose() -> Seeds:
    yield from ((f"token-{number}", token) for number, token in enumerate(tokens(), 1))
    yield "presentation", presentation_tokens()[0]
    yield "envelope", envelope.wrap_credential(tokens()[1])
    yield "openbadge2", openbadge2.sign(_assertion(), signer=P256_SIGNER)


def _sd_jwt() -> Seeds:
    counter = iter(range(1_000))
    vct = "https://types.example/t"
    projected = sd_jwt_annex1.project(RECORD, vct=vct, issuer=UNIVERSITY)
    holder = PrivateKey.from_seed(bytes(range(2, 34)), "P-256")
    issued = sd_jwt_vc.issue(
        projected.claims,
        signer=SIGNER,
        disclosable=projected.disclosable,
        entropy=lambda size: next(counter).to_bytes(2).rjust(size, b"\5"),
        issued=SIGNED,
        holder=holder.public,
    )
    shown = sd_jwt_vc.disclose(issued, paths=list(projected.disclosable)[:2])
    bound = sd_jwt.bind(
        shown, signer=LocalSigner(holder, "did:example:holder#0"), nonce="n-1", audience="https://reader.example", created=NOW
    )
    yield "bound", bound.compact()
    yield "type", sd_jwt_annex1.metadata_of(vct)
    yield "payload", '{"_sd":["x"],"_sd_alg":"sha-256","a":[{"...":"y"}]}~WyJzIiwiYSIsMV0~WyJzIiwxXQ~'


def _proofs() -> Seeds:
    counter = iter(range(1_000))

    def entropy(size: int) -> bytes:
        return next(counter).to_bytes(2).rjust(size, b"\7")

    base = ecdsa_sd_2023.sign_base(badge(), signer=P256_SIGNER, created=SIGNED, entropy=entropy)
    yield "base", base
    yield "derived", shown_in_part()
    yield "base.value", base["proof"][0]["proofValue"]
    yield "derived.value", shown_in_part()["proof"][0]["proofValue"]
    yield "chain", originals()[8]
    yield "jcs", originals()[1]
    yield "cbor", bytes.fromhex("85434142430163616263a2014101024102f9")


def _status() -> Seeds:
    made = revocation_list(7)
    yield "list", made
    yield "bits", made["credentialSubject"]["encodedList"]
    yield "entry", rich()["credentialStatus"]
    yield "index", "94567"


def _picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (4, 4), "white").save(made, "PNG")
    return made.getvalue()


def _bake() -> Seeds:
    text = json.dumps(badge())
    yield "json.png", png.bake(_picture(), text)
    yield "jwt.png", png.bake(_picture(), tokens()[0], keyword=png.OPEN_BADGES_2)
    packed = b"openbadgecredential\0\1\0\0\0" + zlib.compress(text.encode())
    chunk = len(packed).to_bytes(4) + b"iTXt" + packed + zlib.crc32(b"iTXt" + packed).to_bytes(4)
    yield "packed.png", _picture()[:33] + chunk + _picture()[33:]
    picture = b'<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'
    yield "json.svg", svg.bake(picture, text)
    yield "jwt.svg", svg.bake(picture, tokens()[1])
    yield "script.svg", b'<!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg"><script>//<![CDATA[\n1]]></script></svg>'


def _pdf() -> Seeds:
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


def _pades() -> Seeds:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    made = io.BytesIO()
    writer.write(made)
    private = ec.derive_private_key(11, ec.SECP256R1())
    chain = [authority().certify(private), authority().certificate]
    yield "sealed.pdf", pades.seal(pdf.attach(made.getvalue(), CREDENTIAL), chain=chain, key=private, at=NOW)


def _timestamp() -> Seeds:
    for number, text in enumerate(
        ("2026-11-23T12:00:00Z", "2026-11-23T24:00:00.000+02:00", "9999-12-31T23:59:59.999999999-14:59", "P1Y2M3W4DT5H6M7.8S"),
        1,
    ):
        yield str(number), text


def _annex1() -> Seeds:
    yield "record", RECORD.model_dump_json()
    yield "design", design().model_dump_json()
    yield "short", '{"id":"urn:x","title":{"en":"x"},"description":{"en":"x"},"workload":{"hours":"1e3","ects":2}}'


def _formats() -> Seeds:
    yield "badge", badge()
    yield "ours", openbadge3.project(_short_record(), salt="pepper")
    yield "transcript", transcript()
    yield "elm", elm.project(_short_record(), image=PICTURE)
    yield "assertion", _assertion()


def _jades() -> Seeds:
    sealer = PrivateKey.from_seed(bytes(range(3, 35)), "P-256")
    private = ec.derive_private_key(int.from_bytes(sealer.secret), ec.SECP256R1())
    certificate = authority().certify(private, organisation=ORGANISATION)
    document = elm.project(_short_record(), image=PICTURE)
    sealed = jades.seal(document, chain=[certificate], key=private, at=SIGNED)
    yield "sealed", sealed
    short = {name: document[name] for name in ("@context", "id", "type", "issuer")}
    yield "short", jades.seal(short, chain=[certificate, authority().certificate], key=private, at=SIGNED)


def _short_record() -> AnnexIRecord:
    design = {
        "id": "urn:x",
        "title": {"en": "Sources"},
        "description": {"en": "-"},
        "awarding_bodies": [{"id": UNIVERSITY, "legal_name": {"en": "Uni"}, "country": "BG"}],
        "learning_outcomes": [{"id": "o1", "statement": {"en": "Judges"}}],
        "workload": {"hours": "25", "ects": "1"},
        "assessments": [{"id": "quiz", "title": {"en": "Quiz"}, "type": "quiz", "weight": "100", "outcomes": ["o1"]}],
    }
    plain = {
        "id": "urn:uuid:1",
        "credential": design,
        "learner": {"name": "A", "email": "a@b.example"},
        "issued": "2026-11-23T12:00:00Z",
        "grade": "6",
    }
    return AnnexIRecord.model_validate(plain)


def _assertion() -> dict[str, Any]:
    return _exported().assertion


def _exported(key: PublicKey | None = None) -> openbadge2.Export:
    return openbadge2.project(
        RECORD,
        base="https://uni.example/ob2/1",
        salt="pepper",
        image="https://uni.example/badge.png",
        issuer=DESIGN.awarding_bodies[0],
        key=key,
    )


def _gradebook() -> Seeds:
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


def _workbook() -> Seeds:
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


def _files() -> Seeds:
    for signer in (SIGNER, P384_SIGNER):
        private = signer.private_key
        issuer = keyfile.IssuerKey(did=key.did_of(private.public), method=key.method_of(private.public), private_key=private)
        yield f"{private.algorithm}.key", _secret(issuer)
    yield "trusted", '{"trusted_issuers":{"did:web:uni.example":"Uni"}}'
    yield "list", revocation_list(7)
    texts = ("award", "learner", "design", "inputs", "credential", "issued", "salt", "list_url", "stem")
    yield "ledger", json.dumps(dict.fromkeys(texts, "x") | {"index": -1}) + "\n"
    yield from _gradebook()


def _secret(issuer: keyfile.IssuerKey) -> dict[str, Any]:
    return {
        "id": issuer.method,
        "type": "Multikey",
        "controller": issuer.did,
        "publicKeyMultibase": issuer.private_key.public.to_multikey(),
        "secretKeyMultibase": issuer.private_key.to_multikey(),
    }


def _openbadge2() -> Seeds:
    hosted = _exported()
    yield "hosted", {"": hosted.assertion, **hosted.published}
    signed = _exported(P256_SIGNER.private_key.public)
    yield "signed", {"": openbadge2.sign(signed.assertion, signer=P256_SIGNER), **signed.published}


def _signed() -> Seeds:
    for number, document in enumerate((*originals(), *refused_originals()), 1):
        if len(json.dumps(document)) < 10_000:
            yield f"badge-{number:02}", document


def _anything() -> Seeds:
    yield from ((f"token-{number}", token) for number, token in enumerate(tokens(), 1))
    yield "envelope", envelope.wrap_credential(tokens()[1])
    yield "badge", originals()[0]
    yield "badge.png", png.bake(_picture(), json.dumps(originals()[1]))
    yield "list", revocation_list(7)
    yield "transcript", originals()[11]


def _presentation() -> Seeds:
    yield "json", presentations()[0]
    yield "token", presentation_tokens()[0]
    yield "envelope", envelope.wrap_presentation(presentation_tokens()[0])


def _log() -> Seeds:
    receipt = receipt_for(json.dumps(badge()), at=NOON)
    yield "receipt", receipt.with_anchors([Evidence(kind="opentimestamps", content=b"x")]).to_text()
    yield "proof", receipt.proof.to_text()
    yield "checkpoint", receipt.proof.checkpoint.to_text()
    yield "key", KEYS[0].to_text()
    yield "witness", KEYS[1].to_text()
    yield "bundle", bundle_of([b"one", b"two", b"three"])


def _anchors() -> Seeds:
    steps = (append(b"nonce"), HASH, prepend(b"other"), HASH)
    paths = (pending("https://calendar.example", steps=steps), in_block(800_000, steps=(*steps, HASH)), in_block(1))
    yield "paths", write_paths(paths)
    yield "file.ots", Timestamp(digest=bytes(range(32)), paths=paths).to_bytes()
    yield "evidence", Evidence(kind="opentimestamps", content=b"x").to_json()
    transaction = {"payload": "ab" * 32, "sender": "0x" + "cd" * 20, "time": "2026-11-23T12:00:00Z", "confirmations": 3}
    yield "recording", {"eth:sepolia": {"0x" + "ef" * 32: transaction}}
    yield "granted.tsr", bytes.fromhex("30030201003000")


def _merkle_proof() -> Seeds:
    yield "badge", anchored_badges()[0]
    yield "value", anchored_badges()[0]["proof"][-1]["proofValue"]


def _policy() -> Seeds:
    yield "pack", _PACK
    yield "facts", {"workload.ects": 5, "form": "module"}
    yield "cases", '[[case]]\nname = "x"\non = 2026-11-23\nfacts = {}\nexpect = {}\n'


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


def _generic() -> Seeds:
    licence = {
        "@context": ["https://www.w3.org/ns/credentials/v2", {"boat": "https://sails.example/#boat"}],
        "id": "urn:uuid:1",
        "type": ["VerifiableCredential"],
        "issuer": UNIVERSITY,
        "credentialSubject": {"id": "did:example:amina", "boat": "Sail"},
    }
    for suite in ("eddsa-rdfc-2022", "eddsa-jcs-2022"):
        yield suite, add_proof(licence, signer=SIGNER, suite=suite, created=SIGNED, contexts=OPEN)
    yield "badge", originals()[0]
    yield "token", tokens()[1]


_MAKERS = {
    "anchors": _anchors,
    "generic": _generic,
    "log": _log,
    "merkle_proof": _merkle_proof,
    "policy": _policy,
    "annex1": _annex1,
    "bake": _bake,
    "did": _did,
    "files": _files,
    "formats": _formats,
    "gradebook_csv": _gradebook,
    "gradebook_xlsx": _workbook,
    "jades": _jades,
    "jcs": _jcs,
    "jose": _jose,
    "jsonld": _jsonld,
    "keys": _keys,
    "nquads": _nquads,
    "openbadge2": _openbadge2,
    "pades": _pades,
    "pdf": _pdf,
    "presentation": _presentation,
    "proofs": _proofs,
    "rdfc": _rdfc,
    "sd_jwt": _sd_jwt,
    "status": _status,
    "strict_json": _json,
    "timestamp": _timestamp,
    "verify_anything": _anything,
    "verify_signed": _signed,
}

if __name__ == "__main__":
    write()
