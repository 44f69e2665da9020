"""From expanded JSON-LD to quads, strictly: whatever has no place in RDF is an error, never left out.

Source: https://www.w3.org/TR/json-ld11-api/#deserialize-json-ld-to-rdf-algorithm
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from laurel.canon import jcs
from laurel.canon.expansion import NOWHERE
from laurel.canon.nquads import XSD_STRING, Dataset, Quad, iri, literal
from laurel.canon.strict_json import is_object, walk
from laurel.errors import JsonLdError, LimitError, NotAbsoluteError, Phrase

MAX_QUADS: Final = 20_000

_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_TYPE, _FIRST, _REST, _NIL = (iri(_RDF + name) for name in ("type", "first", "rest", "nil"))
_I18N: Final = "https://www.w3.org/ns/i18n#"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
# an absolute IRI (RFC 3987) without what N-Quads cannot write and without noncharacters, on which implementations disagree
_ABSOLUTE: Final = re.compile(
    '[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20\x7f-\xa0<>"{}|\\\\^`\ud800-\udfff\ufdd0-\ufdef\ufff0-\uffff\U000e0000-\U000e0fff]+'
)
_LANGUAGE: Final = re.compile(r"[a-z]{1,8}(?:-[a-z0-9]{1,8})*")
_KEYWORDS: Final = {"@id", "@type"}


def quads_of(expanded: list[Any], *, leaves: int, texts_have_directions: bool = False) -> Dataset:
    """The dataset of an expanded document.

    Args:
        expanded: one node object.
        leaves: how many leaves the document had; as many have to have arrived here.
        texts_have_directions: write a base direction as a datatype, so that it is signed (section 6.8, `i18n-datatype`);
            the language and direction of a text are then no leaves of their own, because contexts may set them for many.

    Raises:
        JsonLdError: a relative or malformed IRI, a blank node identifier, a keyword without a place in RDF, a number that its
            lexical form does not give back, a value that stands twice, or a leaf that got lost.
        LimitError: more than 20,000 quads.
    """
    if len(expanded) != 1:
        raise JsonLdError(why=Phrase("not exactly one object", "не точно един обект"))
    writer = _Writer(texts_have_directions=texts_have_directions)
    writer.node(expanded[0], "")
    if writer.leaves != leaves:
        raise JsonLdError(why=Phrase("a value was dropped on the way", "стойност беше изпусната по пътя"))
    return frozenset(writer.quads)


class _Writer:
    def __init__(self, *, texts_have_directions: bool) -> None:
        self.texts_have_directions = texts_have_directions
        self.quads: set[Quad] = set()
        self.blank = 0
        self.leaves = 0

    def fresh(self) -> str:
        self.blank += 1
        return f"_:b{self.blank}"

    def node(self, members: dict[str, Any], graph: str) -> str:
        """Write a node object; gives its term."""
        subject = self.fresh()
        if "@id" in members:
            subject = self.iri(members["@id"])
        self.objects(Quad(subject, _TYPE, "", graph), (self.iri(kind) for kind in members.get("@type", ())))
        for name, values in members.items():
            if name in _KEYWORDS:
                continue
            if name.startswith("@"):
                why = Phrase(f"the keyword {name:.40} has no place here", f"ключовата дума {name:.40} няма място тук")
                raise JsonLdError(why=why)
            self.objects(Quad(subject, iri(_absolute(name)), "", graph), (self.object(value, graph) for value in values))
        return subject

    def objects(self, statement: Quad, terms: Iterable[str]) -> None:
        """State each term once; a set holds a value once, so the second would not be signed."""
        seen: set[str] = set()
        for term in terms:
            if term in seen:
                raise JsonLdError(why=Phrase(f"the value {term:.80} stands twice", f"стойността {term:.80} стои два пъти"))
            seen.add(term)
            self.state(statement._replace(object=term))

    def state(self, quad: Quad) -> None:
        self.quads.add(quad)
        if len(self.quads) > MAX_QUADS:
            raise LimitError(what=Phrase("the number of quads", "броят на четворките"), limit=MAX_QUADS)

    def object(self, value: Any, graph: str) -> str:
        if not is_object(value):
            raise JsonLdError(why=Phrase("a value without a form", "стойност без форма"))
        if "@value" in value:
            return self.literal(value)
        if value.keys() == {"@list"}:
            return self.list(value["@list"], graph)
        if value.keys() == {"@graph"}:
            inner = self.fresh()
            for member in value["@graph"]:
                self.node(member, inner)
            return inner
        return self.node(value, graph)

    def list(self, items: list[Any], graph: str) -> str:
        """Write a list from its end; gives its head."""
        head = _NIL
        for item in reversed(items):
            rest, head = head, self.fresh()
            self.state(Quad(head, _FIRST, self.object(item, graph), graph))
            self.state(Quad(head, _REST, rest, graph))
        return head

    def literal(self, members: dict[str, Any]) -> str:
        value, datatype, language = members["@value"], members.get("@type"), members.get("@language")
        if self.texts_have_directions and "@direction" in members:
            return self.directed(value, language or "", members["@direction"])
        if not members.keys() <= {"@value", "@type", "@language"}:
            raise JsonLdError(why=Phrase("a value with a direction or an index", "стойност с посока или индекс"))
        if datatype == "@json":
            self.leaves += _leaves(value)
            return literal(jcs.canonicalize(value).decode(), datatype=_RDF + "JSON")
        self.leaves += 1 if language is None or self.texts_have_directions else 2
        if language is not None:
            if not isinstance(language, str) or not _LANGUAGE.fullmatch(language.lower()):
                raise JsonLdError(why=Phrase("a malformed language tag", "неправилен езиков код"))
            return literal(value, language=language.lower())
        return _typed(value, None if datatype is None else _absolute(datatype))

    def directed(self, value: Any, language: Any, direction: Any) -> str:
        """A text with its base direction; https://www.w3.org/TR/json-ld11/#the-i18n-namespace."""
        self.leaves += 1
        if not isinstance(value, str) or not isinstance(language, str) or not isinstance(direction, str):
            raise JsonLdError(why=Phrase("a direction of what is no text", "посока на нещо, което не е текст"))
        if language and not _LANGUAGE.fullmatch(language.lower()):
            raise JsonLdError(why=Phrase("a malformed language tag", "неправилен езиков код"))
        return literal(value, datatype=f"{_I18N}{language.lower()}_{direction}")

    def iri(self, value: Any) -> str:
        self.leaves += 1
        return iri(_absolute(value))


