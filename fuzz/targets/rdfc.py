"""Graphs of look-alike blank nodes (`canon.rdfc`): named in bounded time, whatever they were called."""

from fuzz.rule import insist, refused
from laurel.canon import nquads, rdfc
from laurel.canon.nquads import Quad
from laurel.errors import WorkLimitError


def run(data: bytes) -> None:
    """Two bytes an edge: from and to, the high bits choose predicate and graph."""
    pairs = list(zip(data[::2], data[1::2], strict=False))
    quads = frozenset(Quad(f"_:n{a & 31}", f"<urn:p{a >> 6}>", f"_:n{b & 31}", _graph(a, b)) for a, b in pairs)
    other = frozenset(Quad(*(_renamed(term) for term in quad)) for quad in quads)
    try:
        labels = rdfc.canonical_labels(quads)
    except WorkLimitError:
        return
    insist(sorted(labels.values()) == sorted(f"_:c14n{number}" for number in range(len(labels))), "a label given twice")
    canonical = rdfc.canonicalize(quads)
    insist(len(nquads.read(canonical)) == len(quads), "two statements became one")
    found, _ = refused(lambda: rdfc.canonicalize(other, max_work=rdfc.MAX_WORK * 4))
    # the algorithm of the standard cannot tell apart graphs that blank nodes name and in which the same stands crosswise
    if not any(quad.graph.startswith("_:") for quad in quads):
        insist(found == canonical, "the names of blank nodes count")


def _graph(a: int, b: int) -> str:
    return {3: f"_:n{(a ^ b) & 31}", 2: f"<urn:g{(a ^ b) & 3}>"}.get(b >> 6, "")


def _renamed(term: str) -> str:
    return f"_:m{31 - int(term[3:])}" if term.startswith("_:") else term
