"""The learner's way through a course: its outline, one unit, and marking it as done. Works without scripts."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from django_stubs_ext import StrOrPromise

from campus.base.refusals import Refusal
from campus.learning.models import Enrolment
from campus.people.scope import NotFoundError
from campus.teaching import progress
from campus.teaching.gate import Opening
from campus.teaching.models import Course, Journey, Part, Unit, UnitDone
from campus.web.inside import PersonRequest
from campus.web.learner.mine import my_enrolment
from campus.web.pages import private_page
from campus.web.units import shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One unit of the outline, and why it is not open where it is not."""

    unit: Unit
    title: str
    opening: Opening
    missing: tuple[tuple[Unit, str], ...]
    tone: str
    word: StrOrPromise

    @property
    def missing_titles(self) -> str:
        """What to do first, in a row."""
        return ", ".join(title for _unit, title in self.missing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """One part of the outline with its units."""

    part: Part
    title: str
    lines: list[Line]


def outline(enrolment: Enrolment, language: str, *, at: datetime) -> dict[str, Any]:
    """The course as this learner meets it; nothing where there is no course yet, or learners do not see it yet."""
    course = Course.objects.filter(cohort=enrolment.cohort_id, published_at__isnull=False).first()
    if course is None:
        return {}
    journey = Journey.objects.filter(enrolment=enrolment).first()
    stretches = _stretches(enrolment, course, language, at=at)
    lines = [line for stretch in stretches for line in stretch.lines]
    return {
        "course": course,
        "stretches": stretches,
        "done": min(journey.done, course.counted) if journey else 0,
        "next": _next(lines, journey),
        "begun": journey is not None,
    }


@require_safe
@login_required
def my_unit(request: PersonRequest, cohort_id: uuid.UUID, unit_id: uuid.UUID) -> HttpResponse:
    enrolment, unit = _mine(request, cohort_id, unit_id)
    now, language = timezone.now(), get_language() or "en"
    try:
        progress.visit(enrolment, unit, at=now)
    except progress.UnitNotOpenError:
        return _page(request, enrolment, unit, language, at=now, status=403)
    return _page(request, enrolment, unit, language, at=now)


@require_POST
@login_required
def done(request: PersonRequest, cohort_id: uuid.UUID, unit_id: uuid.UUID) -> HttpResponse:
    enrolment, unit = _mine(request, cohort_id, unit_id)
    now, language = timezone.now(), get_language() or "en"
    try:
        progress.finish(enrolment, unit, at=now)
    except NotFoundError:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return redirect("my_unit", cohort_id, unit_id)
    found = outline(enrolment, language, at=now)
    lines = [line for stretch in found["stretches"] for line in stretch.lines]
    here = next(place for place, line in enumerate(lines) if line.unit.pk == unit.pk)
    following = next((line for line in lines[here + 1 :] if line.opening.open and not line.opening.done), None)
    if following is not None:
        messages.success(request, gettext("Done: {title}").format(title=unit.title_in(language)))
        return redirect("my_unit", cohort_id, following.unit.public_id)
    messages.success(request, gettext("Done: {title}. Nothing else is open further on.").format(title=unit.title_in(language)))
    return redirect("my_course", cohort_id)


def _page(
    request: PersonRequest, enrolment: Enrolment, unit: Unit, language: str, *, at: datetime, status: int = 200
) -> HttpResponse:
    found = outline(enrolment, language, at=at)
    lines = [line for stretch in found["stretches"] for line in stretch.lines]
    here = next(place for place, line in enumerate(lines) if line.unit.pk == unit.pk)
    page = {
        **shown(unit, language),
        "cohort": enrolment.cohort,
        "part_title": unit.part.title_in(language),
        "line": lines[here],
        "open": status == 200,
        "done_at": UnitDone.objects.filter(enrolment=enrolment, unit=unit).values_list("done_at", flat=True).first(),
        "closed": enrolment.cohort.closed_at is not None,
        "number": here + 1,
        "total": len(lines),
        "before": lines[here - 1] if here else None,
        "after": lines[here + 1] if here + 1 < len(lines) else None,
    }
    return private_page(request, "learner/learning/unit.html", page, status=status)


def _stretches(enrolment: Enrolment, course: Course, language: str, *, at: datetime) -> list[Stretch]:
    openings = {each.unit: each for each in progress.openings_for(enrolment, course, at=at)}
    units = {each.pk: each for each in Unit.objects.filter(pk__in=openings).defer("text_bg", "text_en")}
    parts: dict[int, list[Line]] = {}
    for key, opening in openings.items():
        missing = tuple((units[each], units[each].title_in(language)) for each in opening.missing)
        line = _line(units[key], opening, missing, language, at=at)
        parts.setdefault(line.unit.part_id, []).append(line)
    return [
        Stretch(part=part, title=part.title_in(language), lines=parts[part.pk])
        for part in course.parts.order_by("place")
        if part.pk in parts
    ]


def _line(unit: Unit, opening: Opening, missing: tuple[tuple[Unit, str], ...], language: str, *, at: datetime) -> Line:
    tone, word = _standing(unit, opening, at=at)
    return Line(
        unit=unit,
        title=unit.title_in(language),
        opening=opening,
        missing=missing,
        tone=tone,
        word=word,
    )


def _standing(unit: Unit, opening: Opening, *, at: datetime) -> tuple[str, StrOrPromise]:
    if opening.done:
        return "valid", _("Done")
    if not opening.open:
        return "unknown", _("Not open yet")
    if unit.due_at is not None and unit.due_at < at:
        return "attention", _("It was due")
    return "note", _("Open to you")


def _next(lines: list[Line], journey: Journey | None) -> Line | None:
    """Where to go on: the unit where the learner was, if it is not done; else the first that is open and not done."""
    waiting = [line for line in lines if line.opening.open and not line.opening.done]
    if journey is not None:
        for line in waiting:
            if line.unit.pk == journey.last_unit_id:
                return line
    return next((line for line in waiting if line.unit.required), waiting[0] if waiting else None)


def _mine(request: PersonRequest, cohort_id: uuid.UUID, unit_id: uuid.UUID) -> tuple[Enrolment, Unit]:
    enrolment = my_enrolment(request.user, cohort_id)
    rows = Unit.objects.filter(part__course__cohort=enrolment.cohort, part__course__published_at__isnull=False)
    unit = rows.select_related("part__course__cohort").filter(public_id=unit_id).first()
    if unit is None:
        raise NotFoundError
    return enrolment, unit
