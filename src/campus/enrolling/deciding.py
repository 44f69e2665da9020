"""What a person decides on: applications to admit or refuse, and evidence in place of a prerequisite; many at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base import audit
from campus.base.refusals import Refusal
from campus.enrolling.applying import note
from campus.enrolling.models import Application, Intake, Sponsor, Waiver
from campus.enrolling.seats import State, locked
from campus.enrolling.steps import NotNowError, end, offer, tell, wait
from campus.enrolling.waiting import move
from campus.people.models import Role
from campus.people.roles import Actor, person_of, require

STAFF = (Role.REGISTRAR,)
MOST = 500
Why = Application.Why


class NothingChosenError(Refusal):
    """Nobody was chosen."""

    code = "NOTHING_CHOSEN"
    text = _("Choose at least one application.")


class TooManyChosenError(Refusal):
    """More than one decides on with care."""

    code = "TOO_MANY_CHOSEN"
    text = _("Choose at most {most} applications at a time.")


class WhyMissingError(Refusal):
    """A refusal gives its reason."""

    code = "WHY_MISSING"
    text = _("Say why; the applicant reads it.")


class WaiverOpenError(Refusal):
    """Evidence waits for a decision."""

    code = "WAIVER_OPEN"
    text = _("Decide on the evidence of this application first.")


class DecidedAlreadyError(Refusal):
    """The first decision stands."""

    code = "DECIDED_ALREADY"
    text = _("Somebody has decided on this already.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """What admitting came to."""

    offered: int
    waiting: int


@transaction.atomic
def admit(intake: Intake, chosen: Collection[UUID], *, by: Actor, at: datetime) -> Admitted:
    """Admit applications that wait for a decision: each is offered a seat, or waits for one, in the order of applying.

    Raises:
        NotAllowedError: not a registrar there.
        NothingChosenError, TooManyChosenError, NotNowError, WaiverOpenError: nobody is admitted.
    """
    current, applications = _chosen(intake, chosen, by=by)
    if Waiver.objects.filter(application__in=applications, granted__isnull=True).exists():
        raise WaiverOpenError
    for application in applications:
        if application.state != State.APPLIED:
            raise NotNowError(state=State(application.state).label)
    offered = 0
    for sponsor, group in _by_sponsor(applications):
        # whoever waits already comes first
        if current.applications.filter(sponsor=sponsor, state=State.WAITLISTED).exists():
            wait(group, by=person_of(by), at=at)
            continue
        given = offer(current, group, sponsor, by=person_of(by), at=at)
        wait(group[given:], by=person_of(by), at=at)
        offered += given
    _note("applications.admitted", current, by=by, at=at, number=len(applications))
    move(current, at=at)
    tell(current, at=at)
    return Admitted(offered=offered, waiting=len(applications) - offered)


@transaction.atomic
def refuse(intake: Intake, chosen: Collection[UUID], *, why: str, explanation: str = "", by: Actor, at: datetime) -> int:
    """Refuse applications, with one reason; gives how many. Seats that become free go to whoever waits.

    Raises:
        NotAllowedError: not a registrar there.
        WhyMissingError: no reason; or "another reason" without a word.
        NothingChosenError, TooManyChosenError, NotNowError: nobody is refused.
    """
    if why not in Why.values or (why == Why.OTHER and not explanation.strip()):
        raise WhyMissingError(field="explanation" if why == Why.OTHER else "why")
    current, applications = _chosen(intake, chosen, by=by)
    for application in applications:
        application.why_refused, application.explanation = why, explanation.strip()[:1000]
    if end(applications, State.REFUSED, by=person_of(by), at=at):
        move(current, at=at)
    _note("applications.refused", current, by=by, at=at, number=len(applications), why=why)
    tell(current, at=at)
    return len(applications)


@transaction.atomic
def take_out(intake: Intake, chosen: Collection[UUID], *, by: Actor, at: datetime) -> int:
    """Take people out, enrolled ones too: their results stay, their seats go to whoever waits.

    Raises:
        NotAllowedError: not a registrar there.
        NothingChosenError, TooManyChosenError, NotNowError: nobody is taken out.
    """
    current, applications = _chosen(intake, chosen, by=by)
    if end(applications, State.WITHDRAWN, by=person_of(by), at=at):
        move(current, at=at)
    _note("applications.taken_out", current, by=by, at=at, number=len(applications))
    tell(current, at=at)
    return len(applications)


@transaction.atomic
def decide_waiver(waiver: Waiver, *, granted: bool, by: Actor, at: datetime) -> Application:
    """Count evidence in place of a prerequisite, or not. The last one decides what becomes of the application.

    All granted: it goes on as if nothing had been missing. One not: it is refused, for what is asked is not met.

    Raises:
        NotAllowedError: not a registrar there.
        DecidedAlreadyError.
        NotNowError: the application has ended.
    """
    intake = waiver.application.intake
    require(by, intake.cohort.organisation, *STAFF)
    current = locked(intake)
    application = Application.objects.select_related("sponsor__intake__edition", "person", "enrolment").get(
        pk=waiver.application_id
    )
    application.intake = current
    if application.state != State.APPLIED:
        raise NotNowError(state=State(application.state).label)
    undecided = Waiver.objects.filter(pk=waiver.pk, granted__isnull=True)
    if not undecided.update(granted=granted, decided_by=person_of(by), decided_at=at, content=None):
        raise DecidedAlreadyError
    if granted:
        application.met = application.met | {waiver.entry: "waived"}
        application.save(update_fields=["met"])
    note("waiver.granted" if granted else "waiver.not_granted", application, by=person_of(by), at=at)
    _go_on(current, application, by=by, at=at)
    tell(current, at=at)
    return application


def _go_on(intake: Intake, application: Application, *, by: Actor, at: datetime) -> None:
    waivers = application.waivers
    if waivers.filter(granted=False).exists():
        application.why_refused = Why.PREREQUISITES
        end([application], State.REFUSED, by=person_of(by), at=at)
    elif not waivers.filter(granted__isnull=True).exists() and intake.admission != Intake.Admission.DECISION:
        _place(intake, application, by=by, at=at)


def _place(intake: Intake, application: Application, *, by: Actor, at: datetime) -> None:
    wait([application], by=person_of(by), at=at)
    first = (
        intake.applications.filter(sponsor=application.sponsor, state=State.WAITLISTED).order_by("waits_since", "pk").first()
    )
    if first is not None and first.pk == application.pk:
        move(intake, at=at)


def _chosen(intake: Intake, chosen: Collection[UUID], *, by: Actor) -> tuple[Intake, list[Application]]:
    require(by, intake.cohort.organisation, *STAFF)
    if not chosen:
        raise NothingChosenError
    if len(chosen) > MOST:
        raise TooManyChosenError(most=MOST)
    current = locked(intake)
    rows = Application.objects.filter(intake=current, public_id__in=chosen).select_related("enrolment")
    return current, list(rows.order_by("applied_at", "pk"))


def _by_sponsor(applications: list[Application]) -> Iterator[tuple[Sponsor | None, list[Application]]]:
    groups: dict[int | None, list[Application]] = {}
    for application in applications:
        groups.setdefault(application.sponsor_id, []).append(application)
    known = Sponsor.objects.select_related("intake__edition").in_bulk([key for key in groups if key is not None])
    for key, group in groups.items():
        yield (None if key is None else known[key]), group


def _note(action: str, intake: Intake, *, by: Actor, at: datetime, **details: object) -> None:
    audit.note(
        action,
        actor=person_of(by),
        organisation=intake.cohort.organisation_id,
        subject_kind="intake",
        subject=intake.pk,
        at=at,
        **details,
    )
