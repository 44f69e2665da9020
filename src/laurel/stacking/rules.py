"""The rules about stacks (R-30 to R-41) of a policy pack: their numbers limit the search, and they are asked of its result."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Final

from laurel.policy.evaluate import Evaluation, evaluate
from laurel.policy.facts import Known
from laurel.policy.pack import Pack, Rule, Stage
from laurel.stacking.limits import Limits
from laurel.stacking.standing import Counted, Standing

_STAGES: Final[tuple[Stage, ...]] = ("stack",)
NO_RULES: Final = Limits(single_use=False, max_overlap_percent=None)


def limits_of(pack: Pack, *, on: date) -> Limits:
    """What a pack's rules limit on a day. What it has no rule about is not limited; expired credentials never count."""
    rules = {rule.id: rule for rule in pack.on(on) if rule.stage == "stack"}
    years = _number(rules, "R-35", "max_years")
    return Limits(
        min_ects=_number(rules, "R-30", "min_ects"),
        min_theme_percent=_number(rules, "R-31", "min_percent"),
        min_level_percent=_number(rules, "R-32", "min_percent"),
        single_use="R-33" in rules,
        min_own_percent=_number(rules, "R-34", "min_percent"),
        max_age_years=None if years is None else int(years),
        max_overlap_percent=_number(rules, "R-36", "max_percent"),
        min_grade_percent=_number(rules, "R-37", "min_percent"),
        max_external_percent=_number(rules, "R-38", "max_percent"),
    )


def facts_of(standing: Standing, *, applied: bool | None = None, decided: bool | None = None) -> dict[str, Known]:
    """What the rules ask about, measured on the stack that was found.

    Args:
        applied, decided: whether the learner has applied, and whether a person has decided; None: nobody has said.
    """
    held = [each.credential for each in standing.counted]
    totals = standing.totals
    grades = [each.grade.percent for each in held if each.grade is not None]
    facts: dict[str, Known] = {
        "stack_ects": totals.ects,
        "stack_theme_percent": totals.percent(totals.theme),
        "stack_level_percent": totals.percent(totals.level),
        "stack_counted_elsewhere": Decimal(sum(bool(each.used_in) for each in held)),
        "stack_own_percent": totals.percent(totals.own),
        "stack_external_percent": totals.percent(totals.external) if totals.ects else Decimal(),
        "stack_oldest_years": Decimal(max((_years(each.awarded, standing.at) for each in held), default=0)),
        "stack_expired": Decimal(sum(each.valid_until is not None and each.valid_until < standing.at for each in held)),
        "stack_overlap_percent": _overlap(standing.counted),
        "stack_unmet": frozenset(_unmet(standing)),
    }
    if len(grades) == len(held):
        facts["stack_lowest_grade_percent"] = min(grades, default=Decimal(100))
    if applied is not None:
        facts["stack_application"] = applied
    if decided is not None:
        facts["stack_decided"] = decided
    return facts


def findings_of(standing: Standing, pack: Pack, *, applied: bool | None = None, decided: bool | None = None) -> Evaluation:
    """What the pack's rules about stacks say of what was found."""
    facts = facts_of(standing, applied=applied, decided=decided)
    return evaluate(facts, pack, on=standing.at, stages=_STAGES)


def _number(rules: dict[str, Rule], name: str, parameter: str) -> Decimal | None:
    value = rules[name].parameters.get(parameter) if name in rules else None
    return Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None


def _years(since: date, at: date) -> int:
    """Years begun since a day: a day more than five years is six."""
    whole = at.year - since.year - ((at.month, at.day) < (since.month, since.day))
    return whole + ((at.month, at.day) != (since.month, since.day))


def _overlap(counted: Iterable[Counted]) -> Decimal:
    pairs = combinations([each.credential for each in counted if each.credential.outcomes], 2)
    return max((one.overlap_percent(other) for one, other in pairs), default=Decimal())


def _unmet(standing: Standing) -> Iterable[str]:
    """The requirements at the top that are not met: below them, an unmet one may be none that is needed."""
    top = {part.id for part in standing.programme.top}
    return (row.requirement.id for row in standing.progress if row.requirement.id in top and not row.met)
