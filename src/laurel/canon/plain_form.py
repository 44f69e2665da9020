"""The one form a signed document may have: plain terms under known contexts, nothing JSON-LD would read in another way.

With an RDF signature, more than thirty edits of a document leave the signature valid: `@nest`, full IRIs as names, aliases,
inner contexts, nulls, `@index`. Each hides something from people who read the JSON. So we accept only the form without them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Container, Mapping
from typing import Any, Final

from laurel.canon.strict_json import MAX_NUMBER, has_surrogate, is_array, is_object, pointer
from laurel.errors import ContextError, JsonLdError, LimitError, Phrase

MAX_VALUES: Final = 20_000
MAX_DEPTH: Final = 40
MAX_CONTEXTS: Final = 10

_LANGUAGE: Final = re.compile(r"[a-z]{2,8}(?:-(?:[a-z0-9]{1,8}|[A-Z]{2}|[A-Z][a-z]{3}))*")
_LANGUAGE_STRING: Final = {"@value", "@language"}

Steps = tuple[str | int, ...]


def contexts_of(document: Mapping[str, Any], known: Container[str]) -> list[str]:
    """The addresses in the document's `@context`, each of which is known.

    Raises:
        ContextError: none, an inline or unknown one, or more than ten.
    """
    value = document.get("@context")
    urls: list[Any] = value if is_array(value) else [value]
    if not urls or len(urls) > MAX_CONTEXTS:
        raise ContextError(
            at="/@context",
            url=Phrase("list", "списък"),
            why=Phrase("there are none or too many", "няма нито един или са твърде много"),
        )
    for url in urls:
        if not isinstance(url, str):
            raise ContextError(
                at="/@context",
                url=Phrase("written here", "записан тук"),
                why=Phrase("only addresses are allowed, no definitions", "позволени са само адреси, не и определения"),
            )
        if url not in known:
            raise ContextError(
                at="/@context", url=repr(url[:200]), why=Phrase("it is not among the known ones", "не е сред познатите")
            )
    return urls


def check(document: Mapping[str, Any]) -> int:
    """Refuse every document that is not in plain form; gives the number of its leaves outside contexts.

    Raises:
        JsonLdError: a keyword, an IRI or nothing as a name; a null, an empty array, an array in an array; a language tag in an
            unusual case; a lone surrogate or a number that JSON readers disagree on.
        ContextError: a `@context` inside, unless it repeats the document's own or the first of them. A credential in a
            presentation may add to them, one in a learner record name some of them: each is verified by itself as well.
        LimitError: too large or too deep.
    """
    leaves, seen = 0, 0
    stack: list[tuple[Steps, Any]] = [((), document)]
    while stack:
        steps, here = stack.pop()
        seen += 1
        if seen > MAX_VALUES:
            raise LimitError(at=pointer(*steps), what=Phrase("the number of values", "броят на стойностите"), limit=MAX_VALUES)
        if len(steps) > MAX_DEPTH:
            raise LimitError(at=pointer(*steps), what=Phrase("the nesting", "влагането"), limit=MAX_DEPTH)
        if is_object(here):
            _check_names(here, steps, document)
            stack.extend(((*steps, name), member) for name, member in here.items() if name != "@context")
        elif is_array(here):
            _check_array(here, steps)
            stack.extend(((*steps, index), item) for index, item in enumerate(here))
        else:
            check_leaf(here, steps)
            leaves += 1
    return leaves


def _check_names(members: Mapping[str, Any], steps: Steps, document: Mapping[str, Any]) -> None:
    if "@value" in members or "@language" in members:
        _check_language_string(members, steps)
        return
    for name in members:
        if name == "@context":
            if steps and not _may_stand(members[name], steps, document["@context"]):
                raise ContextError(
                    at=pointer(*steps, name),
                    url=Phrase("written here", "записан тук"),
                    why=Phrase(
                        "an inner context that is not the document's own", "вътрешен контекст, различен от този на документа"
                    ),
                )
        elif not name or name.startswith("@") or ":" in name or has_surrogate(name):
            why = Phrase("a name that is no plain term", "име, което не е обикновен термин")
            raise JsonLdError(at=pointer(*steps, name), why=why)


def _may_stand(inner: Any, steps: Steps, outer: Any) -> bool:
    presented = steps[0] == "verifiableCredential" and all(isinstance(step, int) for step in steps[1:])
    recorded = steps[:2] == ("credentialSubject", "verifiableCredential")
    return _repeats(inner, outer) or (presented and _extends(inner, outer)) or (recorded and _is_among(inner, outer))


def _is_among(inner: Any, outer: Any) -> bool:
    """Whether an inner context names some of the document's own in their order: a learner record knows more than its badges."""
    if not is_array(inner) or not is_array(outer) or not inner:
        return False
    rest = iter(outer)
    return all(isinstance(url, str) and url in rest for url in inner)


def _extends(inner: Any, outer: Any) -> bool:
    """Whether an inner context is a list of addresses that begins with the document's own."""
    outer_list: list[Any] = outer if is_array(outer) else [outer]
    return is_array(inner) and inner[: len(outer_list)] == outer_list and all(isinstance(url, str) for url in inner)


def _repeats(inner: Any, outer: Any) -> bool:
    """Whether an inner context repeats the document's own, or the first of them: it then changes no term."""
    inner_list: list[Any] = inner if is_array(inner) else [inner]
    outer_list: list[Any] = outer if is_array(outer) else [outer]
    return bool(inner_list) and inner_list == outer_list[: len(inner_list)]


def _check_language_string(members: Mapping[str, Any], steps: Steps) -> None:
    language = members.get("@language")
    if set(members) != _LANGUAGE_STRING or not isinstance(members["@value"], str):
        why = Phrase("a value object other than a text with its language", "обект-стойност, който не е текст с език")
        raise JsonLdError(at=pointer(*steps), why=why)
    # processors write language tags in lower case, so an unusual case would be signed as the usual one
    if not isinstance(language, str) or not _LANGUAGE.fullmatch(language):
        why = Phrase("a malformed language tag", "неправилен езиков код")
        raise JsonLdError(at=pointer(*steps, "@language"), why=why)


def _check_array(items: list[Any], steps: Steps) -> None:
    if not items:
        raise JsonLdError(at=pointer(*steps), why=Phrase("an empty array", "празен масив"))
    if any(is_array(item) for item in items):
        raise JsonLdError(at=pointer(*steps), why=Phrase("an array in an array", "масив в масив"))


def check_leaf(value: Any, steps: Steps) -> None:
    """Refuse a single value that is nothing, or that two readers would read in two ways.

    Raises:
        JsonLdError: a null, a lone surrogate, a number outside ±2^53, or what JSON does not have.
    """
    match value:
        case None:
            why = Phrase("a null", "стойност null")
        case bool():
            return
        case str():
            if not has_surrogate(value):
                return
            why = Phrase("a lone surrogate", "несдвоен сурогатен знак")
        case int() | float():
            if math.isfinite(value) and abs(value) <= MAX_NUMBER:
                return
            why = Phrase("a number that readers disagree on", "число, което се чете различно")
        case _:
            why = Phrase("a value that JSON does not have", "стойност, която JSON не познава")
    raise JsonLdError(at=pointer(*steps), why=why)
