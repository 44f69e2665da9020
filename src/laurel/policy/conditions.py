"""Conditions over facts: what a rule asks for, written as a table and answered with yes, no or unknown.

    { fact = "ects", at_least = "$min_ects" }      numbers: at_least, at_most; `per` divides by another number
    { fact = "identity_verified", is = true }      flags and words: is; words: one_of
    { fact = "title_words", none_of = "$words" }   lists of words: none_of, only, includes
    { fact = "ects", known = true }                whether anybody stated it
    { all = [ … ] }  { any = [ … ] }  { not = … }  put together

Three-valued (Kleene): an unknown part leaves the whole unknown only where it could still decide it. A word beginning with `$`
stands for a parameter of the rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from laurel.canon.strict_json import is_array, is_object
from laurel.errors import PolicyError, Problem
from laurel.policy.facts import FACTS, UNKNOWN, Facts, Kind, Known, fits

MAX_DEPTH = 6
MAX_PARTS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One question about one fact. `per` (numbers only): the fact is divided by this other fact first."""

    fact: str
    operator: str
    operand: Any
    per: str = ""


@dataclass(frozen=True, slots=True)
class All:
    """Every part has to hold."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part has to hold."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part may not hold."""

    part: Condition


Condition: TypeAlias = Leaf | All | AnyOf | Not
ALWAYS = All(())

_OPERATORS: Mapping[str, tuple[frozenset[Kind], str]] = {  # operator -> kinds of fact, kind of operand
    "at_least": (frozenset({"number"}), "number"),
    "at_most": (frozenset({"number"}), "number"),
    "is": (frozenset({"flag", "word"}), "same"),
    "one_of": (frozenset({"word"}), "words"),
    "none_of": (frozenset({"words"}), "words"),
    "only": (frozenset({"words"}), "words"),
    "includes": (frozenset({"words"}), "words"),
    "known": (frozenset({"number", "flag", "word", "words", "date"}), "flag"),
}


def read_condition(raw: Any, *, parameters: Mapping[str, Any], at: str) -> Condition:
    """A condition from its table, parameters filled in.

    Args:
        parameters: what `$name` stands for.
        at: where the table stands, for the message.

    Raises:
        PolicyError: an unknown fact, operator or parameter, or an operand of the wrong kind; the place is named.
    """
    condition = _read(raw, parameters, at, 0)
    if sum(1 for _ in leaves_of(condition)) > MAX_PARTS:
        raise _error(
            at, "TOO_LARGE", f"at most {MAX_PARTS} questions in one rule", f"най-много {MAX_PARTS} въпроса в едно правило"
        )
    return condition


def answer(condition: Condition, facts: Facts) -> bool | None:
    """Yes, no, or None where a fact that could decide it is unknown."""
    if isinstance(condition, Leaf):
        return _ask(condition, facts)
    if isinstance(condition, Not):
        inner = answer(condition.part, facts)
        return None if inner is None else not inner
    answers = {answer(part, facts) for part in condition.parts}
    decisive = isinstance(condition, AnyOf)
    if decisive in answers:
        return decisive
    return None if None in answers else not decisive


def decisive_facts(condition: Condition, facts: Facts) -> tuple[str, ...]:
    """The facts that the answer rests on, in the order of the rule: those of the parts that decide it."""
    return tuple(dict.fromkeys(_decisive(condition, facts)))


def leaves_of(condition: Condition) -> Iterator[Leaf]:
    """Every question in it, in order."""
    if isinstance(condition, Leaf):
        yield condition
    elif isinstance(condition, Not):
        yield from leaves_of(condition.part)
    else:
        for part in condition.parts:
            yield from leaves_of(part)


def facts_of(condition: Condition) -> tuple[str, ...]:
    """The names of all facts it asks about, in order."""
    return tuple(
        dict.fromkeys(name for leaf in leaves_of(condition) for name in ((leaf.fact, leaf.per) if leaf.per else (leaf.fact,)))
    )


def value_of(leaf: Leaf, facts: Facts) -> Known:
    """What a question is asked of: the fact, or its quotient with `per`."""
    value = facts.get(leaf.fact, UNKNOWN)
    if not leaf.per:
        return value
    divisor = facts.get(leaf.per, UNKNOWN)
    if not isinstance(value, Decimal) or not isinstance(divisor, Decimal) or not divisor:
        return UNKNOWN
    return value / divisor


