"""What stays as it was, whatever the code does: published programmes and decisions. Migrations install the triggers.

Of a decision only that it was signed, and that another took its place, may still be written.
"""

from __future__ import annotations

from campus.base import row_rules
from campus.base.row_rules import RowRule

_PROGRAMME = "a published programme cannot be changed"
_DECISION = "a decision on recognition stays as it was made"
_KEPT = ("case_id", "number", "outcome", "reasons", "condition", "digest", "decided_at", "differences", "covered", "missing")
_CHANGED = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in _KEPT)

RULES = (
    RowRule("programmes_keep_their_text", "UPDATE", "recognition_programmeversion", "1 = 1", _PROGRAMME),
    RowRule("programmes_stay", "DELETE", "recognition_programmeversion", "1 = 1", _PROGRAMME),
    RowRule(
        "decisions_on_recognition_stay_the_same",
        "UPDATE",
        "recognition_decision",
        f"{_CHANGED} OR COALESCE(NEW.ects, -1) <> COALESCE(OLD.ects, -1)"
        " OR (OLD.superseded_at IS NOT NULL AND NEW.superseded_at IS NULL)",
        _DECISION,
    ),
    RowRule("decisions_on_recognition_stay", "DELETE", "recognition_decision", "1 = 1", _DECISION),
)


def guard(vendor: str) -> list[str]:
    """SQL that installs the triggers on `vendor` ("sqlite" or "postgresql")."""
    return row_rules.guard(RULES, vendor)


def unguard(vendor: str) -> list[str]:
    """SQL that removes them: for emptying a test database."""
    return row_rules.unguard(RULES, vendor)
