"""Measure an assignment without a solver: sums, and whether everything holds. What the solver says is held against this."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from laurel.stacking.held import Offer
from laurel.stacking.limits import Limits
from laurel.stacking.programme import CreditsFrom, Leaf, OneOf, Programme, Requirement, SomeOf


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Credits that are counted, and where they come from."""

    ects: Decimal
    theme: Decimal
    level: Decimal
    own: Decimal

    @property
    def external(self) -> Decimal:
        """Credits of other institutions."""
        return self.ects - self.own

    def without(self, ects: Decimal, shares: Shares) -> Totals:
        """The sums without so many credits."""
        return Totals(
            ects=self.ects - ects,
            theme=self.theme - ects * shares.theme,
            level=self.level - ects * shares.level,
            own=self.own - ects * shares.own,
        )

    def percent(self, part: Decimal) -> Decimal:
        """A part of the credits in percent; 100 where nothing is counted."""
        return part * 100 / self.ects if self.ects else Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Where credits belong for the shares of a whole stack."""

    theme: bool
    level: bool
    own: bool

    @classmethod
    def of(cls, item: Offer, programme: Programme) -> Shares:
        """Of a credential or an offer."""
        return cls(
            theme=bool(item.themes & programme.themes),
            level=programme.eqf is not None and item.eqf is not None and item.eqf >= programme.eqf,
            own=item.issuer in programme.institutions,
        )

    @classmethod
    def imagined(cls, leaf: Leaf, programme: Programme) -> Shares:
        """Of credits still missing: within the themes, at the level and of the institution wherever the choice lets them."""
        choice = leaf.choice
        return cls(
            theme=not choice.themes or bool(choice.themes & programme.themes),
            level=programme.eqf is not None and (choice.max_eqf is None or choice.max_eqf >= programme.eqf),
            own=not choice.issuers or bool(choice.issuers & programme.institutions),
        )


def credits_of(item: Offer) -> Decimal:
    """Its credits; 0 where none are stated."""
    return item.ects or Decimal()


def totals_of(counted: Iterable[Offer], programme: Programme, imagined: Iterable[tuple[Leaf, Decimal]] = ()) -> Totals:
    """The sums over what is counted, and over credits that are imagined."""
    parts = [(credits_of(each), Shares.of(each, programme)) for each in counted]
    parts += [(ects, Shares.imagined(leaf, programme)) for leaf, ects in imagined]

    def total(belongs: Callable[[Shares], bool]) -> Decimal:
        return sum((ects for ects, shares in parts if belongs(shares)), start=Decimal())

    return Totals(
        ects=total(lambda _: True),
        theme=total(lambda shares: shares.theme),
        level=total(lambda shares: shares.level),
        own=total(lambda shares: shares.own),
    )


def broken_rules(totals: Totals, limits: Limits) -> tuple[str, ...]:
    """The rules about the whole that do not hold, in order."""
    percent = totals.percent
    held = {
        "R-30": limits.min_ects is None or totals.ects >= limits.min_ects,
        "R-31": limits.min_theme_percent is None or percent(totals.theme) >= limits.min_theme_percent,
        "R-32": limits.min_level_percent is None or percent(totals.level) >= limits.min_level_percent,
        "R-34": limits.min_own_percent is None or percent(totals.own) >= limits.min_own_percent,
        "R-38": limits.max_external_percent is None
        or totals.ects == 0
        or percent(totals.external) <= limits.max_external_percent,
    }
    return tuple(name for name, holds in held.items() if not holds)


def is_met(node: Requirement, inside: Mapping[str, Sequence[Offer]], imagined: Mapping[str, Decimal] | None = None) -> bool:
    """Whether a requirement is met by what stands inside its leaves, and by what is imagined there."""
    gaps = imagined or {}
    if isinstance(node, OneOf):
        return len(inside.get(node.id, ())) + (node.id in gaps) == 1
    if isinstance(node, CreditsFrom):
        return sum(map(credits_of, inside.get(node.id, ())), start=gaps.get(node.id, Decimal())) >= node.min_ects
    met = sum(is_met(part, inside, gaps) for part in node.parts)
    return met >= (node.k if isinstance(node, SomeOf) else len(node.parts))


def holds(
    programme: Programme, limits: Limits, inside: Mapping[str, Sequence[Offer]], imagined: Mapping[str, Decimal] | None = None
) -> bool:
    """Whether the tree and all rules about the whole hold.

    Args:
        inside: what counts, by the id of its leaf.
        imagined: the credits that are imagined in a leaf.
    """
    gaps = imagined or {}
    extra = [(leaf, gaps[leaf.id]) for leaf in programme.leaves if leaf.id in gaps]
    totals = totals_of((each for items in inside.values() for each in items), programme, extra)
    return not broken_rules(totals, limits) and is_met(programme.requirement, inside, gaps)


def needless(
    programme: Programme, limits: Limits, inside: Mapping[str, Sequence[Offer]], imagined: Mapping[str, Decimal] | None = None
) -> list[Offer]:
    """What can be taken out, one after another from the largest, without anything falling; arguments as for `holds`."""
    gaps = imagined or {}
    kept = {leaf: list(items) for leaf, items in inside.items()}
    extra = [(leaf, gaps[leaf.id]) for leaf in programme.leaves if leaf.id in gaps]
    totals = totals_of((each for items in kept.values() for each in items), programme, extra)
    taken: list[Offer] = []
    places = [(each, leaf) for leaf, items in inside.items() for each in items]
    for each, leaf in sorted(places, key=lambda place: (-credits_of(place[0]), place[0].id)):
        without = totals.without(credits_of(each), Shares.of(each, programme))
        rest = {**kept, leaf: [one for one in kept[leaf] if one is not each]}
        if not broken_rules(without, limits) and is_met(programme.requirement, rest, gaps):
            totals, kept = without, rest
            taken.append(each)
    return taken
