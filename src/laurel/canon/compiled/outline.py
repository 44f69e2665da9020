"""The structure of a document apart from the texts in it: which leaves are texts to fill in, and which steer its reading.

Steering are names, lengths of lists, types, keywords, numbers and booleans; they belong to the shape.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
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


_Taker = Callable[[Any], tuple[Any, ...]]
_Step = tuple[type[Any], int, _Taker | None, _Taker | None, tuple[Any, ...], _Taker | None, tuple[str, ...], _Taker | None]
"""Of one object or array: its type and length; how to take its texts; its fixed texts and subtrees, and what they are; its
numbers and booleans, and how they are written; and the parts to take apart in turn."""


class Outline:
    """Takes documents of exactly one structure apart.

    A fixed subtree is compared as a whole when it holds texts only; numbers and booleans as they are written, because
    Python takes 1, 1.0 and True for equal, and 0.0 and -0.0.
    """

    def __init__(self, document: Mapping[str, Any], paths: tuple[Path, ...]) -> None:
        wanted = set(paths)
        untyped = set(_untyped(document, ()))
        inner = {path[:length] for path in (*paths, *untyped) for length in range(len(path))}
        self.order: list[Path] = []
        self._steps: list[_Step] = []
        # a copy, because the caller may change the document
        nodes: list[tuple[Path, Any]] = [((), replaced(document, {}))]
        for path, here in nodes:
            names: list[Any] = list(here) if is_object(here) else list(range(len(here)))
            texts = [name for name in names if (*path, name) in wanted]
            parts = [name for name in names if (*path, name) in inner]
            plain = [name for name in names if (*path, name) in untyped]
            fixed = [name for name in names if name not in texts and name not in parts and name not in plain]
            self.order += [(*path, name) for name in texts]
            nodes += [((*path, name), here[name]) for name in parts]
            self._steps.append(
                (
                    dict if is_object(here) else list,
                    len(names),
                    _taker(texts),
                    _taker(fixed),
                    tuple(here[name] for name in fixed),
                    _taker(plain),
                    tuple(repr(here[name]) for name in plain),
                    _taker(parts),
                )
            )

    def match(self, document: Any) -> list[str] | None:
        """The texts of a document of this structure, in `order`; None for any other document."""
        nodes: list[Any] = [document]
        texts: list[Any] = []
        try:
            for step, here in zip(self._steps, nodes, strict=False):
                kind, size, take_texts, take_fixed, fixed, take_plain, plain, take_parts = step
                if type(here) is not kind or len(here) != size or (take_fixed and take_fixed(here) != fixed):
                    return None
                if take_plain and tuple(map(repr, take_plain(here))) != plain:
                    return None
                if take_texts:
                    texts += take_texts(here)
                if take_parts:
                    nodes += take_parts(here)
        except KeyError:
            return None
        return texts if not texts or set(map(type, texts)) == _ONLY_TEXT else None


_ONLY_TEXT: Final = {str}


def _taker(names: list[Any]) -> _Taker | None:
    if not names:
        return None
    if len(names) == 1:
        only = names[0]
        return lambda here: (here[only],)
    return itemgetter(*names)


def _untyped(value: Any, path: Path) -> Iterator[Path]:
    """The places of everything that is neither text nor structure."""
    if is_object(value):
        for name, member in value.items():
            yield from _untyped(member, (*path, name))
    elif is_array(value):
        for index, item in enumerate(value):
            yield from _untyped(item, (*path, index))
    elif not isinstance(value, str):
        yield path


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
