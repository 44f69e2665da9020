"""Cases about how a piece of work was done.

    open_case ──▶ answer (the learner) ──▶ decide: nothing found, a warning, the mark is zero, the attempt is void
        └── the time to answer is over ───────┘

The award is on hold at once, and the work is neither confirmed nor released before the decision. Whoever opened a case never
decides it. It is private: the learner, who opened it, and approvers read it. One order of locks: submission, case, cohort.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from campus.base import audit, outbox
from campus.base.refusals import Refusal
from campus.learning.holds import lift, open_hold
from campus.learning.learners import enrolments_of
from campus.learning.models import Hold
from campus.marking.models import Adjustment, IntegrityCase, Mark, Submission
from campus.marking.pools import is_barred
from campus.marking.results import FINAL, correct_result
from campus.marking.setup import locked_submission
from campus.people.models import Organisation, Person, Role
from campus.people.roles import require
from campus.people.scope import NotFoundError

OPENERS = (Role.ASSESSOR, Role.APPROVER)
DECIDERS = (Role.APPROVER,)
TO_ANSWER = timedelta(days=7)
SHORTEST, LONGEST = 20, 5_000
State = IntegrityCase.State
Outcome = IntegrityCase.Outcome


class CaseOpenError(Refusal):
    """One at a time."""

    code = "CASE_OPEN"
    text = _("A case about this work is open already.")


class CaseTextError(Refusal):
    """Too short, too long, or of no known kind."""

    code = "CASE_TEXT"
    text = _("Write {shortest} to {longest} characters.")


class TooEarlyToDecideError(Refusal):
    """The learner can still answer."""

    code = "TOO_EARLY_TO_DECIDE"
    text = _("The learner has not answered yet and has time to.")


class OwnCaseError(Refusal):
    """Whoever opened it does not decide it."""

    code = "OWN_CASE"
    text = _("This is decided by an approver who did not open the case and has no conflict of interest.")


class CaseOverError(Refusal):
    """It is decided."""

    code = "CASE_OVER"
    text = _("This case is decided; that stands.")


@transaction.atomic
def open_case(submission: Submission, *, kind: str, text: str, by: Person, at: datetime) -> IntegrityCase:
    """Open a case about work that was handed in. The learner is told, reads the text, and has a week to answer.

    Raises:
        NotAllowedError: neither assessor nor approver there.
        NotFoundError: it is a draft.
        CaseOpenError, CaseTextError.
    """
    locked = locked_submission(submission.pk)
    require(by, locked.assignment.cohort.organisation, *OPENERS)
    if locked.state == Submission.State.DRAFT:
        raise NotFoundError
    said = _said(text, field="text")
    if kind not in IntegrityCase.Kind.values:
        raise CaseTextError(shortest=SHORTEST, longest=LONGEST, field="kind")
    if locked.cases.exclude(state=State.DECIDED).exists():
        raise CaseOpenError
    hold = open_hold(locked.enrolment, Hold.Kind.INTEGRITY, by=by, at=at)
    facts = {"kind": kind, "text": said, "opened_by": by, "opened_at": at, "answer_by": at + TO_ANSWER}
    try:
        with transaction.atomic():
            made = IntegrityCase.objects.create(submission=locked, hold=hold, **facts)
    except IntegrityError:  # the lock above holds on PostgreSQL; the constraint holds everywhere
        raise CaseOpenError from None
    _note("integrity.opened", made, by=by, at=at)
    outbox.record("integrity.opened", subject=made.pk, at=at)
    return made


@transaction.atomic
def answer(case: IntegrityCase, text: str, *, by: Person, at: datetime) -> None:
    """Answer, as the learner, until it is decided; a later answer replaces an earlier one.

    Raises:
        NotFoundError: it is about somebody else.
        CaseOverError, CaseTextError.
    """
    locked = _locked(case)
    if not enrolments_of(by).filter(pk=locked.submission.enrolment_id).exists():
        raise NotFoundError
    if locked.state == State.DECIDED:
        raise CaseOverError
    locked.answer, locked.answered_at, locked.state = _said(text, field="text"), at, State.ANSWERED
    locked.save(update_fields=["answer", "answered_at", "state"])
    _note("integrity.answered", locked, by=by, at=at)


@transaction.atomic
def decide(case: IntegrityCase, outcome: str, *, reasons: str, by: Person, at: datetime) -> IntegrityCase:
    """Decide, with reasons for the learner. What follows for the mark follows at once, and the hold is lifted.

    Raises:
        NotAllowedError: not an approver there.
        OwnCaseError: they opened it, or have a conflict of interest.
        TooEarlyToDecideError: the learner can still answer.
        NotFoundError: no such outcome.
        CaseOverError, CaseTextError.
    """
    locked = _locked(case)
    require(by, locked.submission.assignment.cohort.organisation, *DECIDERS)
    if locked.state == State.DECIDED:
        raise CaseOverError
    if not may_decide(locked, by):
        raise OwnCaseError
    if locked.state == State.OPENED and at <= locked.answer_by:
        raise TooEarlyToDecideError
    if outcome not in Outcome.values:
        raise NotFoundError
    locked.reasons = _said(reasons, field="reasons")
    locked.state, locked.outcome, locked.decided_by, locked.decided_at = State.DECIDED, outcome, by, at
    locked.save(update_fields=["state", "outcome", "reasons", "decided_by", "decided_at"])
    if outcome in (Outcome.ZERO, Outcome.VOID):
        _nothing(locked.submission, void=outcome == Outcome.VOID, by=by, at=at)
    lift(locked.hold, by=by, at=at)
    _note("integrity.decided", locked, by=by, at=at, outcome=outcome)
    outbox.record("integrity.decided", subject=locked.pk, at=at)
    # What waited for the decision goes on where nothing else would bring it to mind.
    outbox.record("marks.release_due", subject=locked.submission.assignment_id, at=at)
    return locked


def may_decide(case: IntegrityCase, person: Person) -> bool:
    """Whether this person did not open it and has no conflict of interest."""
    enrolment = case.submission.enrolment
    return person.pk not in (case.opened_by_id, enrolment.person_id) and not is_barred(enrolment, person)


def cases_of(organisation: Organisation, person: Person, held: frozenset[Role]) -> QuerySet[IntegrityCase]:
    """The cases there that this person may read: approvers all, others those they opened. Never those about themselves."""
    rows = IntegrityCase.objects.filter(submission__assignment__cohort__organisation=organisation)
    if not held & set(DECIDERS):
        rows = rows.filter(Q(opened_by=person))
    rows = rows.exclude(submission__enrolment__in=enrolments_of(person))
    rows = rows.select_related("submission__assignment__cohort", "submission__enrolment__cohort", "opened_by", "decided_by")
    return rows.order_by("opened_at", "pk")


def cases_about(person: Person) -> QuerySet[IntegrityCase]:
    """The cases about work of this person, the newest first."""
    rows = IntegrityCase.objects.filter(submission__enrolment__in=enrolments_of(person))
    return rows.select_related("submission__assignment__cohort__organisation").order_by("-opened_at", "-pk")


def _nothing(submission: Submission, *, void: bool, by: Person, at: datetime) -> None:
    """Set the mark to zero. A void attempt is over at once and counts for nothing; a zero goes the way of other marks."""
    final = submission.state in FINAL
    if submission.total != 0:
        reason = str(Outcome(Outcome.VOID if void else Outcome.ZERO))
        facts = {"before": submission.total, "after": Decimal(0), "reason": reason, "made_by": by, "made_at": at}
        Adjustment.objects.create(submission=submission, **facts)
    submission.marks.exclude(state=Mark.State.DONE).delete()
    submission.total, submission.settled_at, submission.settled_by = Decimal(0), at, Submission.Settled.INTEGRITY
    submission.void = void
    if void:
        submission.state = Submission.State.RELEASED
        submission.confirmed_at = submission.confirmed_at or at
        submission.released_at = submission.released_at or at
    elif not final:
        submission.state = Submission.State.SETTLED
    submission.save(update_fields=["total", "settled_at", "settled_by", "void", "state", "confirmed_at", "released_at"])
    if final:
        correct_result(submission.assignment, submission.enrolment, at=at)


def _said(text: str, *, field: str) -> str:
    said = text.strip()
    if not SHORTEST <= len(said) <= LONGEST:
        raise CaseTextError(shortest=SHORTEST, longest=LONGEST, field=field)
    return said


def _locked(case: IntegrityCase) -> IntegrityCase:
    submission = locked_submission(case.submission_id)
    locked = IntegrityCase.objects.select_for_update(of=("self",)).select_related("hold__enrolment__cohort").get(pk=case.pk)
    locked.submission = submission
    return locked


def _note(action: str, case: IntegrityCase, *, by: Person, at: datetime, **details: object) -> None:
    audit.note(
        action,
        actor=by,
        organisation=case.submission.assignment.cohort.organisation_id,
        subject_kind="integrity_case",
        subject=case.pk,
        at=at,
        **details,
    )
