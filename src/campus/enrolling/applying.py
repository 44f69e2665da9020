"""Applying: what the applicant does. Everything here is done for a person with a confirmed address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from campus.base import audit
from campus.base.refusals import Refusal
from campus.catalogue.editions import is_joinable
from campus.enrolling import prerequisites
from campus.enrolling.bringing import brought_by
from campus.enrolling.codes import free_codes
from campus.enrolling.invitations import invitation_for, use
from campus.enrolling.models import Application, Intake, Sponsor, Waiver
from campus.enrolling.prerequisites import Strength, Verdict
from campus.enrolling.seats import UNDER_WAY, State, locked, room
from campus.enrolling.sponsors import sponsor_for
from campus.enrolling.steps import NotNowError, begin, end, enrol_all, tell
from campus.enrolling.waiting import move
from campus.people.models import Person
from campus.people.scope import NotFoundError

MOST_TEXT = 5_000
Admission = Intake.Admission


class NotOpenError(Refusal):
    """Nobody can apply now."""

    code = "NOT_OPEN"
    text = _("Nobody can apply for this edition at the moment.")


class AddressNotConfirmedError(Refusal):
    """Messages would go to somebody else's address."""

    code = "ADDRESS_NOT_CONFIRMED"
    text = _("Confirm your e-mail address first: what is decided is sent there.")


class NameMissingError(Refusal):
    """A badge names its holder."""

    code = "NAME_MISSING"
    text = _("Write your name as it stands in your documents: the badge will bear it.")


class AppliedAlreadyError(Refusal):
    """One application at a time."""

    code = "APPLIED_ALREADY"
    text = _("You have applied for this edition already.")


class InvitedOnlyError(Refusal):
    """The edition is for invited people."""

    code = "INVITED_ONLY"
    text = _("This edition is for invited people. Use the link in your invitation, or ask the organiser.")


class PrerequisiteMissingError(Refusal):
    """A hard prerequisite is not met."""

    code = "PREREQUISITE_MISSING"
    text = _("Something that is asked beforehand is missing. The list says what, and what you can do.")


class EvidenceMissingError(Refusal):
    """A waivable prerequisite is not met, and nothing is offered in its place."""

    code = "EVIDENCE_MISSING"
    text = _("Say what you bring in place of what is asked: a person will decide on it.")


class WaitingListFullError(Refusal):
    """There are neither seats nor places on the waiting list."""

    code = "WAITING_LIST_FULL"
    text = _("Every place is taken, and the waiting list is full.")