def _absolute(value: Any) -> str:
    if isinstance(value, str) and value.startswith(NOWHERE):
        raise NotAbsoluteError(value=value.rpartition("/")[2])
    if not isinstance(value, str) or not _ABSOLUTE.fullmatch(value):
        raise NotAbsoluteError(value=str(value))
    return value


def _typed(value: Any, datatype: str | None) -> str:
    if isinstance(value, bool):
        return literal("true" if value else "false", datatype=datatype or _XSD + "boolean")
    if isinstance(value, int | float):
        return _number(value, datatype)
    if not isinstance(value, str):
        raise JsonLdError(why=Phrase("a value without a form", "стойност без форма"))
    if datatype == _XSD + "double":
        # some processors rewrite the text of a double, others keep it
        raise JsonLdError(why=Phrase("a number written as a text", "число, записано като текст"))
    return literal(value, datatype=datatype or XSD_STRING)


def _number(value: float, datatype: str | None) -> str:
    """Section 8.6: integers as they are, others as canonical xsd:double with sixteen digits."""
    if float(value).is_integer() and datatype != _XSD + "double":
        return literal(str(int(value)), datatype=datatype or _XSD + "integer")
    mantissa, exponent = f"{value:.15E}".split("E")
    digits = mantissa.rstrip("0")
    lexical = f"{digits}0E{int(exponent)}" if digits.endswith(".") else f"{digits}E{int(exponent)}"
    if float(lexical) != value:
        why = Phrase("a number with more digits than are signed", "число с повече цифри, отколкото се подписват")
        raise JsonLdError(why=why)
    return literal(lexical, datatype=datatype or _XSD + "double")


def _leaves(value: Any) -> int:
    return sum(not isinstance(here, dict | list) for _, here in walk(value))
