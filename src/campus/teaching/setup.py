"""Writing a course: parts, units, their order, and showing it to learners.

create ──▶ add_part, add_unit, move_unit, remove_unit ──▶ publish
                                                           └─ add_part, add_unit, move_unit: nothing counted goes away
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from campus.base import audit
from campus.base.refusals import Refusal
from campus.learning.cohorts import CohortClosedError
from campus.learning.models import Cohort
from campus.people.models import Role
from campus.people.roles import Actor, person_of, require
from campus.people.scope import NotFoundError
from campus.teaching.models import Course, Part, Unit

AUTHORS = (Role.AUTHOR, Role.ASSESSOR)
FIELDS = frozenset(
    (
        "phase", "required", "title_bg", "title_en", "text_bg", "text_en", "address", "meets_in", "time_zone", "opens_at",
        "due_at", "begins_at", "ends_at",
    )
)  # fmt: skip
MOST_PARTS, MOST_UNITS = 60, 400
LONGEST_TEXT = 100_000
Kind = Unit.Kind


class CourseTakenError(Refusal):
    """The cohort has a course."""

    code = "COURSE_TAKEN"
    text = _("This cohort has a course already.")


class UnitRuleError(Refusal):
    """A unit cannot be so."""

    code = "UNIT_RULE"
    text = _("This unit cannot be so: {why}")


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
    locked = _locked(course, by=by)
    if locked.parts.count() >= MOST_PARTS:
        raise CourseFullError(parts=MOST_PARTS, units=MOST_UNITS)
    title_bg, title_en = title_bg.strip()[:200], title_en.strip()[:200]
    if not (title_bg or title_en):
        raise UnitRuleError(why=_("it needs a title."), field="title_en")
    last = locked.parts.aggregate(last=Max("place"))["last"] or 0
    part = Part.objects.create(course=locked, place=last + 1, title_bg=title_bg, title_en=title_en)
    _note("course.changed", locked, by=by, at=at)
    return part


@transaction.atomic
def add_unit(part: Part, *, kind: str, by: Actor, at: datetime, **fields: Any) -> Unit:
    """Add a unit at the end of a part; `fields` are those named in `FIELDS`.

    Raises:
        NotAllowedError, CohortClosedError, CourseFullError, UnitRuleError.
    """
    locked = _locked(part.course, by=by)
    if Unit.objects.filter(part__course=locked).count() >= MOST_UNITS:
        raise CourseFullError(parts=MOST_PARTS, units=MOST_UNITS)
    unknown = set(fields) - FIELDS
    if unknown:
        raise TypeError(f"no fields of a unit: {sorted(unknown)}")
    last = part.units.aggregate(last=Max("place"))["last"] or 0
    unit = Unit(part=part, place=last + 1, kind=kind, **fields)
    _refuse_wrong(unit)
    unit.save(force_insert=True)
    _count(locked)
    _note("course.changed", locked, by=by, at=at)
    return unit


@transaction.atomic
def move_unit(unit: Unit, *, up: bool, by: Actor, at: datetime) -> None:
    """Let it change places with its neighbour in the part; at the end of the row nothing changes.

    Raises:
        NotAllowedError, CohortClosedError.
    """
    locked = _locked(unit.part.course, by=by)
    rows = list(Unit.objects.filter(part=unit.part_id).order_by("place"))
    here = next(place for place, each in enumerate(rows) if each.pk == unit.pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(rows):
        return
    mine, theirs = rows[here].place, rows[there].place
    Unit.objects.filter(pk=rows[here].pk).update(place=rows[-1].place + 1)  # two rows never stand on one place
    Unit.objects.filter(pk=rows[there].pk).update(place=mine)
    Unit.objects.filter(pk=rows[here].pk).update(place=theirs)
    _note("course.changed", locked, by=by, at=at)


@transaction.atomic
def remove_unit(unit: Unit, *, by: Actor, at: datetime) -> None:
    """Take a unit out of a course that learners do not see yet.

    Raises:
        NotAllowedError, CohortClosedError.
        CoursePublishedError: learners may have done it.
    """
    locked = _locked(unit.part.course, by=by)
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
    locked = _locked(course, by=by)
    if not Unit.objects.filter(part__course=locked).exists():
        raise CourseEmptyError
    if locked.published_at is None:
        locked.published_at = at
        locked.save(update_fields=["published_at"])
        _note("course.published", locked, by=by, at=at)
    return locked


def _locked(course: Course, *, by: Actor) -> Course:
    rows = Course.objects.select_for_update(of=("self",), no_key=True).select_related("cohort__organisation")
    locked = rows.filter(pk=course.pk).first()
    if locked is None:
        raise NotFoundError
    require(by, locked.cohort.organisation, *AUTHORS)
    if locked.cohort.closed_at is not None:
        raise CohortClosedError
    return locked


def _count(course: Course) -> None:
    course.counted = Unit.objects.filter(part__course=course, required=True).count()
    course.save(update_fields=["counted"])


def _refuse_wrong(unit: Unit) -> None:
    unit.title_bg, unit.title_en = unit.title_bg.strip()[:200], unit.title_en.strip()[:200]
    unit.address = unit.address.strip()
    for field, wrong, why in (*_wrong_words(unit), *_wrong_times(unit)):
        if wrong:
            raise UnitRuleError(why=why, field=field)


def _wrong_words(unit: Unit) -> list[tuple[str, bool, Any]]:
    elsewhere = unit.kind in (Kind.VIDEO, Kind.LINK)
    lengths = (len(unit.text_bg), len(unit.text_en))
    return [
        ("kind", unit.kind not in Kind.values, _("this kind is not known.")),
        ("phase", unit.phase not in Unit.Phase.values, _("it comes before, in or after class.")),
        ("title_en", not (unit.title_bg or unit.title_en), _("it needs a title.")),
        ("text_en", unit.kind == Kind.TEXT and not (unit.text_bg.strip() or unit.text_en.strip()), _("it needs a text.")),
        ("text_en", max(lengths) > LONGEST_TEXT, _("a text has at most 100,000 characters.")),
        (
            "address",
            (elsewhere or bool(unit.address)) and not unit.address.startswith("https://"),
            _("it needs an address that begins with https://."),
        ),
        ("address", len(unit.address) > 1000, _("an address has at most 1,000 characters.")),
    ]


def _wrong_times(unit: Unit) -> list[tuple[str, bool, Any]]:
    begins, ends = unit.begins_at, unit.ends_at
    late = unit.opens_at is not None and unit.due_at is not None and unit.due_at <= unit.opens_at
    meets = begins is not None and ends is not None and ends > begins
    return [
        ("time_zone", unit.time_zone not in available_timezones(), _("this is no time zone.")),
        ("due_at", late, _("it is due before it opens.")),
        ("begins_at", unit.kind == Kind.SESSION and not meets, _("a live session begins, and ends after that.")),
    ]


def _note(action: str, course: Course, *, by: Actor, at: datetime) -> None:
    audit.note(
        action,
        actor=person_of(by),
        organisation=course.cohort.organisation_id,
        subject_kind="course",
        subject=course.pk,
        at=at,
    )
