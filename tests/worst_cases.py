"""Files made to be costly: each is small enough to be let in, and asks for as much as its maker could think of."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable
from itertools import product
from typing import Any

from laurel.bake import png
from laurel.keys import LocalSigner, PrivateKey, base58, base64url
from laurel.proofs import add_proof, vc_jwt
from outside_world import SIGNED, SIGNER, signed
from plain_badge import badge

Json = dict[str, Any]
COSTLY: dict[str, Callable[[], bytes]] = {}


def costly(make: Callable[[], bytes | Json]) -> Callable[[], bytes | Json]:
    """Keep a maker under its name."""
    COSTLY[make.__name__] = lambda: (
        found if isinstance(found := make(), bytes) else json.dumps(found, ensure_ascii=False).encode()
    )
    return make


def zeros(mebibytes: int) -> bytes:
    """A zlib stream of so many mebibytes of nothing, but for its check sum, which nobody reaches."""
    packer = zlib.compressobj(9)
    head = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(1_024 * 1_024)) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + block * mebibytes + packer.flush()


def _forged(**changes: Any) -> Json:
    """A badge whose signature cannot hold, so that nothing is spared to its maker."""
    return signed() | changes


def _alignment(number: int, **more: Any) -> Json:
    return {"type": ["Alignment"], "targetName": f"x{number}", "targetUrl": "https://a.example/"} | more


def _with_alignments(alignments: list[Json]) -> Json:
    made = _forged()
    made["credentialSubject"]["achievement"]["alignment"] = alignments
    return made


@costly
def clique_of_blank_nodes() -> Json:
    """Blank nodes that all point at each other, by result and resultDescription: nobody can tell them apart."""
    names = [f"_:n{number}" for number in range(10)]
    made = _forged()
    made["credentialSubject"]["achievement"]["related"] = [
        {"type": ["Related"], "id": a, "inLanguage": b} for a, b in product(names, names) if a != b
    ]
    return made


@costly
def two_thousand_twins() -> Json:
    return _with_alignments([_alignment(0) for _ in range(1_200)])


@costly
def nested_twins() -> Json:
    made = _forged()
    node: Json = {"type": ["Profile"], "parentOrg": {"type": ["Profile"]}}
    for _ in range(28):
        node = {"type": ["Profile"], "parentOrg": node, "otherIdentifier": []}
    made["issuer"] = {"id": "did:web:uni.example", "type": ["Profile"], "parentOrg": node}
    return made


@costly
def five_thousand_values() -> Json:
    return _with_alignments([_alignment(number) for number in range(1_000)])


@costly
def as_many_values_as_fit() -> Json:
    made = _forged()
    made["credentialSubject"]["achievement"]["tag"] = [str(number) for number in range(4_900)]
    return made


@costly
def eight_proofs_over_a_large_badge() -> Json:
    made = _with_alignments([_alignment(number) for number in range(900)])
    made["proof"] = [made["proof"][0] | {"created": f"2026-11-23T12:00:0{second}Z"} for second in range(8)]
    return made


@costly
def twenty_endorsements_with_eight_proofs() -> Json:
    own = LocalSigner(PrivateKey.from_seed(b"\5" * 32), "did:web:stranger.example#key-1")
    made = badge()
    made["endorsement"] = []
    for number in range(20):
        said = {
            "@context": made["@context"],
            "id": f"urn:uuid:{number}",
            "type": ["VerifiableCredential", "EndorsementCredential"],
            "name": "Endorsement",
            "issuer": {"id": "did:web:stranger.example", "type": ["Profile"], "name": "x" * 50},
            "validFrom": "2026-11-20T12:00:00Z",
            "credentialSubject": {"id": made["id"], "type": ["EndorsementSubject"], "endorsementComment": "Good."},
        }
        proof = add_proof(said, signer=own, created=SIGNED)["proof"][0]
        made["endorsement"].append({**said, "proof": [proof | {"created": f"2026-11-23T12:00:0{n}Z"} for n in range(8)]})
    return add_proof(made, signer=SIGNER, suite="eddsa-jcs-2022", created=SIGNED)


@costly
def one_thing_told_a_thousand_times() -> Json:
    evidence = [{"id": "urn:x", "type": ["Evidence"], "name": f"x{number}"} for number in range(1_200)]
    return _forged(evidence=evidence)


@costly
def contexts_repeated_everywhere() -> Json:
    made = _forged()
    made["credentialSubject"]["achievement"]["alignment"] = [
        _alignment(number, **{"@context": made["@context"]}) for number in range(600)
    ]
    return made


@costly
def twenty_known_contexts() -> Json:
    made = _forged()
    made["@context"] = made["@context"] + [made["@context"][1]] * 8
    return made


@costly
def wide_context() -> Json:
    made = _forged()
    made["@context"] = [*made["@context"], {f"t{number}": f"urn:{number}" for number in range(30_000)}]
    return made


@costly
def deep_arrays() -> bytes:
    return b"[" * 500_000 + b"]" * 500_000


@costly
def deep_objects() -> bytes:
    return b'{"a":' * 160_000 + b"1" + b"}" * 160_000


@costly
def many_empty_arrays() -> bytes:
    return b'{"a":[' + b",".join([b"[]"] * 330_000) + b"]}"


@costly
def many_duplicates() -> bytes:
    return b"{" + b",".join([b'"a":1'] * 160_000) + b"}"


@costly
def many_bad_numbers() -> bytes:
    return b'{"a":[' + b",".join([b"1e999"] * 160_000) + b"]}"


@costly
def one_huge_number() -> bytes:
    return b'{"a":' + b"9" * 990_000 + b"}"


@costly
def one_long_text_of_escapes() -> bytes:
    return b'{"a":"' + b"\\ud83c\\udf93" * 80_000 + b'"}'


@costly
def one_long_name() -> Json:
    return _forged(**{"x" * 900_000: 1})


@costly
def long_proof_value() -> Json:
    made = _forged()
    made["proof"][0]["proofValue"] = "z" + "2" * 950_000
    return made


@costly
def long_signature_of_ones() -> Json:
    made = _forged()
    made["proof"][0]["proofValue"] = "z" + base58.encode(bytes(60_000))
    return made


@costly
def long_key_name() -> Json:
    made = _forged()
    made["proof"][0]["verificationMethod"] = "did:key:z" + "2" * 950_000
    return made | {"issuer": "did:key:z" + "2" * 950_000}


@costly
def big_picture_in_the_badge() -> Json:
    made = _forged()
    made["image"] = {"id": "data:image/png;base64," + "A" * 900_000, "type": "Image"}
    return made


@costly
def big_badge_of_anybodys_key() -> Json:
    own = PrivateKey.from_seed(b"\6" * 32)
    did = f"did:key:{own.public.to_multikey()}"
    made = badge() | {"issuer": did}
    made["credentialSubject"]["achievement"]["alignment"] = [_alignment(number) for number in range(900)]
    return add_proof(made, signer=LocalSigner(own, f"{did}#{did[8:]}"), created=SIGNED)


@costly
def token_with_a_large_payload() -> bytes:
    made = badge()
    made["credentialSubject"]["achievement"]["alignment"] = [_alignment(number) for number in range(900)]
    return vc_jwt.sign(made, signer=SIGNER).encode()


@costly
def token_of_rsa_with_a_long_modulus() -> bytes:
    header = {"alg": "RS256", "jwk": {"kty": "RSA", "n": base64url.encode(b"\xff" * 1_024), "e": "AQAB"}}
    parts = (json.dumps(header), json.dumps({"iss": "x"}), "x" * 1_024)
    return ".".join(base64url.encode(part.encode()) for part in parts).encode()


@costly
def many_dots() -> bytes:
    return b"a." * 480_000


@costly
def many_tildes() -> bytes:
    return b"a.b.c" + b"~a" * 480_000


def _chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)


def _png(*chunks: bytes) -> bytes:
    head = _chunk(b"IHDR", (1).to_bytes(4) * 2 + b"\10\0\0\0\0")
    return b"".join((png.SIGNATURE, head, *chunks, _chunk(b"IEND", b"")))


@costly
def png_of_half_a_million_chunks() -> bytes:
    return _png(*[_chunk(b"tEXt", b"")] * 499_000)


@costly
def png_with_a_compressed_bomb() -> bytes:
    packed = zeros(512)
    return _png(_chunk(b"iTXt", b"openbadgecredential\0\1\0\0\0" + packed))


@costly
def png_with_one_chunk_of_six_megabytes() -> bytes:
    return _png(_chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0" + b"{" * 5_900_000))


def _svg(inside: str, attributes: str = "") -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg"{attributes}>{inside}</svg>'.encode()


@costly
def svg_of_many_lines_in_the_credential() -> bytes:
    return _svg('<c:credential xmlns:c="https://purl.imsglobal.org/ob/v3p0">' + "\n" * 5_900_000 + "</c:credential>")


@costly
def svg_of_many_attributes() -> bytes:
    return _svg("", "".join(f' a{number:x}=""' for number in range(600_000)))


@costly
def svg_of_many_namespaces() -> bytes:
    return _svg("", "".join(f' xmlns:a{number:x}="u"' for number in range(340_000)))


@costly
def svg_of_many_elements() -> bytes:
    return _svg("<a/>" * 1_480_000)


@costly
def svg_of_many_credentials() -> bytes:
    return _svg('<credential xmlns="https://purl.imsglobal.org/ob/v3p0"/>' * 100_000)


@costly
def svg_with_a_long_root_tag() -> bytes:
    return _svg("", ' a="' + ">" * 5_900_000 + '"')


@costly
def svg_of_many_references() -> bytes:
    return _svg('<c:credential xmlns:c="https://purl.imsglobal.org/ob/v3p0">' + "&lt;" * 1_400_000 + "</c:credential>")


@costly
def svg_that_never_ends() -> bytes:
    return b'<svg xmlns="http://www.w3.org/2000/svg"' + b" " * 5_900_000


@costly
def svg_of_many_entities() -> bytes:
    entities = "".join(f'<!ENTITY e{number} "&e{number - 1};&e{number - 1};">' for number in range(1, 60))
    return f'<!DOCTYPE svg [<!ENTITY e0 "x">{entities}]><svg xmlns="http://www.w3.org/2000/svg">&e59;</svg>'.encode()


def _pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    made, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table
    return made + b"trailer\n<</Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, start)


def _stream(content: bytes, filters: bytes) -> bytes:
    return b"<</Length %d /Filter %s>>\nstream\n" % (len(content), filters) + content + b"\nendstream"


def _attached(stream: bytes) -> bytes:
    return _pdf(
        b"<</Type /Catalog /Pages 2 0 R /Names <</EmbeddedFiles <</Names [(credential.json) 3 0 R]>>>>>>",
        b"<</Type /Pages /Kids [] /Count 0>>",
        b"<</Type /Filespec /F (credential.json) /UF (credential.json) /EF <</F 4 0 R>>>>",
        stream,
    )


@costly
def pdf_with_a_compressed_bomb() -> bytes:
    return _attached(_stream(zeros(512), b"/FlateDecode"))


@costly
def pdf_with_a_bomb_in_a_bomb() -> bytes:
    twice = zlib.compress(zeros(1_024), 9)
    return _attached(_stream(twice, b"[/FlateDecode /FlateDecode]"))


@costly
def pdf_with_a_bomb_of_runs() -> bytes:
    return _attached(_stream(b"\x81\x00" * 2_900_000 + b"\x80", b"/RunLengthDecode"))


@costly
def pdf_with_a_bomb_of_words() -> bytes:
    codes, bits, size, word = [256], 9, 258, 258
    codes.append(0)
    while len(codes) < 1_400_000:
        codes.append(word if word < 4_095 else 256)
        word = 258 if word >= 4_095 else word + 1
        size = 258 if codes[-1] == 256 else size + 1
    del bits, size
    joined = "".join(f"{code:012b}" for code in codes)
    return _attached(_stream(int(joined, 2).to_bytes((len(joined) + 7) // 8), b"/LZWDecode"))


@costly
def pdf_of_ascii() -> bytes:
    return _attached(_stream(b"z" * 5_900_000 + b"~>", b"/ASCII85Decode"))


@costly
def pdf_of_hexadecimals() -> bytes:
    return _attached(_stream(b"4 " * 2_900_000 + b">", b"/ASCIIHexDecode"))


@costly
def pdf_with_a_tree_of_names_that_leads_back() -> bytes:
    return _pdf(
        b"<</Type /Catalog /Pages 2 0 R /Names <</EmbeddedFiles 3 0 R>>>>",
        b"<</Type /Pages /Kids [] /Count 0>>",
        b"<</Kids [3 0 R 3 0 R 3 0 R]>>",
    )


@costly
def pdf_with_a_wide_tree_of_names() -> bytes:
    leaf = b"<</Names [(a) 3 0 R]>>"
    levels = [b"<</Kids [" + b" ".join([b"%d 0 R" % (number + 1)] * 40) + b"]>>" for number in range(3, 9)]
    return _pdf(
        b"<</Type /Catalog /Pages 2 0 R /Names <</EmbeddedFiles 3 0 R>>>>", b"<</Type /Pages /Kids [] /Count 0>>", *levels, leaf
    )


@costly
def pdf_of_deep_arrays() -> bytes:
    return _pdf(b"<</Type /Catalog /Names " + b"[" * 900_000 + b"]" * 900_000 + b">>")


@costly
def pdf_with_a_long_table() -> bytes:
    return (
        b"%PDF-1.7\n1 0 obj\n<</Type /Catalog>>\nendobj\nxref\n0 280000\n"
        + b"0000000009 00000 n \n" * 280_000
        + (b"trailer\n<</Size 280000 /Root 1 0 R>>\nstartxref\n45\n%%EOF")
    )


@costly
def pdf_with_a_table_that_lies() -> bytes:
    head = b"%PDF-1.7\n1 0 obj\n<</Type /Catalog>>\nendobj\nxref\n0 2000000000\n0000000009 00000 n \n"
    return head + b"trailer\n<</Root 1 0 R>>\nstartxref\n45\n%%EOF"


@costly
def pdf_without_a_table() -> bytes:
    return b"%PDF-1.7\n" + b"1 0 obj\n<</Type /Catalog>>\nendobj\n" * 150_000 + b"startxref\n0\n%%EOF"


@costly
def pdf_of_nothing_but_line_ends() -> bytes:
    return b"%PDF-1.7\n" + b"\n" * 5_900_000


@costly
def pdf_with_a_table_in_a_bomb() -> bytes:
    packed = zeros(300)
    head = b"%PDF-1.7\n1 0 obj\n<</Type /XRef /Size 60000000 /W [1 2 2] /Root 2 0 R /Filter /FlateDecode /Length "
    return head + b"%d>>\nstream\n" % len(packed) + packed + b"\nendstream\nendobj\nstartxref\n9\n%%EOF"


@costly
def pdf_of_attached_files() -> bytes:
    names = b" ".join(b"(n%d) 3 0 R" % number for number in range(200_000))
    return _pdf(
        b"<</Type /Catalog /Pages 2 0 R /Names <</EmbeddedFiles <</Names [" + names + b"]>>>>>>",
        b"<</Type /Pages /Kids [] /Count 0>>",
        b"<</Type /Filespec /F (x) /EF <</F 4 0 R>>>>",
        b"<</Length 0>>\nstream\n\nendstream",
    )


@costly
def seal_with_ten_thousand_nodes() -> Json:
    claim = {"type": "LearningAchievement", "title": {"en": "x"}}
    return {
        "@context": ["https://www.w3.org/2018/credentials/v1"],
        "type": ["VerifiableCredential", "EuropeanDigitalCredential"],
        "credentialSubject": {"hasClaim": [claim] * 4_000},
    }


@costly
def assertion_of_many_members() -> Json:
    return {"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "badge": "x"} | {
        f"m{n}": n for n in range(4_900)
    }


def status_bomb() -> str:
    """An `encodedList` that unpacks to a gibibyte."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    head = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(1_024 * 1_024)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = head + block * 1_024 + packer.flush()
    return "u" + base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


