"""The test of substantial difference (R-43): level, workload, quality, profile and learning outcomes, each with its reason.

A proposal. What counts as substantial depends on the purpose and on the reader; the numbers below are where a person should
begin to look, and are an argument. Source: Lisbon Recognition Convention, Articles IV.1 and V.1; EAR-HEI manual, chapter 10.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from typing import Final, Literal, TypeAlias

from laurel.errors import Language
from laurel.policy.facts import plain
from laurel.recognition.side import Side

Element: TypeAlias = Literal["level", "workload", "quality", "profile", "outcomes"]
ELEMENTS: Final[tuple[Element, ...]] = ("level", "workload", "quality", "profile", "outcomes")


class Size(IntEnum):
    """How far apart two sides are in one element."""

    NONE = 0
    MINOR = 1
    UNKNOWN = 2  # a side does not say; a person asks, and nobody refuses because of it
    SUBSTANTIAL = 3

    def say(self, language: Language) -> str:
        """In a word or two."""
        return _SIZES[self][language == "bg"]


_SIZES = {
    Size.NONE: ("no difference", "без разлика"),
    Size.MINOR: ("small difference", "малка разлика"),
    Size.UNKNOWN: ("not stated", "не е посочено"),
    Size.SUBSTANTIAL: ("substantial difference", "съществена разлика"),
}
_NAMES: dict[Element, tuple[str, str]] = {
    "level": ("Level", "Ниво"),
    "workload": ("Workload", "Учебна натовареност"),
    "quality": ("Quality", "Качество"),
    "profile": ("Profile", "Профил"),
    "outcomes": ("Learning outcomes", "Учебни резултати"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerances:
    """Where a small difference begins and where a substantial one does, in percent of what the target asks for."""

    workload_full: int = 90
    workload_enough: int = 75
    outcomes_full: int = 90
    outcomes_enough: int = 70
    levels_below: int = 0  # EQF levels below the target that are still only a small difference

    def __post_init__(self) -> None:
        """Refuse numbers out of order; raises ValueError."""
        for enough, full in ((self.workload_enough, self.workload_full), (self.outcomes_enough, self.outcomes_full)):
            if not 0 <= enough <= full <= 100:
                raise ValueError("percentages are out of order")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What one element came to, and why, in both languages."""

    element: Element
    size: Size
    en: str
    bg: str

    def name(self, language: Language) -> str:
        """The element's name."""
        return _NAMES[self.element][language == "bg"]

    def say(self, language: Language) -> str:
        """The reason."""
        return self.bg if language == "bg" else self.en


def differences(source: Side, target: Side, *, covered_percent: int | None, tolerances: Tolerances) -> tuple[Difference, ...]:
    """One for each element, in the order of `ELEMENTS`.

    Args:
        covered_percent: how much of the target's outcomes the source covers; None where the target names none.
    """
    return tuple(_each(source, target, covered_percent, tolerances))


def _each(source: Side, target: Side, covered: int | None, tolerances: Tolerances) -> Iterator[Difference]:
    yield _level(source.eqf, target.eqf, tolerances)
    yield _workload(source.effort, target.effort, tolerances)
    yield _quality(source)
    yield _profile(source.field, target.field)
    yield _outcomes(covered, bool(source.outcomes), tolerances)


def _level(have: int | None, need: int | None, tolerances: Tolerances) -> Difference:
    if have is None or need is None:
        return _unknown("level", "One side states no EQF level.", "Едната страна не посочва ниво по ЕКР.")
    below = need - have
    size = Size.NONE if below <= 0 else Size.MINOR if below <= tolerances.levels_below else Size.SUBSTANTIAL
    en, bg = f"EQF level {have}; {need} is asked for.", f"Ниво {have} по ЕКР; иска се {need}."
    return Difference(element="level", size=size, en=en, bg=bg)


def _workload(have: Decimal | None, need: Decimal | None, tolerances: Tolerances) -> Difference:
    if have is None or need is None or need == 0:
        return _unknown("workload", "One side states no workload.", "Едната страна не посочва учебна натовареност.")
    percent = int(have * 100 / need)
    size = _by_share(percent, tolerances.workload_enough, tolerances.workload_full)
    en = f"{plain(have)} of {plain(need)} hours ({percent} %)."
    bg = f"{plain(have)} от {plain(need)} часа ({percent} %)."
    return Difference(element="workload", size=size, en=en, bg=bg)


def _quality(source: Side) -> Difference:
    if source.quality_external:
        en, bg = "External quality assurance is in force.", "Външното осигуряване на качеството е в сила."
        return Difference(element="quality", size=Size.NONE, en=en, bg=bg)
    if source.quality_named:
        en = "Quality assurance is named, with an address; none from outside is in force."
        bg = "Осигуряването на качеството е посочено с адрес; външно не е в сила."
        return Difference(element="quality", size=Size.MINOR, en=en, bg=bg)
    if source.quality_external is None and source.quality_named is None:
        return _unknown(
            "quality", "Nothing is stated about quality assurance.", "Не е посочено нищо за осигуряването на качеството."
        )
    en, bg = "No quality assurance that one could look up.", "Няма осигуряване на качеството, което може да се провери."
    return Difference(element="quality", size=Size.SUBSTANTIAL, en=en, bg=bg)


def _profile(have: str, need: str) -> Difference:
    if not have or not need:
        return _unknown("profile", "One side states no field of study.", "Едната страна не посочва образователна област.")
    narrower = min(len(have), len(need))
    same = have[:narrower] == need[:narrower]
    size = Size.NONE if same else Size.MINOR if have[:2] == need[:2] else Size.SUBSTANTIAL
    en, bg = f"Field of study {have}; {need} is asked for (ISCED-F).", f"Област {have}; иска се {need} (ISCED-F)."
    return Difference(element="profile", size=size, en=en, bg=bg)


def _outcomes(covered: int | None, stated: bool, tolerances: Tolerances) -> Difference:
    if covered is None or not stated:
        return _unknown("outcomes", "One side states no learning outcomes.", "Едната страна не посочва учебни резултати.")
    size = _by_share(covered, tolerances.outcomes_enough, tolerances.outcomes_full)
    en, bg = f"{covered} % of the outcomes asked for are covered.", f"Покрити са {covered} % от исканите резултати."
    return Difference(element="outcomes", size=size, en=en, bg=bg)


def _by_share(percent: int, enough: int, full: int) -> Size:
    return Size.NONE if percent >= full else Size.MINOR if percent >= enough else Size.SUBSTANTIAL


def _unknown(element: Element, en: str, bg: str) -> Difference:
    return Difference(element=element, size=Size.UNKNOWN, en=en, bg=bg)
