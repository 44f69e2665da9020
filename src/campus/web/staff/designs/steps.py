"""The steps in their order, and which of them asks for a given place of the draft."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from campus.web.staff.designs.fields import Step
from campus.web.staff.designs.first_steps import ABOUT, OUTCOMES, WORKLOAD
from campus.web.staff.designs.last_steps import ASSESSMENT, QUALITY, STACKING

CHECK = Step(
    slug="check",
    title=_("Check and submit"),
    lead=_("What is still missing, and how it will look. When nothing stands in the way, hand it to quality assurance."),
    groups=(),
)
STEPS = (ABOUT, OUTCOMES, WORKLOAD, ASSESSMENT, QUALITY, STACKING, CHECK)
BY_SLUG = {step.slug: step for step in STEPS}


def step_of(pointer: str) -> Step:
    """The step that asks for a place of the draft; the first one where none does."""
    return next((step for step in STEPS if step.owns(pointer)), STEPS[0])


def after(step: Step) -> Step:
    """The next step; the last one stays."""
    return STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]
