"""How learners come along: what they have done, and where they go on. Nothing that was done becomes undone."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from campus.base.refusals import Refusal
from campus.learning.cohorts import CohortClosedError
from campus.learning.models import Enrolment
from campus.people.scope import NotFoundError
from campus.teaching.gate import Opening, Step, openings
from campus.teaching.models import Course, Journey, Unit, UnitDone


class UnitNotOpenError(Refusal):
    """Its time has not come, or something has to be done first."""

    code = "UNIT_NOT_OPEN"
    text = _("This is not open yet. Do what comes before it first, or wait for its date.")


def steps_of(course: Course) -> list[Step]:
    """The units of a course in their order."""
    rows = Unit.objects.filter(part__course=course).order_by("part__place", "place")
    return [
        Step(unit=pk, part=part, phase=phase, required=required, opens_at=opens_at)
        for pk, part, phase, required, opens_at in rows.values_list("pk", "part_id", "phase", "required", "opens_at")
    ]


def openings_for(enrolment: Enrolment, course: Course, *, at: datetime) -> list[Opening]:
    """What is open to a learner, and why the rest is not."""
    done = UnitDone.objects.filter(enrolment=enrolment, unit__part__course=course)
    return openings(steps_of(course), set(done.values_list("unit_id", flat=True)), at=at)


@transaction.atomic
def visit(enrolment: Enrolment, unit: Unit, *, at: datetime) -> Journey:
    """Remember where the learner is, so that any device goes on from there.

    Raises:
        NotFoundError: no unit of a published course of the learner's cohort, or the learner has left.
        UnitNotOpenError.
    """
    journey = _on_the_way(enrolment, unit, at=at)
    journey.last_unit, journey.last_at = unit, at
    journey.save(update_fields=["last_unit", "last_at"])
    return journey


@transaction.atomic
def finish(enrolment: Enrolment, unit: Unit, *, at: datetime) -> Journey:
    """Mark a unit as done. Doing it again changes nothing: the first time stands.

    Raises:
        NotFoundError, UnitNotOpenError: as for `visit`.
        CohortClosedError: nothing is counted any more.
    """
    journey = _on_the_way(enrolment, unit, at=at)
    if unit.part.course.cohort.closed_at is not None:
        raise CohortClosedError
    # The journey's row is locked, so no other device of this learner counts the same unit.
    _row, new = UnitDone.objects.get_or_create(unit=unit, enrolment=enrolment, defaults={"done_at": at})
    if new:
        changes = {"last_unit": unit, "last_at": at, "done": F("done") + int(unit.required)}
        Journey.objects.filter(pk=journey.pk).update(**changes)
        journey.refresh_from_db()
    return journey


def _on_the_way(enrolment: Enrolment, unit: Unit, *, at: datetime) -> Journey:
    course = unit.part.course
    if enrolment.withdrawn or course.cohort_id != enrolment.cohort_id or course.published_at is None:
        raise NotFoundError
    Journey.objects.get_or_create(enrolment=enrolment, defaults={"course": course})
    journey = Journey.objects.select_for_update(of=("self",)).get(enrolment=enrolment)
    if not next(each for each in openings_for(enrolment, course, at=at) if each.unit == unit.pk).open:
        raise UnitNotOpenError
    return journey
