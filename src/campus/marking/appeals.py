"""Appeals against a released result.

    file ──▶ take ⇄ give_back ──▶ decide: the result stands, is changed, or the appeal is not admitted
      └────────┴──▶ withdraw

Nobody decides who marked the work, changed a mark of it, finished its moderation, confirmed it on the board, had to do with a
case about it, or has a conflict of interest. While an appeal is open the learner's award is on hold. One order of locks:
submission, appeal, cohort.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from campus.base import audit, outbox
from campus.base.refusals import Refusal
from campus.learning.holds import lift, open_hold
from campus.learning.learners import enrolments_of
from campus.learning.models import Hold
from campus.marking.models import Adjustment, Appeal, BoardItem, BoardMember, IntegrityCase, Mark, Sitting, Submission
from campus.marking.pools import is_barred
from campus.marking.results import correct_result
from campus.marking.setup import locked_submission
from campus.people.models import Membership, Organisation, Person, Role
from campus.people.roles import NotAllowedError, require
from campus.people.scope import NotFoundError

DECIDERS = (Role.ASSESSOR, Role.APPROVER)
GIVERS = (Role.APPROVER, Role.REGISTRAR)
SHORTEST, LONGEST = 20, 5_000
State = Appeal.State
OPEN = (State.FILED, State.TAKEN)


class TooLateToAppealError(Refusal):
    """The time is over, or nothing is released."""

    code = "TOO_LATE_TO_APPEAL"
    text = _("Nobody can appeal against this result now: it is not shown yet, or the time for it is over.")


class AppealedError(Refusal):
    """One appeal against a result."""

    code = "APPEALED"
    text = _("There is an appeal against this result already.")


class AppealTextError(Refusal):
    """Too short, too long, or no known grounds."""

    code = "APPEAL_TEXT"
    text = _("Say why, in {shortest} to {longest} characters.")


class InvolvedError(Refusal):
    """Whoever had a part in the result does not decide on it."""

    code = "INVOLVED"
    text = _(
        "This has to be decided by an assessor or approver who neither marked nor moderated nor confirmed the work and has "
        "no conflict of interest."
    )


class NotTheDeciderError(Refusal):
    """Somebody else decides it, or it is over."""

    code = "NOT_THE_DECIDER"
    text = _("Somebody else decides on this appeal, or it has ended.")


class NewTotalError(Refusal):
    """A total that cannot be."""

    code = "NEW_TOTAL"
    text = _("Give the new points: from 0 to {highest}, and other than they are.")


def deadline_of(submission: Submission) -> datetime | None:
    """Until when one can appeal: the end of a day where the assignment is; None as long as nothing is released."""
    if submission.released_at is None:
        return None
    zone = ZoneInfo(submission.assignment.time_zone)
    last = submission.released_at.astimezone(zone).date() + timedelta(days=submission.assignment.appeal_days)
    return datetime.combine(last, time(23, 59, 59), tzinfo=zone)


@transaction.atomic
def file(submission: Submission, *, grounds: str, text: str, by: Person, at: datetime) -> Appeal:
    """Appeal, as the learner whose result it is. The award is on hold from now on.

    Raises:
        NotFoundError: it is somebody else's work.
        TooLateToAppealError, AppealedError, AppealTextError.
    """
    locked = locked_submission(submission.pk)
    if not enrolments_of(by).filter(pk=locked.enrolment_id).exists():
        raise NotFoundError
    until = deadline_of(locked)
    if locked.state != Submission.State.RELEASED or until is None or at > until or locked.total is None:
        raise TooLateToAppealError
    said = text.strip()
    if grounds not in Appeal.Grounds.values:
        raise AppealTextError(shortest=SHORTEST, longest=LONGEST, field="grounds")
    if not SHORTEST <= len(said) <= LONGEST:
        raise AppealTextError(shortest=SHORTEST, longest=LONGEST, field="text")
    if locked.appeals.exclude(state=State.WITHDRAWN).exists():
        raise AppealedError
    hold = open_hold(locked.enrolment, Hold.Kind.APPEAL, by=by, at=at)
    facts = {"grounds": grounds, "text": said, "filed_by": by, "filed_at": at, "before": locked.total}
    try:
        with transaction.atomic():
            made = Appeal.objects.create(submission=locked, hold=hold, **facts)
    except IntegrityError:  # the lock above holds on PostgreSQL; the constraint holds everywhere
        raise AppealedError from None
    _note("appeal.filed", made, by=by, at=at)
    outbox.record("appeal.filed", subject=made.pk, at=at)
    return made


@transaction.atomic
def withdraw(appeal: Appeal, *, by: Person, at: datetime) -> None:
    """Take an appeal back, as the learner, before it is decided.

    Raises:
        NotFoundError: it is somebody else's, or has ended.
    """
    locked = _locked(appeal)
    if locked.state not in OPEN or not enrolments_of(by).filter(pk=locked.submission.enrolment_id).exists():
        raise NotFoundError
    locked.state, locked.ended_at = State.WITHDRAWN, at
    locked.save(update_fields=["state", "ended_at"])
    lift(locked.hold, by=by, at=at)
    _note("appeal.withdrawn", locked, by=by, at=at)


@transaction.atomic
def take(appeal: Appeal, *, by: Person, at: datetime) -> Appeal:
    """Take it up, to decide on it.

    Raises:
        NotAllowedError: neither assessor nor approver there.
        InvolvedError: they had a part in the result.
        NotTheDeciderError: somebody else has it, or it has ended.
    """
    return _give(_locked(appeal), by, by=by, at=at, states=(State.FILED,))


@transaction.atomic
def give(appeal: Appeal, person: Person, *, by: Person, at: datetime) -> Appeal:
    """Give it to somebody to decide, also if somebody has it already.

    Raises:
        NotAllowedError: neither approver nor registrar there.
        InvolvedError: that person had a part in the result, or may not decide there.
        NotTheDeciderError: it has ended.
    """
    locked = _locked(appeal)
    require(by, _organisation(locked), *GIVERS)
    return _give(locked, person, by=by, at=at, states=OPEN)


@transaction.atomic
def give_back(appeal: Appeal, *, by: Person, at: datetime) -> None:
    """Let somebody else decide it.

    Raises:
        NotTheDeciderError: it is not theirs, or has ended.
    """
    locked = _locked(appeal)
    if locked.state != State.TAKEN or locked.decider_id != by.pk:
        raise NotTheDeciderError
    locked.state, locked.decider, locked.taken_at = State.FILED, None, None
    locked.save(update_fields=["state", "decider", "taken_at"])
    _note("appeal.given_back", locked, by=by, at=at)


@transaction.atomic
def decide(appeal: Appeal, outcome: str, *, total: Decimal | None = None, reasons: str, by: Person, at: datetime) -> Appeal:
    """Decide, with reasons for the learner. A changed total becomes the result at once, and the hold is lifted.

    Args:
        total: the new points, where the outcome is "changed"; not read otherwise.

    Raises:
        NotAllowedError, InvolvedError: they may not, or not any more.
        NotTheDeciderError: it is not theirs to decide, or has ended.
        NotFoundError: no such outcome.
        AppealTextError, NewTotalError.
    """
    locked = _locked(appeal)
    if locked.state != State.TAKEN or locked.decider_id != by.pk:
        raise NotTheDeciderError
    require(by, _organisation(locked), *DECIDERS)
    if not may_decide(locked.submission, by):
        raise InvolvedError
    said = reasons.strip()
    if outcome not in Appeal.Outcome.values:
        raise NotFoundError
    if not SHORTEST <= len(said) <= LONGEST:
        raise AppealTextError(shortest=SHORTEST, longest=LONGEST, field="reasons")
    if outcome == Appeal.Outcome.CHANGED:
        locked.after = _change(locked.submission, total, reasons=said, by=by, at=at)
    locked.state, locked.outcome, locked.reasons, locked.ended_at = State.DECIDED, outcome, said, at
    locked.save(update_fields=["state", "outcome", "reasons", "after", "ended_at"])
    lift(locked.hold, by=by, at=at)
    _note("appeal.decided", locked, by=by, at=at, outcome=outcome)
    outbox.record("appeal.decided", subject=locked.pk, at=at)
    return locked


def may_decide(submission: Submission, person: Person) -> bool:
    """Whether this person had no part in the result and has no conflict of interest."""
    part = Submission.objects.filter(pk=submission.pk).filter(_part_of(person)).exists()
    return not part and not is_barred(submission.enrolment, person)


def appeals_of(organisation: Organisation, person: Person, held: frozenset[Role]) -> QuerySet[Appeal]:
    """The appeals there that this person may read: all for those who give them out, else those they may decide."""
    rows = Appeal.objects.filter(submission__assignment__cohort__organisation=organisation)
    if not held & set(GIVERS):
        hidden = Submission.objects.filter(pk=OuterRef("submission")).filter(_part_of(person))
        rows = rows.exclude(Exists(hidden)).exclude(filed_by=person)
    rows = rows.select_related("submission__assignment__cohort", "submission__enrolment", "decider", "hold")
    return rows.order_by("filed_at", "pk")


def deciders_for(appeal: Appeal) -> list[Person]:
    """Everybody there who may decide it, by name."""
    held = Membership.objects.filter(organisation=_organisation(appeal), role__in=DECIDERS, person__is_active=True)
    people = Person.objects.filter(pk__in=held.values("person")).exclude(pk=appeal.filed_by_id).order_by("name", "pk")
    return [person for person in people if may_decide(appeal.submission, person)]


def _part_of(person: Person) -> Q:
    """Submissions in whose result this person had a part."""
    sat = BoardMember.objects.filter(
        sitting=OuterRef("sitting"), sitting__state=Sitting.State.CLOSED, person=person, signed_at__isnull=False
    )
    confirmed = BoardItem.objects.filter(Exists(sat), submission=OuterRef("pk"), decision=BoardItem.Decision.CONFIRM)
    return (
        Q(Exists(Mark.objects.filter(submission=OuterRef("pk"), assessor=person)))
        | Q(Exists(Adjustment.objects.filter(submission=OuterRef("pk"), made_by=person)))
        | Q(Exists(confirmed))
        | Q(moderated_by=person)
        | Q(Exists(IntegrityCase.objects.filter(submission=OuterRef("pk")).filter(Q(opened_by=person) | Q(decided_by=person))))
    )


def _give(locked: Appeal, person: Person, *, by: Person, at: datetime, states: tuple[Appeal.State, ...]) -> Appeal:
    try:
        require(person, _organisation(locked), *DECIDERS)
    except NotAllowedError:
        if person.pk == by.pk:
            raise
        raise InvolvedError(field="person") from None
    if locked.state not in states:
        raise NotTheDeciderError
    if person.pk == locked.filed_by_id or not may_decide(locked.submission, person):
        raise InvolvedError(field="person")
    locked.state, locked.decider, locked.taken_at = State.TAKEN, person, at
    locked.save(update_fields=["state", "decider", "taken_at"])
    _note("appeal.taken", locked, by=by, at=at, decider=person.pk)
    return locked


def _change(submission: Submission, total: Decimal | None, *, reasons: str, by: Person, at: datetime) -> Decimal:
    highest = submission.assignment.maximum
    fits = total is not None and total.is_finite() and 0 <= total <= highest and total == round(total, 4)
    if total is None or not fits or total == submission.total:
        raise NewTotalError(highest=f"{highest.normalize():f}", field="total")
    Adjustment.objects.create(
        submission=submission, before=submission.total, after=total, reason=reasons[:2000], made_by=by, made_at=at
    )
    submission.total, submission.settled_by, submission.settled_at = total, Submission.Settled.APPEAL, at
    submission.void = False
    submission.save(update_fields=["total", "settled_by", "settled_at", "void"])
    correct_result(submission.assignment, submission.enrolment, at=at)
    return total


def _organisation(appeal: Appeal) -> Organisation:
    return appeal.submission.assignment.cohort.organisation


def _locked(appeal: Appeal) -> Appeal:
    submission = locked_submission(appeal.submission_id)
    locked = Appeal.objects.select_for_update(of=("self",)).select_related("hold__enrolment__cohort").get(pk=appeal.pk)
    locked.submission = submission
    return locked


def _note(action: str, appeal: Appeal, *, by: Person, at: datetime, **details: object) -> None:
    audit.note(
        action,
        actor=by,
        organisation=appeal.submission.assignment.cohort.organisation_id,
        subject_kind="appeal",
        subject=appeal.pk,
        at=at,
        **details,
    )
