"""The picture of a badge: the one the organisation uploaded, else the one drawn from the design's own facts."""

from __future__ import annotations

import base64
import re
from functools import lru_cache

from campus.catalogue.models import DesignVersion
from campus.catalogue.versions import record_of
from campus.people.models import Organisation
from campus.people.organisations import did_of
from laurel.annex1.record import MicroCredential
from laurel.art.badge import png_of, svg_of
from laurel.art.palette import palette_for, palette_of

WIDTH = 1024
_SMALL_WORDS = frozenset({"of", "and", "the", "for", "in", "at", "и", "на", "за", "по", "в", "към"})


def svg_for(version: DesignVersion, organisation: Organisation, *, language: str) -> str:
    """The badge as SVG; an uploaded picture is wrapped in one."""
    if version.image:
        return _wrapped(bytes(version.image), title=record_of(version).title.text(language))
    return draw(record_of(version), organisation, language=language)


def png_for(version: DesignVersion, organisation: Organisation, *, language: str, width: int = WIDTH) -> bytes:
    """The badge as PNG; an uploaded picture as it was kept."""
    if version.image:
        return bytes(version.image)
    return _rendered(draw(record_of(version), organisation, language=language), width)


def draw(design: MicroCredential, organisation: Organisation, *, language: str) -> str:
    """Draw a design in an organisation's colours."""
    accent = palette_for(did_of(organisation)).accent
    palette = palette_of(organisation.colour.lower(), accent)
    return svg_of(design, palette=palette, initials=initials_of(organisation.name_in(language)), language=language)


def initials_of(name: str) -> str:
    """The first letters of a name's important words, four at most."""
    words = [word for word in re.findall(r"[^\W\d_]+", name) if word.lower() not in _SMALL_WORDS]
    return "".join(word[0].upper() for word in words[:4]) or name[:1].upper()


def language_of(version: DesignVersion) -> str:
    """The language a picture is lettered in: the first in which the version has a title."""
    return "bg" if version.title_bg else "en"


@lru_cache(maxsize=64)
def _rendered(svg: str, width: int) -> bytes:
    return png_of(svg, width=width)


def _wrapped(png: bytes, *, title: str) -> str:
    text = title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    picture = base64.b64encode(png).decode("ascii")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512" role="img"><title>'
        f'{text}</title><image width="512" height="512" href="data:image/png;base64,{picture}"/></svg>'
    )
