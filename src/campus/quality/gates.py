"""The gates, in the order in which they are asked and shown. To add one: write it in a file of its own and name it here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from campus.catalogue.drafts import state_of
from campus.catalogue.models import Design
from campus.quality.comments_gate import COMMENTS
from campus.quality.criteria_gate import CRITERIA
from campus.quality.elements_gate import ELEMENTS
from campus.quality.gate import Answered, Context, Gate, Moment, Report
from campus.quality.models import Review
from campus.quality.people_gate import PEOPLE
from campus.quality.policy_gate import POLICIES

GATES: tuple[Gate, ...] = (ELEMENTS, POLICIES, CRITERIA, PEOPLE, COMMENTS)


def ask(design: Design, *, moment: Moment, at: datetime, review: Review | None = None) -> Report:
    """Ask every gate of this moment about the text under review, or about the draft when there is no review.

    Reads the database, writes nothing.
    """
    text = design.draft if review is None else review.submitted
    return ask_about(text, design, moment=moment, at=at, review=review)


def ask_about(text: Mapping[str, Any], design: Design, *, moment: Moment, at: datetime, review: Review | None) -> Report:
    """The same about a text that is given."""
    state = state_of(text, on=localdate(at))
    answers = []
    for gate in GATES:
        if moment not in gate.moments:
            continue
        context = Context(
            moment=moment,
            on=localdate(at),
            design=design,
            text=dict(text),
            state=state,
            review=review,
            known=gate.gather(design, review, at),
        )
        answers.append(Answered(gate=gate, findings=tuple(gate.check(context))))
    return Report(moment=moment, state=state, answers=tuple(answers))
