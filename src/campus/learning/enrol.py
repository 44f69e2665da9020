"""Enrolments made and ended here, beside those that a gradebook brings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from campus.base import outbox
from campus.learning.cohorts import CohortClosedError
from campus.learning.models import Cohort, Enrolment
from campus.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Who is to be enrolled. `number` is unique in the cohort; `person` is None where nobody has proved the address yet."""

    number: str
    name: str
    email: str
    person: Person | None = None


@transaction.atomic
def enrol(cohort: Cohort, newcomers: Iterable[Newcomer], *, at: datetime) -> dict[str, Enrolment]:
    """Enrol them, and give their enrolments by e-mail address. Whoever was enrolled under an address before is so again.

    Nothing of an earlier enrolment is lost: its results stand. Names that a gradebook knows stay.

    Raises:
        CohortClosedError: the cohort takes nobody any more.
    """
    locked = Cohort.objects.select_for_update().get(pk=cohort.pk)
    if locked.closed_at is not None:
        raise CohortClosedError
    wanted = {newcomer.email.lower(): newcomer for newcomer in newcomers}
    known = {each.email: each for each in Enrolment.objects.filter(cohort=locked, email__in=wanted)}
    back = [each.pk for each in known.values() if each.withdrawn]
    Enrolment.objects.filter(pk__in=back).update(withdrawn=False)
    for email, enrolment in known.items():
        enrolment.withdrawn = False
        person = wanted[email].person
        if person is not None and enrolment.person_id is None:
            enrolment.person = person
            enrolment.save(update_fields=["person"])
    new = [
        Enrolment(cohort=locked, number=each.number, name=each.name, email=email, person=each.person)
        for email, each in wanted.items()
        if email not in known
    ]
    made = Enrolment.objects.bulk_create(new, batch_size=500)
    note_enrolled(locked, [*back, *(each.pk for each in made)], at=at)
    return known | {each.email: each for each in made}


def note_enrolled(cohort: Cohort, enrolments: list[int], *, at: datetime) -> None:
    """Record that these, by primary key, take part from now on."""
    for start in range(0, len(enrolments), 500):
        outbox.record("learners.enrolled", subject=cohort.pk, at=at, enrolments=enrolments[start : start + 500])


def withdraw(enrolment: Enrolment) -> None:
    """End it: the learner takes no part any more. Results and an award given before stand."""
    Enrolment.objects.filter(pk=enrolment.pk).update(withdrawn=True)
    enrolment.withdrawn = True
