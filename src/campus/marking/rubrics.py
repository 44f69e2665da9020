"""Rubrics: criteria that belong to learning outcomes, each with levels from lowest to highest that bring points.

An approved design may bring the rubric of an assessment; otherwise the teacher makes one, beginning from `usual_rubric`.
Points are sums in `Decimal`; a total is the share of the points there are, on the scale of the assessment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from pydantic import TypeAdapter, ValidationError

from campus.base.refusals import Refusal
from laurel.annex1.matrix import highest_points
from laurel.annex1.record import Assessment, Criterion, LangString, MicroCredential, RubricLevel

Rubric = tuple[Criterion, ...]
MOST_CRITERIA = 30
CENT = Decimal("0.0001")
_RUBRIC: TypeAdapter[Rubric] = TypeAdapter(Rubric)
_USUAL = (
    ("none", {"en": "Not shown", "bg": "Не е показано"}),
    ("beginning", {"en": "In beginnings", "bg": "В начален вид"}),
    ("sufficient", {"en": "Sufficient", "bg": "Достатъчно"}),
    ("good", {"en": "Good", "bg": "Добро"}),
    ("excellent", {"en": "Excellent", "bg": "Отлично"}),
)


class RubricError(Refusal):
    """A rubric that cannot be marked by."""

    code = "RUBRIC"
    text = _("This rubric cannot be used: {why}")


class LevelError(Refusal):
    """A level that the rubric does not have."""

    code = "UNKNOWN_LEVEL"
    text = _("The rubric has no level “{level}” of “{criterion}”.")


class IncompleteError(Refusal):
    """Criteria without a level."""

    code = "MARK_INCOMPLETE"
    text = _("Choose a level for every criterion. Still open: criterion {numbers}.")


def read_rubric(stored: object) -> Rubric:
    """The criteria of a stored or sent rubric.

    Raises:
        RubricError: not a list of criteria, or one that cannot be marked by.
    """
    try:
        rubric = _RUBRIC.validate_python(stored)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = "/".join(str(part) for part in first["loc"])
        raise RubricError(why=f"{place}: {first['msg']}", field="rubric") from None
    _check(rubric)
    return rubric


def as_json(rubric: Sequence[Criterion]) -> list[dict[str, Any]]:
    """A rubric as it is stored."""
    return [criterion.model_dump(mode="json", exclude_none=True) for criterion in rubric]


def usual_rubric(design: MicroCredential, assessment: Assessment) -> Rubric:
    """One criterion for each outcome that the assessment assesses, with five levels; the third one passes."""
    assessed = assessment.outcomes or tuple(outcome.id for outcome in design.learning_outcomes)
    levels = tuple(
        RubricLevel(id=key, name=LangString(name), points=Decimal(points)) for points, (key, name) in enumerate(_USUAL)
    )
    return tuple(
        Criterion(id=outcome.id, statement=outcome.statement, outcomes=(outcome.id,), levels=levels, passing="sufficient")
        for outcome in design.learning_outcomes
        if outcome.id in assessed
    )


def total_of(rubric: Rubric, levels: Mapping[str, str], *, maximum: Decimal) -> Decimal:
    """The points of these levels as a share of all points, on a scale up to `maximum`, to four decimals.

    Raises:
        LevelError: a level or criterion that is not in the rubric.
        IncompleteError: a criterion has no level yet.
    """
    check_levels(rubric, levels)
    missing = [str(number) for number, criterion in enumerate(rubric, start=1) if criterion.id not in levels]
    if missing:
        raise IncompleteError(numbers=", ".join(missing), field="levels")
    points = sum((_level(criterion, levels[criterion.id]).points for criterion in rubric), Decimal(0))
    return (points * maximum / highest_points(rubric)).quantize(CENT, ROUND_HALF_UP)


def check_levels(rubric: Rubric, levels: Mapping[str, str]) -> None:
    """Refuse levels that the rubric does not have.

    Raises:
        LevelError: a level or criterion that is not in the rubric.
    """
    known = {criterion.id: criterion for criterion in rubric}
    for criterion_id, level_id in levels.items():
        criterion = known.get(criterion_id)
        if criterion is None or all(level.id != level_id for level in criterion.levels):
            raise LevelError(level=level_id, criterion=criterion_id, field="levels")


def levels_apart(rubric: Rubric, one: Mapping[str, str], other: Mapping[str, str]) -> int:
    """By how many levels two complete marks differ in the criterion in which they differ most (R-23)."""
    return max(distances(rubric, one, other).values(), default=0)


def distances(rubric: Rubric, one: Mapping[str, str], other: Mapping[str, str]) -> dict[str, int]:
    """By how many levels two complete marks differ, criterion by criterion."""
    return {
        criterion.id: abs(_place(criterion, one[criterion.id]) - _place(criterion, other[criterion.id])) for criterion in rubric
    }


def _check(rubric: Rubric) -> None:
    if not 1 <= len(rubric) <= MOST_CRITERIA:
        raise RubricError(why=_("it needs from 1 to 30 criteria."), field="rubric")
    if len({criterion.id for criterion in rubric}) < len(rubric):
        raise RubricError(why=_("two criteria have the same id."), field="rubric")
    for number, criterion in enumerate(rubric, start=1):
        for wrong, why in _wrong(criterion):
            if wrong:
                raise RubricError(why=_("criterion {number}: {why}").format(number=number, why=why), field="rubric")
    if not highest_points(rubric):
        raise RubricError(why=_("its levels bring no points."), field="rubric")


def _wrong(criterion: Criterion) -> list[tuple[bool, Any]]:
    ids, points = [level.id for level in criterion.levels], [level.points for level in criterion.levels]
    return [
        (not criterion.statement, _("say by what the work is judged.")),
        (not 2 <= len(ids) <= 9, _("it needs from 2 to 9 levels: one for each number key.")),
        (len(set(ids)) < len(ids), _("two levels have the same id.")),
        (points != sorted(points), _("levels stand from the lowest to the highest number of points.")),
        (any(not level.name for level in criterion.levels), _("every level needs a name.")),
        (criterion.passing is not None and criterion.passing not in ids, _("the level that passes is none of its levels.")),
    ]


def _level(criterion: Criterion, level_id: str) -> RubricLevel:
    return next(level for level in criterion.levels if level.id == level_id)


def _place(criterion: Criterion, level_id: str) -> int:
    return next(place for place, level in enumerate(criterion.levels) if level.id == level_id)
