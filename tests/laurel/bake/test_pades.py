"""A sealed PDF: what was there stays, the seal covers everything, and another program agrees."""

from __future__ import annotations

import asyncio
import re
import time
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader, PdfWriter

from cast_of_badges import DESIGN, RECORD
from laurel.art.badge import svg_of
from laurel.art.palette import palette_for
from laurel.bake import pades, pades_reading, pdf
from laurel.certificate import pdf_of
from laurel.errors import BakeError, KeyFormatError, SignatureError, UnsupportedError
from seals import MONDAY, RSA_KEY, Authority
from time_authority import TimeAuthority

ROOT = Authority()
P256, P384 = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP384R1())
CREDENTIAL = '{"подписано": "точно така" }'
SVG = svg_of(DESIGN, palette=palette_for("did:web:uni.example"), initials="ПУ", language="bg")
PLAIN = pdf_of(RECORD, credential=CREDENTIAL, verify_url="https://uni.example/v/1", badge_svg=SVG, language="bg")


def seal(plain=PLAIN, *, key=RSA_KEY, **options):
    return pades.seal(plain, chain=[ROOT.certify(key), ROOT.certificate], key=key, at=MONDAY, **options)


SEALED = seal()


def reason_of(call, *arguments, **options):
    with pytest.raises(BakeError) as caught:
        call(*arguments, **options)
    assert caught.value.say("bg") != caught.value.say("en")
    return caught.value.facts["reason"]


def appended(change, *, to=SEALED):
    """The PDF with one more revision, as any program could add it."""
    writer = IncrementalPdfFileWriter(BytesIO(to))
    change(writer)
    written = BytesIO()
    writer.write(written)
    assert written.getvalue().startswith(to)
    return written.getvalue()


@pytest.mark.parametrize("key", [RSA_KEY, P256, P384], ids=["RSA", "P-256", "P-384"])
def test_a_seal_holds_and_says_whose_it_is(key):
    (found,) = pades_reading.read(seal(key=key))

    assert (found.broken, found.changed, found.claimed, found.stamps) == (None, False, MONDAY, ())
    assert found.chain[0].public_key() == key.public_key()
    assert ROOT.certificate in found.chain


def test_what_was_there_stays_byte_for_byte():
    assert SEALED.startswith(PLAIN)
    assert pdf.extract(SEALED) == CREDENTIAL
    assert PdfReader(BytesIO(SEALED)).pages[0].extract_text() == PdfReader(BytesIO(PLAIN)).pages[0].extract_text()


def test_the_page_keeps_its_standards_as_far_as_a_seal_allows():
    before, after = PdfReader(BytesIO(PLAIN)), PdfReader(BytesIO(SEALED))
    field = after.pages[0]["/Annots"][-1].get_object()

    assert after.root_object["/Metadata"].get_data() == before.root_object["/Metadata"].get_data()
    assert b"<pdfaid:part>3</pdfaid:part>" in before.root_object["/Metadata"].get_data()
    assert after.metadata == before.metadata
    assert {"/StructTreeRoot", "/MarkInfo", "/Lang", "/OutputIntents", "/AF"} <= after.root_object.keys()
    assert after.pages[0]["/Tabs"] == "/S"  # PDF/UA-1, 7.18.3
    assert field["/F"] & 4  # PDF/A-3, 6.3.2: it may be printed
    assert not field["/F"] & (1 | 2 | 32)  # and is neither invisible, hidden nor kept from view
    assert field["/TU"] == "Test seal"  # PDF/UA-1, 7.18.1: it has a name
    assert max(field["/Rect"]) < 0  # outside the page, so it needs no tag


def test_the_signature_is_of_the_european_kind():
    reader = PdfFileReader(BytesIO(SEALED))
    (signature,) = reader.embedded_signatures
    attributes = {each["type"].native for each in signature.signer_info["signed_attrs"]}

    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert attributes == {"content_type", "message_digest", "signing_certificate_v2"}  # EN 319 142-1, 6.3: no signing-time
    assert str(reader.root["/Perms"]["/DocMDP"]["/Reference"][0]["/TransformParams"]["/P"]) == "1"


def test_another_reading_of_the_whole_file_agrees():
    (signature,) = PdfFileReader(BytesIO(SEALED)).embedded_signatures
    context = ValidationContext(trust_roots=[pades.as_asn1(ROOT.certificate)], moment=MONDAY, allow_fetching=False)

    status = validate_pdf_signature(signature, context, key_usage_settings=_any_usage())

    assert status.bottom_line, status.pretty_print_details()


