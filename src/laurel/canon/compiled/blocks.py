"""All lines of one subject as one piece of text with holes.

Texts, labels of blank nodes and groups of lines lie in one list of cells; a hole names the cell that goes into it. Where the
subject itself is not fixed, a NUL stands for it: escaped texts and IRIs hold none.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final

from laurel.canon.compiled.lines import Blank, Line, OutsideError, Slot, Term
from laurel.canon.rdfc import HashName

SUBJECT: Final = "\0"
_REMEMBERED: Final = 16  # labels under which the bytes of a constant block are kept


@dataclass(slots=True)
class Cells:
    """Hands out places in the list: texts first, then labels, then what blocks need."""

    labels: int
    room: int
    made: int = 0

    def another(self) -> int:
        """A place that nothing else has."""
        self.made += 1
        return self.room + self.made - 1

    def of(self, term: Slot | Blank) -> int:
        """Where the text or the label stands."""
        return term.index if isinstance(term, Slot) else self.labels + term.number


@dataclass(frozen=True, slots=True)
class Group:
    """Several lines of one subject and one predicate, whose order depends on what is filled in."""

    cell: int
    fixed: list[str]
    slots: list[tuple[str, int, str]]
    labels: list[int]
    between: str

    @property
    def touched(self) -> bool:
        """Whether a text goes into it."""
        return bool(self.slots)

    def fill(self, cells: list[str]) -> None:
        """Write the group into its cell.

        Raises:
            OutsideError: a value stands twice, which a set would hold once.
        """
        objects = self.fixed
        if self.slots:
            objects = objects + [before + cells[index] + after for before, index, after in self.slots]
            if len(set(objects)) != len(objects):
                raise OutsideError
        if self.labels:
            objects = objects + [cells[index] for index in self.labels]
        cells[self.cell] = self.between.join(sorted(objects))


@dataclass(slots=True)
class Block:
    """The lines of one subject, in order."""

    form: str
    take: Callable[[list[str]], tuple[str, ...]] | None
    groups: list[Group]
    touched: bool
    labelled: bool
    stash: int
    baked: bool
    constant: bytes = field(init=False)
    _remembered: dict[str, bytes] = field(default_factory=dict[str, bytes])

    def __post_init__(self) -> None:
        self.constant = b"" if self.take else self.form.encode()

    @classmethod
    def of(cls, subject: Term, lines: Sequence[Line], cells: Cells) -> Block:
        """Lay out the lines of one subject."""
        name = subject if isinstance(subject, str) else SUBJECT
        by_predicate: dict[str, list[Term]] = defaultdict(list)
        for line in lines:
            by_predicate[line.predicate].append(line.object)
        form: list[str] = []
        holes: list[int] = []
        groups: list[Group] = []
        for predicate, objects in sorted(by_predicate.items()):
            before = f"{name} {predicate} ".replace("%", "%%")
            if all(isinstance(each, str) for each in objects):
                form += [before + str(each).replace("%", "%%") + " .\n" for each in sorted(map(str, objects))]
            elif len(objects) == 1 and isinstance(objects[0], Slot | Blank):
                form.append(before + _hole(objects[0]) + " .\n")
                holes.append(cells.of(objects[0]))
            else:
                groups.append(_group(objects, cells, between=f" .\n{name} {predicate} "))
                form.append(f"{before}%s .\n")
                holes.append(groups[-1].cell)
        terms = [line.object for line in lines]
        whole = "".join(form)
        return cls(
            form=whole if holes else whole.replace("%%", "%"),
            take=_taker(holes),
            groups=groups,
            touched=any(isinstance(term, Slot) for term in terms),
            labelled=any(isinstance(term, Blank) for term in terms),
            stash=cells.another(),
            baked=isinstance(subject, str),
        )

    def body(self, cells: list[str]) -> str:
        """The lines, NUL for a subject that is not fixed."""
        return self.form if self.take is None else self.form % self.take(cells)

    def write(self, cells: list[str], subject: str) -> bytes:
        """The lines under the subject's name."""
        if self.take is None:
            return self.constant if self.baked else self._constant_under(subject)
        text = cells[self.stash] or self.form % self.take(cells)
        return (text if self.baked else text.replace(SUBJECT, subject)).encode()

    def _constant_under(self, subject: str) -> bytes:
        found = self._remembered.get(subject)
        if found is None:
            found = self.form.replace(SUBJECT, subject).encode()
            if subject.startswith("_:") and len(self._remembered) < _REMEMBERED:
                self._remembered[subject] = found
        return found


@dataclass(frozen=True, slots=True)
class Node:
    """A blank node: its own lines and the one line, if any, that speaks of it."""

    cell: int
    block: Block
    referrer: str  # with NUL for the node that refers, when that is an IRI to be filled in
    slot: int  # that IRI's cell, or -1

    @classmethod
    def of(cls, blank: Blank, block: Block, referrer: Line | None, cells: Cells) -> Node:
        """The node of a blank node, whose block is made."""
        line, slot = "", -1
        if referrer is not None:
            match referrer.subject:
                case Slot():
                    line, slot = f"<{SUBJECT}>", referrer.subject.index
                case Blank():
                    line = "_:z"
                case _:
                    line = referrer.subject
            line = f"{line} {referrer.predicate} _:a .\n"
        return cls(cells.of(blank), block, line, slot)

    @property
    def touched(self) -> bool:
        """Whether its first degree hash depends on a text."""
        return self.block.touched or self.slot >= 0

    def first_degree(self, cells: list[str], hash_name: HashName) -> str:
        """Section 4.6.3, while all labels in `cells` are `_:z`."""
        body = self.block.body(cells)
        if not self.block.labelled:
            cells[self.block.stash] = body
        own = body.replace(SUBJECT, "_:a")
        referrer = self.referrer if self.slot < 0 else self.referrer.replace(SUBJECT, cells[self.slot])
        # `<` comes before `_:a`, and that before `_:z`
        lines = own + referrer if referrer.startswith("_") else referrer + own
        return hashlib.new(hash_name, lines.encode()).hexdigest()


def _hole(term: Slot | Blank) -> str:
    if isinstance(term, Blank):
        return "%s"
    return "<%s>" if term.is_iri else '"%s"' + term.suffix.replace("%", "%%")


def _group(objects: Sequence[Term], cells: Cells, *, between: str) -> Group:
    slots = [term for term in objects if isinstance(term, Slot)]
    return Group(
        cell=cells.another(),
        fixed=[term for term in objects if isinstance(term, str)],
        slots=[("<" if slot.is_iri else '"', slot.index, ">" if slot.is_iri else '"' + slot.suffix) for slot in slots],
        labels=[cells.of(term) for term in objects if isinstance(term, Blank)],
        between=between,
    )


def _taker(holes: list[int]) -> Callable[[list[str]], tuple[str, ...]] | None:
    if not holes:
        return None
    if len(holes) == 1:
        only = holes[0]
        return lambda cells: (cells[only],)
    return itemgetter(*holes)
