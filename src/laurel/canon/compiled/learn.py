"""Work a shape out: read a copy whose texts are sentinels, and see where each of them comes out.

A sentinel is an absolute IRI that nobody could have foreseen, so whatever holds it holds the text of that one place.
"""

from __future__ import annotations

import re
import secrets
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from laurel.canon import jsonld
from laurel.canon.compiled.lines import Blank, Line, Slot, Term, escaped
from laurel.canon.compiled.outline import Path, replaced
from laurel.canon.compiled.template import Template
from laurel.canon.nquads import Dataset, Quad, escape
from laurel.canon.rdfc import HashName
from laurel.errors import LaurelError

MAX_QUADS: Final = 2_000
MAX_BLANK_NODES: Final = 500

LAYOUT_ROOM: Final = 256 * 1024
"""Bytes in which each cohort remembers whole documents: blank nodes come in the same few orders again and again."""

Entropy = Callable[[int], bytes]


def learn(
    document: Mapping[str, Any], places: Sequence[Path], *, entropy: Entropy = secrets.token_bytes
) -> tuple[Line, ...] | None:
    """The statements that every document of this shape makes, or None where the shape is not within the proven conditions.

    Args:
        document: read before without an error.
        places: where the texts stand; a slot's index is its position here.
        entropy: a source of random bytes nobody can foresee.
    """
    secret = entropy(16).hex()
    texts: dict[Path, Any] = {place: f"urn:laurel:{secret}:{index}:" for index, place in enumerate(places)}
    try:
        dataset = jsonld.to_dataset(replaced(document, texts))
    except LaurelError:
        return None  # a place that takes no IRI, such as a number written as a text
    return _lines(dataset, secret, len(places))


@dataclass(frozen=True, slots=True)
class LearnedLines:
    """The statements of a shape, from which templates are made."""

    lines: Sequence[Line]
    places: Sequence[Path]
    hash_name: HashName
    layout_room: int = 0

    def writer(self, _: Mapping[str, Any], places: Sequence[Path], settled: Mapping[Path, str], /) -> Template:
        """The template for the texts at these places, the others settled; raises OutsideError when they make two lines one."""
        constant = {index: escape(settled[place]) for index, place in enumerate(self.places) if place in settled}
        position_of = {place: position for position, place in enumerate(places)}
        renumber = {index: position_of[place] for index, place in enumerate(self.places) if place in position_of}
        lines = [escaped(line, constant, renumber) for line in self.lines]
        room = max(self.layout_room, LAYOUT_ROOM) if settled else self.layout_room
        return Template(lines, size=len(places), hash_name=self.hash_name, layout_room=room)


class _UnfitError(Exception):
    """A sentinel came out where no text may be filled in."""


def _lines(dataset: Dataset, secret: str, number: int) -> tuple[Line, ...] | None:
    if len(dataset) > MAX_QUADS or any(quad.graph for quad in dataset):
        return None
    reader = _Reader(secret)
    try:
        lines = tuple(reader.line(quad) for quad in sorted(dataset))
    except _UnfitError:
        return None
    all_came_out = reader.is_iri.keys() == set(range(number))
    # each blank node hangs on one other node at most, so its first degree hash holds one statement about it
    referrers = Counter(line.object.number for line in lines if isinstance(line.object, Blank))
    tree = all(count == 1 for count in referrers.values())
    return lines if all_came_out and tree and len(reader.blank) <= MAX_BLANK_NODES else None


class _Reader:
    def __init__(self, secret: str) -> None:
        self.secret = secret
        self.pattern = re.compile(rf'(?:<urn:laurel:{secret}:(\d+):>|"urn:laurel:{secret}:(\d+):"(.*))', re.DOTALL)
        self.is_iri: dict[int, bool] = {}
        self.blank: dict[str, Blank] = {}

    def line(self, quad: Quad) -> Line:
        if self.secret in quad.predicate:
            raise _UnfitError
        return Line(self.term(quad.subject), quad.predicate, self.term(quad.object))

    def term(self, text: str) -> Term:
        if text.startswith("_:"):
            return self.blank.setdefault(text, Blank(len(self.blank)))
        if self.secret not in text:
            return text
        match = self.pattern.fullmatch(text)
        if match is None or self.secret in (match[3] or ""):
            raise _UnfitError
        is_iri = match[1] is not None
        slot = Slot(int(match[1] if is_iri else match[2]), is_iri, match[3] or "")
        if self.is_iri.setdefault(slot.index, is_iri) != is_iri:
            raise _UnfitError
        return slot