def _any_usage():
    from pyhanko.sign.validation.settings import KeyUsageConstraints

    return KeyUsageConstraints(key_usage={"digital_signature"})


def test_an_authority_stamps_the_time_of_the_seal(tmp_path):
    authority = TimeAuthority(tmp_path / "time")

    (found,) = pades_reading.read(seal(stamp=authority.reply))

    (stamp,) = found.stamps
    assert (found.broken, found.changed) == (None, False)
    assert stamp.chain[0] == authority.certificate
    assert stamp.at > MONDAY.replace(year=2024)


def test_a_stamp_over_another_seal_is_as_good_as_absent(tmp_path):
    authority = TimeAuthority(tmp_path / "time")
    stamped, other = seal(key=P256, stamp=authority.reply), seal(key=P256)
    own, foreign = (PdfFileReader(BytesIO(each)).embedded_signatures[0] for each in (stamped, other))

    foreign.signer_info["unsigned_attrs"] = own.signer_info["unsigned_attrs"]

    assert list(pades_reading._stamps(foreign.signer_info)) == []
    assert len(list(pades_reading._stamps(own.signer_info))) == 1


def test_whoever_runs_an_event_loop_can_seal_and_read_too():
    async def both():
        return pades_reading.read(seal())

    assert asyncio.run(both())[0].broken is None


def test_refuses_a_key_of_another_certificate():
    with pytest.raises(KeyFormatError):
        pades.seal(PLAIN, chain=[ROOT.certify(RSA_KEY)], key=P256, at=MONDAY)
    with pytest.raises(KeyFormatError):
        pades.seal(PLAIN, chain=[], key=P256, at=MONDAY)


def test_refuses_to_seal_twice():
    assert reason_of(seal, SEALED) == "SEALED_ALREADY"


@pytest.mark.parametrize("broken", [b"", b"%PDF-1.7", b"%PDF-1.7\ntrailer<</Root 1 0 R>>", b"hello"])
def test_refuses_to_seal_what_is_no_pdf(broken):
    assert reason_of(seal, broken) == "NOT_A_PDF"


def test_refuses_to_seal_a_file_that_is_too_large():
    assert reason_of(seal, b"%PDF-1.7" + b" " * 6_000_000) == "FILE_TOO_LARGE"


def test_refuses_an_encrypted_pdf_everywhere():
    writer = PdfWriter(BytesIO(PLAIN))
    writer.encrypt("secret")
    written = BytesIO()
    writer.write(written)

    assert reason_of(seal, written.getvalue()) == "ENCRYPTED"
    assert reason_of(pdf.extract, written.getvalue()) == "ENCRYPTED"
    assert reason_of(pdf.attach, written.getvalue(), "{}") == "ENCRYPTED"


PLACES = {"near the start": 1_000, "within": 20_000, "in the seal": len(PLAIN) + 50, "near the end": len(SEALED) - 20}


@pytest.mark.parametrize("where", PLACES)  # names, because every process seals anew and places differ
def test_refuses_a_changed_byte_anywhere(where):
    place = PLACES[where]
    changed = bytearray(SEALED)
    changed[place] ^= 1

    try:
        found = pades_reading.read(bytes(changed))
    except UnsupportedError:
        return  # it cannot be read any more, and nobody is told that it holds
    assert all(isinstance(each.broken, SignatureError) or each.changed for each in found)


def test_refuses_a_page_changed_in_a_later_revision():
    def repaint(writer):
        page = writer.root["/Pages"]["/Kids"][0]
        page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
        writer.update_container(page)

    (found,) = pades_reading.read(appended(repaint))

    assert (found.broken, found.changed) == (None, True)


def test_refuses_a_credential_exchanged_in_a_later_revision():
    def exchange(writer):
        listed = writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1]
        content = listed["/EF"].raw_get("/F").get_object()
        writer.mark_update(listed["/EF"].raw_get("/F").reference)
        content._data, content._encoded_data = b'{"another": 1}', None
        content.pop("/Filter", None)

    changed = appended(exchange)

    assert pdf.extract(changed) == '{"another": 1}'
    assert pades_reading.read(changed)[0].changed


def test_refuses_an_annotation_laid_over_the_page():
    def cover(writer):
        page = writer.root["/Pages"]["/Kids"][0]
        box = generic.ArrayObject(generic.NumberObject(each) for each in (0, 0, 500, 500))
        note = generic.DictionaryObject({"/Type": "/Annot", "/Subtype": "/FreeText", "/Rect": box})
        names = {generic.pdf_name(key): value if key == "/Rect" else generic.pdf_name(value) for key, value in note.items()}
        page["/Annots"].append(writer.add_object(generic.DictionaryObject(names)))
        writer.update_container(page["/Annots"])

    assert pades_reading.read(appended(cover))[0].changed


