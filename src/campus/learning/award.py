"""Awards: who met every rule of the approved design gets one, once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, QuerySet

from campus.base import audit, outbox
from campus.catalogue.versions import record_of
from campus.learning.assess import marks_of
from campus.learning.cohorts import STAFF
from campus.learning.conditions import conditions_of
from campus.learning.holds import held
from campus.learning.models import Award, Cohort, Enrolment, Result
from campus.people.models import Person
from campus.people.roles import Actor, person_of, require
from laurel.annex1.award import Decision, decide
from laurel.annex1.record import MicroCredential

CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardOutcome:
    """What awarding came to, in learners."""

    awarded: int
    held_before: int
    not_met: int
    on_hold: int = 0  # meet every rule, and something is open that has to be settled first


def key_of(cohort: Cohort, number: str) -> str:
    """The name of an award for ever: from cohort and learner number, without showing the number (it may be an address)."""
    return f"award:{cohort.public_id}:{hashlib.sha256(number.encode()).hexdigest()[:32]}"


def evaluate(cohort: Cohort, enrolments: Iterable[Enrolment]) -> Iterator[tuple[Enrolment, Decision]]:
    """Each enrolment of the cohort with the decision on it and its reasons, in bounded memory, in the order given."""
    design = record_of(cohort.design_version)
    for chunk in _chunks(enrolments):
        yield from _decisions(design, chunk)


@transaction.atomic
def award_cohort(cohort: Cohort, *, by: Actor, at: datetime) -> AwardOutcome:
    """Award everybody who meets every rule, holds no award yet, and about whom nothing is open (see `holds`).

    Repeating it, even at the same moment, awards nobody twice.

    Raises:
        NotAllowedError: neither assessor nor registrar there.
    """
    require(by, cohort.organisation, *STAFF)
    # The lock makes two callers wait for each other; the unique keys of Award would stop the second one anyway.
    locked = Cohort.objects.select_for_update(of=("self",)).select_related("design_version").get(pk=cohort.pk)
    before = Award.objects.filter(enrolment__cohort=locked).aggregate(number=Count("pk"), newest=Max("pk"))
    held_before = before["number"]
    awarded = 0
    candidates = _candidates(locked)
    design = record_of(locked.design_version)
    for chunk in _chunks(candidates.iterator(chunk_size=CHUNK)):
        awards = [
            _award(locked, enrolment, decision, by=person_of(by), at=at)
            for enrolment, decision in _decisions(design, chunk)
            if decision.earned
        ]
        Award.objects.bulk_create(awards, batch_size=CHUNK)
        awarded += len(awards)
    on_hold = _ready(locked).filter(held()).count()
    not_met = locked.enrolments.count() - held_before - awarded - on_hold
    if awarded:
        audit.note(
            "cohort.awarded",
            actor=person_of(by),
            organisation=locked.organisation_id,
            subject_kind="cohort",
            subject=locked.pk,
            at=at,
            awarded=awarded,
        )
        outbox.record("cohort.awarded", subject=locked.pk, at=at, after=before["newest"] or 0)
    return AwardOutcome(awarded=awarded, held_before=held_before, not_met=not_met, on_hold=on_hold)


def facts_of(decision: Decision) -> dict[str, Any]:
    """What an award keeps of the decision it rests on."""
    return {
        "overall": decision.overall,
        "grade": decision.grade[:100],
        "results": [{"assessment": assessment, "value": str(mark)} for assessment, mark in decision.marks.items()],
    }


def _ready(cohort: Cohort) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(cohort=cohort, meets_rules=True, award__isnull=True)


def _candidates(cohort: Cohort) -> QuerySet[Enrolment]:
    return _ready(cohort).exclude(held()).order_by("pk")


def _decisions(design: MicroCredential, chunk: list[Enrolment]) -> Iterator[tuple[Enrolment, Decision]]:
    results: dict[int, list[Result]] = {}
    for result in Result.objects.filter(enrolment__in=[enrolment.pk for enrolment in chunk]).order_by("pk"):
        results.setdefault(result.enrolment_id, []).append(result)
    for enrolment in chunk:
        marks = marks_of(results.get(enrolment.pk, []))
        yield enrolment, decide(design, marks, withdrawn=enrolment.withdrawn)


def _award(cohort: Cohort, enrolment: Enrolment, decision: Decision, *, by: Person, at: datetime) -> Award:
    return Award(
        enrolment=enrolment,
        key=key_of(cohort, enrolment.number),
        **facts_of(decision),
        conditions=conditions_of(cohort, enrolment, decision.marks),
        awarded_at=_moment(enrolment, at),
        awarded_by=by,
    )


def _moment(enrolment: Enrolment, at: datetime) -> datetime:
    """Noon of the day the gradebook names, else now: the award bears the day on which it was earned."""
    if enrolment.completed_on is None:
        return at
    return min(at, datetime.combine(enrolment.completed_on, time(12), tzinfo=UTC))


def _chunks(enrolments: Iterable[Enrolment]) -> Iterator[list[Enrolment]]:
    rest = iter(enrolments)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
