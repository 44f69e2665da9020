"""The stages of a round, for a page."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from campus.quality import stages
from campus.quality.models import Review, Stage
from campus.quality.trail import decision_on


def stages_shown(under_way: Review, language: str) -> list[dict[str, Any]]:
    """Each stage of a round: its name, who decided it and how, or until when it waits."""
    waiting = stages.current_stage(under_way)
    rows = under_way.stages.select_related("assigned_to", "decided__person")
    return [_stage_shown(stage, language, waits=stage == waiting) for stage in rows]


def _stage_shown(stage: Stage, language: str, *, waits: bool) -> dict[str, Any]:
    party = decision_on(stage)
    tone = "unknown"
    if party is not None:
        tone = "valid" if party.decision == "approved" else "refused"
    elif waits:
        tone = "attention"
    late = waits and stage.due_at is not None and stage.due_at < timezone.now()
    icon = tone if party is not None or waits else "note"
    return {
        "icon": icon,
        "stage": stage,
        "name": stage.name_in(language),
        "party": party,
        "waits": waits,
        "tone": tone,
        "late": late,
    }
