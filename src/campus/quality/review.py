"""Reviews: a design is submitted by one person and decided, stage by stage, by others who did not work on it."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from campus.assurance.schedule import schedule_review
from campus.base import outbox
from campus.catalogue import versions
from campus.catalogue.designs import EDITABLE, NotEditableError, standing_of
from campus.catalogue.models import Design, DesignVersion
from campus.people.models import Person, Role
from campus.people.roles import Actor, person_of, require
from campus.quality import deciding, policy_gate, stages
from campus.quality.chains import chain_of
from campus.quality.gate import Moment, Report
from campus.quality.gates import ask
from campus.quality.models import ROLE_OF, Party, Review, Stage
from campus.quality.refusals import (
    AlreadyDecidedError,
    AssignedError,
    ByInvitationError,
    CommentMissingError,
    NotApprovedError,
    NotReadyError,
    SameEyesError,
)

__all__ = ["AlreadyDecidedError", "CommentMissingError", "NotReadyError", "SameEyesError"]
DECIDERS = (Role.QA_OFFICER, Role.APPROVER)
PUBLISHERS = (Role.QA_OFFICER, Role.APPROVER, Role.REGISTRAR)


@transaction.atomic
def submit(design: Design, *, by: Actor, at: datetime) -> Review:
    """Hand the draft to the first stage. What is reviewed is a copy frozen now; the draft is locked meanwhile.

    The organisation's chain is copied into the round, and everybody who worked on the text is written down as having done so:
    none of them can decide.

    Raises:
        NotAllowedError: not an author there.
        NotEditableError: in review already, or retired.
        NotReadyError: a gate stops it.
    """
    require(by, design.organisation, Role.AUTHOR)
    locked = Design.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=design.pk)
    if locked.state not in EDITABLE:
        raise NotEditableError
    report = ask(locked, moment=Moment.SUBMIT, at=at)
    if report.stops:
        raise NotReadyError(report)
    chain, person = chain_of(locked.organisation), person_of(by)
    text, picture = deciding.digests_of(locked)
    review = Review.objects.create(
        design=locked,
        submitted=locked.draft,
        digest=text,
        picture_digest=picture,
        submitted_by=person,
        submitted_at=at,
        report=report.as_json(),
        chain_number=chain.number,
        publishes_at_once=chain.publishes_at_once,
    )
    _write_down_who_worked(review, person)
    stages.copy_chain(chain, review, at=at)
    deciding.move(locked, Design.State.IN_REVIEW, at=at)
    deciding.note("review.submitted", review, person=person, at=at, digest=text, chain=chain.number)
    outbox.record("review.submitted", subject=review.pk, at=at)
    return review


@transaction.atomic
def approve(review: Review, *, by: Actor, at: datetime, comment: str = "", stage: int | None = None) -> DesignVersion | None:
    """Approve the stage that waits. The last approval publishes what was submitted as the next version, if the chain says so.

    Args:
        stage: the position of the stage that the person saw; another one waiting means that somebody was faster.

    Returns: the version that was published by this; None while stages are left, or while publishing waits.

    Raises:
        NotAllowedError: not of the role that the stage asks for.
        SameEyesError: the person wrote, changed or submitted it.
        OnePartError: the person decided an earlier stage.
        AssignedError: it was handed to somebody else.
        AlreadyDecidedError: somebody decided first.
        NotReadyError: it has become unfit since (its accreditation ended).
        ReferredError: a gate leaves it to the person, who gave no comment.
    """
    _design, now = _let_in(review, by)
    waiting = _stage_for(now, by, stage)
    deciding.approve_stage(waiting, person=person_of(by), at=at, comment=comment)
    return go_on(now, person=person_of(by), at=at)


@transaction.atomic
def request_changes(review: Review, *, comment: str, by: Actor, at: datetime, stage: int | None = None) -> Review:
    """Send it back to its authors with a comment, which ends the round.

    Raises:
        NotAllowedError: not of the role that the stage asks for.
        CommentMissingError: no comment.
        SameEyesError, OnePartError, AssignedError, AlreadyDecidedError: as for approving.
    """
    if not comment.strip():
        require(by, review.design.organisation, *DECIDERS)
        raise CommentMissingError(field="comment")
    _design, now = _let_in(review, by)
    deciding.send_back(_stage_for(now, by, stage), person=person_of(by), at=at, comment=comment)
    return now


@transaction.atomic
def withdraw(review: Review, *, by: Actor, at: datetime) -> Review:
    """Take a submission back to go on working on it, as long as it is not published.

    Raises:
        NotAllowedError: not an author there.
        AlreadyDecidedError: it was decided first.
    """
    require(by, review.design.organisation, Role.AUTHOR)
    design, now = deciding.locked(review)
    deciding.close(now, Review.Decision.WITHDRAWN, person=person_of(by), at=at, comment="")
    deciding.move(design, standing_of(design, on=localdate(at)), at=at)
    deciding.note("review.withdrawn", now, person=person_of(by), at=at)
    return now


@transaction.atomic
def publish(review: Review, *, by: Actor, at: datetime) -> DesignVersion:
    """Publish what every stage has approved.

    Raises:
        NotAllowedError: neither quality officer, approver nor registrar there.
        SameEyesError: the person worked on it.
        NotApprovedError: a stage is left.
        AlreadyDecidedError: it is published, sent back or withdrawn.
        NotReadyError: a gate stops it.
    """
    require(by, review.design.organisation, *PUBLISHERS)
    _design, now = deciding.locked(review)
    person = person_of(by)
    if Party.objects.filter(review=now, person=person).exclude(part=Party.Part.DECIDED).exists():
        raise SameEyesError
    if stages.current_stage(now) is not None:
        raise NotApprovedError
    report = ask(now.design, moment=Moment.PUBLISH, at=at, review=now)
    if report.stops:
        raise NotReadyError(report)
    return _publish(now, report, person=person, at=at)


def go_on(review: Review, *, person: Person, at: datetime) -> DesignVersion | None:
    """After an approval: open the next stage, or publish when none is left and the gates let it through."""
    if stages.open_next(review, at=at) is not None:
        return None
    deciding.move(review.design, Design.State.APPROVED, at=at)
    report = ask(review.design, moment=Moment.PUBLISH, at=at, review=review)
    if not review.publishes_at_once or report.stops:
        outbox.record("review.to_publish", subject=review.pk, at=at)
        return None
    return _publish(review, report, person=person, at=at)


def open_review_of(design: Design) -> Review | None:
    """The review under way, if there is one."""
    return Review.objects.filter(design=design, decision="").select_related("submitted_by", "design__organisation").first()


def may_decide(review: Review, actor: Actor) -> bool:
    """Say whether this person may decide the stage that waits."""
    stage = stages.current_stage(review)
    return stage is not None and stages.may_decide(stage, actor)


def _let_in(review: Review, by: Actor) -> tuple[Design, Review]:
    require(by, review.design.organisation, *DECIDERS)
    return deciding.locked(review)


def _stage_for(review: Review, by: Actor, position: int | None) -> Stage:
    """The stage that waits, for a person of its role to whom it is not denied."""
    stage = deciding.stage_to_decide(review, position)
    role = ROLE_OF.get(stage.kind)
    if role is None:
        raise ByInvitationError
    require(by, review.design.organisation, role)
    if stage.assigned_to is not None and stage.assigned_to != person_of(by):
        raise AssignedError(name=str(stage.assigned_to))
    return stage


def _write_down_who_worked(review: Review, submitter: Person) -> None:
    design = review.design
    parts = dict.fromkeys(design.edited_by, Party.Part.EDITOR)
    parts[submitter.pk] = Party.Part.SUBMITTER
    parts[design.author_id] = Party.Part.AUTHOR
    Party.objects.bulk_create(Party(review=review, person_id=person, part=part) for person, part in parts.items())


def _publish(review: Review, report: Report, *, person: Person, at: datetime) -> DesignVersion:
    record = report.state.record
    if record is None:
        raise NotReadyError(report)
    last = Party.objects.filter(review=review, decision=Party.Decision.APPROVED).order_by("-stage__position").first()
    if last is None:
        raise NotApprovedError
    try:
        with transaction.atomic():
            version = versions.publish(review.design, record=record, approved_by=last.person, at=at)
            Review.objects.filter(pk=review.pk).update(
                decision=Review.Decision.APPROVED,
                decided_by=last.person,
                decided_at=at,
                comment=last.comment,
                version=version,
                publishing_report=report.as_json(),
            )
            policy_gate.keep(review, version, person=person, at=at)
            schedule_review(review.design, at=at)
    except IntegrityError:  # the database holds the chain, too
        raise SameEyesError from None
    deciding.note("review.approved", review, person=person, at=at, number=version.number, digest=version.digest)
    outbox.record("review.decided", subject=review.pk, at=at)
    return version
