"""RFC 8785 (`canon.jcs`): the fast way and the slow way write the same bytes."""

import rfc8785

from fuzz.rule import insist, refused
from laurel.canon import jcs
from laurel.canon.compiled import shapes
from laurel.canon.compiled.kinds import Jcs
from laurel.canon.strict_json import Limits, loads

DICTIONARY = "json"
_SHAPES = shapes.Shapes(Jcs(), max_shapes=8, max_weight=2_000)


def run(data: bytes) -> None:
    """Write what can be read, in three ways."""
    value, no = refused(lambda: loads(data, limits=Limits(depth=60, values=5_000)))
    if no:
        return
    written, no = refused(lambda: jcs.canonicalize(value))
    if no:
        return
    insist(written == rfc8785.dumps(value), "another form than the reference's")
    if isinstance(value, dict):
        for _ in range(3):
            insist(_SHAPES.canonical(value) == written, "a remembered shape writes another form")
