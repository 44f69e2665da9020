"""All lines of one subject as one piece of text with holes.

Texts, labels of blank nodes and groups of lines lie in one list of cells; a hole names the cell that goes into it. Where the
subject itself is not fixed, a NUL stands for it: escaped texts and IRIs hold none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final, Protocol, TypeAlias

from laurel.canon.compiled.lines import Blank, Line, OutsideError, Slot, Term

SUBJECT: Final = "\0"
_REMEMBERED: Final = 16  # labels under which a block is kept

Take: TypeAlias = Callable[[Sequence[str]], tuple[str, ...]]


class Hash(Protocol):
    """What hashlib makes."""

    def update(self, text: bytes, /) -> None:
        """Go on."""
        ...

    def copy(self) -> Hash:
        """The same so far."""
        ...

    def digest(self) -> bytes:
        """The octets."""
        ...


Digest: TypeAlias = Callable[[bytes], Hash]


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
    """The lines of one subject, in order: `parts` are texts and, between them, the cells that go there."""

    parts: list[str | int]
    groups: list[Group]
    touched: bool
    texts: int  # cells below are texts
    form: str = field(init=False)
    holes: list[int] = field(init=False)
    constant: bytes = field(init=False)
    _take: Take = field(init=False)
    _plain: str = field(init=False)
    _forms: dict[str, str] = field(default_factory=dict[str, str])
    _constants: dict[str, bytes] = field(default_factory=dict[str, bytes])

    def __post_init__(self) -> None:
        self.form = "".join("%s" if isinstance(part, int) else part.replace("%", "%%") for part in self.parts)
        self.holes = [part for part in self.parts if isinstance(part, int)]
        self._plain = self.form.replace("%%", "%")
        self.constant = b"" if self.holes or SUBJECT in self.form else self._plain.encode()
        self._take = taker(self.holes)

    @classmethod
    def of(cls, subject: Term, lines: Sequence[Line], cells: Cells) -> Block:
        """Lay out the lines of one subject."""
        name = subject if isinstance(subject, str) else SUBJECT
        by_predicate: dict[str, list[Term]] = defaultdict(list)
        for line in lines:
            by_predicate[line.predicate].append(line.object)
        parts: list[str | int] = []
        groups: list[Group] = []
        for predicate, objects in sorted(by_predicate.items()):
            before, only = f"{name} {predicate} ", objects[0]
            if all(isinstance(each, str) for each in objects):
                parts += [f"{before}{each} .\n" for each in sorted(map(str, objects))]
            elif len(objects) == 1 and isinstance(only, Slot | Blank):
                left, right = _around(only)
                parts += [before + left, cells.of(only), right + " .\n"]
            else:
                groups.append(_group(objects, cells, between=f" .\n{name} {predicate} "))
                parts += [before, groups[-1].cell, " .\n"]
        return cls(parts, groups, any(isinstance(line.object, Slot) for line in lines), cells.labels)

    def under_iri(self, cells: list[str], subject: str) -> bytes:
        """The lines of an IRI, whose name may hold a percent sign."""
        return (self.form % self._take(cells) if self.holes else self._plain).replace(SUBJECT, subject).encode()

    def under_label(self, cells: list[str], label: str) -> bytes:
        """The lines of a blank node; what depends on its label alone is kept for the next time."""
        if not self.holes:
            return self._constants.get(label) or self._keep(label)
        form = self._forms.get(label)
        if form is None:
            form = self.form.replace(SUBJECT, label)
            if len(self._forms) < _REMEMBERED:
                self._forms[label] = form
        text = form % self._take(cells)
        # groups are between lines of this subject too
        return (text.replace(SUBJECT, label) if self.groups else text).encode()

    def _keep(self, label: str) -> bytes:
        made = self._plain.replace(SUBJECT, label).encode()
        if len(self._constants) < _REMEMBERED:
            self._constants[label] = made
        return made


@dataclass(frozen=True, slots=True)
class Node:
    """A blank node: its own lines and, in `form`, what section 4.6.3 hashes, the line that speaks of it included."""

    cell: int
    block: Block
    touched: bool
    form: str
    take: Take

    @classmethod
    def of(cls, blank: Blank, block: Block, referrer: Line | None, cells: Cells) -> Node:
        """The node of a blank node, whose block is made."""
        form, holes = block.form.replace(SUBJECT, "_:a"), block.holes
        touched = block.touched
        if referrer is not None:
            after = f" {referrer.predicate} _:a .\n".replace("%", "%%")
            # `<` comes before `_:a`, and that before `_:z`
            match referrer.subject:
                case Blank():
                    form = f"{form}_:z{after}"
                case Slot():
                    form, holes, touched = f"<%s>{after}{form}", [referrer.subject.index, *holes], True
                case _:
                    form = referrer.subject.replace("%", "%%") + after + form
        return cls(cells.of(blank), block, touched, form, taker(holes))

    def first_degree(self, cells: list[str], digest: Digest) -> bytes:
        """Section 4.6.3, while all labels in `cells` are `_:z`."""
        lines = self.form % self.take(cells)
        return digest((lines.replace(SUBJECT, "_:a") if self.block.groups else lines).encode()).digest()


def _around(term: Slot | Blank) -> tuple[str, str]:
    """What stands before and after the text or label."""
    if isinstance(term, Blank):
        return "", ""
    return ("<", ">") if term.is_iri else ('"', '"' + term.suffix)


def _group(objects: Sequence[Term], cells: Cells, *, between: str) -> Group:
    slots = [term for term in objects if isinstance(term, Slot)]
    return Group(
        cell=cells.another(),
        fixed=[term for term in objects if isinstance(term, str)],
        slots=[(_around(slot)[0], slot.index, _around(slot)[1]) for slot in slots],
        labels=[cells.of(term) for term in objects if isinstance(term, Blank)],
        between=between,
    )


def taker(holes: list[int]) -> Take:
    """What takes the cells of these holes out of a list."""
    if not holes:
        return _nothing
    if len(holes) == 1:
        only = holes[0]
        return lambda cells: (cells[only],)
    return itemgetter(*holes)


def _nothing(_: Sequence[str]) -> tuple[str, ...]:
    return ()
