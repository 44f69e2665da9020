"""What a document says of one thing, wherever it says it.

To RDF, two objects with one identifier are one thing, and lists are sets. So a signature stays valid when somebody moves a
member from one object to the other, or reorders a list: what a reader is shown, or warned of, must not depend on either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from laurel.canon.strict_json import is_array, is_object

Node = Mapping[str, Any]


class Told:
    """The things of a document by their identifiers; those of credentials inside it apart, which speak for themselves."""

    def __init__(self, document: Node) -> None:
        """Look through `document`."""
        self._told: dict[str, list[Node]] = {}
        self._whole: dict[str, Node] = {}
        waiting: list[Any] = [document]
        for here in waiting:
            if is_array(here):
                waiting += here
            elif is_object(here) and (here is document or "@context" not in here):
                if isinstance(here.get("id"), str):
                    self._told.setdefault(here["id"], []).append(here)
                waiting += [member for member in here.values() if type(member) is not str]

    def whole(self, node: Node) -> Node:
        """An object with what is said of the same thing elsewhere; of several values, the one that comes first as text."""
        identifier = node.get("id")
        places = self._told.get(identifier, []) if isinstance(identifier, str) else []
        if not places or (len(places) == 1 and places[0] is node):
            return node
        if identifier not in self._whole:
            self._whole[str(identifier)] = _joined(places)
        return self._whole[str(identifier)]

    def names(self, identifier: str) -> set[str]:
        """Every name of a thing, in every language."""
        return {name for each in self._told.get(identifier, ()) for name in texts_of(each.get("name"))}


def _joined(places: list[Node]) -> Node:
    found: dict[str, Any] = {}
    for each in places:
        for name, value in each.items():
            found[name] = min(found[name], value, key=repr) if name in found else value
    return found


def text_of(value: Any) -> str:
    """A text; of several, the one without a language, else in English, else in the language that comes first."""
    found = sorted((_rank(language), language, text) for language, text in _tagged(value) if text)
    return found[0][2] if found else ""


def texts_of(value: Any) -> list[str]:
    """The texts in every language."""
    return [text for _, text in _tagged(value) if text]


def _tagged(value: Any) -> Iterator[tuple[str, str]]:
    for each in value if is_array(value) else [value]:
        if isinstance(each, str):
            yield "", each
        elif is_object(each) and isinstance(each.get("@value"), str):
            yield str(each.get("@language", "")), each["@value"]


def _rank(language: str) -> int:
    return 0 if not language else 1 if language.partition("-")[0].lower() == "en" else 2