class OfferExpiredError(Refusal):
    """The seat has gone to somebody else."""

    code = "OFFER_EXPIRED"
    text = _("The offer has run out. You can apply again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is offered in place of a prerequisite. A file was read and checked before."""

    text: str
    link: str = ""
    file_name: str = ""
    content: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What an applicant fills in. `said`: ids of statements made; `evidence` by entry; `code` of a sponsor."""

    name: str
    statement: str = ""
    said: AbstractSet[str] = frozenset()
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    code: str = ""
    secret: str = ""
    language: str = "bg"


def takes_applications(intake: Intake, *, at: datetime) -> bool:
    """Whether anybody can apply now: the edition is open, its last day to apply is not over where it takes place."""
    edition = intake.edition
    today = at.astimezone(ZoneInfo(edition.time_zone)).date()
    return intake.paused_at is None and intake.cohort.closed_at is None and is_joinable(edition, on=today)


def verdicts_for(
    intake: Intake,
    person: Person | None,
    *,
    said: AbstractSet[str] = frozenset(),
    waived: AbstractSet[str] = frozenset(),
    at: datetime,
) -> list[Verdict]:
    """How the prerequisites of an intake stand for somebody."""
    entries = prerequisites.read(intake.prerequisites)
    return prerequisites.judge(entries, brought_by(person, entries, said=said, at=at), waived=waived)


@transaction.atomic
def apply(intake: Intake, wish: Wish, *, by: Person, at: datetime) -> Application:
    """Apply. Where nobody has to decide, this enrols at once, or puts on the waiting list.

    Raises:
        NotOpenError, AddressNotConfirmedError, NameMissingError, InvitedOnlyError, AppliedAlreadyError.
        PrerequisiteMissingError, EvidenceMissingError: `field` is the id of the prerequisite.
        UnknownCodeError: the sponsor's code is none, or its seats can no longer be taken.
        WaitingListFullError: neither a seat nor a place to wait.
    """
    current = locked(intake)
    if not takes_applications(current, at=at):
        raise NotOpenError
    email = _confirmed_address(by)
    name = " ".join(wish.name.split())[:300]
    if not name:
        raise NameMissingError(field="name")
    invitation = invitation_for(current, by, secret=wish.secret, at=at)
    if invitation is None and current.admission == Admission.INVITATION:
        raise InvitedOnlyError
    sponsor = sponsor_for(current, email=email, code=wish.code, at=at)
    verdicts = verdicts_for(current, by, said=wish.said, at=at)
    _check(verdicts, wish.evidence)
    application = Application(
        intake=current,
        number=free_codes(current, 1)[0],
        person=by,
        name=name,
        email=email,
        language=wish.language,
        statement=wish.statement[:MOST_TEXT],
        way=Application.Way.SELF if invitation is None else Application.Way.INVITED,
        sponsor=sponsor,
        met={each.entry.id: each.word for each in verdicts},
        applied_at=at,
    )
    asks = [each.entry.id for each in verdicts if _is_to_be_waived(each)]
    decided_first = bool(asks) or (current.admission == Admission.DECISION and invitation is None)
    _begin(current, application, sponsor, decided_first=decided_first, at=at)
    Waiver.objects.bulk_create(_waiver(application, entry, wish.evidence[entry]) for entry in asks)
    if invitation is not None:
        use(invitation, at=at)
    note("application.made", application, by=by, at=at)
    tell(current, at=at)
    return application


@transaction.atomic
def accept(application: Application, *, by: Person, at: datetime) -> Application:
    """Take the seat that is offered.

    Raises:
        NotFoundError: somebody else's application.
        NotNowError: nothing is offered.
        OfferExpiredError.
    """
    intake, current = _own(application, by)
    if current.state != State.OFFERED or current.offer_expires_at is None:
        raise NotNowError(state=State(current.state).label)
    if current.offer_expires_at <= at:
        raise OfferExpiredError
    enrol_all(intake, [current], current.sponsor, by=by, at=at)
    note("application.accepted", current, by=by, at=at)
    tell(intake, at=at)
    return current


@transaction.atomic
def withdraw(application: Application, *, by: Person, at: datetime) -> Application:
    """Take an application back, decline an offer, or give up a seat; it goes to whoever waits.

    Raises:
        NotFoundError: somebody else's application.
        NotNowError: it has ended.
    """
    intake, current = _own(application, by)
    if end([current], State.WITHDRAWN, by=by, at=at):
        move(intake, at=at)
    note("application.withdrawn", current, by=by, at=at)
    tell(intake, at=at)
    return current


def place(intake: Intake, application: Application, sponsor: Sponsor | None, *, at: datetime) -> State:
    """Where an application that needs no decision goes now.

    Raises:
        WaitingListFullError.
    """
    there = room(intake, sponsor, at=at)
    if there.waiting == 0 and there.free != 0:
        return State.ENROLLED
    if intake.waiting_places is not None and there.waiting >= intake.waiting_places:
        raise WaitingListFullError
    return State.WAITLISTED


def note(action: str, application: Application, *, by: Person, at: datetime, **details: object) -> None:
    """Keep in the organisation's trail what was done with an application."""
    audit.note(
        action,
        actor=by,
        organisation=application.intake.cohort.organisation_id,
        subject_kind="application",
        subject=application.pk,
        at=at,
        **details,
    )


def _begin(intake: Intake, application: Application, sponsor: Sponsor | None, *, decided_first: bool, at: datetime) -> None:
    goes_to = State.APPLIED if decided_first else place(intake, application, sponsor, at=at)
    application.state = State.WAITLISTED if goes_to == State.WAITLISTED else State.APPLIED
    application.waits_since = at if goes_to == State.WAITLISTED else None
    try:
        with transaction.atomic():
            begin([application], by=application.person, at=at)
    except IntegrityError:
        raise AppliedAlreadyError from None
    if goes_to == State.ENROLLED:
        enrol_all(intake, [application], sponsor, by=application.person, at=at)


def _check(verdicts: Sequence[Verdict], evidence: Mapping[str, Evidence]) -> None:
    for verdict in verdicts:
        if verdict.stops:
            raise PrerequisiteMissingError(field=verdict.entry.id)
    for verdict in verdicts:
        if _is_to_be_waived(verdict) and not evidence.get(verdict.entry.id, Evidence(text="")).text.strip():
            raise EvidenceMissingError(field=verdict.entry.id)


def _is_to_be_waived(verdict: Verdict) -> bool:
    return verdict.entry.strength == Strength.WAIVABLE and not verdict.judged.met


def _waiver(application: Application, entry: str, evidence: Evidence) -> Waiver:
    return Waiver(
        application=application,
        entry=entry,
        evidence=evidence.text.strip()[:MOST_TEXT],
        link=evidence.link,
        file_name=evidence.file_name[:150],
        content=evidence.content,
    )


def _confirmed_address(person: Person) -> str:
    found = EmailAddress.objects.filter(user=person, verified=True).order_by("-primary", "pk").first()
    if found is None:
        raise AddressNotConfirmedError
    return str(found.email).lower()


def _own(application: Application, person: Person) -> tuple[Intake, Application]:
    """Both as they are now, under the lock of the intake."""
    intake = locked(application.intake)
    rows = Application.objects.select_related("sponsor__intake__edition", "enrolment")
    current = rows.filter(pk=application.pk, person=person).first()
    if current is None:
        raise NotFoundError
    current.intake = intake
    return intake, current


def applications_of(person: Person) -> Sequence[Application]:
    """The person's applications, those under way first, newest first."""
    rows = Application.objects.filter(person=person).select_related(
        "intake__edition__design__organisation", "intake__cohort__design_version", "sponsor", "enrolment"
    )
    return sorted(rows.order_by("-applied_at", "-pk"), key=lambda each: each.state not in UNDER_WAY)
