"""What one page of a platform's list says: people, or grades. Pure but for the shape of the rows it makes."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from campus.catalogue.versions import record_of
from campus.connectors.lti13.claims import MAX_ID, is_learner
from campus.connectors.lti13.models import Collection, Gathered

_PLACES = Decimal("0.0001")


def rows_of(collection: Collection, document: Any) -> list[Gathered] | None:
    """The rows of one page, each person once; None when it is no such list."""
    if collection.kind == Collection.Kind.LEARNERS:
        members = document.get("members") if isinstance(document, dict) else None
        found = None if not isinstance(members, list) else [_learner(collection, each) for each in members]
    else:
        assessment = collection.columns[collection.column][0]
        found = None if not isinstance(document, list) else _grades(collection, document, assessment)
    if found is None:
        return None
    return list({row.subject: row for row in found if row is not None}.values())


def _learner(collection: Collection, member: Any) -> Gathered | None:
    """A learner who is there; neither teachers nor those who have left."""
    if not isinstance(member, dict) or member.get("status", "Active") != "Active":
        return None
    roles, subject = member.get("roles"), _text(member, "user_id", MAX_ID)
    if not subject or not isinstance(roles, list) or not any(isinstance(role, str) and is_learner(role) for role in roles):
        return None
    name = _text(member, "name", 400) or f"{_text(member, 'given_name', 200)} {_text(member, 'family_name', 200)}".strip()
    return Gathered(
        collection=collection,
        subject=subject,
        number=_text(member, "lis_person_sourcedid", 300),
        name=name,
        email=_text(member, "email", 400),
    )


def _grades(collection: Collection, results: list[Any], assessment: str) -> list[Gathered | None]:
    parts = {part.id: part for part in record_of(collection.course.cohort.design_version).assessments}
    top = parts[assessment].maximum
    return [_grade(collection, result, assessment, top) for result in results if isinstance(result, dict)]


def _grade(collection: Collection, result: Mapping[str, Any], assessment: str, top: Decimal) -> Gathered | None:
    """A grade on the scale of the assessment; nothing where the platform has none yet."""
    subject, score = _text(result, "userId", MAX_ID), _number(result.get("resultScore"))
    if not subject or score is None:
        return None
    maximum = _number(result.get("resultMaximum")) or Decimal(1)  # AGS 2.0: 1 where it is not said
    value = f"{(score / maximum * top).quantize(_PLACES):f}" if maximum > 0 and abs(score) < 10**9 else str(score)
    return Gathered(collection=collection, subject=subject, assessment=assessment, value=value[:60])


def _number(value: Any) -> Decimal | None:
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _text(member: Mapping[str, Any], name: str, limit: int) -> str:
    value = member.get(name)
    return " ".join(value.replace("\0", "").split())[:limit] if isinstance(value, str) else ""
