"""An application as learners and staff both see it."""

from __future__ import annotations

from collections.abc import Mapping

from django_stubs_ext import StrOrPromise

from campus.enrolling.models import Application, Step
from campus.enrolling.seats import State

TONES: Mapping[State, str] = {
    State.APPLIED: "unknown",
    State.WAITLISTED: "attention",
    State.OFFERED: "attention",
    State.ENROLLED: "valid",
    State.REFUSED: "refused",
    State.WITHDRAWN: "unknown",
    State.EXPIRED: "unknown",
}


def steps_of(application: Application) -> list[tuple[StrOrPromise, Step]]:
    """Its history in words, from the first step."""
    rows = application.steps.select_related("by").order_by("pk")
    return [(State(step.after).label, step) for step in rows]
