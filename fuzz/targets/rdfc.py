"""Graphs of look-alike blank nodes (`canon.rdfc`): named in bounded time, whatever they were called."""

from fuzz.rule import insist, refused
from laurel.canon import rdfc
from laurel.canon.nquads import Quad
from laurel.errors import WorkLimitError


def run(data: bytes) -> None:
    """Two bytes an edge: from and to, the high bits choose predicate and graph."""
    pairs = list(zip(data[::2], data[1::2], strict=False))
    quads = frozenset(
        Quad(f"_:n{a & 31}", f"<urn:p{a >> 6}>", f"_:n{b & 31}", f"_:n{(a ^ b) & 31}" if b >> 6 == 3 else "") for a, b in pairs
    )
    other = frozenset(Quad(*(_renamed(term) for term in quad)) for quad in quads)
    try:
        canonical = rdfc.canonicalize(quads)
    except WorkLimitError:
        return
    found, _ = refused(lambda: rdfc.canonicalize(other, max_work=rdfc.MAX_WORK * 4))
    insist(found == canonical, "the names of blank nodes count")


def _renamed(term: str) -> str:
    return f"_:m{31 - int(term[3:])}" if term.startswith("_:") else term