def _read(raw: Any, parameters: Mapping[str, Any], at: str, depth: int) -> Condition:
    if not is_object(raw) or depth > MAX_DEPTH:
        raise _error(at, "NOT_A_CONDITION", "this must be a condition", "тук трябва да има условие")
    for name, build in (("all", All), ("any", AnyOf)):
        if name in raw:
            _alone(raw, name, at)
            return build(tuple(_parts(raw[name], parameters, f"{at}/{name}", depth)))
    if "not" in raw:
        _alone(raw, "not", at)
        return Not(_read(raw["not"], parameters, f"{at}/not", depth + 1))
    leaves = _leaves(raw, parameters, at)
    return leaves[0] if len(leaves) == 1 else All(tuple(leaves))


def _parts(raw: Any, parameters: Mapping[str, Any], at: str, depth: int) -> Iterator[Condition]:
    if not is_array(raw) or not raw:
        raise _error(at, "NOT_A_LIST", "this must be a list of conditions", "тук трябва да има списък от условия")
    for index, part in enumerate(raw):
        yield _read(part, parameters, f"{at}/{index}", depth + 1)


def _alone(raw: Mapping[str, Any], name: str, at: str) -> None:
    if len(raw) > 1:
        raise _error(at, "NOT_A_CONDITION", f"“{name}” stands alone", f"„{name}“ стои само")


def _leaves(raw: Mapping[str, Any], parameters: Mapping[str, Any], at: str) -> list[Leaf]:
    name, per = raw.get("fact"), raw.get("per", "")
    fact = FACTS.get(name) if isinstance(name, str) else None
    divisor = FACTS.get(per) if isinstance(per, str) else None
    if fact is None or (per and (divisor is None or divisor.kind != "number")):
        raise _error(f"{at}/fact", "UNKNOWN_FACT", "there is no fact of this name", "няма факт с такова име")
    operators = [key for key in raw if key not in ("fact", "per")]
    if not operators:
        raise _error(at, "NOT_A_CONDITION", "say what is asked of the fact", "кажете какво се изисква от факта")
    for operator in operators:
        if operator not in _OPERATORS or fact.kind not in _OPERATORS[operator][0]:
            en, bg = f"“{operator}” cannot be asked of {fact.name}", f"„{operator}“ не може да се пита за {fact.name}"
            raise _error(f"{at}/{operator}", "UNKNOWN_OPERATOR", en, bg)
    return [
        Leaf(fact=fact.name, operator=key, operand=_operand(raw[key], key, fact.kind, parameters, f"{at}/{key}"), per=per)
        for key in operators
    ]


def _operand(raw: Any, operator: str, kind: Kind, parameters: Mapping[str, Any], at: str) -> Any:
    value = raw
    if isinstance(raw, str) and raw.startswith("$"):
        if raw[1:] not in parameters:
            raise _error(at, "UNKNOWN_PARAMETER", f"there is no parameter {raw[1:]}", f"няма параметър {raw[1:]}")
        value = parameters[raw[1:]]
    wanted: Any = _OPERATORS[operator][1]
    wanted = kind if wanted == "same" else wanted
    if not fits(wanted, value):
        raise _error(at, "WRONG_KIND", "this value does not go with the question", "тази стойност не отговаря на въпроса")
    if wanted == "words":
        return tuple(value)
    return Decimal(value) if wanted == "number" else value


def _ask(leaf: Leaf, facts: Facts) -> bool | None:
    value = value_of(leaf, facts)
    if leaf.operator == "known":
        return (value is not UNKNOWN) is leaf.operand
    return None if value is UNKNOWN else _ASKED[leaf.operator](value, leaf.operand)


_ASKED: Mapping[str, Callable[[Any, Any], bool]] = {
    "at_least": lambda value, operand: value >= operand,
    "at_most": lambda value, operand: value <= operand,
    "is": lambda value, operand: value == operand,
    "one_of": lambda value, operand: value in operand,
    "none_of": lambda value, operand: not _folded(value) & _folded(operand),
    "only": lambda value, operand: _folded(value) <= _folded(operand),
    "includes": lambda value, operand: _folded(value) >= _folded(operand),
}


def _folded(words: Any) -> frozenset[str]:
    return frozenset(word.casefold() for word in words)


def _decisive(condition: Condition, facts: Facts) -> Iterator[str]:
    if isinstance(condition, Leaf):
        yield condition.fact
        if condition.per:
            yield condition.per
    elif isinstance(condition, Not):
        yield from _decisive(condition.part, facts)
    else:
        whole = answer(condition, facts)
        for part in condition.parts:
            if answer(part, facts) is whole:
                yield from _decisive(part, facts)


def _error(at: str, code: str, en: str, bg: str) -> PolicyError:
    return PolicyError([Problem(at=at, code=code, en=en, bg=bg)])
