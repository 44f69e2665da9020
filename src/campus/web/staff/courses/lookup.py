"""Finding the course of a cohort, its parts and units, inside their organisation."""

from __future__ import annotations

import uuid
from typing import Any

from campus.learning.cohorts import READERS
from campus.learning.models import Cohort
from campus.people.models import Organisation, Person
from campus.people.roles import roles_of
from campus.people.scope import NotFoundError
from campus.teaching.models import Course, Part, Unit
from campus.teaching.setup import AUTHORS
from campus.web.staff.cohorts.lookup import cohort_in


def course_of(cohort: Cohort) -> Course | None:
    """The course of a cohort, if it has one."""
    course = Course.objects.filter(cohort=cohort).first()
    if course is not None:
        course.cohort = cohort
    return course


def course_in(organisation: Organisation, public_id: uuid.UUID) -> Course:
    """The course of the cohort with this id.

    Raises:
        NotFoundError: there is none in this organisation.
    """
    course = course_of(cohort_in(organisation, public_id))
    if course is None:
        raise NotFoundError
    return course


def part_in(course: Course, part_id: uuid.UUID) -> Part:
    """The part with this id.

    Raises:
        NotFoundError: there is none in this course.
    """
    part = course.parts.filter(public_id=part_id).first()
    if part is None:
        raise NotFoundError
    part.course = course
    return part


def unit_in(course: Course, unit_id: uuid.UUID) -> Unit:
    """The unit with this id.

    Raises:
        NotFoundError: there is none in this course.
    """
    unit = Unit.objects.filter(part__course=course, public_id=unit_id).select_related("part").first()
    if unit is None:
        raise NotFoundError
    unit.part.course = course
    return unit


def frame_of(cohort: Cohort, course: Course | None, person: Person) -> dict[str, Any]:
    """What every page about a course shows, and what this person may do there."""
    held = roles_of(person, cohort.organisation)
    return {
        "organisation": cohort.organisation,
        "cohort": cohort,
        "course": course,
        "writes": bool(held & set(AUTHORS)) and cohort.closed_at is None,
        "sees_learners": bool(held & set(READERS)),
    }
