"""Choose parts of a document by JSON pointers; the types and identifiers on the way come along.

Source: https://www.w3.org/TR/vc-di-ecdsa/#selectjsonld (3.4.11 to 3.4.13 of the selective disclosure functions)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any, Final

from laurel.canon.strict_json import is_array, is_object
from laurel.errors import LimitError, Phrase, ProofError

MAX_POINTERS: Final = 500
MAX_LENGTH: Final = 500  # characters
_ALWAYS: Final = ("@id", "id", "type")


def select(pointers: Sequence[str], document: Mapping[str, Any]) -> dict[str, Any] | None:
    """The part of the document that the pointers name; None when there are no pointers.

    The pointer "" names the whole.

    Raises:
        ProofError: a pointer that is malformed or names nothing.
        LimitError: more than 500 pointers.
    """
    if len(pointers) > MAX_POINTERS:
        raise LimitError(what=Phrase("the number of pointers", "броят на указателите"), limit=MAX_POINTERS)
    if not pointers:
        return None
    chosen = _Chosen(document)
    for pointer in pointers:
        chosen.add(parse(pointer))
    return chosen.document()


def parse(pointer: str) -> list[str]:
    """The steps of a JSON pointer (RFC 6901).

    Raises:
        ProofError: malformed.
    """
    if len(pointer) > MAX_LENGTH or (pointer and not pointer.startswith("/")):
        raise _wrong(pointer)
    steps = pointer.split("/")[1:]
    if any("~" in step.replace("~0", "").replace("~1", "") for step in steps):
        raise _wrong(pointer)
    return [step.replace("~1", "/").replace("~0", "~") for step in steps]


def _wrong(pointer: str) -> ProofError:
    return ProofError(why=Phrase(f"{pointer:.80} names nothing here", f"{pointer:.80} не сочи нищо тук"))


class _List(dict[int, Any]):
    """An array of which only some items are chosen, by their places."""


class _Chosen:
    def __init__(self, document: Mapping[str, Any]) -> None:
        self.source = document
        self.chosen = _start(document)
        self.chosen["@context"] = document.get("@context")

    def add(self, steps: list[str]) -> None:
        here: Any = self.source
        branch: Any = self.chosen
        for step in steps[:-1]:
            key, here = _step(here, step, steps)
            if not _holds(branch, key):
                branch[key] = _start(here)
            branch = branch[key]
        if steps:
            key, here = _step(here, steps[-1], steps)
            branch[key] = _whole(here)
        else:
            self.chosen = _whole(self.source)

    def document(self) -> dict[str, Any]:
        document: dict[str, Any] = _closed(self.chosen)
        return document


def _holds(branch: Any, key: str | int) -> bool:
    return key in branch if isinstance(branch, dict) else isinstance(key, int) and key < len(branch)


def _step(here: Any, step: str, steps: list[str]) -> tuple[str | int, Any]:
    if is_object(here) and step in here and step != "@context":
        return step, here[step]
    if is_array(here) and step.isascii() and step.isdigit() and str(int(step)) == step and int(step) < len(here):
        return int(step), here[int(step)]
    raise _wrong("/" + "/".join(steps))


def _start(source: Any) -> Any:
    """The first selection in a value: its identifier, unless that is a blank node's, and its types."""
    if is_array(source):
        return _List()
    if not is_object(source):
        return deepcopy(source)
    kept = {name: deepcopy(source[name]) for name in _ALWAYS if name in source}
    return {name: value for name, value in kept.items() if name == "type" or not str(value).startswith("_:")}


def _whole(source: Any) -> Any:
    if is_array(source):
        return _List(enumerate(map(_whole, source)))
    if is_object(source):
        return {name: _whole(member) for name, member in source.items()}
    return source


def _closed(value: Any) -> Any:
    if isinstance(value, _List):
        return [_closed(value[index]) for index in sorted(value)]
    if is_object(value):
        return {name: _closed(member) for name, member in value.items()}
    return deepcopy(value)
