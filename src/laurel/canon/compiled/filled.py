"""One known document with places to fill in: for whoever knows beforehand what will differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from laurel.canon.compiled.cohorts import Writer
from laurel.canon.compiled.kinds import Kind
from laurel.canon.compiled.lines import OutsideError
from laurel.canon.compiled.outline import Outline, Path


@dataclass(frozen=True, slots=True)
class Filled:
    """The digest of an example's canonical form with other texts."""

    _writer: Writer | None

    @classmethod
    def of(cls, example: Mapping[str, Any], places: Sequence[Path], kind: Kind) -> Filled:
        """Learn the example's shape and settle everything else. Raises as the full path."""
        return cls(_learned(example, places, kind, kind.full(example)))

    def digest(self, texts: Sequence[str], plain: Sequence[bytes] | None) -> bytes:
        """The digest for these texts, in the order of the places; `plain` is what `plain_texts` made of them.

        Raises:
            OutsideError: texts that only the full path can judge.
        """
        if self._writer is None:
            raise OutsideError
        return self._writer.digest(texts, plain)


def _learned(example: Mapping[str, Any], places: Sequence[Path], kind: Kind, canonical: bytes) -> Writer | None:
    """The writer, when it says of the example what the full path says."""
    paths = kind.paths(example)
    if paths is None or not set(places) <= set(paths):
        return None
    learned = kind.learn(example, Outline(example, tuple(places)))
    if learned is None:
        return None
    texts = {place: text_at(example, place) for place in places}
    try:
        writer = learned.writer(example, places, {})
        return writer if writer.canonical([texts[place] for place in places]) == canonical else None
    except OutsideError:
        return None


def text_at(document: Any, place: Path) -> Any:
    """What stands at a place; raises KeyError, IndexError or TypeError where nothing does."""
    for step in place:
        document = document[step]
    return document
