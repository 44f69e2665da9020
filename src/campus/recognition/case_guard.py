"""A decision stays as it was made: triggers refuse to change or delete one. That another takes its place may be written."""

from __future__ import annotations

from campus.base import row_rules
from campus.base.row_rules import RowRule

_KEPT = ("case_id", "number", "outcome", "reasons", "condition", "digest", "decided_at", "differences", "covered", "missing")
_CHANGED = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in _KEPT)

RULES = (
    RowRule(
        "decisions_on_recognition_stay_the_same",
        "UPDATE",
        "recognition_decision",
        f"{_CHANGED} OR COALESCE(NEW.ects, -1) <> COALESCE(OLD.ects, -1)"
        " OR (OLD.superseded_at IS NOT NULL AND NEW.superseded_at IS NULL)",
        "a decision on recognition stays as it was made",
    ),
    RowRule(
        "decisions_on_recognition_stay",
        "DELETE",
        "recognition_decision",
        "1 = 1",
        "a decision on recognition stays as it was made",
    ),
)
ASIDE, BACK = row_rules.aside_and_back(RULES)


def guard(vendor: str) -> list[str]:
    """SQL that installs the triggers on `vendor` ("sqlite" or "postgresql")."""
    return row_rules.guard(RULES, vendor)


def unguard(vendor: str) -> list[str]:
    """SQL that removes them: for emptying a test database."""
    return row_rules.unguard(RULES, vendor)
