"""The badge picture that `laurel issue` draws, where the extra `[pictures]` is installed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import ModuleType

from laurel.annex1.record import MicroCredential, Organisation
from laurel.art.palette import palette_for
from laurel.errors import MissingExtraError

PICTURE_WIDTH = 640  # pixels


def what_is_missing() -> MissingExtraError | None:
    """Why no picture can be drawn here, or None where it can."""
    try:
        _artist()
    except MissingExtraError as error:
        return error
    return None


def badge_of(design: MicroCredential, *, issuer: Organisation) -> Callable[[], bytes] | None:
    """The picture of the design as PNG, drawn when it is first asked for; None where none can be drawn."""
    if what_is_missing() is not None:
        return None

    @cache
    def picture() -> bytes:
        artist = _artist()
        language = design.languages[0] if design.languages else "en"
        initials = "".join(word[0] for word in issuer.legal_name.text(language).split()[:3]).upper()
        svg = artist.svg_of(design, palette=palette_for(issuer.id), initials=initials, language=language)
        drawn: bytes = artist.png_of(svg, width=PICTURE_WIDTH)
        return drawn

    return picture


def _artist() -> ModuleType:
    from laurel.art import badge  # noqa: PLC0415 - an extra, and slow to load

    return badge
