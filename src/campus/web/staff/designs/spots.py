"""Comments beside the European element they are about, and the places of each that can be commented on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from campus.quality.models import Comment
from campus.web.changes import ELEMENT_OF
from campus.web.staff.designs.element_states import ElementState
from laurel.annex1.record import MicroCredential

EXCERPT = 60  # characters
MOST_PLACES = 60  # of one element
_CODES = frozenset({"id", "type", "kind", "framework", "code"})  # nobody reads these as text


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A comment, and the words of the draft that it is about ("" where they are gone, or the whole is meant)."""

    comment: Comment
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One European element with what was said about it, and the places of it that can be commented on."""

    element: ElementState
    said: tuple[Said, ...]
    places: tuple[tuple[str, str], ...]


def spots(
    elements: Iterable[ElementState], draft: Mapping[str, Any], found: Iterable[Comment], *, commenting: bool
) -> tuple[list[Spot], list[Said]]:
    """The elements with their comments, and the comments that belong to no element."""
    by_element: dict[str, list[Said]] = {}
    for each in found:
        by_element.setdefault(element_of(each.at), []).append(Said(comment=each, about=_excerpt(draft, each.at)))
    shown = [
        Spot(
            element=element,
            said=tuple(by_element.pop(element.code, ())),
            places=tuple(_places(draft, element.code)) if commenting else (),
        )
        for element in elements
    ]
    return shown, [said for rest in by_element.values() for said in rest]


def element_of(place: str) -> str:
    """The code of the element that a JSON pointer belongs to; "" for the whole."""
    root = place.lstrip("/").partition("/")[0]
    return ELEMENT_OF.get(root, "O5") if root else ""


def _places(draft: Mapping[str, Any], code: str) -> Iterator[tuple[str, str]]:
    """Pointers and labels: the element as a whole first, then each text of it."""
    roots = [name for name in MicroCredential.model_fields if ELEMENT_OF.get(name, "O5") == code and name in draft]
    whole = roots or [name for name in MicroCredential.model_fields if ELEMENT_OF.get(name) == code]
    if not whole:
        return
    yield f"/{whole[0]}", gettext("the whole element")
    leaves = [leaf for name in roots for leaf in _leaves(draft[name], f"/{name}")]
    for place, text in leaves[:MOST_PLACES]:
        yield place, f"“{text}” ({place.lstrip('/').replace('/', ' · ')})"


def _leaves(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, item in value.items():
            if name not in _CODES:
                yield from _leaves(item, f"{place}/{str(name).replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _leaves(item, f"{place}/{index}")
    elif isinstance(value, str) and value.strip():
        yield place, _short(value)


def _excerpt(draft: Mapping[str, Any], place: str) -> str:
    value: Any = draft
    for part in place.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(value, list):
            value = value[int(name)] if name.isdecimal() and int(name) < len(value) else None
        else:
            value = value.get(name) if isinstance(value, Mapping) else None
    return _short(value) if isinstance(value, str) else ""


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= EXCERPT else f"{text[:EXCERPT]}…"
