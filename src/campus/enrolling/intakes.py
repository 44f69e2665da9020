"""Opening an edition to enrolment, and what is asked of whoever wants to take part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campus.base import audit
from campus.base.refusals import Refusal
from campus.catalogue.editions import NotOfferedError
from campus.catalogue.models import Design, Edition
from campus.enrolling import prerequisites
from campus.enrolling.models import Intake
from campus.enrolling.prerequisites import Credential, Entry, Test, leaves
from campus.enrolling.seats import locked
from campus.enrolling.steps import tell
from campus.enrolling.waiting import move
from campus.learning.cohorts import TitleTakenError, create_cohort
from campus.learning.models import Quiz
from campus.people.models import Organisation, Role
from campus.people.roles import Actor, person_of, require
from campus.people.scope import NotFoundError

STAFF = (Role.REGISTRAR,)
READERS = (Role.REGISTRAR, Role.AUTHOR, Role.ASSESSOR, Role.ADMINISTRATOR)
MOST_SIMILAR = 50  # titles of cohorts that differ by a number alone


class OpenAlreadyError(Refusal):
    """The edition has an intake."""

    code = "OPEN_ALREADY"
    text = _("One can enrol in this edition already.")


class EditionIsOverError(Refusal):
    """Nobody can enrol in what was called off or is over."""

    code = "EDITION_IS_OVER"
    text = _("This edition is cancelled.")


class StaleIntakeError(Refusal):
    """Somebody changed it in between; nothing was written."""

    code = "STALE_INTAKE"
    text = _("Somebody changed this after you opened it. Look at it as it is now, then change it again.")


class UnknownReferenceError(Refusal):
    """A prerequisite names what does not exist, or is not yours."""

    code = "UNKNOWN_REFERENCE"
    text = _("A prerequisite names something that is not known here.")


class OwnCredentialError(Refusal):
    """It would ask for itself."""

    code = "OWN_CREDENTIAL"
    text = _("A micro-credential cannot ask for itself.")


class BadOfferDaysError(Refusal):
    """Too short or too long."""

    code = "BAD_OFFER_DAYS"
    text = _("An offer stands for 1 to 60 days.")


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeFacts:
    """How one gets in. Names are those of `Intake`."""

    admission: Intake.Admission = Intake.Admission.OPEN
    waiting_places: int | None = None
    offer_days: int = 3


@transaction.atomic
def open_intake(edition: Edition, facts: IntakeFacts, *, title: str, by: Actor, at: datetime) -> Intake:
    """Open an edition to enrolment. Its cohort takes the newest published version, for good.

    Args:
        title: of the cohort; a number is added where another cohort has it.

    Raises:
        NotAllowedError: not a registrar there.
        OpenAlreadyError, EditionIsOverError, NotOfferedError, BadOfferDaysError.
    """
    organisation = edition.design.organisation
    require(by, organisation, *STAFF)
    current = Edition.objects.select_for_update(of=("self",)).select_related("design__organisation").get(pk=edition.pk)
    if current.state == Edition.State.CANCELLED:
        raise EditionIsOverError
    if Intake.objects.filter(edition=current).exists():
        raise OpenAlreadyError
    version = current.design.versions.order_by("-number").first()
    if version is None or current.design.state == Design.State.RETIRED:
        raise NotOfferedError
    _check(facts)
    for number in range(1, MOST_SIMILAR):
        try:
            cohort = create_cohort(
                organisation,
                design_version=version,
                title=title if number == 1 else f"{title} ({number})",
                starts_on=current.starts_on,
                ends_on=current.ends_on,
                by=by,
                at=at,
            )
            break
        except TitleTakenError:
            if number == MOST_SIMILAR - 1:
                raise
    made = Intake(
        edition=current,
        cohort=cohort,
        admission=facts.admission,
        waiting_places=facts.waiting_places,
        offer_days=facts.offer_days,
        opened_by=person_of(by),
        opened_at=at,
    )
    made.save(force_insert=True)
    _note("intake.opened", made, by=by, at=at)
    return made


@transaction.atomic
def change(intake: Intake, facts: IntakeFacts, *, revision: int, by: Actor, at: datetime) -> Intake:
    """Change how one gets in. Applications under way go on as they are.

    Raises:
        NotAllowedError: not a registrar there.
        StaleIntakeError, BadOfferDaysError.
    """
    current = _checked(intake, revision=revision, by=by)
    _check(facts)
    current.admission, current.waiting_places, current.offer_days = facts.admission, facts.waiting_places, facts.offer_days
    _save(current, "admission", "waiting_places", "offer_days")
    _note("intake.changed", current, by=by, at=at)
    if move(current, at=at):
        tell(current, at=at)
    return current


@transaction.atomic
def set_prerequisites(intake: Intake, value: object, *, revision: int, by: Actor, at: datetime) -> Intake:
    """Say what is asked beforehand. It holds for who applies from now on.

    Raises:
        NotAllowedError: not a registrar there.
        StaleIntakeError.
        BadPrerequisitesError, UnknownReferenceError, OwnCredentialError: nothing was changed.
    """
    current = _checked(intake, revision=revision, by=by)
    entries = prerequisites.read(value)
    _check_references(current, entries)
    current.prerequisites = prerequisites.as_json(entries)
    _save(current, "prerequisites")
    _note("intake.prerequisites_changed", current, by=by, at=at, number=len(entries))
    return current


@transaction.atomic
def pause(intake: Intake, *, paused: bool, by: Actor, at: datetime) -> Intake:
    """Take no applications for the time being, or take them again. The waiting list goes on.

    Raises:
        NotAllowedError: not a registrar there.
    """
    require(by, intake.cohort.organisation, *STAFF)
    current = locked(intake)
    if (current.paused_at is not None) != paused:
        current.paused_at = at if paused else None
        _save(current, "paused_at")
        _note("intake.paused" if paused else "intake.resumed", current, by=by, at=at)
    return current


def intake_in(organisation: Organisation, public_id: UUID) -> Intake:
    """The organisation's intake with this id.

    Raises:
        NotFoundError: none, or another organisation's.
    """
    found = with_edition().filter(public_id=public_id, cohort__organisation=organisation).first()
    if found is None:
        raise NotFoundError
    return found


def with_edition() -> QuerySet[Intake]:
    """Intakes with all that is shown of them."""
    return Intake.objects.select_related("edition__design__organisation", "cohort__design_version", "cohort__organisation")


def _checked(intake: Intake, *, revision: int, by: Actor) -> Intake:
    require(by, intake.cohort.organisation, *STAFF)
    current = locked(intake)
    if current.revision != revision:
        raise StaleIntakeError
    return current


def _save(intake: Intake, *names: str) -> None:
    intake.revision += 1
    intake.save(update_fields=[*names, "revision"])


def _check(facts: IntakeFacts) -> None:
    if not 1 <= facts.offer_days <= 60:
        raise BadOfferDaysError(field="offer_days")


def _check_references(intake: Intake, entries: Sequence[Entry]) -> None:
    """Designs that the public can see, or the organisation's own; quizzes of the organisation."""
    organisation = intake.cohort.organisation_id
    for entry in entries:
        for leaf in leaves(entry.needs):
            if isinstance(leaf, Credential):
                design = Design.objects.filter(public_id=leaf.design, versions__isnull=False).first()
                if design is None:
                    raise UnknownReferenceError(field=entry.id)
                if design.pk == intake.edition.design_id:
                    raise OwnCredentialError(field=entry.id)
            elif isinstance(leaf, Test):
                known = Quiz.objects.filter(public_id=leaf.quiz, cohort__organisation=organisation)
                if not known.exclude(state=Quiz.State.DRAFT).exists():
                    raise UnknownReferenceError(field=entry.id)


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
