"""Badge pictures: deterministic, readable, different from each other, and safe whatever the title says."""

from io import BytesIO
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from laurel.annex1.record import LangString, Level, MicroCredential, Workload
from laurel.annex1.vocabularies import Form
from laurel.art.badge import marks_of, png_of, svg_of
from laurel.art.palette import _PAIRS, LEAST_CONTRAST, PAPER, Palette, contrast, palette_for, palette_of
from laurel.errors import MalformedError
from strategies import designs

PALETTE = palette_for("did:web:uni.example")
SVG = "{http://www.w3.org/2000/svg}"


def design(title="Критично оценяване на информация", form=Form.SKILL, **rest):
    return MicroCredential(
        id=rest.pop("id", "https://uni.example/d/1"),
        title=LangString({"bg": title}),
        description=LangString({"bg": "…"}),
        form=form,
        **rest,
    )


def draw(one, initials="ПУ", palette=PALETTE):
    return svg_of(one, palette=palette, initials=initials, language="bg")


def test_the_same_design_always_gives_the_same_picture():
    assert draw(design()) == draw(design())


def test_two_designs_of_one_title_do_not_look_alike():
    assert draw(design(id="https://uni.example/d/1")) != draw(design(id="https://uni.example/d/2"))


@pytest.mark.parametrize("form", list(Form))
def test_every_form_is_drawn_with_a_title_and_a_description_for_those_who_cannot_see(form):
    svg = ElementTree.fromstring(draw(design(form=form)))

    assert svg.findtext(f"{SVG}title") == "Критично оценяване на информация"
    assert svg.findtext(f"{SVG}desc")


@pytest.mark.parametrize("width", [64, 256, 1024])
def test_the_png_has_the_width_asked_for_and_letters_on_it(width):
    written, blank = (png_of(draw(design(title=title)), width=width) for title in ("Оценяване", "…"))

    with Image.open(BytesIO(written)) as plain, Image.open(BytesIO(blank)) as without_title:
        assert plain.size == (width, width)
        assert plain.tobytes() != without_title.tobytes()


@pytest.mark.parametrize(("ground", "accent"), _PAIRS)
def test_letters_can_be_read_on_every_pair_of_colours(ground, accent):
    assert contrast(PAPER, ground) >= LEAST_CONTRAST
    assert contrast(accent, ground) >= LEAST_CONTRAST


@given(st.from_regex("#[0-9a-f]{6}", fullmatch=True), st.from_regex("#[0-9a-f]{6}", fullmatch=True))
def test_an_organisations_own_colours_are_mended_until_they_can_be_read(ground, accent):
    palette = palette_of(ground, accent)

    assert contrast(PAPER, palette.ground) >= LEAST_CONTRAST
    assert contrast(palette.accent, palette.ground) >= LEAST_CONTRAST


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(designs, st.text(max_size=6))
def test_any_design_gives_a_picture_that_can_be_drawn(one, initials):
    assert png_of(draw(one, initials), width=32).startswith(b"\x89PNG")


def test_refuses_to_let_a_title_write_markup_into_the_picture():
    svg = draw(design(title='"/><script>alert(1)</script> #sys.version $x$ @import'))

    assert "<script" not in svg
    assert ElementTree.fromstring(svg).find(f".//{SVG}script") is None


def test_refuses_a_colour_that_is_not_a_colour():
    with pytest.raises(ValueError, match="is not a colour"):
        Palette(ground='red"/><x', accent="#ffffff")


@pytest.mark.parametrize("svg", ["", "not an svg", "<svg"])
def test_refuses_what_cannot_be_drawn(svg):
    with pytest.raises(MalformedError):
        png_of(svg, width=64)


def test_refuses_a_picture_of_absurd_width():
    with pytest.raises(MalformedError, match="4096"):
        png_of(draw(design()), width=100_000)


def test_workload_and_level_stand_as_small_marks_in_the_readers_language():
    one = design(workload=Workload(hours="40", ects="1.50"), level=Level(eqf=6))

    assert marks_of(one, language="bg") == "1.5 ECTS · ЕКР 6"
    assert marks_of(design(workload=Workload(hours="40")), language="en") == "40 h"
    assert marks_of(design(), language="en") == ""
