"""Which agreement covers a credential (rule R-44): found again by issuer and achievement, whoever has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from campus.recognition.case_evidence import learning_of


def learning_of_line(issuer: str, *, achievement: str, title: str) -> str:
    """By what a line knows the learning again; "" where it takes every credential of the issuer."""
    if not achievement and not title:
        return ""
    return learning_of({"issuer_id": issuer, "achievement_id": whichever_version(achievement), "title": title})


def learnings_of(summary: Mapping[str, Any]) -> set[str]:
    """All that a line may know a credential by: its identifier, the same without the version, and its title."""
    achievement = str(summary.get("achievement_id") or "")
    names = [achievement, whichever_version(achievement), ""]
    return {learning_of({**summary, "achievement_id": name}) for name in names}


def whichever_version(achievement: str) -> str:
    """A micro-credential of this site without the number of its version: an agreement is about all of them."""
    beginning, _, number = achievement.rpartition("/")
    return beginning if beginning.startswith(f"{settings.PUBLIC_URL}/m/") and number.isdigit() else achievement
