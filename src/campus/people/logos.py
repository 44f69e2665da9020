"""Logos: what strangers upload is decoded, shrunk and written anew, so that only a picture remains."""

from __future__ import annotations

import io
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from campus.base import audit
from campus.base.refusals import Refusal
from campus.people.models import Organisation, Person, Role
from campus.people.roles import require

LARGEST_FILE = 2 * 1024 * 1024
MOST_PIXELS = 16_000_000
EDGE = 512
FORMATS = ("PNG", "JPEG", "WEBP")


class BadLogoError(Refusal):
    """Not a picture in a format that we take, or too large."""

    code = "BAD_LOGO"
    text = _("The logo must be a PNG, JPEG or WebP picture of at most 2 MB and 16 million pixels.")


def reencode(content: bytes) -> bytes:
    """Decode a picture and write it anew as a PNG of at most 512 by 512 pixels, without any metadata.

    Raises:
        BadLogoError: another format, damaged, over 2 MB or over 16 million pixels.
    """
    if len(content) > LARGEST_FILE:
        raise BadLogoError(field="logo")
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:  # known from the header, before anything is unpacked
                raise BadLogoError(field="logo")
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise BadLogoError(field="logo") from None
    upright.thumbnail((EDGE, EDGE))
    clean = Image.new("RGBA", upright.size)
    clean.paste(upright)
    written = io.BytesIO()
    clean.save(written, "PNG", optimize=True)
    return written.getvalue()


@transaction.atomic
def set_logo(organisation: Organisation, *, content: bytes | None, by: Person, at: datetime) -> None:
    """Set the organisation's logo from an uploaded file, or remove it (None).

    Raises:
        NotAllowedError: `by` is not an administrator there.
        BadLogoError: the file is no picture that we take.
    """
    require(by, organisation, Role.ADMINISTRATOR)
    picture = None if content is None else reencode(content)
    Organisation.objects.filter(pk=organisation.pk).update(logo=picture)
    organisation.logo = picture
    audit.note(
        "organisation.logo_changed",
        actor=by,
        organisation=organisation.pk,
        subject_kind="organisation",
        subject=organisation.pk,
        at=at,
    )
