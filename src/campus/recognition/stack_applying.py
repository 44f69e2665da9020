"""Applying for what a programme awards, and deciding on it. Complete or not, nothing is awarded unless a person does so (R-40).

Deciding looks at the credentials as they are then: what was revoked, expired or counted elsewhere in between does not count.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campus.base import audit, outbox
from campus.base.refusals import Refusal
from campus.issuing.issue import AwardToIssue, order_batch
from campus.issuing.models import Credential
from campus.people.models import Person, Role
from campus.people.roles import Actor, person_of, require, require_to_issue
from campus.people.scope import NotFoundError
from campus.recognition.models import CountedCredential, Programme, ProgrammeVersion, StackApplication
from campus.recognition.stack_reading import limits_of, offered
from campus.recognition.stack_standing import Stack, stack_of, told

DECIDERS = (Role.REGISTRAR,)
State = StackApplication.State
MOST_WORDS = 2000


class NotOfferedProgrammeError(Refusal):
    """Never published, or retired."""

    code = "PROGRAMME_NOT_OFFERED"
    text = _("One cannot apply for this programme now.")


class NotCompleteError(Refusal):
    """Something is missing."""

    code = "STACK_NOT_COMPLETE"
    text = _("Something is still missing. See below what it is.")


class AppliedForAlreadyError(Refusal):
    """An application waits, or the award is made."""

    code = "STACK_APPLIED_ALREADY"
    text = _("You have applied for this already.")


class NameForAwardMissingError(Refusal):
    """Nobody to award it to."""

    code = "NAME_FOR_AWARD_MISSING"
    text = _("Give your name as it has to stand in the credential.")


class StackDecidedError(Refusal):
    """It waits no longer; the first decision stands."""

    code = "STACK_DECIDED"
    text = _("This application is not waiting any more.")


class OwnApplicationError(Refusal):
    """Nobody decides about themselves."""

    code = "OWN_APPLICATION"
    text = _("This is your own application. Somebody else decides on it.")


class ReasonMissingError(Refusal):
    """A refusal says why."""

    code = "STACK_REASON_MISSING"
    text = _("Say why; the applicant reads it.")


class CountsElsewhereError(Refusal):
    """Another award was faster."""

    code = "COUNTS_ELSEWHERE"
    text = pgettext_lazy(
        "stack", "One of the credentials was counted in another programme just now. Look at the application again."
    )


def apply(version: ProgrammeVersion, *, name: str, by: Person, at: datetime) -> StackApplication:
    """Apply for the award of a complete stack; nothing is bound yet.

    Args:
        name: as it will stand in what is awarded.

    Raises:
        NotOfferedProgrammeError: not the newest version, or the programme is retired.
        NameForAwardMissingError, NotCompleteError.
        AppliedForAlreadyError: an application waits, or the award is made.
    """
    if not offered().filter(pk=version.pk).exists():
        raise NotOfferedProgrammeError
    kept = " ".join(name.split())[:300]
    if not kept:
        raise NameForAwardMissingError(field="name")
    stack = stack_of(version, by, language="en", at=at, without_offers=True)
    if not stack.standing.complete:
        raise NotCompleteError
    try:
        with transaction.atomic():
            application = StackApplication.objects.create(
                programme=version.programme,
                version=version,
                person=by,
                name=kept,
                email=by.email,
                shown=told(stack),
                applied_at=at,
            )
            _note("stack.applied", application, by=by, at=at)
    except IntegrityError:
        raise AppliedForAlreadyError from None
    return application


@transaction.atomic
def withdraw(application: StackApplication, *, by: Person, at: datetime) -> StackApplication:
    """Take one's own application back.

    Raises:
        NotFoundError: it is somebody else's.
        StackDecidedError: it waits no longer.
    """
    if application.person_id != by.pk:
        raise NotFoundError
    return _end(application, State.WITHDRAWN, by=by, at=at)


@transaction.atomic
def refuse(application: StackApplication, *, because: str, by: Actor, at: datetime) -> StackApplication:
    """Refuse an application with a reason.

    Raises:
        NotAllowedError: not a registrar there.
        ReasonMissingError, OwnApplicationError, StackDecidedError.
    """
    require(by, application.programme.organisation, *DECIDERS)
    if not because.strip():
        raise ReasonMissingError(field="because")
    return _end(application, State.REFUSED, because=because, by=person_of(by), at=at)


@transaction.atomic
def award(
    application: StackApplication, *, because: str = "", names_checked: bool = False, by: Actor, at: datetime
) -> StackApplication:
    """Award what the programme is for: its credentials are bound to it, and the combined credential is ordered.

    Raises:
        NotAllowedError, SecondStepMissingError: the actor may not issue there.
        OwnApplicationError, StackDecidedError.
        NotCompleteError: as the credentials are now, something is missing.
        CountsElsewhereError: another award counted one of them at the same moment.
        GateClosedError: a rule that the organisation lets block is not met.
    """
    organisation = application.programme.organisation
    require_to_issue(by, organisation)
    ended = _end(application, State.AWARDED, because=because, by=person_of(by), at=at)
    # whoever awards to the same person waits here: what counts is then known to both
    Person.objects.select_for_update().get(pk=ended.person_id)
    stack = stack_of(ended.version, ended.person, language="en", at=at, without_offers=True)
    if not stack.standing.complete:
        raise NotCompleteError
    ended.shown = told(stack)
    ended.save(update_fields=["shown"])
    _count(ended, stack)
    version = ended.version.awards.versions.order_by("-number").first()
    if version is None:
        raise NotOfferedProgrammeError
    made = AwardToIssue(
        award_key=key_of(ended),
        recipient_name=ended.name,
        recipient_email=ended.email,
        awarded_at=at,
        parts=tuple({"id": each.credential.id, "name": each.credential.title} for each in stack.standing.counted),
    )
    order_batch(organisation, design_version=version, awards=[made], by=by, at=at, names_checked=names_checked)
    return ended


def key_of(application: StackApplication) -> str:
    """The name of an award for ever."""
    return f"stack:{application.public_id}"


def combined_of(application: StackApplication) -> Credential | None:
    """The combined credential, once it is ordered."""
    return Credential.objects.filter(award_key=key_of(application)).first()


def applications_of(person: Person) -> QuerySet[StackApplication]:
    """A person's applications, the newest first."""
    rows = StackApplication.objects.filter(person=person)
    return rows.select_related("version", "programme__organisation").order_by("-applied_at", "-pk")


