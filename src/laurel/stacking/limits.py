"""The numbers of a stack: what rules R-30 to R-39 limit, taken from a policy pack or given."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What holds for a stack as a whole; None: no limit.

    Shares are of the credits that are counted, in percent. As the engine chooses what to count, one more credential never makes
    a complete stack incomplete; it may only be left out.

    Attributes:
        min_ects: at least so many credits in all (R-30).
        min_theme_percent: share within the programme's themes (R-31).
        min_level_percent: share at the programme's level or above (R-32).
        single_use: what counts in another programme does not count here (R-33).
        min_own_percent: share from the awarding institutions (R-34, residency).
        max_age_years: older awards do not count (R-35); expired ones never do.
        max_overlap_percent: of two that overlap more, one counts (R-36).
        min_grade_percent: how far above the pass mark a grade has to be (R-37).
        max_external_percent: share from other institutions (R-38).
    """

    min_ects: Decimal | None = None
    min_theme_percent: Decimal | None = None
    min_level_percent: Decimal | None = None
    single_use: bool = True
    min_own_percent: Decimal | None = None
    max_age_years: int | None = None
    max_overlap_percent: Decimal | None = Decimal(30)
    min_grade_percent: Decimal | None = None
    max_external_percent: Decimal | None = None
