"""The seven criteria on their four steps (R-42), proposed from facts, and what they add up to for a purpose.

The scale is data (`criteria.toml`). What nobody stated never raises a step: it is named instead, so that one can ask for it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from functools import cache
from importlib import resources
from typing import Any, Final

from laurel.errors import Language
from laurel.policy.conditions import Condition, Leaf, answer, decisive_facts, facts_of, leaves_of, read_condition
from laurel.policy.facts import UNKNOWN, Facts, Known, show_all
from laurel.policy.pack import Texts
from laurel.recognition.deciding import Purpose

ENOUGH: Final = 60  # percent of what could be had, with no criterion of full weight at NONE
LITTLE: Final = 35


class Step(IntEnum):
    """How well a criterion is met."""

    NONE = 0
    WEAK = 1
    SUBSTANTIAL = 2
    STRONG = 3

    def say(self, language: Language, *, criterion: str = "") -> str:
        """In a word; verification has words of its own."""
        words = _SECURE if criterion == "verification" else _STEPS
        return words[self][language == "bg"]


_STEPS = {
    Step.NONE: ("none", "няма"),
    Step.WEAK: ("weak", "слабо"),
    Step.SUBSTANTIAL: ("substantial", "съществено"),
    Step.STRONG: ("strong", "силно"),
}
_SECURE = {
    Step.NONE: ("none", "няма"),
    Step.WEAK: ("limited", "ограничена"),
    Step.SUBSTANTIAL: ("some", "известна"),
    Step.STRONG: ("secure", "сигурна"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One of the seven, as it stands in the file."""

    id: str
    title: Texts
    asks: Texts
    weights: Mapping[str, int]
    not_on_site: bool
    steps: Mapping[Step, Condition]


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """What is proposed for one criterion. `step` is None where the criterion does not apply (learnt and assessed on site).

    `facts` are those that the step rests on; `ask` names facts that nobody stated and that could raise it.
    """

    criterion: Criterion
    step: Step | None
    facts: Mapping[str, Known]
    ask: tuple[str, ...]

    def reason(self, language: Language) -> str:
        """Why this step."""
        if self.step is None:
            return "Не се отнася: на място." if language == "bg" else "Does not apply: it took place on site."
        return show_all(self.facts, language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What the criteria add up to. It binds nobody. `weakest` are the ids of those that hold it back most."""

    percent: int
    answer: str  # "supports", "ask", "speaks_against"
    weakest: tuple[str, ...]

    def say(self, language: Language) -> str:
        """In a sentence."""
        return _ADVICE[self.answer][language == "bg"]


_ADVICE = {
    "supports": ("The criteria support recognition.", "Критериите подкрепят признаването."),
    "ask": (
        "The criteria leave questions open: ask before deciding.",
        "Критериите оставят въпроси: попитайте, преди да решите.",
    ),
    "speaks_against": (
        "Little is proven. That alone is no substantial difference: say what it differs in, or ask for more.",
        "Доказано е малко. Само по себе си това не е съществена разлика: посочете в какво е тя или поискайте още данни.",
    ),
}


@cache
def criteria() -> Mapping[str, Criterion]:
    """The seven, by id, in their order."""
    raw = tomllib.loads(
        resources.files("laurel.recognition").joinpath("criteria.toml").read_text(encoding="utf-8"), parse_float=Decimal
    )
    return {name: _criterion(name, entry) for name, entry in raw.items()}


def grade(facts: Facts, *, on_site: bool = False) -> tuple[Graded, ...]:
    """A proposal for each of the seven.

    Args:
        facts: those of the record (`policy.reading`), with `verified`, `issuer_known`, `status_checked`, `outcomes_stated`
            and `outcomes_with_skills_percent`.
        on_site: learnt and assessed on site, where verification and identification do not apply.
    """
    return tuple(_grade(each, facts, on_site=on_site) for each in criteria().values())


def advise(steps: Mapping[str, Step | None], purpose: Purpose) -> Advice:
    """What steps (by criterion; None where it does not apply) add up to for a purpose.

    Raises:
        KeyError: a criterion that is none of the seven.
    """
    weighed = [(criteria()[name].weights[purpose], step, name) for name, step in steps.items() if step is not None]
    most = sum(weight for weight, _, _ in weighed) * int(Step.STRONG)
    percent = sum(weight * int(step) for weight, step, _ in weighed) * 100 // most if most else 0
    lacking = sorted(weighed, key=lambda one: (-one[0] * (Step.STRONG - one[1]), one[2]))
    return Advice(percent=percent, answer=_answer(percent, weighed), weakest=tuple(_worst(lacking)))


def _answer(percent: int, weighed: Iterable[tuple[int, Step, str]]) -> str:
    if percent < LITTLE:
        return "speaks_against"
    heaviest = 3
    bare = any(weight == heaviest and step is Step.NONE for weight, step, _ in weighed)
    return "ask" if bare or percent < ENOUGH else "supports"


def _worst(lacking: Iterable[tuple[int, Step, str]]) -> Iterable[str]:
    return [name for weight, step, name in lacking if step < Step.SUBSTANTIAL and weight][:3]


def _grade(criterion: Criterion, facts: Facts, *, on_site: bool) -> Graded:
    if on_site and criterion.not_on_site:
        return Graded(criterion=criterion, step=None, facts={}, ask=())
    held = next((step for step, condition in criterion.steps.items() if answer(condition, facts) is True), Step.NONE)
    higher = [condition for step, condition in criterion.steps.items() if step > held and _possible(condition, facts)]
    names = decisive_facts(criterion.steps[held], facts) if held else _all_facts(criterion)
    ask = dict.fromkeys(name for condition in higher for name in facts_of(condition) if facts.get(name, UNKNOWN) is UNKNOWN)
    return Graded(criterion=criterion, step=held, facts={name: facts.get(name, UNKNOWN) for name in names}, ask=tuple(ask))


def _possible(condition: Condition, facts: Facts) -> bool:
    """Whether what nobody stated could make it hold. The conditions of the file are conjunctions."""
    return all(_unstated(leaf, facts) or answer(leaf, facts) for leaf in leaves_of(condition))


def _unstated(leaf: Leaf, facts: Facts) -> bool:
    return any(facts.get(name, UNKNOWN) is UNKNOWN for name in facts_of(leaf))


def _all_facts(criterion: Criterion) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for condition in criterion.steps.values() for name in facts_of(condition)))


def _criterion(name: str, entry: Mapping[str, Any]) -> Criterion:
    steps = {
        step: read_condition(entry[str(int(step))], parameters={}, at=f"/{name}/{int(step)}") for step in reversed(Step) if step
    }
    return Criterion(
        id=name,
        title=Texts.model_validate(entry["title"]),
        asks=Texts.model_validate(entry["asks"]),
        weights=entry["weights"],
        not_on_site=entry.get("not_on_site", False),
        steps=steps,
    )
