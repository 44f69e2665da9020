"""A learner's plan over all their courses: what is left of each, spread over the hours of their week, and what is due when.

A course is as much work as its workload says, split over its assessments by their weights. An assessment is due when its
assignment or quiz is, for this learner; else when the cohort ends. What was planned before today counts as done.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base.refusals import Refusal
from campus.catalogue.versions import record_of
from campus.enrolling.models import StudyDone, StudyWeek
from campus.enrolling.planning import LONGEST, Plan, Remedy, Session, Task, plan, remedy, shares, without
from campus.learning.learners import enrolments_of
from campus.learning.models import Enrolment, Quiz
from campus.marking.handing_in import standing_of
from campus.marking.models import Assignment
from campus.people.models import Person
from campus.people.scope import NotFoundError
from laurel.annex1.record import MicroCredential

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_MINUTES = 960
MOST_COURSES = 30


class HoursOutOfRangeError(Refusal):
    """More than a day has."""

    code = "HOURS_OUT_OF_RANGE"
    text = _("A day of study has between 0 and 16 hours.")


class UnknownTimeZoneError(Refusal):
    """Not an IANA name."""

    code = "UNKNOWN_TIME_ZONE"
    text = _("Choose a time zone from the list, for example Europe/Sofia.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A moment at which something of a course is due."""

    key: str
    enrolment: Enrolment
    assessment: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One course in the plan; `minutes` is None where its micro-credential states no workload."""

    enrolment: Enrolment
    design: MicroCredential
    minutes: int | None
    done: int
    since: date
    tasks: tuple[Task, ...]
    ends_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPlan:
    """Everything at once. Keys of tasks are `<enrolment>:<assessment>`."""

    week: StudyWeek
    today: date
    courses: tuple[Course, ...]
    dues: tuple[Due, ...]
    plan: Plan
    remedy: Remedy | None


@transaction.atomic
def set_week(person: Person, minutes: Sequence[int], *, time_zone: str, begins: time, even: bool, at: datetime) -> StudyWeek:
    """Keep the hours of a person's week. What was planned until yesterday counts as done from now on.

    Raises:
        HoursOutOfRangeError: a day has fewer than 0 or more than 16 hours.
        UnknownTimeZoneError: no such zone.
    """
    for name, each in zip(DAYS, minutes, strict=True):
        if not 0 <= each <= MOST_MINUTES:
            raise HoursOutOfRangeError(field=name)
    if time_zone not in available_timezones():
        raise UnknownTimeZoneError(field="time_zone")
    Person.objects.select_for_update().get(pk=person.pk)
    today = at.astimezone(ZoneInfo(time_zone)).date()
    before = plan_of(person, at=at)
    if before is not None:
        for course in before.courses:
            _keep(course.enrolment, _planned_until(before, course, today), on=today)
    facts = {"time_zone": time_zone, "begins": begins, "even": even, "saved_on": today}
    week, _made = StudyWeek.objects.update_or_create(person=person, defaults={**dict(zip(DAYS, minutes, strict=True)), **facts})
    return week


@transaction.atomic
def count_done(enrolment: Enrolment, minutes: int, *, person: Person, at: datetime) -> None:
    """Say how much of a course is behind the learner: the rest is planned from today on.

    Raises:
        NotFoundError: it is not theirs.
        HoursOutOfRangeError: less than nothing, or more than any course.
    """
    if not enrolments_of(person).filter(pk=enrolment.pk).exists():
        raise NotFoundError
    if not 0 <= minutes <= 60 * 10_000:
        raise HoursOutOfRangeError(field="done")
    week = StudyWeek.objects.filter(person=person).first()
    zone = ZoneInfo(week.time_zone) if week else at.tzinfo
    _keep(enrolment, minutes, on=at.astimezone(zone).date())


def plan_of(person: Person, *, at: datetime) -> PersonPlan | None:
    """The plan of a person's courses as it stands; None before they have said which hours they keep."""
    week = StudyWeek.objects.filter(person=person).first()
    if week is None:
        return None
    today = at.astimezone(ZoneInfo(week.time_zone)).date()
    courses, dues = _courses(person, week, at=at)
    courses = [_with_an_end(each, week) for each in courses]
    tasks = [task for course in courses for task in course.tasks]
    start = min((course.since for course in courses), default=today)
    made = plan(tasks, minutes_of(week), start=start, even=week.even)
    helps = None if made.fits else remedy(tasks, minutes_of(week), start=start)
    return PersonPlan(week=week, today=today, courses=tuple(courses), dues=tuple(dues), plan=made, remedy=helps)


def minutes_of(week: StudyWeek) -> tuple[int, ...]:
    """Monday to Sunday."""
    return tuple(getattr(week, name) for name in DAYS)


