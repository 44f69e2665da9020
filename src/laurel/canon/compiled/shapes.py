"""A bounded memory of shapes: the digest an RDF suite signs, much faster for the second credential of a shape and all after.

A shape is learned by the full processor and compared with it; what is remembered is never trusted input. Whoever sends other
shapes can push out what is remembered, and so make it slow again, but never make it wrong.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections import OrderedDict
from collections.abc import Mapping
from itertools import count
from typing import Any, Final

from laurel.canon import jsonld, rdfc
from laurel.canon.compiled.cohorts import Shape
from laurel.canon.compiled.learn import Entropy, learn
from laurel.canon.compiled.lines import OutsideError
from laurel.canon.compiled.outline import Outline, fingerprint, text_paths
from laurel.canon.contexts import PINNED, Context
from laurel.canon.rdfc import HashName
from laurel.canon.strict_json import is_object

MAX_SHAPES: Final = 128
MAX_ALIKE: Final = 16
"""Shapes with the same names at the top: so many are tried for one document."""
MAX_WEIGHT: Final = 60_000
"""Statements kept in all shapes and cohorts, each some hundred bytes."""
MAX_SEEN: Final = 2_048

Names = frozenset[str]


class Shapes:
    """Remembers shapes for one hash.

    Args:
        hash_name: the hash of the suite.
        entropy: a source of random bytes nobody can foresee.
        max_shapes, max_weight: how much is remembered.
    """

    def __init__(
        self,
        *,
        hash_name: HashName = "sha256",
        entropy: Entropy = secrets.token_bytes,
        max_shapes: int = MAX_SHAPES,
        max_weight: int = MAX_WEIGHT,
    ) -> None:
        self._hash_name: HashName = hash_name
        self._entropy = entropy
        self._max_shapes = max_shapes
        self._max_weight = max_weight
        self._shapes: dict[Names, tuple[Shape, ...]] = {}
        self._seen: OrderedDict[bytes, bool] = OrderedDict()  # fingerprint: whether it is worth learning
        self._clock = count(1)
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return sum(map(len, self._shapes.values()))

    def canonical(self, document: Mapping[str, Any]) -> bytes:
        """The canonical N-Quads of a document under the pinned contexts, exactly as by the full path, and its errors.

        Raises:
            As `jsonld.to_dataset` and `rdfc.canonicalize`.
        """
        try:
            for shape in self._shapes.get(frozenset(document), ()):
                found = shape.canonical(document)
                if found is not None:
                    shape.used = next(self._clock)
                    return found
        except OutsideError:
            return self._full(document)
        canonical = self._full(document)
        self._remember(document, canonical)
        return canonical

    def canonical_hash(self, document: Mapping[str, Any]) -> bytes:
        """The digest of `canonical`, which an RDF suite signs."""
        return hashlib.new(self._hash_name, self.canonical(document)).digest()

    def _full(self, document: Mapping[str, Any]) -> bytes:
        return rdfc.canonicalize(jsonld.to_dataset(document), hash_name=self._hash_name).encode()

    def _remember(self, document: Mapping[str, Any], canonical: bytes) -> None:
        """Learn the shape when it is seen for the second time: a stray one costs no more than reading it."""
        paths = text_paths(document)
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
        lines = learn(document, outline.order, entropy=self._entropy)
        if lines is None:
            return None
        try:
            shape = Shape(outline, lines, hash_name=self._hash_name)
            return shape if shape.canonical(document) == canonical else None
        except OutsideError:
            return None

    def _keep(self, names: Names, shape: Shape) -> None:
        shape.used = next(self._clock)
        alike = sorted([shape, *self._shapes.get(names, ())], key=lambda each: -each.used)
        self._shapes[names] = tuple(alike[:MAX_ALIKE])
        while len(self) > self._max_shapes or self._weight() > self._max_weight:
            self._forget(
                min(((each.used, where) for where, kept in self._shapes.items() for each in kept), key=lambda p: p[0])[1]
            )
            if not self._shapes:
                return

    def _weight(self) -> int:
        return sum(shape.weight for kept in self._shapes.values() for shape in kept)

    def _forget(self, names: Names) -> None:
        """Forget the shape used longest ago among those with these names."""
        kept = sorted(self._shapes[names], key=lambda each: -each.used)[:-1]
        if kept:
            self._shapes[names] = tuple(kept)
        else:
            del self._shapes[names]


_SHAPES: Final[Mapping[HashName, Shapes]] = {name: Shapes(hash_name=name) for name in ("sha256", "sha384")}


def canonical_hash(
    document: Mapping[str, Any], *, hash_name: HashName = "sha256", contexts: Mapping[str, Context] = PINNED
) -> bytes:
    """The same as `jsonld.canonical_hash`, remembering the shapes of documents under the pinned contexts."""
    if contexts is not PINNED or not is_object(document):
        return jsonld.canonical_hash(document, hash_name=hash_name, contexts=contexts)
    return _SHAPES[hash_name].canonical_hash(document)
