"""Is a design put together soundly? Outcomes, rubrics, parts, and what is made for one organisation or one learner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from laurel.annex1.findings import Finding, Fix
from laurel.annex1.matrix import highest_points, matrix_of
from laurel.annex1.record import (
    MOST_POINTS,
    Agreement,
    Assessment,
    Criterion,
    LearningOutcome,
    MicroCredential,
    Part,
    Parts,
    RubricLevel,
)
from laurel.annex1.vocabularies import Form, Visibility
from laurel.annex1.words import first_word

_PUT_TOGETHER = frozenset({Form.SKILL_SET, Form.COMPETENCE_BUNDLE})
_LEAST = 2


def check_structure(design: MicroCredential) -> Iterator[Finding]:
    """Every finding about what a design is made of."""
    yield from _outcome_facts(design)
    known = {outcome.id for outcome in design.learning_outcomes}
    for index, assessment in enumerate(design.assessments):
        yield from _rubric(assessment, known, f"/assessments/{index}")
    yield from _criterion_missing(design)
    if design.parts is not None:
        yield from _parts(design, design.parts)
    yield from _commission(design)
    yield from _agreement(design)


def _outcome_facts(design: MicroCredential) -> Iterator[Finding]:  # M6, M8
    for index, outcome in enumerate(design.learning_outcomes):
        at = f"/learning_outcomes/{index}"
        yield from _verb(outcome, at)
        if outcome.level is not None and design.level.eqf is not None and outcome.level > design.level.eqf:
            facts = {"id": outcome.id, "level": outcome.level, "eqf": design.level.eqf}
            yield Finding(code="OUTCOME_LEVEL_ABOVE", at=f"{at}/level", facts=facts)


def _verb(outcome: LearningOutcome, at: str) -> Iterator[Finding]:
    for language, verb in outcome.verb.root.items() if outcome.verb else ():
        statement = outcome.statement.root.get(language, "")
        if statement and verb.casefold() not in statement.casefold():
            fix = Fix(at=f"{at}/verb/{language}", value=word) if (word := first_word(statement)) else None
            yield Finding(code="VERB_NOT_IN_STATEMENT", at=f"{at}/verb/{language}", facts={"verb": verb}, fix=fix)


def _rubric(assessment: Assessment, known: set[str], at: str) -> Iterator[Finding]:  # M9, P4
    rubric = assessment.rubric or ()
    yield from _twice("CRITERION_TWICE", [each.id for each in rubric], f"{at}/rubric")
    for index, criterion in enumerate(rubric):
        place = f"{at}/rubric/{index}"
        facts = {"id": criterion.id}
        if not criterion.statement:
            yield Finding(code="CRITERION_EMPTY", at=f"{place}/statement", facts=facts)
        if not criterion.outcomes:
            yield Finding(code="CRITERION_FOR_NOTHING", at=f"{place}/outcomes", facts=facts)
        for outcome in criterion.outcomes:
            if outcome not in known:
                yield Finding(code="CRITERION_OUTCOME_UNKNOWN", at=f"{place}/outcomes", facts={**facts, "outcome": outcome})
        yield from _levels(criterion, place)
    most = highest_points(rubric)
    if most and most != assessment.maximum:
        facts = {"id": assessment.id, "points": _plain(most), "maximum": _plain(assessment.maximum)}
        fix = Fix(at=f"{at}/maximum", value=_plain(most)) if most <= MOST_POINTS else None
        yield Finding(code="RUBRIC_MAXIMUM", at=f"{at}/maximum", facts=facts, fix=fix)


def _levels(criterion: Criterion, at: str) -> Iterator[Finding]:
    facts = {"id": criterion.id}
    if len(criterion.levels) < _LEAST:
        yield Finding(code="RUBRIC_LEVELS_TOO_FEW", at=f"{at}/levels", facts=facts)
    names = [level.id for level in criterion.levels]
    yield from _twice("RUBRIC_LEVEL_TWICE", names, f"{at}/levels")
    for index, level in enumerate(criterion.levels):
        if not level.name:
            yield Finding(code="RUBRIC_LEVEL_UNNAMED", at=f"{at}/levels/{index}/name", facts={"id": level.id})
    if _falls(criterion.levels):
        yield Finding(code="RUBRIC_POINTS_ORDER", at=f"{at}/levels", facts=facts)
    if criterion.passing is not None and criterion.passing not in names:
        yield Finding(code="PASSING_LEVEL_UNKNOWN", at=f"{at}/passing", facts={**facts, "level": criterion.passing})


def _falls(levels: tuple[RubricLevel, ...]) -> bool:
    return any(after.points < before.points for before, after in pairwise(levels))


def _criterion_missing(design: MicroCredential) -> Iterator[Finding]:
    missing = {outcome.id for outcome in matrix_of(design).without_criterion}
    for index, outcome in enumerate(design.learning_outcomes):
        if outcome.id in missing:
            yield Finding(code="OUTCOME_WITHOUT_CRITERION", at=f"/learning_outcomes/{index}", facts={"id": outcome.id})


def _parts(design: MicroCredential, parts: Parts) -> Iterator[Finding]:  # M6, O4
    if design.form not in _PUT_TOGETHER:
        facts = {"form": design.form.en, "form_bg": design.form.bg}
        yield Finding(code="PARTS_OF_ONE_PIECE", at="/form", facts=facts)
    if len(parts.of) < _LEAST:
        yield Finding(code="PARTS_TOO_FEW", at="/parts/of")
    yield from _twice("PART_TWICE", [each.id for each in parts.of], "/parts/of")
    yield from _twice("PART_TWICE", [each.refers_to for each in parts.of if each.refers_to], "/parts/of")
    yield from _choice(parts)
    known = {outcome.id for outcome in design.learning_outcomes}
    for index, part in enumerate(parts.of):
        yield from _part(design, part, known, f"/parts/of/{index}")
    yield from _parts_workload(design, parts)


def _choice(parts: Parts) -> Iterator[Finding]:
    if parts.choose is None:
        return
    mandatory = sum(part.mandatory for part in parts.of)
    facts = {"choose": parts.choose, "count": len(parts.of), "mandatory": mandatory}
    if parts.of and parts.choose > len(parts.of):
        fix = Fix(at="/parts/choose", value=len(parts.of))
        yield Finding(code="PARTS_CHOOSE_TOO_MANY", at="/parts/choose", facts=facts, fix=fix)
    if parts.choose < mandatory:
        fix = Fix(at="/parts/choose", value=mandatory)
        yield Finding(code="PARTS_CHOOSE_TOO_FEW", at="/parts/choose", facts=facts, fix=fix)


def _part(design: MicroCredential, part: Part, known: set[str], at: str) -> Iterator[Finding]:
    facts = {"id": part.id}
    if not part.title:
        yield Finding(code="PART_UNNAMED", at=f"{at}/title", facts=facts)
    if part.refers_to is None and not part.outcomes:
        yield Finding(code="PART_EMPTY", at=at, facts=facts)
    if part.refers_to == design.id:
        yield Finding(code="PART_OF_ITSELF", at=f"{at}/refers_to", facts=facts)
    for outcome in part.outcomes:
        if outcome not in known:
            yield Finding(code="PART_OUTCOME_UNKNOWN", at=f"{at}/outcomes", facts={**facts, "outcome": outcome})


def _parts_workload(design: MicroCredential, parts: Parts) -> Iterator[Finding]:  # M7
    stated = [part.workload.hours for part in parts.of if part.workload is not None]
    if design.workload is None or not stated or len(stated) < len(parts.of):
        return
    least, most = _bounds(parts)
    if not least <= design.workload.hours <= most:
        facts = {"hours": _plain(design.workload.hours), "low": _plain(least), "high": _plain(most)}
        yield Finding(code="PARTS_WORKLOAD", at="/workload/hours", facts=facts)


def _bounds(parts: Parts) -> tuple[Decimal, Decimal]:
    """The fewest and the most hours that a right choice of parts can take."""
    hours = [(part.mandatory, part.workload.hours if part.workload else Decimal(0)) for part in parts.of]
    fixed = [each for mandatory, each in hours if mandatory]
    free = sorted(each for mandatory, each in hours if not mandatory)
    count = len(free) if parts.choose is None else min(len(free), max(0, parts.choose - len(fixed)))
    base = sum(fixed, Decimal(0))
    return base + sum(free[:count], Decimal(0)), base + sum(free[len(free) - count :], Decimal(0))


def _commission(design: MicroCredential) -> Iterator[Finding]:
    commission = design.commission
    if commission is not None and not commission.name:
        yield Finding(code="COMMISSIONER_UNNAMED", at="/commission/name")
    if commission is not None and not commission.need:
        yield Finding(code="COMMISSION_NEED_MISSING", at="/commission/need")
    if design.visibility is Visibility.RESTRICTED and commission is None and design.agreement is None:
        yield Finding(code="RESTRICTED_FOR_NOBODY", at="/visibility")


def _agreement(design: MicroCredential) -> Iterator[Finding]:
    agreement = design.agreement
    if agreement is None:
        return
    if agreement.template is None:
        yield Finding(code="TEMPLATE_MISSING", at="/agreement/template")
    if agreement.template == design.id:
        yield Finding(code="TEMPLATE_IS_ITSELF", at="/agreement/template")
    yield from _negotiated(design, agreement)
    if not (agreement.approved_by and agreement.approved_on):
        yield Finding(code="NEGOTIATED_NOT_APPROVED", at="/agreement/approved_on")
    elif agreement.agreed_on is not None and agreement.approved_on < agreement.agreed_on:
        yield Finding(code="APPROVED_BEFORE_AGREED", at="/agreement/approved_on")


def _negotiated(design: MicroCredential, agreement: Agreement) -> Iterator[Finding]:
    if not agreement.outcomes:
        yield Finding(code="NOTHING_NEGOTIATED", at="/agreement/outcomes")
    known = {outcome.id for outcome in design.learning_outcomes}
    for outcome in agreement.outcomes:
        if outcome not in known:
            yield Finding(code="NEGOTIATED_OUTCOME_UNKNOWN", at="/agreement/outcomes", facts={"outcome": outcome})


def _twice(code: str, names: Iterable[str], at: str) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen:
            yield Finding(code=code, at=f"{at}/{index}", facts={"id": name})
        seen.add(name)


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
