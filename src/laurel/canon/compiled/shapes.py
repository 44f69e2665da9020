"""A bounded memory of shapes: what a suite signs, much faster for the third document of a shape and all after.

A shape is learned by the full processor and compared with it; what is remembered is never trusted input. Whoever sends other
shapes can push out what is remembered, and so make it slow again, but never make it wrong.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from itertools import count
from typing import Any, Final

from laurel.canon import jcs, jsonld
from laurel.canon.compiled import cohorts
from laurel.canon.compiled.cohorts import Answer, Shape
from laurel.canon.compiled.digests import DIGESTS
from laurel.canon.compiled.kinds import Jcs, Kind, Rdf
from laurel.canon.compiled.lines import OutsideError
from laurel.canon.compiled.outline import Outline, fingerprint
from laurel.canon.contexts import PINNED, Context
from laurel.canon.rdfc import HashName
from laurel.canon.strict_json import is_object

MAX_SHAPES: Final = 128
MAX_ALIKE: Final = 16
"""Shapes with the same names at the top: so many are tried for one document."""
MAX_WEIGHT: Final = 40_000
"""Statements kept in all shapes and cohorts, each up to a kilobyte."""
MAX_SEEN: Final = 2_048

Names = frozenset[str]


class Shapes:
    """Remembers shapes of one kind.

    Args:
        kind: the canonical form.
        max_shapes, max_weight: how much is remembered.
    """

    def __init__(self, kind: Kind | None = None, *, max_shapes: int = MAX_SHAPES, max_weight: int = MAX_WEIGHT) -> None:
        self._kind: Kind = kind or Rdf()
        self._hash = DIGESTS[self._kind.hash_name]
        self._max_shapes = max_shapes
        self._max_weight = max_weight
        self._shapes: dict[Names, tuple[Shape, ...]] = {}
        self._seen: OrderedDict[bytes, bool] = OrderedDict()  # fingerprint: whether it is worth learning
        self._clock = count(1)
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return sum(map(len, self._shapes.values()))

    def canonical(self, document: Mapping[str, Any]) -> bytes:
        """The canonical form of a document, exactly as by the full path, and its errors."""
        try:
            known = self._known(document, cohorts.canonical)
        except OutsideError:
            return self._kind.full(document)
        return self._unknown(document) if known is None else known

    def digest(self, document: Mapping[str, Any]) -> bytes:
        """The digest of `canonical`; raises as it."""
        try:
            known = self._known(document, cohorts.digest)
        except OutsideError:
            return self._hash(self._kind.full(document)).digest()
        return self._hash(self._unknown(document)).digest() if known is None else known

    def _known(self, document: Mapping[str, Any], answer: Answer) -> bytes | None:
        for shape in self._shapes.get(frozenset(document), ()):
            found = shape.say(document, answer)
            if found is not None:
                shape.used = next(self._clock)
                if shape.grown:
                    self._weigh(shape)
                return found
        return None

    def _unknown(self, document: Mapping[str, Any]) -> bytes:
        canonical = self._kind.full(document)
        self._remember(document, canonical)
        return canonical

    def _remember(self, document: Mapping[str, Any], canonical: bytes) -> None:
        """Learn the shape when it is seen for the second time: a stray one costs no more than reading it."""
        paths = self._kind.paths(document)
        if paths is None:
            return
        mark = fingerprint(document, paths)
        with self._lock:
            seen = self._seen.get(mark)
            self._seen[mark] = True if seen is None else seen
            self._seen.move_to_end(mark)
            if len(self._seen) > MAX_SEEN:
                self._seen.popitem(last=False)
        if not seen:
            return
        shape = self._learned(document, Outline(document, paths), canonical)
        with self._lock:
            if shape is None:
                self._seen[mark] = False
            else:
                self._seen.pop(mark, None)
                self._keep(frozenset(document), shape)

    def _learned(self, document: Mapping[str, Any], outline: Outline, canonical: bytes) -> Shape | None:
        learned = self._kind.learn(document, outline)
        if learned is None:
            return None
        try:
            shape = Shape(document, outline, learned)
            return shape if shape.say(document, cohorts.canonical) == canonical else None
        except OutsideError:
            return None

    def _keep(self, names: Names, shape: Shape) -> None:
        shape.used = next(self._clock)
        alike = sorted([shape, *self._shapes.get(names, ())], key=_newest_first)
        self._shapes[names] = tuple(alike[:MAX_ALIKE])
        self._make_room()

    def _weigh(self, shape: Shape) -> None:
        with self._lock:
            shape.grown = False
            self._make_room()

    def _make_room(self) -> None:
        while self._shapes and (len(self) > self._max_shapes or self._weight() > self._max_weight):
            last_used = {names: min(shape.used for shape in kept) for names, kept in self._shapes.items()}
            self._forget(min(last_used, key=last_used.__getitem__))

    def _weight(self) -> int:
        return sum(shape.weight for kept in self._shapes.values() for shape in kept)

    def _forget(self, names: Names) -> None:
        """Forget the shape used longest ago among those with these names."""
        kept = sorted(self._shapes[names], key=_newest_first)[:-1]
        if kept:
            self._shapes[names] = tuple(kept)
        else:
            del self._shapes[names]


def _newest_first(shape: Shape) -> int:
    return -shape.used


_RDF: Final[Mapping[HashName, Shapes]] = {
    "sha256": Shapes(Rdf("sha256")),
    "sha384": Shapes(Rdf("sha384"), max_shapes=32, max_weight=10_000),
}
_JCS: Final[Mapping[HashName, Shapes]] = {
    "sha256": Shapes(Jcs("sha256"), max_shapes=64, max_weight=30_000),
    "sha384": Shapes(Jcs("sha384"), max_shapes=32, max_weight=10_000),
}


def canonical_hash(
    document: Mapping[str, Any], *, hash_name: HashName = "sha256", contexts: Mapping[str, Context] = PINNED
) -> bytes:
    """The same as `jsonld.canonical_hash`, remembering the shapes of documents under the pinned contexts."""
    if contexts is not PINNED or not is_object(document):
        return jsonld.canonical_hash(document, hash_name=hash_name, contexts=contexts)
    return _RDF[hash_name].digest(document)


def canonical_json_hash(document: Mapping[str, Any], *, hash_name: HashName = "sha256") -> bytes:
    """The same as `jcs.canonical_hash`, remembering the structures of documents."""
    if not is_object(document):
        return jcs.canonical_hash(document, hash_name=hash_name)
    return _JCS[hash_name].digest(document)
