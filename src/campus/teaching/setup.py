"""Writing a course: parts, units, their order, and showing it to learners.

create ──▶ add, edit, move, remove parts and units ──▶ publish
                                                      └─ the same, but nothing that counts goes away
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from campus.base import audit
from campus.base.refusals import Refusal
from campus.learning.cohorts import CohortClosedError
from campus.learning.models import Cohort
from campus.people.models import Role
from campus.people.roles import Actor, person_of, require
from campus.people.scope import NotFoundError
from campus.teaching.models import Course, Part, Unit
from campus.teaching.unit_rules import UnitRuleError, refuse_wrong

AUTHORS = (Role.AUTHOR, Role.ASSESSOR)
FIELDS = frozenset(
    (
        "phase", "required", "title_bg", "title_en", "text_bg", "text_en", "address", "meets_in", "time_zone", "opens_at",
        "due_at", "begins_at", "ends_at",
    )
)  # fmt: skip
MOST_PARTS, MOST_UNITS = 60, 400


class CourseTakenError(Refusal):
    """The cohort has a course."""

    code = "COURSE_TAKEN"
    text = _("This cohort has a course already.")


class CourseFullError(Refusal):
    """More parts or units than anybody works through."""

    code = "COURSE_FULL"
    text = _("A course has at most {parts} parts and {units} units.")


class CourseEmptyError(Refusal):
    """Nothing to show."""

    code = "COURSE_EMPTY"
    text = _("Add a unit first: there is nothing for learners to see.")


class CoursePublishedError(Refusal):
    """Learners have met it."""

    code = "COURSE_PUBLISHED"
    text = _("Learners see the course already, so what counts for their progress stays.")


class PartNotEmptyError(Refusal):
    """It holds units."""

    code = "PART_NOT_EMPTY"
    text = _("This part has units. Only an empty part can be taken out.")


class UnitChangedError(Refusal):
    """Two people write the same unit."""

    code = "UNIT_CHANGED"
    text = _("Somebody changed this unit meanwhile. Keep a copy of what you wrote, open the unit again and put it in there.")


@transaction.atomic
def create(cohort: Cohort, *, by: Actor, at: datetime) -> Course:
    """Begin the course of a cohort; learners see nothing of it yet.

    Raises:
        NotAllowedError: neither author nor assessor there.
        CohortClosedError, CourseTakenError.
    """
    require(by, cohort.organisation, *AUTHORS)
    if cohort.closed_at is not None:
        raise CohortClosedError
    try:
        with transaction.atomic():
            course = Course.objects.create(cohort=cohort, created_by=person_of(by), created_at=at)
    except IntegrityError:
        raise CourseTakenError from None
    _note("course.created", course, by=by, at=at)
    return course


@transaction.atomic
def add_part(course: Course, *, title_bg: str = "", title_en: str = "", by: Actor, at: datetime) -> Part:
    """Add a part at the end.

    Raises:
        NotAllowedError, CohortClosedError, CourseFullError, UnitRuleError.
    """
    locked = course_to_write(course, by=by)
    if locked.parts.count() >= MOST_PARTS:
        raise CourseFullError(parts=MOST_PARTS, units=MOST_UNITS)
    title_bg, title_en = _titled(title_bg, title_en)
    last = locked.parts.aggregate(last=Max("place"))["last"] or 0
    part = Part.objects.create(course=locked, place=last + 1, title_bg=title_bg, title_en=title_en)
    _note("course.changed", locked, by=by, at=at)
    return part


@transaction.atomic
def edit_part(part: Part, *, title_bg: str = "", title_en: str = "", by: Actor, at: datetime) -> None:
    """Give a part another title.

    Raises:
        NotAllowedError, CohortClosedError, UnitRuleError.
    """
    locked = course_to_write(part.course, by=by)
    title_bg, title_en = _titled(title_bg, title_en)
    Part.objects.filter(pk=part.pk).update(title_bg=title_bg, title_en=title_en)
    _note("course.changed", locked, by=by, at=at)


@transaction.atomic
def move_part(part: Part, *, up: bool, by: Actor, at: datetime) -> None:
    """Let it change places with its neighbour; at the end of the row nothing changes.

    Raises:
        NotAllowedError, CohortClosedError.
    """
    locked = course_to_write(part.course, by=by)
    _change_places(Part.objects.filter(course=locked), part.pk, up=up)
    _note("course.changed", locked, by=by, at=at)


@transaction.atomic
def remove_part(part: Part, *, by: Actor, at: datetime) -> None:
    """Take out a part without units.

    Raises:
        NotAllowedError, CohortClosedError.
        PartNotEmptyError: its units go first.
    """
    locked = course_to_write(part.course, by=by)
    if part.units.exists():
        raise PartNotEmptyError
    Part.objects.filter(pk=part.pk).delete()
    _note("course.changed", locked, by=by, at=at)


@transaction.atomic
def add_unit(part: Part, *, kind: str, by: Actor, at: datetime, **fields: Any) -> Unit:
    """Add a unit at the end of a part; `fields` are those named in `FIELDS`.

    Raises:
        NotAllowedError, CohortClosedError, CourseFullError, UnitRuleError.
    """
    locked = course_to_write(part.course, by=by)
    if Unit.objects.filter(part__course=locked).count() >= MOST_UNITS:
        raise CourseFullError(parts=MOST_PARTS, units=MOST_UNITS)
    _refuse_unknown(fields)
    last = part.units.aggregate(last=Max("place"))["last"] or 0
    unit = Unit(part=part, place=last + 1, kind=kind, **fields)
    refuse_wrong(unit)
    unit.save(force_insert=True)
    _count(locked)
    _note("course.changed", locked, by=by, at=at)
    return unit


@transaction.atomic
def edit_unit(unit: Unit, *, seen: str, by: Actor, at: datetime, **fields: Any) -> Unit:
    """Change a unit. `seen` is what `version_of` said of the unit when its author began to write.

    Raises:
        NotAllowedError, CohortClosedError, UnitRuleError.
        UnitChangedError: somebody else changed it since.
        CoursePublishedError: whether it counts stays as learners have met it.
    """
    locked = course_to_write(unit.part.course, by=by)
    _refuse_unknown(fields)
    fresh = Unit.objects.filter(pk=unit.pk).first()
    if fresh is None:
        raise NotFoundError
    if version_of(fresh) != seen:
        raise UnitChangedError
    if locked.published_at is not None and fields.get("required", fresh.required) != fresh.required:
        raise CoursePublishedError(field="required")
    for name, value in fields.items():
        setattr(fresh, name, value)
    refuse_wrong(fresh)
    fresh.save(force_update=True, update_fields=sorted(fields))
    _count(locked)
    _note("course.changed", locked, by=by, at=at)
    return fresh


def version_of(unit: Unit) -> str:
    """A short word that changes with what the unit says."""
    said = "\0".join(f"{name}={getattr(unit, name)}" for name in sorted(FIELDS))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


@transaction.atomic
def move_unit(unit: Unit, *, up: bool, by: Actor, at: datetime) -> None:
    """Let it change places with its neighbour in the part; at the end of the row nothing changes.

    Raises:
        NotAllowedError, CohortClosedError.
    """
    locked = course_to_write(unit.part.course, by=by)
    _change_places(Unit.objects.filter(part=unit.part_id), unit.pk, up=up)
    _note("course.changed", locked, by=by, at=at)


@transaction.atomic
def remove_unit(unit: Unit, *, by: Actor, at: datetime) -> None:
    """Take a unit out of a course that learners do not see yet.

    Raises:
        NotAllowedError, CohortClosedError.
        CoursePublishedError: learners may have done it.
    """
    locked = course_to_write(unit.part.course, by=by)
    if locked.published_at is not None:
        raise CoursePublishedError
    Unit.objects.filter(pk=unit.pk).delete()
    _count(locked)
    _note("course.changed", locked, by=by, at=at)


@transaction.atomic
def publish(course: Course, *, by: Actor, at: datetime) -> Course:
    """Show it to the learners of the cohort. Publishing twice is the same as once.

    Raises:
        NotAllowedError, CohortClosedError, CourseEmptyError.
    """
    locked = course_to_write(course, by=by)
    if not Unit.objects.filter(part__course=locked).exists():
        raise CourseEmptyError
    if locked.published_at is None:
        locked.published_at = at
        locked.save(update_fields=["published_at"])
        _note("course.published", locked, by=by, at=at)
    return locked


def course_to_write(course: Course, *, by: Actor) -> Course:
    """The course with its row locked, for somebody who may write it now.

    Raises:
        NotFoundError, NotAllowedError, CohortClosedError.
    """
    rows = Course.objects.select_for_update(of=("self",), no_key=True).select_related("cohort__organisation")
    locked = rows.filter(pk=course.pk).first()
    if locked is None:
        raise NotFoundError
    require(by, locked.cohort.organisation, *AUTHORS)
    if locked.cohort.closed_at is not None:
        raise CohortClosedError
    return locked


def _change_places(rows: QuerySet[Any], key: int, *, up: bool) -> None:
    ordered = list(rows.order_by("place").values_list("pk", "place"))
    here = next((place for place, (pk, _place) in enumerate(ordered) if pk == key), None)
    if here is None:
        raise NotFoundError
    there = here - 1 if up else here + 1
    if not 0 <= there < len(ordered):
        return
    (mine, my_place), (theirs, their_place) = ordered[here], ordered[there]
    rows.filter(pk=mine).update(place=ordered[-1][1] + 1)  # two rows never stand on one place
    rows.filter(pk=theirs).update(place=my_place)
    rows.filter(pk=mine).update(place=their_place)


def _titled(title_bg: str, title_en: str) -> tuple[str, str]:
    title_bg, title_en = title_bg.strip()[:200], title_en.strip()[:200]
    if not (title_bg or title_en):
        raise UnitRuleError(why=_("it needs a title."), field="title_en")
    return title_bg, title_en


def _refuse_unknown(fields: Mapping[str, Any]) -> None:
    unknown = set(fields) - FIELDS
    if unknown:
        raise TypeError(f"no fields of a unit: {sorted(unknown)}")


def _count(course: Course) -> None:
    course.counted = Unit.objects.filter(part__course=course, required=True).count()
    course.save(update_fields=["counted"])


def _note(action: str, course: Course, *, by: Actor, at: datetime) -> None:
    audit.note(
        action,
        actor=person_of(by),
        organisation=course.cohort.organisation_id,
        subject_kind="course",
        subject=course.pk,
        at=at,
    )
