"""Drawing a picture reads nothing of the machine and asks nobody, whatever the picture says."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from cast_of_badges import DESIGN, RECORD
from laurel.art.badge import png_of, svg_of
from laurel.art.closed import check_closed
from laurel.art.palette import palette_for
from laurel.certificate import pdf_of
from laurel.errors import MalformedError


def _picture(inside: str, *, before: str = "", root: str = "") -> str:
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'{before}<svg {names} viewBox="0 0 10 10" width="10" height="10" {root}>{inside}</svg>'


OUTSIDE = [
    _picture('<image href="/etc/hostname" width="9" height="9"/>'),
    _picture('<image xlink:href="red.png" width="9" height="9"/>'),
    _picture('<image href="file:///etc/hostname"/>'),
    _picture('<image href=" https://evil.example/x.png"/>'),
    _picture('<image href="data:image/svg+xml;base64,PHN2Zy8+"/>'),
    _picture('<use xlink:href="other.svg#a"/>'),
    _picture('<script src="https://evil.example/x.js"/>'),
    _picture("<style>@import 'https://evil.example/x.css';</style>"),
    _picture("<style><![CDATA[rect{fill:url( 'https://evil.example/#a')}]]></style>"),
    _picture('<rect style="fill:url(other.svg#a)"/>'),
    _picture('<filter id="f"><feImage href="/etc/hostname"/></filter>'),
    _picture("<path/>", before='<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>'),
]


@pytest.mark.parametrize("svg", OUTSIDE)
def test_refuses_to_draw_what_refers_to_something_outside(svg):
    with pytest.raises(MalformedError, match="outside itself") as refused:
        png_of(svg, width=10)

    assert refused.value.say("bg") != refused.value.say("en")
    with pytest.raises(MalformedError, match="outside itself"):
        pdf_of(RECORD, credential="{}", verify_url="https://uni.example/v/1", badge_svg=svg, language="en")


@pytest.mark.parametrize("svg", ["", "<svg", "&x;", "<svg xmlns='http://www.w3.org/2000/svg'>&x;</svg>"])
def test_refuses_what_is_no_picture(svg):
    with pytest.raises(MalformedError):
        check_closed(svg)


def test_a_file_of_the_machine_is_not_drawn(tmp_path):
    Image.new("RGB", (10, 10), "red").save(tmp_path / "red.png")

    with pytest.raises(MalformedError):
        png_of(_picture(f'<image href="{tmp_path}/red.png" width="10" height="10"/>'), width=10)


def test_references_within_the_picture_are_drawn():
    svg = _picture('<defs><rect id="r" width="10" height="10" fill="#ff0000"/></defs><use href="#r"/>')

    assert Image.open(BytesIO(png_of(svg, width=10))).convert("RGB").getpixel((5, 5)) == (255, 0, 0)


def test_our_own_badges_are_closed():
    check_closed(svg_of(DESIGN, palette=palette_for("did:web:uni.example"), initials="ПУ", language="bg"))
