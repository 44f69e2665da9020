"""Canonical N-Quads of one shape for any texts: fill in, name the blank nodes, put the lines in order.

Lines of one subject stay together in code point order, because no term is the beginning of another: so whole blocks are put in
order instead of lines. Source: https://www.w3.org/TR/rdf-canon/#canon-algo-algo
"""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from laurel.canon import rdfc
from laurel.canon.compiled.blocks import Cells, Node, block_of
from laurel.canon.compiled.digests import DIGESTS, Hash
from laurel.canon.compiled.forms import Form, taker
from laurel.canon.compiled.lines import Blank, Line, OutsideError, Slot, Term, dataset_of
from laurel.canon.compiled.values import Values
from laurel.canon.rdfc import HashName

MAX_HEADS: Final = 4
"""Orders of the subjects that are IRIs, remembered for one template."""
MAX_VARIANTS: Final = 6
"""Labels under which the lines of a blank node are kept, on average."""

_PART: Final = 48
"""Bytes that a piece or a hole takes beside its text, about."""

Order = tuple[int, ...]


class Template:
    """Writes what `rdfc.canonicalize` would, for every list of texts that it takes."""

    def __init__(self, lines: Sequence[Line], *, size: int, hash_name: HashName, layout_room: int = 0) -> None:
        """Lay out what documents of the shape say.

        Args:
            lines: their statements; slots count from 0 to `size` - 1.
            size: how many texts there are.
            hash_name: for blank nodes, and for `digest`.
            layout_room: bytes for remembering whole documents, one for each order of blocks.

        Raises:
            OutsideError: two of the lines are the same.
        """
        if len(set(lines)) != len(lines):
            raise OutsideError
        self.lines = lines
        self._hash_name: HashName = hash_name
        self._digest = DIGESTS[hash_name]
        slots = {term for line in lines for term in (line.subject, line.object) if isinstance(term, Slot)}
        self._values = Values(size, sorted({slot.index for slot in slots if slot.is_iri}))
        self._lay_out(size)
        self._heads: dict[Order, tuple[Hash, Form]] = {}
        self._free_variants = MAX_VARIANTS * len(self._nodes)
        self._layouts: dict[Order, tuple[Hash, Form]] = {}
        self._layout_room = layout_room
        self._reserved = layout_room // 1024

    @property
    def weight(self) -> int:
        """How much is kept: the number of statements, and a kilobyte of whole documents counts as one."""
        return len(self.lines) + self._reserved

    def _lay_out(self, size: int) -> None:
        """A block for each subject, and for each blank node."""
        lines_of: dict[Term, list[Line]] = defaultdict(list)
        for line in self.lines:
            lines_of[line.subject].append(line)
        numbers = {term.number for line in self.lines for term in (line.subject, line.object) if isinstance(term, Blank)}
        blanks = [Blank(number) for number in range(max(numbers, default=-1) + 1)]
        open_subjects = sorted({subject.index for subject in lines_of if isinstance(subject, Slot)})
        self._first_name, self._first_label = size, size + len(open_subjects)
        self._subjects = taker(open_subjects)
        names = {index: size + place for place, index in enumerate(open_subjects)}
        cells = Cells(texts=size, names=names, labels=len(blanks))
        blocks = {subject: block_of(subject, lines_of[subject], cells) for subject in dict.fromkeys([*lines_of, *blanks])}
        self._lay_out_iris(blocks)
        referrers = {line.object: line for line in self.lines if isinstance(line.object, Blank)}
        self._lay_out_nodes([Node.of(blank, blocks[blank], referrers.get(blank), cells) for blank in blanks])
        self._room = [b""] * cells.room

    def _lay_out_iris(self, blocks: Mapping[Term, Form]) -> None:
        """Subjects that are IRIs: the fixed ones in order, then those that are filled in."""
        fixed = sorted((subject.encode(), block) for subject, block in blocks.items() if isinstance(subject, str))
        unnamed = sorted((subject.index, block) for subject, block in blocks.items() if isinstance(subject, Slot))
        self._names = [name for name, _ in fixed]
        self._taken_names = frozenset(self._names)
        self._iri_blocks = [block for _, block in (*fixed, *unnamed)]

    def _lay_out_nodes(self, nodes: Sequence[Node]) -> None:
        """Blank nodes: those that no text touches, hashed once for all and in order, then the others."""
        hashes = {number: node.first_degree([], self._digest) for number, node in enumerate(nodes) if node.is_settled}
        order = sorted(hashes, key=hashes.__getitem__)
        self._nodes = [nodes[number] for number in order]
        self._hashes = [hashes[number] for number in order]
        self._taken_hashes = frozenset(self._hashes)
        self._alike = len(self._taken_hashes) != len(self._hashes)
        touched = [node for node in nodes if not node.is_settled]
        self._hashed = [node.hashed for node in touched]
        self._hashed_groups = [group for form in self._hashed for group in form.groups]
        self._nodes += touched
        self._label_cells = [node.label for node in self._nodes]
        self._labels = [b"_:c14n%d" % number for number in range(len(nodes))]
        self._by_label = sorted(range(len(nodes)), key=str)
        self._variants: list[dict[int, Form]] = [{} for _ in nodes]

    def canonical(self, values: Sequence[str], plain: Sequence[bytes] | None = None, /) -> bytes:
        """The canonical N-Quads for the texts, in UTF-8.

        Args:
            values: the texts.
            plain: what `plain_texts` made of them, where the caller knows.

        Raises:
            OutsideError: texts that only the full path can judge.
            WorkLimitError: blank nodes too much alike to be named in time, as on the full path.
        """
        cells = self._cells(values, plain)
        names, hashes = self._names_in(cells), self._hashes_in(cells)
        if hashes is None:
            return self._in_full(cells)
        return self._written(cells, _order(self._names, names), _order(self._hashes, hashes))

    def digest(self, values: Sequence[str], plain: Sequence[bytes] | None = None, /) -> bytes:
        """The digest of `canonical`, whose beginning is remembered. Raises as `canonical`."""
        cells = self._cells(values, plain)
        names, hashes = self._names_in(cells), self._hashes_in(cells)
        if hashes is None:
            return self._digest(self._in_full(cells)).digest()
        iris = _place(self._names, names)
        places = iris + _place(self._hashes, hashes)  # of one length each, always
        layout = self._layouts.get(places)
        if layout is None and self._layout_room > 0:
            layout = self._layout(places, _order(self._names, names), _order(self._hashes, hashes))
        if layout is not None:
            state = layout[0].copy()
            state.update(layout[1].text_with_groups(cells))
            return state.digest()
        head = self._heads.get(iris) or self._head(iris, _order(self._names, names))
        order = _order(self._hashes, hashes)
        if head is None:
            return self._digest(self._written(cells, _order(self._names, names), order)).digest()
        return _digest_from(*head, cells, self._lines_of_nodes(cells, order))

    def _cells(self, values: Sequence[str], plain: Sequence[bytes] | None) -> list[bytes]:
        cells = self._values.cells(values, plain)
        cells += [b"<" + name + b">" for name in self._subjects(cells)]
        cells += self._room
        return cells

    def _in_full(self, cells: Sequence[bytes]) -> bytes:
        dataset = dataset_of(self.lines, [cell.decode() for cell in cells])
        if len(dataset) != len(self.lines):  # a value stands twice
            raise OutsideError
        return rdfc.canonicalize(dataset, hash_name=self._hash_name).encode()

    def _names_in(self, cells: list[bytes]) -> list[bytes]:
        """The subjects that are IRIs and filled in.

        Raises:
            OutsideError: two subjects become one, so that their lines would be mixed.
        """
        names = cells[self._first_name : self._first_label]
        if not _differ(names, self._taken_names):
            raise OutsideError
        return names

    def _hashes_in(self, cells: list[bytes]) -> list[bytes] | None:
        """The hashes of the blank nodes that are filled in; None where two look alike (section 4.4.3, step 5)."""
        if len(self._nodes) < 2:
            return [b""] * len(self._hashed)
        for group in self._hashed_groups:
            cells[group.cell] = group.text(cells)
        digest = self._digest
        hashes = [digest(form.text(cells)).digest() for form in self._hashed]
        return None if self._alike or not _differ(hashes, self._taken_hashes) else hashes

    def _head(self, place: Order, iris: Order) -> tuple[Hash, Form] | None:
        """All subjects that are IRIs in one: what stands before the first hole, hashed, and the rest; None without room."""
        if len(self._heads) >= MAX_HEADS:
            return None
        constant, rest = Form.joined([self._iri_blocks[number] for number in iris]).split()
        self._heads[place] = head = (self._digest(constant), rest)
        return head

    def _layout(self, places: Order, iris: Order, nodes: Order) -> tuple[Hash, Form]:
        """The whole document as one form."""
        known = {self._label_cells[number]: label for number, label in zip(nodes, self._labels, strict=True)}
        blocks = [self._iri_blocks[number] for number in iris]
        blocks += [self._nodes[nodes[place]].block for place in self._by_label]
        constant, rest = Form.joined([block.folded(known) for block in blocks]).split()
        self._layout_room -= len(constant) + rest.size + _PART * len(rest.parts)
        self._layouts[places] = layout = (self._digest(constant), rest)
        return layout

    def _written(self, cells: list[bytes], iris: Order, nodes: Order) -> bytes:
        lines = self._lines_of_nodes(cells, nodes)  # and the labels
        return b"".join([piece for number in iris for piece in self._iri_blocks[number].pieces(cells)] + lines)

    def _lines_of_nodes(self, cells: list[bytes], order: Order) -> list[bytes]:
        """The lines of all blank nodes in order of their labels, which are written into their cells."""
        for number, label in zip(order, self._labels, strict=True):
            cells[self._label_cells[number]] = label
        pieces: list[bytes] = []
        for place in self._by_label:
            number = order[place]
            form = self._variants[number].get(place) or self._variant(number, place)
            if form.constant is None:
                pieces += form.pieces(cells)
            else:
                pieces.append(form.constant)
        return pieces

    def _variant(self, number: int, place: int) -> Form:
        """The lines of a blank node under one label."""
        node = self._nodes[number]
        if not self._free_variants:
            return node.block
        self._free_variants -= 1
        self._variants[number][place] = form = node.block.folded({node.label: self._labels[place]})
        return form


def _place(known: Sequence[bytes], those: Sequence[bytes]) -> Order:
    """Different for any two lists that come in different orders among themselves and what is known, which is in order.

    Of one length for lists of one length.
    """
    if len(those) == 3:  # what most credentials have, without a loop
        a, b, c = those
        return (bisect(known, a), bisect(known, b), bisect(known, c), a < b, b < c, a < c)
    places = [bisect(known, each) for each in those]
    if len(those) > 1:
        places += sorted(range(len(those)), key=those.__getitem__)
    return tuple(places)


def _order(known: Sequence[bytes], those: Sequence[bytes]) -> Order:
    """The indexes of all, known and those, in their order."""
    return tuple(sorted(range(len(known) + len(those)), key=[*known, *those].__getitem__))


def _digest_from(head: Hash, rest: Form, cells: list[bytes], lines: Sequence[bytes] = ()) -> bytes:
    state = head.copy()
    pieces = rest.pieces(cells)
    pieces += lines
    state.update(b"".join(pieces))
    return state.digest()


def _differ(those: Sequence[bytes], taken: frozenset[bytes]) -> bool:
    distinct = set(those)
    return len(distinct) == len(those) and taken.isdisjoint(distinct)
