"""RDFC-1.0: canonical N-Quads of an RDF dataset, whatever its blank nodes are called; in bounded time.

Steps are numbered as in https://www.w3.org/TR/rdf-canon/ (sections 4.4.3, 4.6.3, 4.7.3, 4.8.3). Order is by Unicode code point.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from itertools import permutations
from typing import Final, Literal

from laurel.canon import nquads
from laurel.canon.nquads import Dataset, Quad
from laurel.errors import LimitError, Phrase, WorkLimitError

HashName = Literal["sha256", "sha384"]
MAX_BLANK_NODES: Final = 1_000
MAX_WORK: Final = 50_000
"""Steps of naming look-alike blank nodes: one for each quad that Hash N-Degree Quads sees, one for each node in each order."""
MAX_CHAIN: Final = 150
"""How long a chain of look-alike blank nodes may be: each takes two levels of Python's stack."""


def canonicalize(
    dataset: Dataset | str,
    *,
    hash_name: HashName = "sha256",
    max_work: int = MAX_WORK,
    max_blank_nodes: int = MAX_BLANK_NODES,
) -> str:
    """The canonical N-Quads of a dataset, or of N-Quads text.

    Raises:
        MalformedError: the text is not N-Quads.
        LimitError: more than `max_blank_nodes` blank nodes.
        WorkLimitError: naming them takes more than `max_work` steps: a poison graph.

    Source: https://www.w3.org/TR/rdf-canon/#canon-algo-algo
    """
    quads = nquads.read(dataset) if isinstance(dataset, str) else dataset
    labels = canonical_labels(quads, hash_name=hash_name, max_work=max_work, max_blank_nodes=max_blank_nodes)
    if not labels:
        return nquads.write(quads)
    # 6) the dataset with canonical labels, 7) as sorted lines
    return "".join(sorted(_relabelled(quad, labels).line() for quad in quads))


def canonical_labels(
    dataset: Dataset | str,
    *,
    hash_name: HashName = "sha256",
    max_work: int = MAX_WORK,
    max_blank_nodes: int = MAX_BLANK_NODES,
) -> dict[str, str]:
    """The canonical label of every blank node, e.g. `{"_:b7": "_:c14n0"}`. Raises as `canonicalize`."""
    quads = nquads.read(dataset) if isinstance(dataset, str) else dataset
    naming = _Naming(quads, hash_name=hash_name, max_work=max_work)
    if len(naming.quads_of) > max_blank_nodes:
        raise LimitError(what=Phrase("the number of blank nodes", "броят на безименните възли"), limit=max_blank_nodes)
    return naming.run()


class _Issuer:
    """Hands out labels in order: `_:b0`, `_:b1` … (section 4.5)."""

    __slots__ = ("issued", "prefix")

    def __init__(self, prefix: str, issued: dict[str, str] | None = None) -> None:
        self.prefix = prefix
        self.issued: dict[str, str] = issued if issued is not None else {}

    def issue(self, node: str) -> str:
        label = self.issued.get(node)
        if label is None:
            label = self.issued[node] = f"_:{self.prefix}{len(self.issued)}"
        return label

    def copy(self) -> _Issuer:
        return _Issuer(self.prefix, dict(self.issued))


