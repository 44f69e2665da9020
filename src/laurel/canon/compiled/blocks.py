"""All lines of one subject, and what section 4.6.3 of RDFC-1.0 hashes of a blank node."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from laurel.canon.compiled.digests import Digest
from laurel.canon.compiled.forms import Form, Group, Part
from laurel.canon.compiled.lines import Blank, Line, Slot, Term


@dataclass(slots=True)
class Cells:
    """Where things stand in the list of cells: texts first, then names of subjects, then labels, then groups."""

    texts: int
    names: Mapping[int, int]
    labels: int
    groups: int = 0

    @property
    def room(self) -> int:
        """How many cells follow the texts and names."""
        return self.labels + self.groups

    def label(self, blank: Blank) -> int:
        """The cell of a blank node's label."""
        return self.texts + len(self.names) + blank.number

    def group(self) -> int:
        """Another cell, for a group."""
        self.groups += 1
        return self.texts + len(self.names) + self.labels + self.groups - 1

    def subject(self, term: Term) -> Part:
        """What stands where the subject does: a name, or the cell with the name or label."""
        match term:
            case Slot():
                return self.names[term.index]
            case Blank():
                return self.label(term)
            case _:
                return term.encode()

    def object(self, term: Term) -> tuple[Part, ...]:
        """What stands where the object does."""
        match term:
            case Slot():
                return before_of(term), term.index, after_of(term)
            case Blank():
                return (self.label(term),)
            case _:
                return (term.encode(),)


def block_of(subject: Term, lines: Sequence[Line], cells: Cells) -> Form:
    """The lines of one subject, in order."""
    by_predicate: dict[bytes, list[Term]] = defaultdict(list)
    for line in lines:
        by_predicate[line.predicate.encode()].append(line.object)
    name = cells.subject(subject)
    parts: list[Part] = []
    groups: list[Group] = []
    for predicate, objects in sorted(by_predicate.items()):
        if len(objects) == 1 or all(isinstance(term, str) for term in objects):
            for written in sorted([cells.object(term) for term in objects], key=_first):
                parts += [name, b" %s " % predicate, *written, b" .\n"]
        else:
            groups.append(_group(name, predicate, objects, cells))
            parts += [name, b" %s " % predicate, groups[-1].cell, b" .\n"]
    return Form(parts, groups).folded({})


_first = itemgetter(0)


def _group(subject: Part, predicate: bytes, objects: Sequence[Term], cells: Cells) -> Group:
    slots = [term for term in objects if isinstance(term, Slot)]
    return Group(
        cell=cells.group(),
        subject=subject,
        predicate=predicate,
        fixed=tuple(term.encode() for term in objects if isinstance(term, str)),
        slots=tuple((before_of(slot), slot.index, after_of(slot)) for slot in slots),
        labels=tuple(cells.label(term) for term in objects if isinstance(term, Blank)),
    )


def before_of(slot: Slot) -> bytes:
    """What stands before the text."""
    return b"<" if slot.is_iri else b'"'


def after_of(slot: Slot) -> bytes:
    """What stands after the text."""
    return b">" if slot.is_iri else b'"' + slot.suffix.encode()


@dataclass(frozen=True, slots=True)
class Node:
    """A blank node: its label's cell, its lines, and what is hashed of it while it is `_:a` and all others `_:z`."""

    label: int
    block: Form
    hashed: Form

    @classmethod
    def of(cls, blank: Blank, block: Form, referrer: Line | None, cells: Cells) -> Node:
        """The node of a blank node; at most one statement speaks of it."""
        parts = list(block.parts)
        if referrer is not None:
            line = [cells.subject(referrer.subject), f" {referrer.predicate} ".encode(), cells.label(blank), b" .\n"]
            # `<` comes before `_:a`, and that before `_:z`
            parts = [*parts, *line] if isinstance(referrer.subject, Blank) else [*line, *parts]
        first_label = cells.label(Blank(0))
        known = dict.fromkeys(range(first_label, first_label + cells.labels), b"_:z")
        label = cells.label(blank)
        return cls(label, block, Form(parts, block.groups).folded(known | {label: b"_:a"}))

    @property
    def is_settled(self) -> bool:
        """Whether no text is hashed."""
        return self.hashed.constant is not None

    def first_degree(self, cells: list[bytes], digest: Digest) -> bytes:
        """The hash of section 4.6.3."""
        return digest(b"".join(self.hashed.pieces(cells))).digest()
