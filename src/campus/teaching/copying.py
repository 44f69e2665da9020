"""A course taken over from another cohort: the same parts and units, moved to the dates of the new one."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campus.base import audit
from campus.base.refusals import Refusal
from campus.people.models import Organisation
from campus.people.roles import Actor, person_of, require
from campus.people.scope import NotFoundError
from campus.teaching.models import Course, Part, Unit
from campus.teaching.setup import AUTHORS, FIELDS, course_to_write

MOMENTS = ("opens_at", "due_at", "begins_at", "ends_at")


class CourseNotEmptyError(Refusal):
    """It has parts of its own."""

    code = "COURSE_NOT_EMPTY"
    text = _("This course has parts already. Another course can only be taken over into an empty one.")


def sources_for(course: Course) -> QuerySet[Course]:
    """The other courses of the organisation that have something to take over, the newest first."""
    mine = Course.objects.filter(cohort__organisation=course.cohort.organisation_id).exclude(pk=course.pk)
    filled = Unit.objects.filter(part__course__in=mine).values("part__course")
    return mine.filter(pk__in=filled).select_related("cohort").order_by("-created_at", "-pk")


@transaction.atomic
def copy_into(course: Course, source: Course, *, by: Actor, at: datetime) -> Course:
    """Take over the parts and units of another course of the same organisation.

    Where both cohorts have a first day, every date moves by the days between them and keeps its time of day. Where one
    has none, dates of opening and of being due are left out, and live sessions keep theirs, to be mended by hand.

    Raises:
        NotAllowedError, CohortClosedError.
        NotFoundError: it is another organisation's.
        CourseNotEmptyError: there is something in it.
    """
    organisation: Organisation = source.cohort.organisation
    require(by, organisation, *AUTHORS)
    locked = course_to_write(course, by=by)
    if source.cohort.organisation_id != locked.cohort.organisation_id:
        raise NotFoundError
    if locked.parts.exists():
        raise CourseNotEmptyError
    days = _days_between(source, locked)
    for part in source.parts.order_by("place"):
        taken = Part.objects.create(course=locked, place=part.place, title_bg=part.title_bg, title_en=part.title_en)
        Unit.objects.bulk_create(_taken(unit, taken, days) for unit in part.units.order_by("place"))
    locked.counted = Unit.objects.filter(part__course=locked, required=True).count()
    locked.save(update_fields=["counted"])
    audit.note(
        "course.copied",
        actor=person_of(by),
        organisation=organisation.pk,
        subject_kind="course",
        subject=locked.pk,
        at=at,
        source=str(source.public_id),
    )
    return locked


def _days_between(source: Course, target: Course) -> int | None:
    before, after = source.cohort.starts_on, target.cohort.starts_on
    return None if before is None or after is None else (after - before).days


def _taken(unit: Unit, part: Part, days: int | None) -> Unit:
    taken = Unit(part=part, place=unit.place, kind=unit.kind, **{name: getattr(unit, name) for name in FIELDS})
    for name in MOMENTS:
        moment = getattr(unit, name)
        if moment is not None and days is not None:
            # By the clock on the wall: a class at nine stays at nine when summer time begins in between.
            local = moment.astimezone(ZoneInfo(unit.time_zone)).replace(tzinfo=None) + timedelta(days=days)
            setattr(taken, name, local.replace(tzinfo=ZoneInfo(unit.time_zone)))
        elif days is None and name in ("opens_at", "due_at"):
            setattr(taken, name, None)
    return taken
