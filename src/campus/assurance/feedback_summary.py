"""What learners and employers say about a design, as far as it can be told: `FEWEST` more answers at a time.

From two means with one answer between them that answer could be worked out; so answers wait until they are told of together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from campus.assurance.models import Feedback
from campus.base.small_numbers import FEWEST
from campus.catalogue.models import Design

Audience = Feedback.Audience
QUESTIONS: Mapping[Audience, Mapping[str, StrOrPromise]] = {
    Audience.LEARNER: {
        "outcomes": _("I can do now what was promised."),
        "workload": _("The workload was what was stated."),
        "assessment": _("The assessment was fair and its criteria were clear."),
        "support": _("I was supported when I needed it."),
    },
    Audience.EMPLOYER: {
        "outcomes": _("Holders can do what the badge says."),
        "relevance": _("These skills are needed in our work."),
        "information": _("The badge tells us what we need to know."),
        "trust": _("We trust the assessment behind it."),
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What one audience says. `answers` are those that are told of; `means` is empty where there are too few."""

    audience: Audience
    answers: int
    means: Mapping[str, float]

    @property
    def shown(self) -> bool:
        """Whether there are answers enough to show."""
        return self.answers >= FEWEST


def summaries(design: Design) -> list[Summary]:
    """What learners and employers say about all versions of a design together."""
    return [_summary(design, audience) for audience in Audience]


def as_cited(design: Design) -> list[dict[str, object]]:
    """The summaries as a review cites them: what was known when it was decided."""
    return [
        {"audience": str(each.audience), "answers": each.answers if each.shown else None, "means": dict(each.means)}
        for each in summaries(design)
    ]


def _summary(design: Design, audience: Audience) -> Summary:
    rows = list(Feedback.objects.filter(version__design=design, audience=audience, told=True).values_list("scores", flat=True))
    means = {name: round(sum(row[name] for row in rows) / len(rows), 1) for name in QUESTIONS[audience]} if rows else {}
    return Summary(audience=audience, answers=len(rows), means=means)
