"""Canonical N-Quads of one shape for any texts: fill in, name the blank nodes, put the lines in order.

Lines of one subject stay together in code point order, because no term is the beginning of another: so whole blocks are put in
order instead of lines. Source: https://www.w3.org/TR/rdf-canon/#canon-algo-algo
"""

from __future__ import annotations

import hashlib
from bisect import bisect
from collections import defaultdict
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Final

from laurel.canon import rdfc
from laurel.canon.compiled.blocks import Block, Cells, Digest, Node
from laurel.canon.compiled.layouts import Layouts
from laurel.canon.compiled.lines import Blank, Line, OutsideError, Slot, Term, check_iris, dataset_of, escape_all, needs_escape
from laurel.canon.rdfc import HashName

DIGESTS: Final[Mapping[HashName, Digest]] = {"sha256": hashlib.sha256, "sha384": hashlib.sha384}


class Template:
    """Writes what `rdfc.canonicalize` would, for every list of texts that it takes."""

    def __init__(self, lines: Sequence[Line], *, size: int, hash_name: HashName) -> None:
        """Lay out what documents of the shape say.

        Args:
            lines: their statements; slots count from 0 to `size` - 1.
            size: how many texts there are.
            hash_name: for blank nodes.

        Raises:
            OutsideError: two of the lines are the same.
        """
        if len(set(lines)) != len(lines):
            raise OutsideError
        self.lines = lines
        self._hash_name: HashName = hash_name
        self._digest = DIGESTS[hash_name]
        terms = {term for line in lines for term in (line.subject, line.object)}
        self._iris = sorted({term.index for term in terms if isinstance(term, Slot) and term.is_iri})
        self._texts = sorted({term.index for term in terms if isinstance(term, Slot) and not term.is_iri})
        self._lay_out(size, sorted({term.number for term in terms if isinstance(term, Blank)}))
        self._settle(size)

    def _lay_out(self, size: int, blank_numbers: list[int]) -> None:
        """A block for each subject, and for each blank node."""
        labels = blank_numbers[-1] + 1 if blank_numbers else 0
        cells = Cells(labels=size, room=size + labels)
        lines_of: dict[Term, list[Line]] = defaultdict(list)
        for line in self.lines:
            lines_of[line.subject].append(line)
        for number in blank_numbers:
            lines_of.setdefault(Blank(number), [])
        blocks = {subject: Block.of(subject, own, cells) for subject, own in lines_of.items()}
        referrers = {line.object: line for line in self.lines if isinstance(line.object, Blank)}
        blanks = [Blank(number) for number in blank_numbers]
        self._nodes = [Node.of(blank, blocks[blank], referrers.get(blank), cells) for blank in blanks]
        self._named = sorted([(subject, block) for subject, block in blocks.items() if isinstance(subject, str)], key=_name)
        self._unnamed = [(subject.index, block) for subject, block in blocks.items() if isinstance(subject, Slot)]
        self._names = {name for name, _ in self._named}
        self._groups = [group for block in blocks.values() for group in block.groups]
        hashed = {group.cell for node in self._nodes if node.touched for group in node.block.groups}
        self._early = [group for group in self._groups if group.touched or group.cell in hashed]
        self._relabelled = [group for group in self._groups if group.labels]
        self._room = ["_:z"] * labels + [""] * cells.made

    def _settle(self, size: int) -> None:
        """Hash the blank nodes that no text touches, once for all."""
        cells = [""] * size + self._room
        for group in self._groups:
            if not group.touched:
                group.fill(cells)
        settled = [node for node in self._nodes if not node.touched]
        hashes = {node.cell: node.first_degree(cells, self._digest) for node in settled}
        self._settled = sorted(settled, key=lambda node: hashes[node.cell])
        self._hashes = [hashes[node.cell] for node in self._settled]
        self._alike = len(set(self._hashes)) != len(self._hashes)
        self._touched = [node for node in self._nodes if node.touched]
        self._labels = [f"_:c14n{number}" for number in range(len(self._nodes))]
        self._by_label = sorted(range(len(self._nodes)), key=str)

    def canonical(self, values: Sequence[str]) -> bytes:
        """The canonical N-Quads for the texts, in UTF-8.

        Raises:
            OutsideError: texts that only the full path can judge.
            WorkLimitError: blank nodes too much alike to be named in time, as on the full path.
        """
        try:
            return self._canonical(values)
        except UnicodeEncodeError:  # a lone surrogate
            raise OutsideError from None

    def digest(self, values: Sequence[str], *, layouts: Layouts) -> bytes:
        """The digest of `canonical`, faster where the same order of blocks comes again. Raises as `canonical`."""
        try:
            cells, blocks, order = self._ready(values)
            if order is None:
                return self._digest(self._in_full(cells)).digest()
            key = (*map(id, [block for _, block in blocks]), *map(id, order))
            layout = layouts.find(key)
            if layout is not None:
                return layout.digest(cells)
            written = self._digest(self._written(cells, blocks, order)).digest()
        except UnicodeEncodeError:
            raise OutsideError from None
        cell_of = {id(block): index for index, block in self._unnamed}
        named = [(block, cell_of.get(id(block), name)) for name, block in blocks]
        layouts.add(key, [*named, *((order[number].block, self._labels[number]) for number in self._by_label)], cells)
        return written

    def _canonical(self, values: Sequence[str]) -> bytes:
        cells, blocks, order = self._ready(values)
        return self._in_full(cells) if order is None else self._written(cells, blocks, order)

    def _ready(self, values: Sequence[str]) -> tuple[list[str], list[tuple[str, Block]], list[Node] | None]:
        cells = self._escaped(values)
        cells += self._room
        blocks = self._blocks(cells)
        for group in self._early:
            group.fill(cells)
        return cells, blocks, self._ordered(cells)

    def _in_full(self, cells: list[str]) -> bytes:
        return rdfc.canonicalize(dataset_of(self.lines, cells), hash_name=self._hash_name).encode()

    def _written(self, cells: list[str], blocks: list[tuple[str, Block]], order: list[Node]) -> bytes:
        labels = self._labels
        for node, label in zip(order, labels, strict=True):
            cells[node.cell] = label
        for group in self._relabelled:
            group.fill(cells)
        written = [block.constant or block.under_iri(cells, name) for name, block in blocks]
        written += [order[number].block.under_label(cells, labels[number]) for number in self._by_label]
        return b"".join(written)

    def _escaped(self, values: Sequence[str]) -> list[str]:
        """The texts as they stand in terms, or OutsideError."""
        cells = list(values)
        if self._iris:
            check_iris([cells[index] for index in self._iris])
        if needs_escape("".join([cells[index] for index in self._texts])):
            for index, text in zip(self._texts, escape_all([cells[index] for index in self._texts]), strict=True):
                cells[index] = text
        return cells

    def _blocks(self, cells: list[str]) -> list[tuple[str, Block]]:
        """The blocks of all IRIs in order, or OutsideError where two subjects become one: their lines would be mixed."""
        if not self._unnamed:
            return self._named
        fresh = {f"<{cells[index]}>": block for index, block in self._unnamed}
        if len(fresh) != len(self._unnamed) or not fresh.keys().isdisjoint(self._names):
            raise OutsideError
        return sorted([*self._named, *fresh.items()], key=_name)

    def _ordered(self, cells: list[str]) -> list[Node] | None:
        """The blank nodes in order of their labels; None where two look alike (section 4.4.3, step 5)."""
        if len(self._nodes) < 2:
            return self._nodes
        if self._alike:
            return None
        hashes = {node.first_degree(cells, self._digest): node for node in self._touched}
        if len(hashes) != len(self._touched) or not hashes.keys().isdisjoint(self._hashes):
            return None
        order = self._settled.copy()
        for shift, first_hash in enumerate(sorted(hashes)):
            order.insert(bisect(self._hashes, first_hash) + shift, hashes[first_hash])
        return order


_name = itemgetter(0)
