"""The certificate: one page, both languages, the credential inside, and user text that stays text."""

from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from pypdf import PdfReader

from cast_of_badges import DESIGN, RECORD, both
from laurel.annex1.record import Learner
from laurel.art.badge import svg_of
from laurel.art.palette import palette_for
from laurel.bake import unbake
from laurel.certificate import elements_of, pdf_of
from laurel.errors import MalformedError
from strategies import records

SVG = svg_of(DESIGN, palette=palette_for("did:web:uni.example"), initials="ПУ", language="bg")
CREDENTIAL = '{"подписано": "точно така" }'


def written(record=RECORD, *, language="bg", credential=CREDENTIAL, badge_svg=SVG):
    return pdf_of(record, credential=credential, verify_url="https://uni.example/v/1", badge_svg=badge_svg, language=language)


def text_of(pdf):
    return " ".join(PdfReader(BytesIO(pdf)).pages[0].extract_text().split())


@pytest.mark.parametrize(
    ("language", "sentence", "title"),
    [
        ("bg", "Удостоверява се, че", "Критично оценяване на информация"),
        ("en", "This certifies that", "Evaluating information critically"),
    ],
)
def test_the_page_says_who_earned_what_in_the_readers_language(language, sentence, title):
    text = text_of(written(language=language))

    assert sentence in text
    assert title in text
    assert "Амина Георгиева" in text


@pytest.mark.parametrize("credential", [CREDENTIAL, "eyJhbGciOiJFZERTQSJ9.eyJhIjoxfQ.c2ln"])
def test_the_credential_is_attached_exactly_as_signed(credential):
    assert unbake(written(credential=credential)) == credential


def test_the_same_record_gives_the_same_bytes():
    assert written() == written()


def test_a_long_record_still_fits_on_one_page():
    outcomes = tuple(
        DESIGN.learning_outcomes[0].model_copy(update={"id": f"lo{i}", "statement": both("Анализира " * 60, "x")})
        for i in range(30)
    )
    design = DESIGN.model_copy(update={"learning_outcomes": outcomes, "title": both("Много дълго заглавие " * 20, "x")})

    assert len(PdfReader(BytesIO(written(RECORD.model_copy(update={"credential": design})))).pages) == 1


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(records)
def test_any_record_gives_one_page(record):
    assert len(PdfReader(BytesIO(written(record))).pages) == 1


def test_the_page_is_made_for_archives_and_for_screen_readers():
    metadata = PdfReader(BytesIO(written())).xmp_metadata

    assert b"pdfaid:part" in metadata.stream.get_data()
    assert b"pdfuaid:part" in metadata.stream.get_data()


def test_a_name_in_letters_that_the_font_lacks_still_gives_a_page():
    record = RECORD.model_copy(update={"learner": Learner(id="did:key:z6Mk", name="李小龍")})

    assert unbake(written(record)) == CREDENTIAL


def test_refuses_to_read_a_name_as_markup():
    name = '#read("/etc/passwd") $x$ *b* <label> // #import "@preview/x:1.0.0"'
    record = RECORD.model_copy(update={"learner": Learner(id="did:key:z6Mk", name=name)})

    assert '#read("/etc/passwd") $x$ *b* <label>' in text_of(written(record))


def test_refuses_a_badge_that_cannot_be_drawn():
    with pytest.raises(MalformedError):
        written(badge_svg="<svg")


def test_the_elements_are_listed_in_the_order_of_the_standard():
    numbers = [element.number for element in elements_of(RECORD, language="en")]

    assert numbers == [f"M{n}" for n in range(1, 12)] + [f"O{n}" for n in range(1, 6)]


def test_dates_and_workload_are_written_out_for_the_reader():
    values = {element.number: element.value for element in elements_of(RECORD, language="bg")}

    assert values["M5"] == "23 ноември 2026 г., валидно до 23 ноември 2029 г."
    assert values["M7"] == "1,5 ECTS (около 40 часа)"
