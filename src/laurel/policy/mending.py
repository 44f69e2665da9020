"""What would have to change for a condition to hold, or to fail: the nearest facts on the other side.

Used twice: to tell somebody what would turn a FAIL, and to find the smallest example on which two packs differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from laurel.policy.conditions import All, AnyOf, Condition, Leaf, Not, answer, leaves_of
from laurel.policy.facts import FACTS, UNKNOWN, Facts, Known

OTHER = "…"  # a word that no list has


def mend(condition: Condition, facts: Facts, *, to: bool = True) -> dict[str, Known] | None:
    """The fewest changes of facts after which the answer is `to`; {} when it is already, None when there are none."""
    if answer(condition, facts) is to:
        return {}
    if isinstance(condition, Leaf):
        return _mend_leaf(condition, facts, to=to)
    if isinstance(condition, Not):
        return mend(condition.part, facts, to=not to)
    if isinstance(condition, All) is to:
        return _mend_every(condition, facts, to=to)
    options = [changed for part in condition.parts if (changed := mend(part, facts, to=to)) is not None]
    return min(options, key=_cost, default=None)


def turning_points(condition: Condition, name: str) -> tuple[Known, ...]:
    """Values of one fact around which the answer can turn, nearest to the rule first; none repeated."""
    found: dict[Any, Known] = {}
    for leaf in leaves_of(condition):
        if name == leaf.per:
            found.setdefault(_key(Decimal(1)), Decimal(1))
        elif name == leaf.fact:
            for value in _around(leaf):
                found.setdefault(_key(value), value)
    return tuple(found.values())


def _cost(changed: Mapping[str, Known]) -> tuple[int, int]:
    # to leave something unsaid is no way to mend it, as long as there is another
    return sum(value is UNKNOWN for value in changed.values()), len(changed)


def _mend_every(condition: All | AnyOf, facts: Facts, *, to: bool) -> dict[str, Known] | None:
    changed: dict[str, Known] = {}
    for part in condition.parts:
        more = mend(part, {**facts, **changed}, to=to)
        if more is None:
            return None
        changed |= more
    return changed if answer(condition, {**facts, **changed}) is to else None


def _mend_leaf(leaf: Leaf, facts: Facts, *, to: bool) -> dict[str, Known] | None:
    if leaf.per and not facts.get(leaf.per):
        facts = {**facts, leaf.per: Decimal(1)}
    value = (_TRUE if to else _FALSE)[leaf.operator](leaf, facts)
    if value is None:
        return None
    changed: dict[str, Known] = {leaf.fact: value}
    if leaf.per:
        divisor = facts[leaf.per]
        changed = {leaf.fact: value * divisor, leaf.per: divisor}
    return changed if answer(leaf, {**facts, **changed}) is to else None


def _set(facts: Facts, name: str) -> frozenset[str]:
    value = facts.get(name, UNKNOWN)
    return value if isinstance(value, frozenset) else frozenset()


def _without(words: frozenset[str], operand: tuple[str, ...]) -> frozenset[str]:
    folded = {word.casefold() for word in operand}
    return frozenset(word for word in words if word.casefold() not in folded)


def _within(words: frozenset[str], operand: tuple[str, ...]) -> frozenset[str]:
    folded = {word.casefold() for word in operand}
    return frozenset(word for word in words if word.casefold() in folded)


def _example(name: str) -> Known:
    examples: Mapping[str, Known] = {
        "number": Decimal(1),
        "flag": True,
        "word": OTHER,
        "words": frozenset({OTHER}),
        "date": date(2026, 1, 1),
    }
    return examples[FACTS[name].kind]


_TRUE: Mapping[str, Callable[[Leaf, Facts], Any]] = {
    "at_least": lambda leaf, _facts: leaf.operand,
    "at_most": lambda leaf, _facts: leaf.operand,
    "is": lambda leaf, _facts: leaf.operand,
    "one_of": lambda leaf, _facts: leaf.operand[0] if leaf.operand else None,
    "none_of": lambda leaf, facts: _without(_set(facts, leaf.fact), leaf.operand),
    "only": lambda leaf, facts: _within(_set(facts, leaf.fact), leaf.operand),
    "includes": lambda leaf, facts: _set(facts, leaf.fact) | set(leaf.operand),
    "known": lambda leaf, _facts: _example(leaf.fact) if leaf.operand else UNKNOWN,
}
_FALSE: Mapping[str, Callable[[Leaf, Facts], Any]] = {
    "at_least": lambda leaf, _facts: leaf.operand - FACTS[leaf.fact].step,
    "at_most": lambda leaf, _facts: leaf.operand + FACTS[leaf.fact].step,
    "is": lambda leaf, _facts: (not leaf.operand) if isinstance(leaf.operand, bool) else OTHER,
    "one_of": lambda _leaf, _facts: OTHER,
    "none_of": lambda leaf, facts: _set(facts, leaf.fact) | {leaf.operand[0]} if leaf.operand else None,
    "only": lambda leaf, facts: _set(facts, leaf.fact) | {FACTS[leaf.fact].example or OTHER},
    "includes": lambda leaf, facts: _without(_set(facts, leaf.fact), leaf.operand[:1]) if leaf.operand else None,
    "known": lambda leaf, _facts: UNKNOWN if leaf.operand else _example(leaf.fact),
}


def _around(leaf: Leaf) -> Iterator[Known]:
    fact = FACTS[leaf.fact]
    if fact.kind == "number" and isinstance(leaf.operand, Decimal):
        step = fact.step
        yield from (leaf.operand, leaf.operand - step, leaf.operand + step)
    elif fact.kind == "flag":
        yield from (True, False)
    else:
        for table in (_TRUE, _FALSE):
            value = table[leaf.operator](leaf, {})
            if value is not None and value is not UNKNOWN:
                yield value


def _key(value: Known) -> tuple[str, Any]:
    return type(value).__name__, value
