"""Adding and changing a unit, looking at it as learners see it, moving and removing it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campus.base.refusals import Refusal
from campus.people.models import Organisation
from campus.people.scope import NotFoundError
from campus.teaching import setup
from campus.teaching.models import Unit
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page
from campus.web.staff.courses.forms import UnitForm, unit_initial
from campus.web.staff.courses.lookup import course_in, frame_of, part_in, unit_in
from campus.web.units import shown


@require_http_methods(["GET", "HEAD", "POST"])
@inside(*setup.AUTHORS)
def new(
    request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, part_id: uuid.UUID, kind: str
) -> HttpResponse:
    if kind not in Unit.Kind.values:
        raise NotFoundError
    course = course_in(organisation, public_id)
    part = part_in(course, part_id)
    phase = Unit.Phase.IN_CLASS if kind == Unit.Kind.SESSION else Unit.Phase.BEFORE
    form = UnitForm(
        kind, request.POST if request.method == "POST" else None, initial={"phase": phase, "time_zone": "Europe/Sofia"}
    )
    if request.method == "POST" and form.is_valid():
        try:
            unit = setup.add_unit(part, kind=kind, **form.facts(), by=request.user, at=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return redirect("course_unit_preview", organisation.slug, public_id, unit.public_id)
    page = {
        **frame_of(course.cohort, course, request.user),
        "form": form,
        "title": gettext("Add: {kind}").format(kind=Unit.Kind(kind).label),
        "part_title": part.title_in(get_language() or "en"),
    }
    return private_page(request, "staff/courses/unit.html", page, status=_status(request, form))


@require_http_methods(["GET", "HEAD", "POST"])
@inside(*setup.AUTHORS)
def edit(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, unit_id: uuid.UUID) -> HttpResponse:
    course = course_in(organisation, public_id)
    unit = unit_in(course, unit_id)
    fixed = course.published_at is not None
    form = UnitForm(
        unit.kind, request.POST if request.method == "POST" else None, counts_fixed=fixed, initial=unit_initial(unit)
    )
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            setup.edit_unit(unit, seen=seen, **form.facts(), by=request.user, at=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("course_unit_preview", organisation.slug, public_id, unit_id)
    language = get_language() or "en"
    page = {
        **frame_of(course.cohort, course, request.user),
        "form": form,
        "title": unit.title_in(language),
        "part_title": unit.part.title_in(language),
        "unit": unit,
    }
    return private_page(request, "staff/courses/unit.html", page, status=_status(request, form))


@require_safe
@inside()
def preview(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, unit_id: uuid.UUID) -> HttpResponse:
    course = course_in(organisation, public_id)
    unit = unit_in(course, unit_id)
    language = get_language() or "en"
    page = {
        **frame_of(course.cohort, course, request.user),
        **shown(unit, language),
        "part": unit.part,
        "part_title": unit.part.title_in(language),
    }
    return private_page(request, "staff/courses/preview.html", page)


@require_POST
@inside(*setup.AUTHORS)
def act(
    request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, unit_id: uuid.UUID, action: str
) -> HttpResponse:
    unit = unit_in(course_in(organisation, public_id), unit_id)
    usual: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    try:
        if action in ("up", "down"):
            setup.move_unit(unit, up=action == "up", **usual)
        elif action == "remove":
            setup.remove_unit(unit, **usual)
        else:
            raise NotFoundError
    except setup.CoursePublishedError as refusal:
        messages.error(request, str(refusal.message))
    return redirect("course", organisation.slug, public_id)


def _status(request: PersonRequest, form: UnitForm) -> int:
    return 400 if request.method == "POST" and not form.is_valid() else 200
