"""Text with holes, as UTF-8: what goes into a hole stands in a list of cells, and the hole is the cell's number.

Nothing is formatted or encoded again: constant pieces are kept as bytes, and filling in is one copy and one join.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TypeAlias, TypeVar

from laurel.canon.compiled.lines import OutsideError

Text = TypeVar("Text", str, bytes)
Part: TypeAlias = bytes | int


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of one subject and one predicate, whose order depends on what is filled in; the whole goes into `cell`.

    `slots` are holes for texts, each with what stands before and after it; `labels` are holes for blank nodes.
    """

    cell: int
    subject: Part
    predicate: bytes
    fixed: tuple[bytes, ...]
    slots: tuple[tuple[bytes, int, bytes], ...]
    labels: tuple[int, ...]

    def text(self, cells: Sequence[bytes]) -> bytes:
        """The lines, from the first object to the last.

        Raises:
            OutsideError: a value stands twice, which a set would hold once.
        """
        objects = [before + cells[index] + after for before, index, after in self.slots]
        objects += self.fixed
        if self.slots and len(set(objects)) != len(objects):
            raise OutsideError
        objects += [cells[index] for index in self.labels]
        objects.sort()
        subject = cells[self.subject] if isinstance(self.subject, int) else self.subject
        return (b" .\n%s %s " % (subject, self.predicate)).join(objects)

    def folded(self, known: Mapping[int, bytes]) -> Group:
        """The same with some labels known for good."""
        settled = tuple(known[index] for index in self.labels if index in known)
        return Group(
            self.cell,
            known.get(self.subject, self.subject) if isinstance(self.subject, int) else self.subject,
            self.predicate,
            self.fixed + settled,
            self.slots,
            tuple(index for index in self.labels if index not in known),
        )

    @property
    def is_open(self) -> bool:
        """Whether anything is still to be filled in."""
        return bool(self.slots or self.labels) or isinstance(self.subject, int)


class Form:
    """Pieces of text and, between them, holes; and the groups to write before it.

    `text` writes the whole, with its groups written before; `constant` is the whole where there is no hole.
    """

    def __init__(self, parts: Sequence[Part], groups: Sequence[Group] = ()) -> None:
        self.parts = tuple(parts)
        self.groups = tuple(groups)
        self._pieces, self._holes = laid_out(parts)
        self._take = taker(self._holes)
        self.text = _writer(self._pieces, self._holes)
        self.constant = None if self._holes else self._pieces[0]

    @property
    def size(self) -> int:
        """Bytes between the holes."""
        return sum(map(len, self._pieces))

    @classmethod
    def joined(cls, forms: Sequence[Form]) -> Form:
        """All of them, one after another."""
        return cls([part for form in forms for part in form.parts], [group for form in forms for group in form.groups])

    def pieces(self, cells: list[bytes]) -> list[bytes]:
        """All its pieces in order; writes its groups into their cells first, and raises as `Group.text`."""
        for group in self.groups:
            cells[group.cell] = group.text(cells)
        return self.filled(cells)

    def filled(self, cells: list[bytes]) -> list[bytes]:
        """The same, with its groups written before."""
        pieces = self._pieces.copy()
        pieces[1::2] = self._take(cells)
        return pieces

    def text_with_groups(self, cells: list[bytes]) -> bytes:
        """The whole of `pieces`."""
        for group in self.groups:
            cells[group.cell] = group.text(cells)
        return self.text(cells)

    def folded(self, known: Mapping[int, bytes]) -> Form:
        """The same with some cells known for good."""
        settled, still_open = dict(known), list[Group]()
        for group in (each.folded(known) for each in self.groups):
            if group.is_open:
                still_open.append(group)
            else:
                settled[group.cell] = group.text(())
        return Form([settled.get(part, part) if isinstance(part, int) else part for part in self.parts], still_open)

    def split(self) -> tuple[bytes, Form]:
        """What stands before the first hole, and the rest."""
        rest: list[Part] = []
        for hole, piece in zip(self._holes, self._pieces[2::2], strict=True):
            rest += (hole, piece)
        return self._pieces[0], Form(rest, self.groups)


def _writer(pieces: list[bytes], holes: Sequence[int]) -> Callable[[list[bytes]], bytes]:
    """What writes the whole for a list of cells; the few pieces of a blank node without a list of them."""
    if len(holes) == 1:
        (only,), (before, _, after) = holes, pieces
        return lambda cells: b"".join((before, cells[only], after))
    if len(holes) == 2:
        (first, second), (start, _, between, _, end) = holes, pieces
        return lambda cells: b"".join((start, cells[first], between, cells[second], end))
    take = taker(holes)

    def write(cells: list[bytes]) -> bytes:
        filled = pieces.copy()
        filled[1::2] = take(cells)
        return b"".join(filled)

    return write


def next_hole(parts: Sequence[Part]) -> int:
    """The place of the first hole."""
    return next((place for place, part in enumerate(parts) if isinstance(part, int)), len(parts))


def laid_out(parts: Sequence[Part]) -> tuple[list[bytes], list[int]]:
    """Texts at even places and room for what fills the holes at odd ones; and the holes."""
    holes = [part for part in parts if isinstance(part, int)]
    pieces: list[bytes] = []
    run: list[bytes] = []
    for part in parts:
        if isinstance(part, int):
            pieces += (b"".join(run), b"")
            run = []
        else:
            run.append(part)
    return [*pieces, b"".join(run)], holes


def taker(holes: Sequence[int]) -> Callable[[Sequence[Text]], tuple[Text, ...]]:
    """What takes the cells of these holes out of a list."""
    if not holes:
        return _nothing
    if len(holes) == 1:
        only = holes[0]
        return lambda cells: (cells[only],)
    return itemgetter(*holes)


def _nothing(_: Sequence[Text]) -> tuple[Text, ...]:
    return ()
