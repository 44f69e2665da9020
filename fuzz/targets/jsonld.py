"""JSON-LD (`canon.jsonld`, `canon.compiled`): nothing is lost, and a remembered shape gives what the full path gives."""

import json
from random import Random
from typing import Any

from fuzz import edits
from fuzz.rule import insist, refused
from laurel.canon import jsonld, nquads, rdfc
from laurel.canon.compiled import shapes
from laurel.canon.compiled.kinds import Rdf
from laurel.canon.strict_json import loads_object
from laurel.errors import LaurelError

DICTIONARY = "jsonld"
LONGEST = 8_192
_SHAPES = shapes.Shapes(Rdf("sha256"), max_shapes=16, max_weight=4_000)


def run(data: bytes) -> None:
    """Make a dataset and name its nodes; three times through the shapes."""
    document, no = refused(lambda: loads_object(data))
    if no or document is None:
        return
    before = json.dumps(document)
    dataset, no = refused(lambda: jsonld.to_dataset(document))
    insist(json.dumps(document) == before, "the document was changed")
    if dataset is not None:
        insist(nquads.read(nquads.write(dataset)) == dataset, "N-Quads that are not read again")
        full = _or_code(lambda: rdfc.canonicalize(dataset).encode())
    else:
        full = _or_code(lambda: rdfc.canonicalize(jsonld.to_dataset(document)).encode())
    for _ in range(3):
        insist(_or_code(lambda: _SHAPES.canonical(document)) == full, "a remembered shape gives something else")


def mutate(data: bytes, random: Random) -> bytes:
    """Edit the structure."""
    return edits.of_json(data, random)


def _or_code(make: Any) -> Any:
    try:
        return make()
    except LaurelError as error:
        return error.code
