"""The form of a credential of any kind: words under known contexts or defined in place, and nothing that rewires the document.

`plain_form` is for badges: addresses of known contexts, nothing else. Any other W3C credential may bring definitions of its
own, and may write languages, directions, and addresses as names. What is still refused is what lets two readers see two
documents: keywords and aliases of keywords, nesting, reversing and including, another base, a null, an empty array.

Source: https://www.w3.org/TR/vc-data-model-2.0/#json-ld (6.1), #language-and-base-direction (11.1)
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from typing import Any, Final

from laurel.canon.plain_form import MAX_CONTEXTS, MAX_DEPTH, MAX_VALUES, Steps, check_leaf
from laurel.canon.strict_json import has_surrogate, is_array, is_object, pointer
from laurel.errors import ContextError, JsonLdError, LimitError, Phrase

MAX_DEFINITIONS: Final = 1_000
MAX_INNER: Final = 50
"""Objects with a context of their own."""

_LANGUAGE: Final = re.compile(r"[a-z]{2,8}(?:-(?:[a-z0-9]{1,8}|[A-Z]{2}|[A-Z][a-z]{3}))*")
_DIRECTIONS: Final = ("ltr", "rtl")
_SETTINGS: Final = frozenset({"@vocab", "@version", "@protected", "@propagate", "@language", "@direction"})
_DEFINITION: Final = frozenset(
    {"@id", "@type", "@container", "@context", "@protected", "@prefix", "@language", "@direction", "@version"}
)
_CONTAINERS: Final = frozenset({"@set", "@list", "@language", "@graph"})
_ALIASES: Final = {"id": "@id", "type": "@type"}
"""The data model's own names for keywords; another name for one would hide what a member is from readers of JSON."""


def check(document: Mapping[str, Any], known: Container[str]) -> int:
    """Refuse every document that is not in open form; gives the number of its values, languages and directions not counted.

    Raises:
        ContextError: a context that is not in `known`, or defines words in a way that we refuse.
        JsonLdError: a keyword or nothing as a name, a value object of another kind than the data model's, a null, an empty
            array, an array in an array, a malformed language or direction, a lone surrogate, a number readers disagree on.
        LimitError: too large or too deep.
    """
    definitions = _Definitions(known)
    leaves, seen = 0, 0
    stack: list[tuple[Steps, Any]] = [((), document)]
    while stack:
        steps, here = stack.pop()
        seen += 1
        if seen > MAX_VALUES:
            raise LimitError(at=pointer(*steps), what=Phrase("the number of values", "броят на стойностите"), limit=MAX_VALUES)
        if len(steps) > MAX_DEPTH:
            raise LimitError(at=pointer(*steps), what=Phrase("the nesting", "влагането"), limit=MAX_DEPTH)
        if is_object(here) and "@value" in here:
            _check_value_object(here, steps)
            leaves += 1
        elif is_object(here):
            _check_names(here, steps, definitions)
            stack.extend(((*steps, name), member) for name, member in here.items() if name != "@context")
        elif is_array(here):
            _check_array(here, steps)
            stack.extend(((*steps, index), item) for index, item in enumerate(here))
        else:
            check_leaf(here, steps)
            leaves += 1
    return leaves


def defined_names(document: Mapping[str, Any], known: Mapping[str, Any]) -> frozenset[str]:
    """Every name that the contexts of the document itself define one by one; what only a `@vocab` covers is not among them."""
    found: set[str] = set()
    value = document.get("@context")
    waiting: list[Any] = list(value) if is_array(value) else [value]
    seen: set[str] = set()
    while waiting:
        here = waiting.pop()
        if isinstance(here, str):
            if here in known and here not in seen:
                seen.add(here)
                waiting.append(known[here].document.get("@context"))
        elif is_array(here):
            waiting.extend(here)
        elif is_object(here):
            found.update(name for name, meaning in here.items() if not name.startswith("@") and meaning is not None)
            waiting.extend(member for member in here.values() if is_object(member) or is_array(member))
    return frozenset(found)


