"""Pictures that strangers upload: decoded, shrunk and written anew, so that only a picture remains."""

from __future__ import annotations

import io

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from campus.base.refusals import Refusal

LARGEST_FILE = 2 * 1024 * 1024
MOST_PIXELS = 16_000_000
FORMATS = ("PNG", "JPEG", "WEBP")


class BadPictureError(Refusal):
    """Not a picture in a format that we take, or too large."""

    code = "BAD_PICTURE"
    text = _("The picture must be a PNG, JPEG or WebP file of at most 2 MB and 16 million pixels.")


def reencode(content: bytes, *, edge: int, square: bool = False) -> bytes:
    """Decode a picture and write it anew as a PNG, without any metadata.

    Args:
        content: the file.
        edge: the longest side of the result, in pixels.
        square: fill up the shorter side with nothing, so that the picture is square.

    Raises:
        BadPictureError: another format, damaged, over 2 MB or over 16 million pixels.
    """
    if len(content) > LARGEST_FILE:
        raise BadPictureError
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:  # known from the header, before anything is unpacked
                raise BadPictureError
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise BadPictureError from None
    upright.thumbnail((edge, edge))
    width, height = (max(upright.size),) * 2 if square else upright.size
    clean = Image.new("RGBA", (width, height))
    clean.paste(upright, ((width - upright.width) // 2, (height - upright.height) // 2))
    written = io.BytesIO()
    clean.save(written, "PNG", optimize=True)
    return written.getvalue()