def queue_of(
    programmes: Iterable[Programme] | QuerySet[Programme], *, state: str = State.APPLIED
) -> QuerySet[StackApplication]:
    """Applications in a state, those that wait longest first."""
    rows = StackApplication.objects.filter(programme__in=programmes, state=state)
    return rows.select_related("version", "programme__organisation", "person").order_by("applied_at", "pk")


def _count(application: StackApplication, stack: Stack) -> None:
    once = limits_of(application.version).single_use
    rows = [
        CountedCredential(
            application=application,
            credential=stack.credentials.get(each.credential.id),
            decision=stack.decisions.get(each.credential.id),
            requirement=each.requirement,
            once=once,
        )
        for each in stack.standing.counted
    ]
    try:
        with transaction.atomic():
            CountedCredential.objects.bulk_create(rows)
    except IntegrityError:
        raise CountsElsewhereError from None


def _end(application: StackApplication, state: str, *, because: str = "", by: Person, at: datetime) -> StackApplication:
    related = StackApplication.objects.select_related(
        "programme__organisation", "version__awards", "version__programme", "person"
    )
    locked = related.select_for_update(of=("self",)).get(pk=application.pk)
    if locked.state != State.APPLIED:
        raise StackDecidedError
    if state != State.WITHDRAWN and locked.person_id == by.pk:
        raise OwnApplicationError
    locked.state, locked.because, locked.decided_at, locked.decided_by = state, because.strip()[:MOST_WORDS], at, by
    locked.save(update_fields=["state", "because", "decided_at", "decided_by"])
    _note(f"stack.{state}", locked, by=by, at=at)
    if state != State.WITHDRAWN:
        outbox.record("stack.decided", subject=locked.pk, at=at)
    return locked


def _note(action: str, application: StackApplication, *, by: Person, at: datetime) -> None:
    audit.note(
        action,
        actor=by,
        organisation=application.programme.organisation_id,
        subject_kind="stack_application",
        subject=application.pk,
        at=at,
        programme=application.programme_id,
    )