def test_long_term_proofs_may_be_appended():
    from pyhanko.sign.validation.dss import DocumentSecurityStore

    written = BytesIO(SEALED)
    DocumentSecurityStore.add_dss(written, sig_contents=None, certs=[pades.as_asn1(ROOT.certificate)])

    (found,) = pades_reading.read(written.getvalue())

    assert len(written.getvalue()) > len(SEALED)
    assert (found.broken, found.changed) == (None, False)


@pytest.mark.parametrize("rubbish", [b"%%EOF extra", b"\n1 0 obj\n<<>>\nendobj\n", PLAIN])
def test_refuses_rubbish_after_the_end(rubbish):
    try:
        found = pades_reading.read(SEALED + rubbish)
    except UnsupportedError:
        return
    assert all(each.changed or each.broken for each in found)


def test_refuses_a_seal_that_leaves_out_a_part_of_the_file():
    gap = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]", SEALED)
    first, second, rest = (int(each) for each in gap.groups())
    longer = f"/ByteRange [0 {first} {second + 40} {rest - 40}]".encode().ljust(len(gap[0]))

    (found,) = pades_reading.read(SEALED.replace(gap[0], longer))

    assert isinstance(found.broken, SignatureError)


def test_a_pdf_without_a_seal_has_none():
    assert not pades_reading.may_be_sealed(PLAIN)
    assert pades_reading.read(PLAIN) == ()


@pytest.mark.parametrize("name", [b"/Byte#52ange", b"/B#79teRange"])
def test_a_seal_in_disguise_is_looked_for_and_not_believed(name):
    hidden = SEALED.replace(b"/ByteRange", name)

    assert pades_reading.may_be_sealed(hidden)
    with pytest.raises(UnsupportedError):
        pades_reading.read(hidden)


def _written(objects):
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    written, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\n" % (size, table, size)
    return written + b"startxref\n%d\n%%%%EOF\n" % start


VALUE = b"<</Type/Sig/SubFilter/ETSI.CAdES.detached/ByteRange[0 1 2 3]/Contents<00>>>"


@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param(
            _written(
                [b"<</Type/Catalog/AcroForm<</Fields[2 0 R]>>>>"]
                + [b"<</T(a)/Kids[%d 0 R]>>" % number for number in range(3, 5_000)]
                + [b"<</FT/Sig/T(z)/V%s>>" % VALUE]
            ),
            id="fields nested without end",
        ),
        pytest.param(
            _written([b"<</Type/Catalog/AcroForm<</Fields[2 0 R]>>>>", b"<</T(a)/Kids[2 0 R]/FT/Sig/V%s>>" % VALUE]),
            id="a field inside itself",
        ),
        pytest.param(_written([b"<</Type/Catalog/AcroForm " + b"[" * 500_000 + b">>"]), id="arrays nested without end"),
        pytest.param(
            _written([b"<</Type/Catalog>>"]) + b"trailer\n<</Size 2/Root 1 0 R/Prev 60>>\nstartxref\n60\n%%EOF\n" * 9_000,
            id="revisions without end",
        ),
        pytest.param(_written([b"<</Type/Catalog/AcroForm 7>>"]), id="a form that is a number"),
        pytest.param(
            _written([b"<</Type/Catalog/AcroForm<</Fields[2 0 R]>>>>", b"<</FT/Sig/V 9>>"]), id="a value that is a number"
        ),
    ],
)
def test_refuses_a_pdf_made_to_tire_its_reader_within_two_seconds(hostile):
    began = time.process_time()

    with pytest.raises(UnsupportedError):
        pades_reading.read(hostile)

    assert time.process_time() - began < 2


def test_refuses_more_seals_than_anybody_needs():
    filled = [b"<</FT/Sig/T(a%d)/V 2 0 R>>" % number for number in range(pades_reading.MAX_SEALS + 1)]
    names = b" ".join(b"%d 0 R" % number for number in range(3, 3 + len(filled)))
    signature = SEALED[SEALED.index(b"/Contents <") : SEALED.index(b"/Type /Sig\n")]
    value = b"<<" + signature + b"/Type/Sig/SubFilter/ETSI.CAdES.detached>>"

    with pytest.raises(UnsupportedError, match="so many seals"):
        pades_reading.read(_written([b"<</Type/Catalog/AcroForm<</Fields[" + names + b"]>>>>", value, *filled]))
