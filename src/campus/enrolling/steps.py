"""The steps of an application: the one place that changes its state, takes and frees seats, and keeps the history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from campus.base import outbox
from campus.base.refusals import Refusal
from campus.enrolling.models import Application, Intake, Sponsor, Step, Waiver
from campus.enrolling.seats import HOLDING, State, free_numbers
from campus.learning.enrol import Newcomer, enrol, withdraw
from campus.people.models import Person

CHUNK = 500
_NEXT: dict[str, frozenset[str]] = {
    "": frozenset({State.APPLIED, State.WAITLISTED, State.ENROLLED}),
    State.APPLIED: frozenset({State.WAITLISTED, State.OFFERED, State.ENROLLED, State.REFUSED, State.WITHDRAWN}),
    State.WAITLISTED: frozenset({State.OFFERED, State.ENROLLED, State.REFUSED, State.WITHDRAWN}),
    State.OFFERED: frozenset({State.ENROLLED, State.WITHDRAWN, State.EXPIRED, State.REFUSED}),
    State.ENROLLED: frozenset({State.WITHDRAWN}),
}
_FIELDS = [
    "state",
    "seat",
    "waits_since",
    "offer_expires_at",
    "ended_at",
    "enrolment",
    "why_refused",
    "explanation",
]


class NotNowError(Refusal):
    """The application is not where this could be done."""

    code = "NOT_NOW"
    text = _("This cannot be done any more: the application is “{state}”.")


class NoSeatError(Refusal):
    """Every seat is held."""

    code = "NO_SEAT"
    text = _("Every place is taken.")


def check_step(application: Application, after: State) -> None:
    """Refuse a step that does not lead on from where the application is.

    Raises:
        NotNowError.
    """
    if after not in _NEXT.get(application.state, frozenset()):
        raise NotNowError(state=State(application.state).label)


def begin(applications: Sequence[Application], *, by: Person | None, at: datetime) -> None:
    """Keep new applications in the state they have.

    Raises:
        IntegrityError: one of the people has an application under way.
    """
    Application.objects.bulk_create(applications, batch_size=CHUNK)
    _keep([Step(application=each, before="", after=each.state, by=by, at=at) for each in applications])


def offer(
    intake: Intake, applications: Sequence[Application], sponsor: Sponsor | None, *, by: Person | None, at: datetime
) -> int:
    """Offer seats of one group to the first of these for whom there are any; gives to how many.

    Raises:
        NotNowError: one of them can be offered nothing.
    """
    seats = free_numbers(intake, sponsor, wanted=len(applications), at=at)
    chosen = list(applications[: len(seats)])
    for application, seat in zip(chosen, seats, strict=True):
        check_step(application, State.OFFERED)
        application.seat = seat
        application.offer_expires_at = at + timedelta(days=intake.offer_days)
    _move(chosen, State.OFFERED, by=by, at=at)
    return len(chosen)


def enrol_all(
    intake: Intake, applications: Sequence[Application], sponsor: Sponsor | None, *, by: Person | None, at: datetime
) -> None:
    """Enrol these in the cohort; those who hold no seat yet get one.

    Raises:
        NoSeatError: there are fewer seats than people; nobody is enrolled then.
        NotNowError, CohortClosedError.
    """
    without = [each for each in applications if each.seat is None]
    seats = free_numbers(intake, sponsor, wanted=len(without), at=at)
    if len(seats) < len(without):
        raise NoSeatError
    for application, seat in zip(without, seats, strict=True):
        application.seat = seat
    for application in applications:
        check_step(application, State.ENROLLED)
    enrolments = enrol(intake.cohort, [_newcomer(each) for each in applications], at=at)
    for application in applications:
        application.enrolment = enrolments[application.email]
        application.offer_expires_at = None
    _move(applications, State.ENROLLED, by=by, at=at)


def wait(applications: Sequence[Application], *, by: Person | None, at: datetime) -> None:
    """Put these on the waiting list, by when they applied."""
    for application in applications:
        check_step(application, State.WAITLISTED)
        application.waits_since = application.applied_at
    _move(applications, State.WAITLISTED, by=by, at=at)


def end(applications: Sequence[Application], after: State, *, by: Person | None, at: datetime) -> bool:
    """Refuse, withdraw or let expire; gives whether a seat became free. Who was enrolled takes no part any more."""
    freed = False
    for application in applications:
        check_step(application, after)
        if application.enrolment is not None:
            withdraw(application.enrolment)
        freed |= application.state in HOLDING
        application.seat = application.offer_expires_at = None
        application.ended_at = at
    _move(applications, after, by=by, at=at)
    Waiver.objects.filter(application__in=applications, content__isnull=False).update(content=None)
    return freed


def tell(intake: Intake, *, at: datetime) -> None:
    """Have the applicants told of what changed, once this is committed."""
    outbox.record("intake.moved", subject=intake.pk, at=at)


def _newcomer(application: Application) -> Newcomer:
    return Newcomer(number=application.number, name=application.name, email=application.email, person=application.person)


def _move(applications: Sequence[Application], after: State, *, by: Person | None, at: datetime) -> None:
    steps = [Step(application=each, before=each.state, after=after, by=by, at=at) for each in applications]
    for application in applications:
        application.state = after
    Application.objects.bulk_update(applications, _FIELDS, batch_size=CHUNK)
    _keep(steps)


def _keep(steps: Sequence[Step]) -> None:
    Step.objects.bulk_create(steps, batch_size=CHUNK)
