"""A decision on recognition, as the facts that the rules R-42 … R-47 ask about."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from laurel.days import months_after
from laurel.policy.facts import Known

Outcome: TypeAlias = Literal["full", "partial", "conditional", "refused"]
Purpose: TypeAlias = Literal["exemption", "admission", "transfer", "employment", "stack"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What was decided, and how.

    Attributes:
        open_criteria: the criteria (R-42) that nobody has graded yet.
        differences: the substantial differences that the decision rests on.
        reasons: why, in words.
        missing_outcomes: what a partial recognition lacks.
        agreement: a valid agreement covers it; `proposed` says whether it made a proposal.
        appealed_on, appeal_decided_by, decided_by: of an appeal, if there was one; names of people are opaque here.
    """

    outcome: Outcome
    purpose: Purpose
    submitted_on: date
    decided_on: date
    decided_by: frozenset[str]
    reasons: str = ""
    open_criteria: frozenset[str] = frozenset()
    differences: tuple[str, ...] = ()
    missing_outcomes: tuple[str, ...] = ()
    carries_grade: bool = False
    agreement: bool = False
    proposed: bool = False
    appealed_on: date | None = None
    appeal_decided_by: frozenset[str] = frozenset()


def facts_of(ruling: Ruling) -> dict[str, Known]:
    """What the rules of the stage “recognise” ask about."""
    appealed = ruling.appealed_on
    return {
        "recognition_decision": ruling.outcome,
        "recognition_purpose": ruling.purpose,
        "criteria_open": frozenset(ruling.open_criteria),
        "substantial_differences": Decimal(len(ruling.differences)),
        "decision_explained": bool(ruling.reasons.strip()),
        "agreement_covers": ruling.agreement,
        "agreement_proposed": ruling.proposed,
        "months_to_decision": Decimal(months_begun(ruling.submitted_on, ruling.decided_on)),
        "appealed": appealed is not None,
        "days_to_appeal": Decimal(0 if appealed is None else (appealed - ruling.decided_on).days),
        "appeal_panel_differs": not _share(ruling.decided_by, ruling.appeal_decided_by),
        "recognition_carries_grade": ruling.carries_grade,
        "missing_outcomes_listed": bool(ruling.missing_outcomes),
    }


def months_begun(since: date, until: date) -> int:
    """The fewest months with which `until` lies within a deadline that began on `since`; 0 on the same day or before."""
    if until <= since:
        return 0
    whole = (until.year - since.year) * 12 + until.month - since.month
    return whole if until <= months_after(since, whole) else whole + 1


def _share(some: Collection[str], others: Collection[str]) -> bool:
    return bool(set(some) & set(others))
