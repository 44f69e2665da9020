"""How near everybody is to a programme, looked at in the background, learner by learner; only sums are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from campus.base import audit, outbox
from campus.base.refusals import Refusal
from campus.base.small_numbers import FEWEST
from campus.people.models import Person
from campus.people.roles import Actor, person_of, require
from campus.recognition.models import ProgrammeVersion, Prospect, StackSurvey
from campus.recognition.stack_applying import DECIDERS
from campus.recognition.stack_reading import partners_of, said_in
from campus.recognition.stack_standing import stack_of
from campus.wallet.models import Holding

CHUNK: Final = 50
NEAR: Final = (Decimal(2), Decimal(5), Decimal(10))
"""How many credits at most are missing, from group to group."""


class SurveyRunningError(Refusal):
    """One at a time."""

    code = "SURVEY_RUNNING"
    text = _("Everybody is being looked at already. See how far it is.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """So many learners miss at most so many credits (None: more than in any other group; 0: nothing).

    `people` is None where it is not told: fewer than five, or else a number from which theirs could be worked out.
    """

    missing: Decimal | None
    people: int | None


@transaction.atomic
def order(version: ProgrammeVersion, *, by: Actor, at: datetime) -> StackSurvey:
    """Look at everybody who holds something that could count.

    Raises:
        NotAllowedError: not a registrar there.
        SurveyRunningError: one of this version runs.
    """
    require(by, version.programme.organisation, *DECIDERS)
    try:
        with transaction.atomic():
            survey = StackSurvey.objects.create(
                version=version, ordered_by=person_of(by), ordered_at=at, total=_people(version).count()
            )
    except IntegrityError:
        raise SurveyRunningError from None
    audit.note(
        "programme.surveyed",
        actor=person_of(by),
        organisation=version.programme.organisation_id,
        subject_kind="programme",
        subject=version.programme_id,
        at=at,
    )
    outbox.record("stack.survey_ordered", subject=survey.pk, at=at)
    return survey


def run_part(survey_id: int, *, at: datetime) -> bool:
    """Look at the next `CHUNK` learners; True while there are more. Repeated or at the same moment, nobody is counted twice."""
    survey = StackSurvey.objects.select_related("version__programme__organisation", "version__awards").get(pk=survey_id)
    if survey.finished_at is not None:
        return False
    chunk = list(_people(survey.version).filter(pk__gt=survey.last_person).order_by("pk")[:CHUNK])
    found = [_prospect(survey, person, at=survey.ordered_at) for person in chunk]
    with transaction.atomic():
        locked = StackSurvey.objects.select_for_update().get(pk=survey_id)
        if locked.last_person != survey.last_person or locked.finished_at is not None:
            return locked.finished_at is None
        Prospect.objects.bulk_create(found)
        locked.done += len(chunk)
        locked.last_person = chunk[-1].pk if chunk else locked.last_person
        locked.finished_at = at if len(chunk) < CHUNK else None
        locked.save(update_fields=["done", "last_person", "finished_at"])
        if locked.finished_at is not None:
            StackSurvey.objects.filter(version=survey.version, pk__lt=locked.pk).delete()
    return locked.finished_at is None


def newest(version: ProgrammeVersion) -> StackSurvey | None:
    """The survey ordered last."""
    return StackSurvey.objects.filter(version=version).order_by("-pk").first()


def groups(survey: StackSurvey) -> list[Group]:
    """How many are how near, in groups."""
    prospects = survey.prospects.all()
    counts = [prospects.filter(complete=True).count()]
    below = Q(complete=True)
    for most in NEAR:
        counts.append(prospects.exclude(below).filter(missing__lte=most).count())
        below |= Q(missing__lte=most)
    counts.append(prospects.exclude(below).count())
    names = (Decimal(0), *NEAR, None)
    return [Group(missing=name, people=people) for name, people in zip(names, _told(counts), strict=True)]


def _told(counts: list[int]) -> list[int | None]:
    """Counts without those of fewer than `FEWEST`; where it is one alone, the next smallest is left out as well."""
    hidden = {place for place, count in enumerate(counts) if 0 < count < FEWEST}
    if len(hidden) == 1:
        others = [place for place, count in enumerate(counts) if count >= FEWEST]
        hidden |= {min(others, key=lambda place: counts[place])} if others else set()
    return [None if place in hidden else count for place, count in enumerate(counts)]


def _prospect(survey: StackSurvey, person: Person, *, at: datetime) -> Prospect:
    standing = stack_of(survey.version, person, language="en", at=at, without_offers=True).standing
    missing = min(standing.missing_ects, Decimal(99999))
    return Prospect(survey=survey, person=person, complete=standing.complete, missing=missing)


def _people(version: ProgrammeVersion) -> QuerySet[Person]:
    """Whoever holds a credential of the awarding organisation or of a partner."""
    issuers = Q(credential__organisation=version.programme.organisation)
    issuers |= Q(credential__organisation__in=partners_of(said_in(version)))
    holders = Holding.objects.filter(issuers, credential__revoked_at__isnull=True)
    return Person.objects.filter(pk__in=holders.values("person"), is_active=True)
