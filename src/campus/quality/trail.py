"""Who did what in the rounds of a design, and on which evidence: for its page, and for whoever asks years later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from campus.catalogue.models import Design
from campus.people.models import Person
from campus.quality.models import Delegation, Party, Review, ReviewerInvitation, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened in a round.

    Attributes:
        what: submitted, handed_over, invited, uninvited, approved, changes_requested, withdrawn or published.
        to: whom a stage was handed to, or the name of an invited reviewer.
        digest: of the text that was handed in, decided on or published; "" where it is about no text.
        report: what the gates said then, as kept.
    """

    at: datetime
    what: str
    who: Person | None
    stage: Stage | None = None
    to: str = ""
    comment: str = ""
    digest: str = ""
    report: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One review: who worked on the text, its stages, and what happened, in order."""

    review: Review
    workers: tuple[Party, ...]
    stages: tuple[Stage, ...]
    events: tuple[Event, ...]


def rounds_of(design: Design) -> list[Round]:
    """Every round of a design, newest first."""
    rows = Review.objects.filter(design=design).select_related("submitted_by", "decided_by", "version", "design__organisation")
    rows = rows.prefetch_related(
        "parties__person",
        "stages__decided__person",
        "stages__assigned_to",
        "stages__delegations__given_by",
        "stages__delegations__given_to",
        "stages__invitations__invited_by",
    )
    return [round_of(review) for review in rows.order_by("-pk")]


def round_of(review: Review) -> Round:
    """One review as a round."""
    stages = tuple(review.stages.all())
    workers = tuple(party for party in review.parties.all() if party.part != Party.Part.DECIDED)
    events = [_submitted(review), *(event for stage in stages for event in _of_stage(stage))]
    return Round(
        review=review,
        workers=workers,
        stages=stages,
        events=tuple(sorted(events, key=lambda event: event.at)) + _ending(review, events),
    )


def decision_on(stage: Stage) -> Party | None:
    """Who decided a stage; None while nobody has."""
    return getattr(stage, "decided", None)


def _submitted(review: Review) -> Event:
    return Event(
        at=review.submitted_at,
        what="submitted",
        who=review.submitted_by,
        digest=review.digest,
        report=tuple(review.report),
    )


def _of_stage(stage: Stage) -> list[Event]:
    events = [_handed(stage, each) for each in stage.delegations.all()]
    for invitation in stage.invitations.all():
        events += _invited(stage, invitation)
    party = decision_on(stage)
    if party is not None and party.decided_at is not None:
        events.append(
            Event(
                at=party.decided_at,
                what=party.decision,
                who=party.person,
                stage=stage,
                comment=party.comment,
                digest=party.digest,
                report=tuple(party.report),
            )
        )
    return events


def _handed(stage: Stage, given: Delegation) -> Event:
    return Event(
        at=given.given_at, what="handed_over", who=given.given_by, stage=stage, to=str(given.given_to), comment=given.because
    )


def _invited(stage: Stage, invitation: ReviewerInvitation) -> list[Event]:
    events = [Event(at=invitation.invited_at, what="invited", who=invitation.invited_by, stage=stage, to=invitation.name)]
    if invitation.revoked_at is not None:
        events.append(Event(at=invitation.revoked_at, what="uninvited", who=None, stage=stage, to=invitation.name))
    return events


def _ending(review: Review, events: list[Event]) -> tuple[Event, ...]:
    """How the round ended, where no stage says it: withdrawn, published, or, long ago, sent back by its own author."""
    if review.decided_at is None or any(event.what == "changes_requested" for event in events):
        return ()
    if review.decision != Review.Decision.APPROVED:
        return (Event(at=review.decided_at, what=review.decision, who=review.decided_by, comment=review.comment),)
    digest = review.version.digest if review.version else ""
    report = tuple(review.publishing_report)
    return (Event(at=review.decided_at, what="published", who=None, digest=digest, report=report),)
