"""Programmes and credentials for the tests, by hand and at random; and the slow way to the answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from laurel.stacking import Held, Limits, Offer, Programme
from laurel.stacking.programme import CreditsFrom, OneOf, SomeOf

TODAY = date(2026, 11, 26)
OURS, THEIRS = "https://ours.example", "https://theirs.example"
NO_LIMITS = Limits(max_overlap_percent=None)


def held(name: str, ects: float | None = 2, **more: Any) -> Held:
    """A credential of our own, awarded this year, in the theme "data"."""
    plain: dict[str, Any] = {
        "title": name.title(),
        "design": f"urn:design:{name}",
        "issuer": OURS,
        "eqf": 6,
        "themes": frozenset({"data"}),
        "awarded": date(2026, 3, 1),
    }
    return Held(id=name, ects=None if ects is None else Decimal(str(ects)), **(plain | more))


def offer(name: str, ects: float = 2, **more: Any) -> Offer:
    """Something that may be earned at our own institution."""
    plain: dict[str, Any] = {"title": name.title(), "design": f"urn:design:{name}", "issuer": OURS, "eqf": 6}
    return Offer(id=name, ects=Decimal(str(ects)), **(plain | {"themes": frozenset({"data"})} | more))


def from_choice(name: str, least: float, most: float | None = None, **choice: Any) -> dict[str, Any]:
    """At least so many credits."""
    node = {"kind": "credits", "id": name, "title": {"en": name}, "from": choice, "min_ects": str(least)}
    return node if most is None else node | {"max_ects": str(most)}


def one(name: str, ects: float | None = None, **choice: Any) -> dict[str, Any]:
    """One credential."""
    return {"kind": "one", "id": name, "title": {"en": name}, "from": choice, "ects": None if ects is None else str(ects)}


def every(*parts: dict[str, Any], name: str = "all") -> dict[str, Any]:
    """All parts."""
    return {"kind": "all", "id": name, "title": {"en": name}, "parts": parts}


def some(k: int, *parts: dict[str, Any], name: str = "some") -> dict[str, Any]:
    """k of the parts."""
    return {"kind": "some", "id": name, "title": {"en": name}, "k": k, "parts": parts}


def programme(requirement: dict[str, Any], **more: Any) -> Programme:
    """A programme of ours about data, at level 6."""
    plain = {"id": "urn:programme:1", "title": {"en": "Data certificate"}, "institutions": [OURS], "themes": ["data"], "eqf": 6}
    return Programme.model_validate(plain | {"requirement": requirement} | more)


@dataclass(frozen=True)
class Way:
    """What one way of placing credentials has come to; `excluded` may not follow, because something placed overlaps with it."""

    inside: tuple[Decimal, ...]
    ects: Decimal = Decimal()
    theme: Decimal = Decimal()
    level: Decimal = Decimal()
    own: Decimal = Decimal()
    excluded: frozenset[str] = frozenset()


def best_by_trying(items: Sequence[Offer], stack: Programme, limits: Limits) -> tuple[Decimal, int] | None:
    """The fewest credits, and then the fewest credentials, that complete it; None where nothing does.

    One credential after another is left out, or put into each requirement that takes it. Ways that have come to the same are
    one way from then on.
    """
    ways = {Way((Decimal(),) * len(stack.leaves)): 0}
    for number, item in enumerate(items):
        later = frozenset(other.id for other in items[number + 1 :] if _overlap(item, other, limits))
        more = dict(ways)
        for way, count in ways.items():
            if item.id not in way.excluded:
                for placed in _placed(item, way, stack, later):
                    more[placed] = min(count + 1, more.get(placed, count + 1))
        ways = more
    complete = [(way.ects, count) for way, count in ways.items() if _complete(way, stack, limits)]
    return min(complete, default=None)


def _overlap(item: Offer, other: Offer, limits: Limits) -> bool:
    smaller = min(len(item.outcomes), len(other.outcomes))
    most = limits.max_overlap_percent
    return most is not None and smaller > 0 and len(item.outcomes & other.outcomes) * 100 > most * smaller


def _placed(item: Offer, way: Way, stack: Programme, later: frozenset[str]) -> Iterator[Way]:
    ects = item.ects or Decimal()
    for place, leaf in enumerate(stack.leaves):
        amount = way.inside[place] + (ects if isinstance(leaf, CreditsFrom) else 1)
        most = leaf.max_ects if isinstance(leaf, CreditsFrom) else Decimal(1)
        if item.fits(leaf.choice) and (most is None or amount <= most):
            yield Way(
                inside=(*way.inside[:place], amount, *way.inside[place + 1 :]),
                ects=way.ects + ects,
                theme=way.theme + (ects if item.themes & stack.themes else 0),
                level=way.level + (ects if item.eqf is not None and stack.eqf is not None and item.eqf >= stack.eqf else 0),
                own=way.own + (ects if item.issuer in stack.institutions else 0),
                excluded=way.excluded | later,
            )


def _complete(way: Way, stack: Programme, limits: Limits) -> bool:
    amounts = dict(zip((leaf.id for leaf in stack.leaves), way.inside, strict=True))

    def met(node: Any) -> bool:
        if isinstance(node, CreditsFrom):
            return amounts[node.id] >= node.min_ects
        if isinstance(node, OneOf):
            return amounts[node.id] == 1
        return sum(met(part) for part in node.parts) >= (node.k if isinstance(node, SomeOf) else len(node.parts))

    def share(part: Decimal, least: Decimal | None) -> bool:
        return least is None or part * 100 >= least * way.ects

    external = limits.max_external_percent
    return (
        met(stack.requirement)
        and (limits.min_ects is None or way.ects >= limits.min_ects)
        and share(way.theme, limits.min_theme_percent)
        and share(way.level, limits.min_level_percent)
        and share(way.own, limits.min_own_percent)
        and (external is None or (way.ects - way.own) * 100 <= external * way.ects)
    )


CHOICES = st.sampled_from(
    [{}, {"themes": ["data"]}, {"themes": ["law"]}, {"themes": ["data", "law"]}, {"issuers": [OURS]}, {"min_eqf": 6}]
)


@st.composite
def leaves(draw: st.DrawFn, number: int) -> dict[str, Any]:
    """A requirement that credentials fill."""
    choice = draw(CHOICES)
    if draw(st.booleans()):
        return one(f"r{number}", draw(st.sampled_from([None, 1, 2])), **choice)
    least = draw(st.integers(1, 6))
    return from_choice(f"r{number}", least, draw(st.sampled_from([None, least, least + 2])), **choice)


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    """A tree of two to four leaves."""
    parts = [draw(leaves(number)) for number in range(draw(st.integers(2, 4)))]
    if len(parts) > 2 and draw(st.booleans()):
        last = some(draw(st.integers(1, len(parts) - 1)), *parts[1:])
        return programme(every(parts[0], last))
    return programme(every(*parts) if draw(st.booleans()) else some(draw(st.integers(1, len(parts))), *parts))


@st.composite
def credential(draw: st.DrawFn, name: str) -> Held:
    """Any credential that counts."""
    return held(
        name,
        draw(st.sampled_from([None, 0.5, 1, 2, 3, 4])),
        issuer=draw(st.sampled_from([OURS, OURS, THEIRS])),
        accepted="agreement",
        eqf=draw(st.sampled_from([None, 5, 6, 7])),
        themes=frozenset(draw(st.sets(st.sampled_from(["data", "law", "art"]), max_size=2))),
        outcomes=frozenset(draw(st.sets(st.sampled_from("abcdefghi"), max_size=3))),
        valid_until=draw(st.sampled_from([None, date(2027, 1, 1), date(2028, 1, 1)])),
    )


@st.composite
def wallets(draw: st.DrawFn, most: int = 12) -> list[Held]:
    """Credentials that overlap here and there."""
    return [draw(credential(f"c{number}")) for number in range(draw(st.integers(0, most)))]


@st.composite
def limits(draw: st.DrawFn) -> Limits:
    """Some of the rules about the whole."""
    percent = st.sampled_from([None, Decimal(50), Decimal(75)])
    return replace(
        NO_LIMITS,
        min_ects=draw(st.sampled_from([None, Decimal(3), Decimal(6)])),
        min_theme_percent=draw(percent),
        min_level_percent=draw(percent),
        min_own_percent=draw(percent),
        max_external_percent=draw(percent),
        max_overlap_percent=draw(st.sampled_from([None, Decimal(30)])),
    )
