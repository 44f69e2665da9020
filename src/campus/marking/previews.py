"""Files beside the rubric: a picture decoded and written anew, a text as text. Everything else is only for downloading."""

from __future__ import annotations

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from campus.marking.file_kinds import KINDS, MOST_PIXELS
from campus.marking.models import SubmissionFile

EDGE = 1600  # pixels
MOST_LETTERS = 100_000


def picture_of(file: SubmissionFile) -> bytes | None:
    """A JPEG of at most `EDGE` pixels, without any notes of the camera; None where the file is no picture."""
    if KINDS[file.kind].shown != "picture":
        return None
    try:
        with Image.open(io.BytesIO(bytes(file.content)), formats=["PNG", "JPEG", "WEBP"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return None
            picture.draft("RGB", (EDGE, EDGE))  # a JPEG is decoded no larger than it is needed
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None
    upright.thumbnail((EDGE, EDGE))
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright.getchannel("A"))
    written = io.BytesIO()
    paper.save(written, "JPEG", quality=85)
    return written.getvalue()


def text_of(file: SubmissionFile) -> str:
    """The beginning of a text; empty where the file is none."""
    if KINDS[file.kind].shown != "text":
        return ""
    return bytes(file.content).decode("utf-8-sig", errors="replace")[:MOST_LETTERS]
