"""Holds: while one is open, a learner is neither awarded nor issued a badge. They are set and lifted by the floors above.

Whoever opens one waits for awarding and ordering in the same cohort, and they for it: nobody is awarded past a hold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from campus.base import audit
from campus.issuing.set_aside import release, withhold
from campus.learning.models import Award, Cohort, Enrolment, Hold
from campus.people.models import Person


@transaction.atomic
def open_hold(enrolment: Enrolment, kind: Hold.Kind, *, by: Person, at: datetime) -> Hold:
    """Hold a learner's award and badge, also one that is ordered and not signed yet.

    Whether `by` may is for the caller to check.
    """
    cohort = Cohort.objects.select_for_update().get(pk=enrolment.cohort_id)
    made = Hold.objects.create(enrolment=enrolment, kind=kind, opened_by=by, opened_at=at)
    for key in _award_keys(enrolment.pk):
        withhold(key)
    _note("hold.opened", made, cohort, by=by, at=at)
    return made


@transaction.atomic
def lift(hold: Hold, *, by: Person, at: datetime) -> None:
    """Lift it; a badge that was withheld is signed when nothing else is open. Lifting twice is the same as once.

    Whether `by` may is for the caller to check.
    """
    cohort = Cohort.objects.select_for_update().get(pk=hold.enrolment.cohort_id)
    if not Hold.objects.filter(pk=hold.pk, lifted_at__isnull=True).update(lifted_by=by, lifted_at=at):
        return
    _note("hold.lifted", hold, cohort, by=by, at=at)
    if not Hold.objects.filter(enrolment=hold.enrolment_id, lifted_at__isnull=True).exists():
        for key in _award_keys(hold.enrolment_id):
            release(key, at=at)


def _award_keys(enrolment_id: int) -> list[str]:
    return list(Award.objects.filter(enrolment=enrolment_id).values_list("key", flat=True))


def held(enrolment: str = "pk") -> Exists:
    """Whether a hold is open, for a query; `enrolment` is the way from its rows to the enrolment."""
    return Exists(Hold.objects.filter(enrolment=OuterRef(enrolment), lifted_at__isnull=True))


def kinds_of(enrolments: Iterable[Enrolment]) -> dict[int, list[Hold.Kind]]:
    """The kinds of hold that are open, by learner; those without one are left out."""
    found: dict[int, list[Hold.Kind]] = defaultdict(list)
    rows = Hold.objects.filter(enrolment__in=[each.pk for each in enrolments], lifted_at__isnull=True)
    for enrolment_id, kind in rows.order_by("kind").values_list("enrolment_id", "kind").distinct():
        found[enrolment_id].append(Hold.Kind(kind))
    return dict(found)


def _note(action: str, hold: Hold, cohort: Cohort, *, by: Person, at: datetime) -> None:
    audit.note(
        action,
        actor=by,
        organisation=cohort.organisation_id,
        subject_kind="enrolment",
        subject=hold.enrolment_id,
        at=at,
        kind=hold.kind,
    )
