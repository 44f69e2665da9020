"""Deciding one stage of a round, by whoever was let in: a member with the role, or an invited reviewer.

Both take the lock of the design first, so that a round is decided, withdrawn and published by one person at a time. What
the lock cannot hold (a forgotten check, another programme) the database does: one part a person, one decision a stage.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import IntegrityError, transaction

from campus.base import audit, outbox
from campus.catalogue.models import Design
from campus.people.models import Person
from campus.quality.gate import Moment, Report
from campus.quality.gates import ask
from campus.quality.models import Party, Review, Stage
from campus.quality.refusals import (
    AlreadyDecidedError,
    CommentMissingError,
    NotReadyError,
    OnePartError,
    ReferredError,
    SameEyesError,
)
from campus.quality.stages import current_stage
from laurel.canon import jcs


def locked(review: Review) -> tuple[Design, Review]:
    """The design, locked, and its open round as it is now.

    Raises:
        AlreadyDecidedError: the round is over.
    """
    design = Design.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=review.design_id)
    now = Review.objects.select_related("submitted_by").get(pk=review.pk)
    if now.decision:
        raise AlreadyDecidedError
    now.design = design
    return design, now


def stage_to_decide(review: Review, position: int | None) -> Stage:
    """The stage that waits; when the caller says which one they saw, it has to be that one.

    Raises:
        AlreadyDecidedError: no stage waits, or another one does.
    """
    stage = current_stage(review)
    if stage is None or position not in (None, stage.position):
        raise AlreadyDecidedError
    stage.review = review
    return stage


def refuse_parties(review: Review, person: Person) -> None:
    """Refuse whoever has a part in the round already.

    Raises:
        SameEyesError: they worked on it.
        OnePartError: they decided an earlier stage.
    """
    part = Party.objects.filter(review=review, person=person).values_list("part", flat=True).first()
    if part == Party.Part.DECIDED:
        raise OnePartError
    if part is not None:
        raise SameEyesError


def approve_stage(stage: Stage, *, person: Person, at: datetime, comment: str) -> Party:
    """Approve a stage as this person. The design is locked by the caller, and the caller asked whether they may.

    Raises:
        SameEyesError, OnePartError: they have a part in the round already.
        NotReadyError: a gate stops it.
        ReferredError: a gate leaves it to them, and they did not say why.
    """
    review = stage.review
    refuse_parties(review, person)
    report = ask(review.design, moment=Moment.APPROVE, at=at, review=review)
    if report.stops:
        raise NotReadyError(report)
    if report.refers and not comment.strip():
        raise ReferredError(field="comment")
    return _take_part(stage, Party.Decision.APPROVED, person=person, at=at, comment=comment, report=report)


def send_back(stage: Stage, *, person: Person, at: datetime, comment: str) -> Party:
    """Ask for changes as this person, which ends the round. The same holds as for approving.

    Raises:
        CommentMissingError: no comment.
        SameEyesError, OnePartError: they have a part in the round already.
    """
    if not comment.strip():
        raise CommentMissingError(field="comment")
    review = stage.review
    refuse_parties(review, person)
    report = ask(review.design, moment=Moment.APPROVE, at=at, review=review)
    party = _take_part(stage, Party.Decision.CHANGES_REQUESTED, person=person, at=at, comment=comment, report=report)
    close(review, Review.Decision.CHANGES_REQUESTED, person=person, at=at, comment=party.comment)
    move(review.design, Design.State.CHANGES_REQUESTED, at=at)
    outbox.record("review.decided", subject=review.pk, at=at)
    return party


def close(review: Review, decision: Review.Decision, *, person: Person, at: datetime, comment: str) -> None:
    """End the round. Compare and set: of two people at once, one finds no open round any more.

    Raises:
        AlreadyDecidedError: it was over.
    """
    closed = Review.objects.filter(pk=review.pk, decision="").update(
        decision=decision, decided_by=person, decided_at=at, comment=comment
    )
    if not closed:
        raise AlreadyDecidedError
    review.decision, review.decided_by, review.decided_at, review.comment = decision, person, at, comment


def move(design: Design, state: Design.State, *, at: datetime) -> None:
    """Put a locked design into a state."""
    design.state, design.updated_at = state, at
    design.save(update_fields=["state", "updated_at"])


def digests_of(design: Design) -> tuple[str, str]:
    """SHA-256 of the draft's canonical JSON, and of its uploaded picture ("" when it is drawn from the facts)."""
    picture = hashlib.sha256(bytes(design.image)).hexdigest() if design.image else ""
    return hashlib.sha256(jcs.canonicalize(design.draft)).hexdigest(), picture


def note(action: str, review: Review, *, person: Person, at: datetime, **details: object) -> None:
    """Write to the audit trail what was done to a round."""
    audit.note(
        action,
        actor=person,
        organisation=review.design.organisation_id,
        subject_kind="review",
        subject=review.pk,
        at=at,
        design=review.design_id,
        **details,
    )


def _take_part(stage: Stage, decision: Party.Decision, *, person: Person, at: datetime, comment: str, report: Report) -> Party:
    try:
        with transaction.atomic():
            party = Party.objects.create(
                review=stage.review,
                person=person,
                part=Party.Part.DECIDED,
                stage=stage,
                decision=decision,
                comment=comment.strip(),
                decided_at=at,
                digest=stage.review.digest,
                report=report.as_json(),
            )
    except IntegrityError:  # the database holds one part a person and one decision a stage, too
        raise AlreadyDecidedError from None
    action = "stage.approved" if decision == Party.Decision.APPROVED else "review.changes_requested"
    note(action, stage.review, person=person, at=at, stage=stage.position, kind=stage.kind, digest=party.digest)
    return party
