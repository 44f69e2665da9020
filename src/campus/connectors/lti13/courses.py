"""Courses of platforms beside cohorts of ours: a link placed in a course names a cohort, and the first launch joins the two."""

from __future__ import annotations

import uuid
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from campus.base import audit, outbox
from campus.connectors.lti13.claims import Launch
from campus.connectors.lti13.models import Course, Platform
from campus.learning.cohorts import STAFF
from campus.learning.models import Cohort
from campus.people.models import Organisation, Person
from campus.people.roles import require
from campus.people.scope import NotFoundError


def path_of(platform: Platform, cohort: Cohort) -> str:
    """Where a link in a course leads: it names the cohort, and says nothing about anybody."""
    return reverse("lti_cohort", args=[platform.public_id, cohort.public_id])


def course_for(platform: Platform, launch: Launch, *, at: datetime) -> Course | None:
    """The course a launch comes from, joined to the cohort that its link names; None when that names none of ours.

    A link without a cohort leads to the cohort of its course where there is exactly one.
    """
    here = Course.objects.filter(platform=platform, deployment_id=launch.deployment_id, context_id=launch.context_id)
    cohort_id = _cohort_named_by(launch)
    if cohort_id is None:
        found = list(here.order_by("pk")[:2])
        return _seen(found[0], launch, at=at) if len(found) == 1 else None
    cohort = Cohort.objects.filter(organisation=platform.organisation_id, public_id=cohort_id).first()
    if cohort is None or not launch.context_id:
        return None
    course, _new = here.get_or_create(
        platform=platform,
        deployment_id=launch.deployment_id,
        context_id=launch.context_id,
        cohort=cohort,
        defaults={"created_at": at, "seen_at": at},
    )
    return _seen(course, launch, at=at)


def courses_of(cohort: Cohort) -> QuerySet[Course]:
    """The courses that lead to a cohort, the newest first."""
    return Course.objects.filter(cohort=cohort).select_related("platform", "cohort__organisation").order_by("-pk")


def course_in(organisation: Organisation, cohort_id: uuid.UUID, course_id: uuid.UUID) -> Course:
    """One course of a cohort of the organisation.

    Raises:
        NotFoundError: there is none.
    """
    mine = Course.objects.filter(cohort__organisation=organisation, cohort__public_id=cohort_id, public_id=course_id)
    found = mine.select_related("platform__organisation", "cohort__organisation", "cohort__design_version").first()
    if found is None:
        raise NotFoundError
    return found


@transaction.atomic
def set_sends_awards(course: Course, *, sends: bool, by: Person, at: datetime) -> None:
    """Say whether awards of the cohort go to the course as grades.

    Raises:
        NotAllowedError: neither assessor nor registrar there.
    """
    require(by, course.cohort.organisation, *STAFF)
    if not Course.objects.filter(pk=course.pk).exclude(sends_awards=sends).update(sends_awards=sends):
        return
    audit.note(
        "course.sends_awards" if sends else "course.keeps_awards",
        actor=by,
        organisation=course.cohort.organisation_id,
        subject_kind="cohort",
        subject=course.cohort_id,
        at=at,
        course=course.pk,
    )
    if sends:
        outbox.record("lti.scores_due", subject=course.pk, at=at)


def _seen(course: Course, launch: Launch, *, at: datetime) -> Course:
    """Keep what the platform last said of the course; an address it no longer tells is one we no longer use."""
    told = launch.services
    course.title, course.seen_at = launch.context_title or course.title, at
    course.memberships_url, course.lineitems_url = told.memberships_url, told.lineitems_url
    course.lineitem_url = told.lineitem_url or course.lineitem_url
    course.scopes = list(told.scopes)
    course.save(update_fields=["title", "seen_at", "memberships_url", "lineitems_url", "lineitem_url", "scopes"])
    return course


def _cohort_named_by(launch: Launch) -> uuid.UUID | None:
    steps = urlsplit(launch.target).path.strip("/").split("/")
    named = launch.custom.get("cohort") or (steps[3] if len(steps) == 4 and steps[2] == "cohorts" else "")
    try:
        return uuid.UUID(named)
    except ValueError:
        return None
