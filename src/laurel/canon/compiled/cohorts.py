"""One shape as it is used: for any texts, and faster for cohorts, whose credentials share most of their texts."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Final, Protocol, TypeAlias

from laurel.canon.compiled.lines import OutsideError
from laurel.canon.compiled.outline import Outline, Path

MAX_COHORTS: Final = 32
MAX_WEIGHT: Final = 20_000
"""Statements kept in all cohorts of one shape."""
_PATTERNS: Final = 4
_RECENT: Final = 4
_WORTH: Final = 8  # texts; below that a cohort saves nothing


class Writer(Protocol):
    """Writes the canonical form for a list of texts.

    Both methods take what `plain_texts` made of them, too, and raise OutsideError for texts that only the full path can judge.
    """

    @property
    def weight(self) -> int:
        """How much it keeps."""
        ...

    def canonical(self, values: Sequence[str], plain: Sequence[bytes] | None = None, /) -> bytes:
        """The bytes."""
        ...

    def digest(self, values: Sequence[str], plain: Sequence[bytes] | None = None, /) -> bytes:
        """Their digest."""
        ...


class Learned(Protocol):
    """What was learned of a shape: it makes the writers."""

    def writer(self, document: Mapping[str, Any], places: Sequence[Path], settled: Mapping[Path, str], /) -> Writer:
        """A writer for the texts at these places, with other texts settled.

        Raises:
            OutsideError: not with these texts.
        """
        ...


Answer: TypeAlias = Callable[[Writer, Sequence[str]], bytes]


def canonical(writer: Writer, texts: Sequence[str]) -> bytes:
    """The canonical form."""
    return writer.canonical(texts)


def digest(writer: Writer, texts: Sequence[str]) -> bytes:
    """Its digest."""
    return writer.digest(texts)


@dataclass(frozen=True, slots=True)
class _Cohort:
    """A shape in which some texts are settled; `open_texts` are the indexes of the others."""

    outline: Outline
    writer: Writer
    open_texts: list[int]


@dataclass(frozen=True, slots=True)
class _Pattern:
    """Which texts differ between the credentials of a cohort, and how to take out the others."""

    differ: frozenset[int]
    shared: Callable[[Sequence[str]], tuple[str, ...]]


class Shape:
    """What was learned of a shape, and the cohorts noticed since.

    Cohorts are noticed by comparing hashes of texts with those of the last few credentials: no texts are kept for that.
    """

    def __init__(self, document: Mapping[str, Any], outline: Outline, learned: Learned) -> None:
        self.outline = outline
        self.used = 0
        self.grown = False
        self._places = outline.order
        self._learned = learned
        self._writer = learned.writer(document, outline.order, {})
        self._latest: _Cohort | None = None
        self._cohorts: OrderedDict[tuple[str, ...], _Cohort] = OrderedDict()
        self._patterns: list[_Pattern] = []
        self._recent: deque[list[int]] = deque(maxlen=_RECENT)

    @property
    def weight(self) -> int:
        """How much is kept, for bounding memory."""
        return self._writer.weight + sum(cohort.writer.weight for cohort in self._cohorts.values())

    def say(self, document: Mapping[str, Any], answer: Answer) -> bytes | None:
        """The answer of the writer for this document, or None when it is not of this shape.

        Raises:
            OutsideError: it is of this shape, but only the full path can judge its texts.
            WorkLimitError: as on the full path.
        """
        latest = self._latest
        if latest is not None:
            texts = latest.outline.match(document)
            if texts is not None:
                return answer(latest.writer, texts)
        texts = self.outline.match(document)
        if texts is None:
            return None
        for pattern in self._patterns:
            cohort = self._cohorts.get(pattern.shared(texts))
            if cohort is not None:
                self._latest = cohort
                return answer(cohort.writer, [texts[index] for index in cohort.open_texts])
        said = answer(self._writer, texts)
        if len(texts) >= _WORTH:
            self._notice(document, texts)
        return said

    def _notice(self, document: Mapping[str, Any], texts: list[str]) -> None:
        """Settle what this credential shares with one of the last few, when that is most of it."""
        hashes = list(map(hash, texts))
        recent = list(self._recent)
        self._recent.append(hashes)
        if not recent:
            return
        differ = min(({i for i, (a, b) in enumerate(zip(hashes, each, strict=True)) if a != b} for each in recent), key=len)
        if not differ or len(differ) * 2 > len(texts):
            return
        pattern = self._pattern(frozenset(differ), len(texts))
        cohort = self._settled(document, texts, pattern.differ)
        if cohort is not None:
            self._cohorts[pattern.shared(texts)] = self._latest = cohort
            while len(self._cohorts) > 1 and (len(self._cohorts) > MAX_COHORTS or self.weight > MAX_WEIGHT):
                self._cohorts.popitem(last=False)
            self.grown = True

    def _pattern(self, differ: frozenset[int], size: int) -> _Pattern:
        for known in self._patterns:
            both = known.differ | differ
            if both == known.differ:
                return known
            if len(both) * 2 <= size:
                self._patterns.remove(known)
                return self._new_pattern(both, size)
        return self._new_pattern(differ, size)

    def _new_pattern(self, differ: frozenset[int], size: int) -> _Pattern:
        pattern = _Pattern(differ, itemgetter(*[index for index in range(size) if index not in differ]))
        self._patterns = [pattern, *self._patterns][:_PATTERNS]
        return pattern

    def _settled(self, document: Mapping[str, Any], texts: list[str], differ: frozenset[int]) -> _Cohort | None:
        index_of: dict[Path, int] = {place: index for index, place in enumerate(self._places)}
        outline = Outline(document, tuple(self._places[index] for index in sorted(differ)))
        open_texts = [index_of[place] for place in outline.order]
        settled = {place: text for place, text in zip(self._places, texts, strict=True) if index_of[place] not in differ}
        try:
            return _Cohort(outline, self._learned.writer(document, outline.order, settled), open_texts)
        except OutsideError:
            return None