@costly
def twenty_poisoned_badges_in_a_learner_record() -> Json:
    """Each badge holds results whose nodes nobody can tell apart; JCS outside spares the record itself that trouble."""
    stranger = LocalSigner(PrivateKey.from_seed(bytes(range(1, 33))), "did:web:stranger.example#key-1")
    inside = []
    for number in range(20):
        made = badge() | {"id": f"urn:uuid:{number}", "issuer": {"id": "did:web:stranger.example", "type": ["Profile"]}}
        twins = [_alignment(0) for _ in range(8)]
        made["credentialSubject"]["result"] = [
            {"type": ["Result"], "status": "Completed", "alignment": twins} for _ in range(2)
        ]
        inside.append(add_proof(badge() | {"issuer": made["issuer"]}, signer=stranger, created=SIGNED) | made)
    record = {
        "@context": [
            badge()["@context"][0],
            "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
            badge()["@context"][1],
        ],
        "id": "urn:uuid:record",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "Transcript",
        "issuer": {"id": "did:web:stranger.example", "type": ["Profile"], "name": "Stranger"},
        "validFrom": "2026-11-23T12:00:00Z",
        "credentialSubject": {"type": ["ClrSubject"], "id": "did:example:learner", "verifiableCredential": inside},
    }
    return add_proof(record, signer=stranger, suite="eddsa-jcs-2022", created=SIGNED)
