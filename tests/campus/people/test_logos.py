"""Logos are drawn anew: what is not a picture does not get through."""

import io

import pytest
from PIL import Image, PngImagePlugin

from campus.people import logos


def _picture(size=(40, 20), kind="PNG", **options):
    written = io.BytesIO()
    Image.new("RGB", size, "#1f6b45").save(written, kind, **options)
    return written.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_pictures_become_png(kind):
    assert Image.open(io.BytesIO(logos.reencode(_picture(kind=kind)))).format == "PNG"


def test_large_pictures_are_shrunk():
    assert Image.open(io.BytesIO(logos.reencode(_picture((3000, 1500))))).size == (512, 256)


def test_hidden_texts_are_left_behind():
    hidden = PngImagePlugin.PngInfo()
    hidden.add_text("openbadges", "secret")

    assert b"secret" not in logos.reencode(_picture(pnginfo=hidden))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        _picture()[:60],
        _picture(kind="GIF"),
        b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
        _picture() + b"\0" * logos.LARGEST_FILE,
    ],
    ids=["empty", "svg", "cut", "gif", "damaged", "large"],
)
def test_refuses_what_is_no_picture(content):
    with pytest.raises(logos.BadLogoError):
        logos.reencode(content)


def test_refuses_a_picture_of_too_many_pixels():
    with pytest.raises(logos.BadLogoError):
        logos.reencode(_picture((5000, 5000)))
