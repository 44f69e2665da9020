"""Cohorts: learners who take one version of a micro-credential together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from campus.base import audit
from campus.base.refusals import Refusal
from campus.catalogue.models import Design, DesignVersion
from campus.learning.holds import held
from campus.learning.models import Cohort
from campus.people.models import Organisation, Role
from campus.people.roles import Actor, person_of, require

STAFF = (Role.ASSESSOR, Role.REGISTRAR)
READERS = (*STAFF, Role.ADMINISTRATOR)  # who may see the learners and their results


class TitleTakenError(Refusal):
    """Another cohort of the organisation has this title."""

    code = "TITLE_TAKEN"
    text = _("Another cohort has this title. Choose one that tells them apart, for example with the year.")


class TitleMissingError(Refusal):
    """A cohort needs a title."""

    code = "TITLE_MISSING"
    text = _("Give the cohort a title.")


class DatesReversedError(Refusal):
    """It would end before it starts."""

    code = "DATES_REVERSED"
    text = _("The last day lies before the first day.")


class VersionNotOfferedError(Refusal):
    """Retired, or another organisation's."""

    code = "VERSION_NOT_OFFERED"
    text = _("This micro-credential is not offered: it is retired, or not yours.")


class CohortClosedError(Refusal):
    """Nothing can be added any more."""

    code = "COHORT_CLOSED"
    text = _("This cohort is closed.")


@dataclass(frozen=True, slots=True)
class Standing:
    """How many learners a cohort has, and how they stand."""

    learners: int
    withdrawn: int
    meeting: int  # meet every rule and hold no award yet
    awarded: int
    on_hold: int = 0  # would be meeting, and something is open about them

    @property
    def not_meeting(self) -> int:
        """Neither awarded nor ready for it, withdrawn ones included."""
        return self.learners - self.awarded - self.meeting - self.on_hold


@transaction.atomic
def create_cohort(
    organisation: Organisation,
    *,
    design_version: DesignVersion,
    title: str,
    by: Actor,
    at: datetime,
    starts_on: date | None = None,
    ends_on: date | None = None,
    fixed_list: bool = False,
) -> Cohort:
    """Open a cohort.

    Raises:
        NotAllowedError: neither assessor nor registrar there.
        VersionNotOfferedError, TitleMissingError, TitleTakenError, DatesReversedError.
    """
    require(by, organisation, *STAFF)
    design = design_version.design
    if design.organisation_id != organisation.pk or design.state == Design.State.RETIRED:
        raise VersionNotOfferedError(field="design_version")
    if not title.strip():
        raise TitleMissingError(field="title")
    if starts_on and ends_on and ends_on < starts_on:
        raise DatesReversedError(field="ends_on")
    try:
        with transaction.atomic():
            cohort = Cohort.objects.create(
                organisation=organisation,
                design_version=design_version,
                title=" ".join(title.split())[:300],
                starts_on=starts_on,
                ends_on=ends_on,
                fixed_list=fixed_list,
                created_by=person_of(by),
                created_at=at,
            )
    except IntegrityError:
        raise TitleTakenError(field="title") from None
    _note("cohort.created", cohort, by=by, at=at)
    return cohort


@transaction.atomic
def set_fixed_list(cohort: Cohort, *, fixed: bool, by: Actor, at: datetime) -> Cohort:
    """Say whether gradebooks may still add learners.

    Raises:
        NotAllowedError: neither assessor nor registrar there.
    """
    require(by, cohort.organisation, *STAFF)
    if Cohort.objects.filter(pk=cohort.pk).exclude(fixed_list=fixed).update(fixed_list=fixed):
        _note("cohort.list_fixed" if fixed else "cohort.list_opened", cohort, by=by, at=at)
    cohort.fixed_list = fixed
    return cohort


@transaction.atomic
def close_cohort(cohort: Cohort, *, by: Actor, at: datetime) -> Cohort:
    """Close it: no more gradebooks. Awards can still be given. Closing twice is the same as once.

    Raises:
        NotAllowedError: neither assessor nor registrar there.
    """
    require(by, cohort.organisation, *STAFF)
    if Cohort.objects.filter(pk=cohort.pk, closed_at__isnull=True).update(closed_at=at):
        _note("cohort.closed", cohort, by=by, at=at)
        cohort.closed_at = at
    return cohort


def standing_of(cohort: Cohort) -> Standing:
    """Count its learners."""
    awarded = Q(award__isnull=False)
    ready = Q(meets_rules=True) & ~awarded
    counts = cohort.enrolments.annotate(stopped=held()).aggregate(
        learners=Count("pk"),
        withdrawn=Count("pk", filter=Q(withdrawn=True)),
        meeting=Count("pk", filter=ready & Q(stopped=False)),
        on_hold=Count("pk", filter=ready & Q(stopped=True)),
        awarded=Count("pk", filter=awarded),
    )
    return Standing(**counts)


def _note(action: str, cohort: Cohort, *, by: Actor, at: datetime) -> None:
    audit.note(
        action, actor=person_of(by), organisation=cohort.organisation_id, subject_kind="cohort", subject=cohort.pk, at=at
    )