def moments_of(week: StudyWeek, sessions: Sequence[Session]) -> Iterator[tuple[Session, datetime, datetime]]:
    """Each session with its begin and end: one after the other from the hour at which the day's study begins."""
    zone, taken = ZoneInfo(week.time_zone), defaultdict[date, int](int)
    for each in sessions:
        first = datetime.combine(each.day, week.begins, tzinfo=zone)
        begins = first + timedelta(minutes=taken[each.day])
        taken[each.day] += each.minutes
        yield each, begins, begins + timedelta(minutes=each.minutes)


def _keep(enrolment: Enrolment, minutes: int, *, on: date) -> None:
    StudyDone.objects.update_or_create(enrolment=enrolment, defaults={"minutes": minutes, "counted_on": on})


def _planned_until(before: PersonPlan, course: Course, today: date) -> int:
    mine = f"{course.enrolment.pk}:"
    past = sum(each.minutes for each in before.plan.sessions if each.key.startswith(mine) and each.day < today)
    return course.done + past


def _courses(person: Person, week: StudyWeek, *, at: datetime) -> tuple[list[Course], list[Due]]:
    today = at.astimezone(ZoneInfo(week.time_zone)).date()
    rows = enrolments_of(person).filter(withdrawn=False, award__isnull=True, cohort__closed_at__isnull=True)
    rows = rows.exclude(cohort__ends_on__lt=today).select_related("cohort__design_version", "cohort__organisation")
    enrolments = list(rows.order_by("pk")[:MOST_COURSES])
    done = {each.enrolment_id: each for each in StudyDone.objects.filter(enrolment__in=enrolments)}
    courses, dues = [], []
    for enrolment in enrolments:
        own = list(_dues(enrolment, at=at))
        dues += own
        courses.append(_course(enrolment, week, own, done.get(enrolment.pk)))
    return courses, sorted(dues, key=lambda each: each.at)


def _course(enrolment: Enrolment, week: StudyWeek, dues: Sequence[Due], done: StudyDone | None) -> Course:
    cohort = enrolment.cohort
    design = record_of(cohort.design_version)
    since = max(filter(None, (done.counted_on if done else week.saved_on, cohort.starts_on)))
    minutes = int(design.workload.hours * 60) if design.workload else None
    behind = done.minutes if done else 0
    tasks = _tasks(enrolment, design, minutes or 0, {each.assessment: _last_day(each.at, week) for each in dues}, since)
    return Course(
        enrolment=enrolment,
        design=design,
        minutes=minutes,
        done=behind,
        since=since,
        tasks=tuple(without(tasks, behind)),
        ends_on=cohort.ends_on,
    )


def _tasks(enrolment: Enrolment, design: MicroCredential, minutes: int, due: dict[str, date], since: date) -> list[Task]:
    last = enrolment.cohort.ends_on or since + LONGEST
    parts = [one.id for one in design.assessments] or [""]
    split = shares(minutes, [int(one.weight * 100) for one in design.assessments] or [1])
    return [
        Task(key=f"{enrolment.pk}:{part}", minutes=share, due=min(due.get(part, last), last), opens=since)
        for part, share in zip(parts, split, strict=True)
    ]


def _with_an_end(course: Course, week: StudyWeek) -> Course:
    """A course without a last day ends when its work can be done: an even pace would else take years."""
    if course.ends_on is not None or not course.tasks:
        return course
    early = plan(course.tasks, minutes_of(week), start=course.since, even=False)
    last = max((each.day for each in early.sessions), default=course.since)
    tasks = tuple(replace(each, due=last) if each.due == course.since + LONGEST else each for each in course.tasks)
    return replace(course, tasks=tasks)


def _dues(enrolment: Enrolment, *, at: datetime) -> Iterator[Due]:
    for each in Assignment.objects.filter(cohort=enrolment.cohort).exclude(state=Assignment.State.DRAFT).order_by("pk"):
        due_at = standing_of(each, enrolment, at=at).deadline.due_at
        if due_at is not None:
            yield Due(key=f"a-{each.public_id}", enrolment=enrolment, assessment=each.assessment, at=due_at)
    for quiz in Quiz.objects.filter(cohort=enrolment.cohort, closes_at__isnull=False).exclude(state=Quiz.State.DRAFT):
        if quiz.closes_at is not None:
            yield Due(key=f"q-{quiz.public_id}", enrolment=enrolment, assessment=quiz.assessment, at=quiz.closes_at)


def _last_day(due_at: datetime, week: StudyWeek) -> date:
    """The last day whose study is over before something is due."""
    local = due_at.astimezone(ZoneInfo(week.time_zone))
    begins = datetime.combine(local.date(), week.begins, tzinfo=local.tzinfo)
    study = timedelta(minutes=minutes_of(week)[local.weekday()])
    return local.date() if begins + study <= local else local.date() - timedelta(days=1)
