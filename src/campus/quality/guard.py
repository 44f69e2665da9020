"""Database triggers that hold the chain of approval, whatever the code does. Migrations install them.

They add to the constraints in `models` what no constraint can say: a version comes into being only from a review whose
stages are all approved, stages are decided in their order, and what was decided stays as it was decided.
"""

from __future__ import annotations

from campus.base import row_rules
from campus.base.row_rules import RowRule

_UNDECIDED = (
    "SELECT 1 FROM quality_stage s WHERE s.review_id = {review} {more} AND NOT EXISTS "
    "(SELECT 1 FROM quality_party d WHERE d.stage_id = s.id AND d.decision = 'approved')"
)
_RULES = (
    RowRule(
        "versions_are_approved",
        "INSERT",
        "catalogue_designversion",
        "NOT EXISTS (SELECT 1 FROM quality_review r"  # noqa: S608  # nobody's input: constants of this file
        " JOIN quality_party p ON p.review_id = r.id AND p.person_id = NEW.approved_by_id AND p.decision = 'approved'"
        " JOIN quality_party a ON a.review_id = r.id AND a.person_id = NEW.author_id AND a.part = 'author'"
        " WHERE r.design_id = NEW.design_id AND r.decision = ''"
        f" AND NOT EXISTS ({_UNDECIDED.format(review='r.id', more='')}))",
        "a version needs a review whose stages are all approved by other people",
    ),
    RowRule(
        "stages_are_decided_in_order",
        "INSERT",
        "quality_party",
        "NEW.stage_id IS NOT NULL AND (NOT EXISTS ("  # noqa: S608  # nobody's input: constants of this file
        "SELECT 1 FROM quality_stage o JOIN quality_review r ON r.id = o.review_id"
        " WHERE o.id = NEW.stage_id AND r.id = NEW.review_id AND r.decision = '') OR EXISTS ("
        + _UNDECIDED.format(
            review="NEW.review_id", more="AND s.position < (SELECT o.position FROM quality_stage o WHERE o.id = NEW.stage_id)"
        )
        + "))",
        "stages of an open review are decided one after the other",
    ),
    RowRule("parties_stay_the_same", "UPDATE", "quality_party", "1 = 1", "a part in a review cannot be changed"),
    RowRule("parties_stay", "DELETE", "quality_party", "1 = 1", "a part in a review cannot be changed"),
    RowRule(
        "stages_stay_the_same",
        "UPDATE",
        "quality_stage",
        "NEW.review_id <> OLD.review_id OR NEW.position <> OLD.position OR NEW.kind <> OLD.kind",
        "the stages of a review cannot be changed",
    ),
    RowRule("stages_stay", "DELETE", "quality_stage", "1 = 1", "the stages of a review cannot be changed"),
    RowRule(
        "the_first_decision_stands",
        "UPDATE",
        "quality_review",
        "OLD.decision <> '' AND NEW.decision <> OLD.decision",
        "the first decision about a review stands",
    ),
    RowRule(
        "reviewed_texts_stay_the_same",
        "UPDATE",
        "quality_review",
        "NEW.submitted <> OLD.submitted OR NEW.digest <> OLD.digest OR NEW.design_id <> OLD.design_id",
        "the text under review cannot be changed",
    ),
)


def guard(vendor: str) -> list[str]:
    """SQL that installs the triggers on `vendor` ("sqlite" or "postgresql")."""
    return row_rules.guard(_RULES, vendor)


def unguard(vendor: str) -> list[str]:
    """SQL that removes them: for emptying a test database."""
    return row_rules.unguard(_RULES, vendor)
