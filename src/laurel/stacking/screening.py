"""Which credentials can count at all, and why the others cannot: the rules that look at one credential alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from laurel.stacking.held import Held
from laurel.stacking.limits import Limits
from laurel.stacking.programme import Programme


class Reason(StrEnum):
    """Why a credential does not count."""

    EXPIRED = "expired"
    NOT_YET = "not_yet"
    TOO_OLD = "too_old"
    USED_ELSEWHERE = "used_elsewhere"
    NOT_ACCEPTED = "not_accepted"
    GRADE_TOO_LOW = "grade_too_low"
    NO_GRADE = "no_grade"
    NO_REQUIREMENT = "no_requirement"
    OVERLAPS = "overlaps"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A credential that is not counted. `other` is the title of the programme or credential that the reason speaks of."""

    credential: Held
    reason: Reason
    other: str = ""


def is_own(held: Held, programme: Programme) -> bool:
    """Whether one of the awarding institutions issued it."""
    return held.issuer in programme.institutions


def screen(
    held: Iterable[Held], programme: Programme, limits: Limits, *, at: date
) -> tuple[tuple[Held, ...], tuple[LeftOut, ...]]:
    """The credentials that may count, in the order of their ids, and the others with the first reason that holds."""
    usable: list[Held] = []
    left_out: list[LeftOut] = []
    for each in sorted(held, key=lambda one: one.id):
        reason = _reason(each, programme, limits, at)
        if reason is None:
            usable.append(each)
        else:
            left_out.append(
                LeftOut(credential=each, reason=reason, other=each.used_in if reason is Reason.USED_ELSEWHERE else "")
            )
    return tuple(usable), tuple(left_out)


def _reason(held: Held, programme: Programme, limits: Limits, at: date) -> Reason | None:
    checks = (
        (held.awarded > at, Reason.NOT_YET),
        (held.valid_until is not None and held.valid_until < at, Reason.EXPIRED),
        (limits.max_age_years is not None and years_before(at, limits.max_age_years or 0) > held.awarded, Reason.TOO_OLD),
        (limits.single_use and bool(held.used_in), Reason.USED_ELSEWHERE),
        (not is_own(held, programme) and held.accepted is None, Reason.NOT_ACCEPTED),
        (limits.min_grade_percent is not None and held.grade is None, Reason.NO_GRADE),
        (
            limits.min_grade_percent is not None and held.grade is not None and held.grade.percent < limits.min_grade_percent,
            Reason.GRADE_TOO_LOW,
        ),
        (not any(held.fits(leaf.choice) for leaf in programme.leaves), Reason.NO_REQUIREMENT),
    )
    return next((reason for holds, reason in checks if holds), None)


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
