"""How two packs differ: what each forbids that the other allows, with the smallest example that shows it.

The example is found by trying values around the turning points of both rules, fewest facts first. It counts only if the one
pack's rule says FAIL and no rule of the other pack does, so an example is a proof and not an opinion.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations, islice, product
from typing import Any

from laurel.errors import Language
from laurel.policy.conditions import Condition, facts_of
from laurel.policy.evaluate import Answer, ask
from laurel.policy.facts import UNKNOWN, Facts, Known, show_all
from laurel.policy.mending import turning_points
from laurel.policy.pack import Pack, Rule

MAX_TRIED = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Forbidden:
    """Something that one pack's rule forbids and the other pack allows; `example` is the smallest case of it."""

    rule: Rule
    allowed_by: str
    example: Mapping[str, Known]

    def say(self, language: Language) -> str:
        """In one sentence: the example, who forbids it by which rule, who allows it."""
        shown = show_all(self.example, language)
        pattern = _FORBIDDEN[language == "bg"]
        return pattern.format(
            example=shown, pack=self.rule.pack, rule=self.rule.id, demand=self.rule.demand(language), other=self.allowed_by
        )


_FORBIDDEN = (
    "{example} – refused by {pack} ({rule}: {demand}) and allowed by {other}.",
    "{example} – отказва се от {pack} ({rule}: {demand}) и се допуска от {other}.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A rule that both packs have, with other numbers, another severity or another condition."""

    left: Rule
    right: Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class PackDiff:
    """The differences of two packs on one day, in the order of the rules' ids."""

    left: str
    right: str
    on: date
    only_left: tuple[Rule, ...]
    only_right: tuple[Rule, ...]
    changed: tuple[Changed, ...]
    left_forbids: tuple[Forbidden, ...]
    right_forbids: tuple[Forbidden, ...]

    @property
    def same(self) -> bool:
        """Whether the two ask for exactly the same."""
        return not (self.only_left or self.only_right or self.changed)


def diff(left: Pack, right: Pack, *, on: date) -> PackDiff:
    """Compare two packs as they stand on a day. The same packs and day always give the same answer."""
    ours, theirs = {rule.id: rule for rule in left.on(on)}, {rule.id: rule for rule in right.on(on)}
    return PackDiff(
        left=left.id,
        right=right.id,
        on=on,
        only_left=tuple(rule for name, rule in ours.items() if name not in theirs),
        only_right=tuple(rule for name, rule in theirs.items() if name not in ours),
        changed=tuple(_changed(ours, theirs)),
        left_forbids=tuple(_forbidden(ours, theirs, allowed_by=right.id)),
        right_forbids=tuple(_forbidden(theirs, ours, allowed_by=left.id)),
    )


def _changed(ours: Mapping[str, Rule], theirs: Mapping[str, Rule]) -> Iterator[Changed]:
    for name, rule in ours.items():
        other = theirs.get(name)
        if other is not None and _compared(rule) != _compared(other):
            yield Changed(left=rule, right=other)


def _compared(rule: Rule) -> tuple[Any, ...]:
    return dict(rule.parameters), rule.severity, rule.stage, rule.when, rule.require


def _forbidden(ours: Mapping[str, Rule], theirs: Mapping[str, Rule], *, allowed_by: str) -> Iterator[Forbidden]:
    for name, rule in ours.items():
        other = theirs.get(name)
        for example in islice(_candidates(rule, other, theirs.values()), MAX_TRIED):
            if ask(rule, example).answer is Answer.FAIL and _allows(theirs, other, example):
                yield Forbidden(rule=rule, allowed_by=allowed_by, example=example)
                break


def _allows(rules: Mapping[str, Rule], same: Rule | None, example: Facts) -> bool:
    if same is not None and ask(same, example).answer > Answer.WARN:
        return False
    return all(ask(rule, example).answer is not Answer.FAIL for rule in rules.values())


def _candidates(rule: Rule, other: Rule | None, others: Iterable[Rule]) -> Iterator[dict[str, Known]]:
    """Cases around the turning points of the two rules, fewest facts first; the other pack's rules say where else to look."""
    names = tuple(dict.fromkeys(name for condition in _conditions((rule, other)) for name in facts_of(condition)))
    values = {name: _values(name, _conditions((rule, other, *others))) for name in names}
    for size in range(1, len(names) + 1):
        for chosen in combinations(names, size):
            for picked in product(*(values[name] for name in chosen)):
                yield dict(zip(chosen, picked, strict=True))


def _conditions(rules: Iterable[Rule | None]) -> tuple[Condition, ...]:
    return tuple(condition for rule in rules if rule is not None for condition in (rule.require, rule.when))


def _values(name: str, conditions: Iterable[Condition]) -> tuple[Known, ...]:
    points = (value for condition in conditions for value in turning_points(condition, name))
    return tuple(dict.fromkeys(value for value in points if value is not UNKNOWN))
