"""The statements of a shape, with holes where values go, and what a value has to be to go there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from laurel.canon.nquads import Dataset, Quad

SCHEMES: Final = ("http", "https", "urn", "did", "mailto", "data")
"""The schemes an IRI in a slot may have; a shape whose contexts define one of them as a term is not compiled."""


class OutsideError(Exception):
    """A value, or values together, for which the template is not proven: the full path has to say."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a value: between quotes with `suffix` (datatype or language) behind, or as an IRI."""

    index: int
    is_iri: bool
    suffix: str = ""

    def term(self, text: str) -> str:
        """The term that an escaped text becomes here."""
        return f"<{text}>" if self.is_iri else f'"{text}"{self.suffix}'


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank node, by number."""

    number: int


Term: TypeAlias = "str | Slot | Blank"


@dataclass(frozen=True, slots=True)
class Line:
    """One statement of the default graph."""

    subject: Term
    predicate: str
    object: Term


def escaped(line: Line, values: Mapping[int, str], renumber: Mapping[int, int]) -> Line:
    """The line with some slots filled for good by escaped texts, and the others renumbered."""

    def fill(term: Term) -> Term:
        if not isinstance(term, Slot):
            return term
        if term.index in values:
            return term.term(values[term.index])
        return Slot(renumber[term.index], term.is_iri, term.suffix)

    return Line(fill(line.subject), line.predicate, fill(line.object))


def dataset_of(lines: Sequence[Line], texts: Sequence[str]) -> Dataset:
    """The quads that the lines say for escaped texts, blank nodes under made-up labels."""

    def term(part: Term) -> str:
        match part:
            case Slot():
                return part.term(texts[part.index])
            case Blank():
                return f"_:b{part.number}"
            case _:
                return part

    return frozenset(Quad(term(line.subject), line.predicate, term(line.object)) for line in lines)