class _Naming:
    """The canonicalization state of section 4.2, with a budget of work."""

    def __init__(self, dataset: Dataset, *, hash_name: HashName, max_work: int) -> None:
        self.hash_name = hash_name
        self.budget = self.max_work = max_work
        self.depth = 0
        self.canonical = _Issuer("c14n")
        self.first_degree: dict[str, str] = {}
        # 2) blank node to quads
        self.quads_of: dict[str, list[Quad]] = defaultdict(list)
        for quad in dataset:
            for node in set(_blank_nodes(quad)):
                self.quads_of[node].append(quad)

    def run(self) -> dict[str, str]:
        # 3) first degree hashes
        nodes_of: dict[str, list[str]] = defaultdict(list)
        for node in self.quads_of:
            nodes_of[self._hash_first_degree(node)].append(node)
        # 4) unique ones get their labels in order of their hashes
        for first_hash in sorted(nodes_of):
            if len(nodes_of[first_hash]) == 1:
                self.canonical.issue(nodes_of.pop(first_hash)[0])
        # 5) the others by Hash N-Degree Quads
        for first_hash in sorted(nodes_of):
            self._name_alike(nodes_of[first_hash])
        return self.canonical.issued

    def _name_alike(self, nodes: list[str]) -> None:
        """Step 5 of section 4.4.3 for the nodes that share one first degree hash."""
        paths: list[tuple[str, _Issuer]] = []
        for node in nodes:
            if node not in self.canonical.issued:
                issuer = _Issuer("b")
                issuer.issue(node)
                paths.append(self._hash_n_degree(node, issuer))
        for _, issuer in sorted(paths, key=lambda path: path[0]):
            for node in issuer.issued:
                self.canonical.issue(node)

    def _hash(self, text: str) -> str:
        return hashlib.new(self.hash_name, text.encode()).hexdigest()

    def _hash_first_degree(self, node: str) -> str:
        """Section 4.6.3: this node is `_:a`, every other `_:z`."""
        found = self.first_degree.get(node)
        if found is None:
            lines = sorted(
                Quad(*("_:a" if term == node else "_:z" if term.startswith("_:") else term for term in quad)).line()
                for quad in self.quads_of[node]
            )
            found = self.first_degree[node] = self._hash("".join(lines))
        return found

    def _hash_related(self, related: str, quad: Quad, issuer: _Issuer, position: str) -> str:
        """Section 4.7.3."""
        text = position if position == "g" else position + quad.predicate
        label = self.canonical.issued.get(related) or issuer.issued.get(related)
        return self._hash(text + (label or self._hash_first_degree(related)))

    def _related_of(self, node: str, issuer: _Issuer) -> dict[str, list[str]]:
        """Section 4.8.3, steps 1-3: who stands beside `node`, by the hash of how."""
        related_of: dict[str, list[str]] = defaultdict(list)
        for quad in self.quads_of[node]:
            self._spend()
            for position, related in zip("sog", (quad.subject, quad.object, quad.graph), strict=True):
                if related != node and related.startswith("_:"):
                    related_of[self._hash_related(related, quad, issuer, position)].append(related)
        return related_of

    def _hash_n_degree(self, node: str, issuer: _Issuer) -> tuple[str, _Issuer]:
        """Section 4.8.3. Depth of recursion is bounded by the number of blank nodes and by the budget."""
        related_of = self._related_of(node, issuer)
        text: list[str] = []  # 4)
        for related_hash in sorted(related_of):  # 5)
            chosen_path, chosen_issuer = "", issuer
            for order in permutations(related_of[related_hash]):  # 5.4)
                self._spend(len(order))
                path, path_issuer = self._path(order, issuer, shortest=chosen_path)
                if path and (not chosen_path or path < chosen_path):  # 5.4.6)
                    chosen_path, chosen_issuer = path, path_issuer
            text += (related_hash, chosen_path)  # 5.2), 5.5)
            issuer = chosen_issuer  # 5.6)
        return self._hash("".join(text)), issuer

    def _path(self, order: tuple[str, ...], issuer: _Issuer, *, shortest: str) -> tuple[str, _Issuer]:
        """Steps 5.4.1-5.4.5: the path of one order, or "" as soon as it cannot become the chosen one."""
        issuer, path = issuer.copy(), ""
        to_visit: list[str] = []
        for related in order:  # 5.4.4)
            label = self.canonical.issued.get(related)
            if label is None:
                if related not in issuer.issued:
                    to_visit.append(related)
                label = issuer.issue(related)
            path += label
            if _cannot_win(path, shortest):
                return "", issuer
        for related in to_visit:  # 5.4.5)
            self.depth += 1
            if self.depth > MAX_CHAIN:
                raise WorkLimitError(what="", limit=MAX_CHAIN)
            result, result_issuer = self._hash_n_degree(related, issuer)
            self.depth -= 1
            path += f"{issuer.issue(related)}<{result}>"
            issuer = result_issuer
            if _cannot_win(path, shortest):
                return "", issuer
        return path, issuer

    def _spend(self, steps: int = 1) -> None:
        self.budget -= steps
        if self.budget < 0:
            raise WorkLimitError(what="", limit=self.max_work)


def _cannot_win(path: str, shortest: str) -> bool:
    return bool(shortest) and len(path) >= len(shortest) and path > shortest


def _blank_nodes(quad: Quad) -> Iterator[str]:
    return (term for term in (quad.subject, quad.object, quad.graph) if term.startswith("_:"))


def _relabelled(quad: Quad, labels: dict[str, str]) -> Quad:
    get = labels.get
    return Quad(get(quad.subject, quad.subject), quad.predicate, get(quad.object, quad.object), get(quad.graph, quad.graph))
