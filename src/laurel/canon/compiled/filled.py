"""One known document with places to fill in: for whoever knows beforehand what will differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from laurel.canon.compiled.cohorts import Writer
from laurel.canon.compiled.kinds import Kind
from laurel.canon.compiled.lines import OutsideError
from laurel.canon.compiled.outline import Outline, Path


@dataclass(frozen=True, slots=True)
class Filled:
    """The digest of an example's canonical form with other texts.

    `digest` gives it for the texts in the order of the places, and for what `plain_texts` made of them; it raises OutsideError
    for texts that only the full path can judge.
    """

    digest: Callable[[Sequence[str], Sequence[bytes] | None], bytes]

    @classmethod
    def of(cls, example: Mapping[str, Any], places: Sequence[Path], kind: Kind) -> Filled:
        """Learn the example's shape and settle everything else. Raises as the full path."""
        writer = _learned(example, places, kind, kind.full(example))
        return cls(_outside if writer is None else writer.digest)


def _outside(_: Sequence[str], __: Sequence[bytes] | None) -> bytes:
    raise OutsideError


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
