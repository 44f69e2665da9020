"""One known document with places to fill in: for whoever knows beforehand what will differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from laurel.canon.compiled.blocks import Digest
from laurel.canon.compiled.cohorts import Writer
from laurel.canon.compiled.kinds import Kind
from laurel.canon.compiled.layouts import Layouts
from laurel.canon.compiled.lines import OutsideError
from laurel.canon.compiled.outline import Outline, Path
from laurel.canon.compiled.template import DIGESTS, Template
from laurel.canon.rdfc import HashName


@dataclass(frozen=True, slots=True)
class Filled:
    """The digest of an example's canonical form with other texts."""

    _writer: Writer | None
    _order: list[int] | None  # None: as they are given
    _digest: Digest
    _layouts: Layouts

    @classmethod
    def of(cls, example: Mapping[str, Any], places: Sequence[Path], kind: Kind, *, hash_name: HashName) -> Filled:
        """Learn the example's shape and settle everything else. Raises as the full path."""
        canonical = kind.full(example)
        outline = Outline(example, tuple(places))
        index_of = {place: index for index, place in enumerate(places)}
        order = [index_of[place] for place in outline.order]
        in_order = order == sorted(order)
        return cls(
            _learned(example, outline, kind, canonical),
            None if in_order else order,
            DIGESTS[hash_name],
            Layouts(DIGESTS[hash_name]),
        )

    def digest(self, texts: Sequence[str]) -> bytes:
        """The digest for these texts, in the order of the places.

        Raises:
            OutsideError: texts that only the full path can judge.
        """
        if self._writer is None:
            raise OutsideError
        ordered = texts if self._order is None else [texts[index] for index in self._order]
        if isinstance(self._writer, Template):
            return self._writer.digest(ordered, layouts=self._layouts)
        return self._digest(self._writer.canonical(ordered)).digest()


def _learned(example: Mapping[str, Any], outline: Outline, kind: Kind, canonical: bytes) -> Writer | None:
    """The writer, when it says of the example what the full path says."""
    paths = kind.paths(example)
    if paths is None or not set(outline.order) <= set(paths):
        return None
    learned = kind.learn(example, outline)
    texts = outline.match(example)
    if learned is None or texts is None:
        return None
    try:
        writer = learned.writer(example, outline, {})
        return writer if writer.canonical(texts) == canonical else None
    except OutsideError:
        return None
