"""N-Quads (`canon.nquads`, `canon.rdfc`): written, read and named again, the canonical form stays the same."""

from fuzz.rule import insist, refused
from laurel.canon import nquads, rdfc

DICTIONARY = "nquads"


def run(data: bytes) -> None:
    """Read, canonicalize, and the same with blank nodes called otherwise."""
    text = data.decode("utf-8", "replace")
    found, no = refused(lambda: nquads.read(text))
    if no or found is None:
        return
    insist(nquads.read(nquads.write(found)) == found, "not the same after writing and reading")
    canonical, no = refused(lambda: rdfc.canonicalize(found, max_work=5_000))
    if no or canonical is None:
        return
    insist(rdfc.canonicalize(canonical) == canonical, "no fixed point")
    renamed = frozenset(nquads.Quad(*(f"_:x{term[2:]}" if term.startswith("_:") else term for term in quad)) for quad in found)
    insist(refused(lambda: rdfc.canonicalize(renamed, max_work=50_000))[0] == canonical, "the names of blank nodes count")
