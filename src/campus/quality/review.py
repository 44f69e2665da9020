"""Reviews: a design is submitted by one person and decided by another one who did not work on it."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from campus.base import audit, outbox
from campus.base.refusals import Refusal
from campus.catalogue import versions
from campus.catalogue.designs import EDITABLE, NotEditableError
from campus.catalogue.drafts import DraftState, state_of
from campus.catalogue.models import Design, DesignVersion
from campus.people.models import Role
from campus.people.roles import Actor, person_of, require
from campus.quality.models import Review
from laurel.annex1.record import MicroCredential


class NotReadyError(Refusal):
    """Something has to be mended first; `state` names every problem and finding."""

    code = "NOT_READY"
    text = _("Some things have to be mended before this micro-credential can go to review.")

    def __init__(self, state: DraftState) -> None:
        self.state = state
        super().__init__()


class SameEyesError(Refusal):
    """Whoever wrote or submitted it wants to approve it."""

    code = "SAME_EYES"
    text = _("Somebody who did not write, change or submit this micro-credential has to approve it.")


class AlreadyDecidedError(Refusal):
    """Another decision, or a withdrawal, came first and stands."""

    code = "ALREADY_DECIDED"
    text = _("This review is already decided. The first decision stands.")


class CommentMissingError(Refusal):
    """Asking for changes without saying which."""

    code = "COMMENT_MISSING"
    text = _("Say what should change, so that the author can act on it.")


@transaction.atomic
def submit(design: Design, *, by: Actor, at: datetime) -> Review:
    """Hand the draft to quality assurance. What is reviewed is a copy frozen now; the draft is locked meanwhile.

    Raises:
        NotAllowedError: not an author there.
        NotEditableError: in review already, or retired.
        NotReadyError: problems, or findings that forbid publishing.
    """
    require(by, design.organisation, Role.AUTHOR)
    locked = Design.objects.select_for_update().get(pk=design.pk)
    if locked.state not in EDITABLE:
        raise NotEditableError
    state = state_of(locked.draft, on=at.date())
    if not state.ready:
        raise NotReadyError(state)
    review = Review.objects.create(design=locked, submitted=locked.draft, submitted_by=person_of(by), submitted_at=at)
    _move(locked, Design.State.IN_REVIEW, at=at)
    _note("review.submitted", review, by=by, at=at)
    outbox.record("review.submitted", subject=review.pk, at=at)
    return review


@transaction.atomic
def approve(review: Review, *, by: Actor, at: datetime, comment: str = "") -> DesignVersion:
    """Approve what was submitted, which publishes it as the next version.

    Raises:
        NotAllowedError: not a quality officer there.
        SameEyesError: the approver wrote, changed or submitted it.
        AlreadyDecidedError: somebody decided first.
        NotReadyError: it has become unfit since (its accreditation ended).
    """
    require(by, review.design.organisation, Role.QA_OFFICER)
    design = Design.objects.select_for_update().get(pk=review.design_id)
    person = person_of(by)
    if person.pk in {review.submitted_by_id, design.author_id, *design.edited_by}:
        raise SameEyesError
    record = _record_of(review, at)
    try:
        with transaction.atomic():
            _decide(review, Review.Decision.APPROVED, by=by, at=at, comment=comment)
            version = versions.publish(design, record=record, approved_by=person, at=at)
    except IntegrityError:  # the database holds four eyes, too
        raise SameEyesError from None
    _note("review.approved", review, by=by, at=at)
    outbox.record("review.decided", subject=review.pk, at=at)
    return version


@transaction.atomic
def request_changes(review: Review, *, comment: str, by: Actor, at: datetime) -> Review:
    """Send it back to its authors with a comment.

    Raises:
        NotAllowedError: not a quality officer there.
        CommentMissingError: no comment.
        AlreadyDecidedError: somebody decided first.
    """
    require(by, review.design.organisation, Role.QA_OFFICER)
    if not comment.strip():
        raise CommentMissingError(field="comment")
    design = Design.objects.select_for_update().get(pk=review.design_id)
    decided = _decide(review, Review.Decision.CHANGES_REQUESTED, by=by, at=at, comment=comment.strip())
    _move(design, Design.State.CHANGES_REQUESTED, at=at)
    _note("review.changes_requested", review, by=by, at=at)
    outbox.record("review.decided", subject=review.pk, at=at)
    return decided


@transaction.atomic
def withdraw(review: Review, *, by: Actor, at: datetime) -> Review:
    """Take a submission back to go on working on it.

    Raises:
        NotAllowedError: not an author there.
        AlreadyDecidedError: it was decided first.
    """
    require(by, review.design.organisation, Role.AUTHOR)
    design = Design.objects.select_for_update().get(pk=review.design_id)
    decided = _decide(review, Review.Decision.WITHDRAWN, by=by, at=at, comment="")
    _move(design, Design.State.PUBLISHED if design.versions.exists() else Design.State.DRAFT, at=at)
    _note("review.withdrawn", review, by=by, at=at)
    return decided


def open_review_of(design: Design) -> Review | None:
    """The review under way, if there is one."""
    return Review.objects.filter(design=design, decision="").select_related("submitted_by", "design__organisation").first()


def may_decide(review: Review, actor: Actor) -> bool:
    """Say whether four-eyes allows this person to approve (their role is asked elsewhere)."""
    design = review.design
    return person_of(actor).pk not in {review.submitted_by_id, design.author_id, *design.edited_by}


def _record_of(review: Review, at: datetime) -> MicroCredential:
    state = state_of(review.submitted, on=at.date())
    if not state.ready or state.record is None:
        raise NotReadyError(state)
    return state.record


def _decide(review: Review, decision: Review.Decision, *, by: Actor, at: datetime, comment: str) -> Review:
    # Compare and set: of two people deciding at once, one finds no open review any more.
    decided = Review.objects.filter(pk=review.pk, decision="").update(
        decision=decision, decided_by=person_of(by), decided_at=at, comment=comment
    )
    if not decided:
        raise AlreadyDecidedError
    return Review.objects.select_related("design__organisation").get(pk=review.pk)


def _move(design: Design, state: Design.State, *, at: datetime) -> None:
    design.state, design.updated_at = state, at
    design.save(update_fields=["state", "updated_at"])


def _note(action: str, review: Review, *, by: Actor, at: datetime) -> None:
    audit.note(
        action,
        actor=person_of(by),
        organisation=review.design.organisation_id,
        subject_kind="review",
        subject=review.pk,
        at=at,
        design=review.design_id,
    )