class _Definitions:
    """Checks what contexts define, and counts it over the whole document."""

    def __init__(self, known: Container[str]) -> None:
        self._known = known
        self._left = MAX_DEFINITIONS
        self._inner = MAX_INNER

    def inner(self, steps: Steps) -> None:
        self._inner -= bool(steps)
        if self._inner < 0:
            what = Phrase("the number of objects with a context", "броят на обектите с контекст")
            raise LimitError(at=pointer(*steps), what=what, limit=MAX_INNER)

    def check(self, context: Any, steps: Steps) -> None:
        several: list[Any] = context if is_array(context) else [context]
        if not several or len(several) > MAX_CONTEXTS:
            why = Phrase("there are none or too many", "няма нито един или са твърде много")
            raise ContextError(at=pointer(*steps), url=Phrase("list", "списък"), why=why)
        for one in several:
            if isinstance(one, str):
                self._check_address(one, steps)
            elif is_object(one) and one.keys() == {"@context"}:
                self.check(one["@context"], (*steps, "@context"))
            elif is_object(one):
                self._check_object(one, steps)
            else:
                raise _refused(steps, Phrase("it is neither an address nor an object", "не е нито адрес, нито обект"))

    def _check_address(self, url: str, steps: Steps) -> None:
        if url not in self._known:
            why = Phrase("it is not among the known ones", "не е сред познатите")
            raise ContextError(at=pointer(*steps), url=repr(url[:200]), why=why)

    def _check_object(self, members: Mapping[str, Any], steps: Steps) -> None:
        if len(steps) > MAX_DEPTH:
            raise LimitError(at=pointer(*steps), what=Phrase("the nesting", "влагането"), limit=MAX_DEPTH)
        for name, meaning in members.items():
            self._left -= 1
            if self._left < 0:
                what = Phrase("the number of definitions", "броят на определенията")
                raise LimitError(at=pointer(*steps), what=what, limit=MAX_DEFINITIONS)
            if name.startswith("@"):
                if name not in _SETTINGS:
                    raise _refused((*steps, name), Phrase(f"{name:.40} may not be set", f"{name:.40} не може да се задава"))
            else:
                self._check_definition(name, meaning, (*steps, name))

    def _check_definition(self, name: str, meaning: Any, steps: Steps) -> None:
        members: Mapping[str, Any] = meaning if is_object(meaning) else {"@id": meaning}
        unknown = members.keys() - _DEFINITION
        if unknown:
            what = min(unknown)[:40]
            raise _refused(steps, Phrase(f"a definition with {what}", f"определение с {what}"))
        identifier = members.get("@id", "")
        if isinstance(identifier, str) and identifier.startswith("@") and _ALIASES.get(name) != identifier:
            raise _refused(steps, Phrase("another name for a keyword", "друго име на ключова дума"))
        container = members.get("@container", [])
        if not {*(container if is_array(container) else [container])} <= _CONTAINERS:
            raise _refused(steps, Phrase("a container that hides names", "контейнер, който крие имена"))
        if "@context" in members:
            self.check(members["@context"], (*steps, "@context"))


def _check_names(members: Mapping[str, Any], steps: Steps, definitions: _Definitions) -> None:
    for name in members:
        if name == "@context":
            definitions.inner(steps)
            definitions.check(members[name], (*steps, name))
        elif not name or name.startswith("@") or has_surrogate(name):
            raise JsonLdError(at=pointer(*steps, name), why=Phrase("a keyword as a name", "ключова дума като име"))


def _check_value_object(members: Mapping[str, Any], steps: Steps) -> None:
    """Section 11.1: `@value` with `@language` and `@direction`, and nothing else."""
    if not members.keys() <= {"@value", "@language", "@direction"} or not isinstance(members["@value"], str):
        why = Phrase("a value object other than a text with its language", "обект-стойност, който не е текст с език")
        raise JsonLdError(at=pointer(*steps), why=why)
    check_leaf(members["@value"], steps)
    # processors write language tags in lower case, so an unusual case would be signed as the usual one
    language = members.get("@language", "en")
    if not isinstance(language, str) or not _LANGUAGE.fullmatch(language):
        why = Phrase("a malformed language tag", "неправилен езиков код")
        raise JsonLdError(at=pointer(*steps, "@language"), why=why)
    if members.get("@direction", "ltr") not in _DIRECTIONS:
        why = Phrase("a direction other than ltr and rtl", "посока, различна от ltr и rtl")
        raise JsonLdError(at=pointer(*steps, "@direction"), why=why)


def _check_array(items: list[Any], steps: Steps) -> None:
    if not items:
        raise JsonLdError(at=pointer(*steps), why=Phrase("an empty array", "празен масив"))
    if any(is_array(item) for item in items):
        raise JsonLdError(at=pointer(*steps), why=Phrase("an array in an array", "масив в масив"))


def _refused(steps: Steps, why: Phrase) -> ContextError:
    return ContextError(at=pointer(*steps), url=Phrase("written here", "записан тук"), why=why)
