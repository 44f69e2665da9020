"""A picture that refers to nothing outside itself: whoever draws it reads no file of the machine and asks nobody."""

from __future__ import annotations

import re
from typing import Final
from xml.parsers import expat

from laurel.errors import MalformedError, Phrase

_REFERENCE: Final = re.compile(r"(?:^| )(?:href|src)$")  # names come as "namespace name"
_INSIDE: Final = re.compile(r"\s*(?:#|data:image/(?:png|jpeg|gif|webp);)", re.IGNORECASE)
_URL: Final = re.compile(r"url\(\s*[\"']?\s*(?!#|[\"'\s])|@import", re.IGNORECASE)


def check_closed(svg: str) -> None:
    """Refuse an SVG that could make its drawer read or fetch something.

    References may lead to a part of the picture (`#…`) or to a picture written out in it (`data:`). No entity may be defined.

    Raises:
        MalformedError: it refers to something else, or is no XML.
    """
    parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
    parser.buffer_text = True  # or an address could be cut in two and be overlooked
    parser.StartElementHandler = _check_element
    parser.CharacterDataHandler = _check_text
    parser.StartDoctypeDeclHandler = _refuse_definitions
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    try:
        parser.Parse(svg.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        raise MalformedError(why=_NO_PICTURE) from error


def _check_element(_name: str, attributes: dict[str, str]) -> None:
    for name, value in attributes.items():
        if (_REFERENCE.search(name) and not _INSIDE.match(value)) or _URL.search(value):
            raise MalformedError(why=_OUTSIDE)


def _check_text(text: str) -> None:
    if _URL.search(text):
        raise MalformedError(why=_OUTSIDE)


def _refuse_definitions(_name: str, _system: str | None, _public: str | None, has_internal_subset: int) -> None:
    if has_internal_subset:
        raise MalformedError(why=_OUTSIDE)


_OUTSIDE: Final = Phrase("the picture refers to something outside itself", "картинката препраща към нещо извън себе си")
_NO_PICTURE: Final = Phrase("this is not an SVG picture that can be drawn", "това не е SVG картинка, която може да се нарисува")
