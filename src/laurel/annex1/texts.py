"""Every text of a design, with its place: for checks, translation and search."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from pydantic import BaseModel

from laurel.annex1.record import LangString, MicroCredential


def texts_of(design: MicroCredential) -> Iterator[tuple[str, LangString]]:
    """Each text that can be written in several languages, as (JSON pointer, text), in the order of the design."""
    yield from _texts(design, "")


def _texts(part: object, place: str) -> Iterator[tuple[str, LangString]]:
    if isinstance(part, LangString):
        yield place, part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _texts(getattr(part, name), f"{place}/{name}")
    elif isinstance(part, tuple):
        for index, item in enumerate(cast("tuple[object, ...]", part)):
            yield from _texts(item, f"{place}/{index}")
