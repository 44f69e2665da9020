"""Logos are drawn anew: what is not a picture does not get through."""

import io

import pytest
from PIL import Image, PngImagePlugin

from campus.base.pictures import LARGEST_FILE, BadPictureError, reencode


def _picture(size=(40, 20), kind="PNG", **options):
    written = io.BytesIO()
    Image.new("RGB", size, "#1f6b45").save(written, kind, **options)
    return written.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_pictures_become_png(kind):
    assert Image.open(io.BytesIO(reencode(_picture(kind=kind), edge=512))).format == "PNG"


def test_large_pictures_are_shrunk():
    assert Image.open(io.BytesIO(reencode(_picture((3000, 1500)), edge=512))).size == (512, 256)


def test_hidden_texts_are_left_behind():
    hidden = PngImagePlugin.PngInfo()
    hidden.add_text("openbadges", "secret")

    assert b"secret" not in reencode(_picture(pnginfo=hidden), edge=512)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        _picture()[:60],
        _picture(kind="GIF"),
        b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
        _picture() + b"\0" * LARGEST_FILE,
    ],
    ids=["empty", "svg", "cut", "gif", "damaged", "large"],
)
def test_refuses_what_is_no_picture(content):
    with pytest.raises(BadPictureError):
        reencode(content, edge=512)


def test_refuses_a_picture_of_too_many_pixels():
    with pytest.raises(BadPictureError):
        reencode(_picture((5000, 5000)), edge=512)


def test_a_badge_picture_is_made_square_without_being_cut():
    assert Image.open(io.BytesIO(reencode(_picture((400, 200)), edge=1024, square=True))).size == (400, 400)
