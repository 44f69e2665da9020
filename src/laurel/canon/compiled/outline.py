"""The structure of a document apart from the texts in it: which leaves are texts to fill in, and which steer its reading.

Steering are names, lengths of lists, types, keywords, numbers and booleans; they belong to the shape.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from laurel.canon.compiled.lines import SCHEMES
from laurel.canon.contexts import PINNED
from laurel.canon.strict_json import is_array, is_object

Path = tuple[str | int, ...]
MAX_SLOTS: Final = 1_500


@dataclass(frozen=True, slots=True)
class Steering:
    """What a list of contexts says about names, wherever in them it says so.

    Attributes:
        fixed: names whose values are read as types, keywords or terms.
        opaque: names whose values become JSON literals.
        plain: whether no term is named like a scheme, so that an absolute IRI is never read as a short one.
    """

    fixed: frozenset[str]
    opaque: frozenset[str]
    plain: bool

    def fixes(self, name: str) -> bool:
        """Whether what stands under this name belongs to the shape."""
        return name in self.fixed or name in self.opaque or (name.startswith("@") and name != "@value")


def text_paths(document: Mapping[str, Any]) -> tuple[Path, ...] | None:
    """Where the texts to fill in stand; None where the document is not of a kind that is compiled."""
    urls = document.get("@context")
    if isinstance(urls, str):
        urls = [urls]
    if not is_array(urls) or not all(isinstance(url, str) and url in PINNED for url in urls):
        return None
    steering = _steering(tuple(urls))
    if not steering.plain:
        return None
    paths = tuple(_texts(document, (), steering))
    return None if len(paths) > MAX_SLOTS or _has_inner_context(document) else paths


def all_text_paths(document: Mapping[str, Any]) -> tuple[Path, ...] | None:
    """Where any texts stand; None where they are too many."""
    paths = tuple(_texts(document, (), None))
    return None if len(paths) > MAX_SLOTS else paths


def replaced(value: Any, texts: Mapping[Path, Any], path: Path = ()) -> Any:
    """A copy with other values at some places."""
    if path in texts:
        return texts[path]
    if is_object(value):
        return {name: replaced(member, texts, (*path, name)) for name, member in value.items()}
    if is_array(value):
        return [replaced(item, texts, (*path, index)) for index, item in enumerate(value)]
    return value


def fingerprint(document: Mapping[str, Any], paths: tuple[Path, ...]) -> bytes:
    """The same 32 bytes for documents of one shape only. A null stands for a text: documents in plain form have none."""
    bare = replaced(document, dict.fromkeys(paths))
    return hashlib.sha256(json.dumps(bare, sort_keys=True).encode()).digest()


class Outline:
    """Takes documents of exactly one structure apart.

    It holds a copy of the document in which holes stand for texts, and measures for numbers and booleans, and asks Python
    whether that equals another document. A hole equals anything and notes it.
    """

    def __init__(self, document: Mapping[str, Any], paths: tuple[Path, ...]) -> None:
        """Make holes at the paths; `order` is the order in which `match` gives their texts."""
        self.order: list[Path] = []
        self._found: list[Any] = []
        self._lock = threading.Lock()  # the holes of one outline note in one place
        self._copy = self._outlined(document, (), frozenset(paths))

    def _outlined(self, here: Any, path: Path, holes: frozenset[Path]) -> Any:
        if path in holes:
            self.order.append(path)
            return _Hole(self._found.append)
        if is_object(here):
            return {name: self._outlined(member, (*path, name), holes) for name, member in here.items()}
        if is_array(here):
            return [self._outlined(item, (*path, index), holes) for index, item in enumerate(here)]
        return here if isinstance(here, str) else _Measure(here)

    def match(self, document: Any) -> list[str] | None:
        """The texts of a document of this structure, in `order`; None for any other document."""
        with self._lock:
            self._found.clear()
            if self._copy != document:
                return None
            texts = self._found.copy()
        return texts if not texts or set(map(type, texts)) == _ONLY_TEXT else None


_ONLY_TEXT: Final = {str}


class _Hole:
    """Equal to anything, of which it is told."""

    __slots__ = ("_note",)

    def __init__(self, note: Callable[[Any], None]) -> None:
        self._note = note

    def __eq__(self, other: object) -> bool:
        self._note(other)
        return True

    __hash__ = None  # type: ignore[assignment]


class _Measure:
    """Equal to the same number or boolean only: Python takes 1, 1.0 and True for equal, and 0.0 and -0.0."""

    __slots__ = ("_kind", "_written")

    def __init__(self, value: object) -> None:
        self._kind, self._written = type(value), repr(value)

    def __eq__(self, other: object) -> bool:
        return type(other) is self._kind and repr(other) == self._written

    __hash__ = None  # type: ignore[assignment]


def _texts(value: Any, path: Path, steering: Steering | None) -> Iterator[Path]:
    if is_object(value):
        for name, member in value.items():
            if steering is not None and steering.fixes(name):
                continue
            yield from _texts(member, (*path, name), steering)
    elif is_array(value):
        for index, item in enumerate(value):
            yield from _texts(item, (*path, index), steering)
    elif type(value) is str:
        yield path


def _has_inner_context(document: Mapping[str, Any]) -> bool:
    waiting: list[Any] = list(document.values())
    while waiting:
        here = waiting.pop()
        if is_object(here):
            if "@context" in here:
                return True
            waiting.extend(here.values())
        elif is_array(here):
            waiting.extend(here)
    return False


@lru_cache(maxsize=64)
def _steering(urls: tuple[str, ...]) -> Steering:
    fixed: set[str] = set()
    opaque: set[str] = set()
    names: set[str] = set()
    for name, definition in _definitions(list(urls), set()):
        names.add(name)
        target = definition.get("@id") if is_object(definition) else definition
        if isinstance(target, str) and target.startswith("@") and target != "@id":
            fixed.add(name)
        if is_object(definition) and definition.get("@type") == "@vocab":
            fixed.add(name)
        if is_object(definition) and definition.get("@type") == "@json":
            opaque.add(name)
    plain = names.isdisjoint((*SCHEMES, "_")) and not any(":" in name for name in names)
    return Steering(frozenset(fixed), frozenset(opaque), plain)


def _definitions(context: Any, seen: set[str]) -> Iterator[tuple[str, Any]]:
    """Every term of a context and of the contexts inside it, with its definition."""
    if isinstance(context, str):
        if context not in seen:
            seen.add(context)
            yield from _definitions(PINNED[context].document["@context"], seen)
    elif is_array(context):
        for each in context:
            yield from _definitions(each, seen)
    elif is_object(context):
        yield from _definitions(context.get("@import"), seen)
        for name, definition in context.items():
            if not name.startswith("@"):
                yield name, definition
                yield from _definitions(definition.get("@context") if is_object(definition) else None, seen)
