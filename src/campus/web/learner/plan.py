"""The plan of a learner's week: their hours, what is left of each course, what is due, and a calendar to subscribe to."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campus.base.icalendar import MEDIA_TYPE, Event, calendar
from campus.base.limits import at_most
from campus.base.refusals import Refusal
from campus.enrolling import calendar_feeds, plans
from campus.enrolling.models import StudyWeek
from campus.enrolling.plans import DAYS, Course, PersonPlan
from campus.learning.learners import enrolments_of
from campus.people.models import Person
from campus.people.scope import NotFoundError
from campus.web.forms import refuse
from campus.web.inside import PersonRequest
from campus.web.pages import PRIVATE, private_page

WEEKS_AT_ONCE = 4
_EVENING = time(18)


def _hours(minutes: int) -> Decimal:
    hours = (Decimal(minutes) / 60).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return hours.to_integral_value() if hours == hours.to_integral_value() else hours.normalize()


class WeekForm(forms.Form):
    """Hours of each weekday, in quarters of an hour."""

    time_zone = forms.ChoiceField(label=_("Your time zone"), widget=forms.Select())
    begins = forms.TimeField(
        label=_("You begin at"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("For your calendar. A second session of a day follows the first."),
    )
    even = forms.ChoiceField(
        label=_("How to spread the work"),
        choices=[("even", _("evenly, as little a day as fits")), ("early", _("as early as possible"))],
        widget=forms.RadioSelect(),
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        days = {
            name: forms.DecimalField(
                label=WEEKDAYS[number].capitalize(),
                min_value=0,
                max_value=16,
                decimal_places=2,
                required=False,
                widget=forms.NumberInput(attrs={"step": "0.25", "inputmode": "decimal"}),
            )
            for number, name in enumerate(DAYS)
        }
        zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
        self.fields["time_zone"].choices = [(zone, zone.replace("_", " ")) for zone in zones]  # type: ignore[attr-defined]
        self.fields = {**days, **self.fields}


class DoneForm(forms.Form):
    done = forms.DecimalField(min_value=0, max_value=10_000, decimal_places=2)


@login_required
@require_http_methods(["GET", "POST"])
def my_plan(request: PersonRequest) -> HttpResponse:
    form = WeekForm(request.POST or None, initial=_initial(request.user))
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            plans.set_week(
                request.user,
                [int((typed[name] or 0) * 60) for name in DAYS],
                time_zone=typed["time_zone"],
                begins=typed["begins"],
                even=typed["even"] == "even",
                at=timezone.now(),
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, gettext("Saved. This is your plan."))
            return redirect("my_plan")
    return _shown(request, form)


@require_POST
@login_required
def done(request: PersonRequest, cohort_id: uuid.UUID) -> HttpResponse:
    enrolment = enrolments_of(request.user).filter(cohort__public_id=cohort_id, withdrawn=False).order_by("pk").first()
    if enrolment is None:
        raise NotFoundError
    form = DoneForm(request.POST)
    if form.is_valid():
        plans.count_done(enrolment, int(form.cleaned_data["done"] * 60), person=request.user, at=timezone.now())
        messages.success(request, gettext("Counted. The rest is planned from today on."))
    else:
        messages.error(request, gettext("Say how many hours are behind you, for example 12.5."))
    return redirect("my_plan")


@require_POST
@login_required
def feed(request: PersonRequest) -> HttpResponse:
    if request.POST.get("do") == "end":
        calendar_feeds.close_feed(request.user, at=timezone.now())
        messages.success(request, gettext("The address is ended: calendars that use it get nothing any more."))
        return redirect("my_plan")
    secret = calendar_feeds.open_feed(request.user, at=timezone.now())
    address = f"{settings.PUBLIC_URL}{reverse('calendar_feed', args=[secret])}"
    return _shown(request, WeekForm(initial=_initial(request.user)), address=address)


@require_safe
@login_required
def download(request: PersonRequest) -> HttpResponse:
    return _calendar(request.user)


@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """For calendar programs, which cannot log in."""
    at_most(request, "calendar", times=60, seconds=60, at=timezone.now())
    person = calendar_feeds.person_of_feed(secret)
    if person is None:
        raise NotFoundError
    return _calendar(person)


def _shown(request: PersonRequest, form: WeekForm, *, address: str = "") -> HttpResponse:
    found, language = plans.plan_of(request.user, at=timezone.now()), get_language() or "en"
    page: dict[str, Any] = {
        "form": form,
        "days": [form[name] for name in DAYS],
        "rest": [form[name] for name in ("begins", "time_zone", "even")],
        "plan": found,
        "address": address,
        "webcal": address.partition("://")[2],
        "feed": calendar_feeds.living_feed(request.user),
        "enrolled": enrolments_of(request.user).filter(withdrawn=False).exists(),
    }
    if found is not None:
        page |= _told(found, request, language)
    return private_page(request, "learner/learning/plan.html", page, status=400 if form.errors else 200)


def _told(found: PersonPlan, request: PersonRequest, language: str) -> dict[str, Any]:
    titles, wanted = _titles(found, language), request.GET.get("week", "0")
    weeks = list(_weeks(found, titles))
    first = min(int(wanted), 1000) if wanted.isdecimal() and len(wanted) < 5 else 0
    ahead = [each for each in weeks if each["ends"] >= found.today]
    missing: dict[int, int] = defaultdict(int)
    for key, minutes in found.plan.missing.items():
        missing[int(key.partition(":")[0])] += minutes
    return {
        "weeks": ahead[first : first + WEEKS_AT_ONCE],
        "before": max(0, first - WEEKS_AT_ONCE) if first else None,
        "after": first + WEEKS_AT_ONCE if len(ahead) > first + WEEKS_AT_ONCE else None,
        "courses": [_course(each, missing[each.enrolment.pk], language) for each in found.courses],
        "missing_hours": _hours(sum(missing.values())),
        "week_hours": _hours(sum(plans.minutes_of(found.week))),
        "more_hours": _hours(-(-found.remedy.week_minutes // 15) * 15) if found.remedy and found.remedy.week_minutes else None,
        "dues": [
            {"title": titles.get(f"{due.enrolment.pk}:{due.assessment}", ""), "at": due.at}
            for due in found.dues
            if due.at >= timezone.now()
        ],
    }


def _course(course: Course, missing: int, language: str) -> dict[str, Any]:
    return {
        "cohort": course.enrolment.cohort,
        "title": course.design.title.text(language),
        "hours": None if course.minutes is None else _hours(course.minutes),
        "done": f"{_hours(course.done):f}",
        "missing": _hours(missing) if missing else None,
    }


def _weeks(found: PersonPlan, titles: dict[str, str]) -> Iterator[dict[str, Any]]:
    by_week: dict[date, list[dict[str, Any]]] = defaultdict(list)
    for each, begins, ends in plans.moments_of(found.week, found.plan.sessions):
        monday = each.day - timedelta(days=each.day.weekday())
        line = {"day": each.day, "title": titles.get(each.key, ""), "begins": begins, "ends": ends, "minutes": each.minutes}
        by_week[monday].append(line)
    for monday, lines in sorted(by_week.items()):
        total = _hours(sum(line["minutes"] for line in lines))
        yield {"begins": monday, "ends": monday + timedelta(days=6), "lines": lines, "hours": total}


def _titles(found: PersonPlan, language: str) -> dict[str, str]:
    titles = {}
    for course in found.courses:
        own = course.design.title.text(language)
        titles[f"{course.enrolment.pk}:"] = own
        for one in course.design.assessments:
            titles[f"{course.enrolment.pk}:{one.id}"] = f"{own}: {one.title.text(language)}"
    return titles


def _calendar(person: Person) -> HttpResponse:
    now, host = timezone.now(), settings.PUBLIC_URL.partition("://")[2]
    found = plans.plan_of(person, at=now)
    with translation.override(person.language):
        events = [] if found is None else list(_events(found, person.language, host))
        text = calendar(events, name=gettext("My learning"), at=now)
    headers = {**PRIVATE, "Content-Disposition": 'attachment; filename="plan.ics"'}
    return HttpResponse(text, content_type=MEDIA_TYPE, headers=headers)


def _events(found: PersonPlan, language: str, host: str) -> Iterator[Event]:
    titles = _titles(found, language)
    cohorts = {str(each.enrolment.pk): each.enrolment.cohort.public_id for each in found.courses}
    for each, begins, ends in plans.moments_of(found.week, found.plan.sessions):
        enrolment, _colon, assessment = each.key.partition(":")
        cohort = cohorts[enrolment]
        yield Event(
            uid=f"{cohort}-{assessment or 'all'}-{each.day:%Y%m%d}@{host}",
            begins=begins,
            ends=ends,
            summary=titles.get(each.key, ""),
            url=f"{settings.PUBLIC_URL}{reverse('my_course', args=[cohort])}",
        )
    for due in found.dues:
        title = titles.get(f"{due.enrolment.pk}:{due.assessment}", "")
        yield Event(
            uid=f"{due.key}-due@{host}",
            begins=due.at,
            summary=gettext("Due: %(title)s") % {"title": title},
            url=f"{settings.PUBLIC_URL}{reverse('my_course', args=[due.enrolment.cohort.public_id])}",
        )


def _initial(person: Person) -> dict[str, Any]:
    week = StudyWeek.objects.filter(person=person).first()
    if week is None:
        return {"time_zone": settings.TIME_ZONE, "begins": _EVENING, "even": "even"}
    hours = {name: f"{_hours(minutes):f}" for name, minutes in zip(DAYS, plans.minutes_of(week), strict=True) if minutes}
    spread = "even" if week.even else "early"
    zone = week.time_zone if ZoneInfo(week.time_zone) else settings.TIME_ZONE
    return {**hours, "time_zone": zone, "begins": week.begins, "even": spread}
