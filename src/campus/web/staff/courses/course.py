"""The course of a cohort as its authors see it: parts and units in their order, showing it to learners, taking one over."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from campus.base.refusals import Refusal
from campus.learning.models import Cohort
from campus.people.models import Organisation
from campus.people.roles import require
from campus.people.scope import NotFoundError
from campus.teaching import copying, setup
from campus.teaching.models import Course, Unit
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page
from campus.web.staff.cohorts.lookup import cohort_in
from campus.web.staff.courses.forms import PartForm
from campus.web.staff.courses.lookup import course_in, course_of, frame_of, part_in

MOST_SOURCES = 100


@require_http_methods(["GET", "HEAD", "POST"])
@inside()
def course(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    cohort = cohort_in(organisation, public_id)
    found = course_of(cohort)
    if request.method != "POST":
        return _page(request, cohort, found, PartForm())
    require(request.user, organisation, *setup.AUTHORS)
    if found is None:
        setup.create(cohort, by=request.user, at=timezone.now())
        return redirect("course", organisation.slug, public_id)
    form = PartForm(request.POST)
    if form.is_valid():
        try:
            setup.add_part(found, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return redirect("course", organisation.slug, public_id)
    return _page(request, cohort, found, form)


@require_POST
@inside(*setup.AUTHORS)
def publish(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    try:
        setup.publish(course_in(organisation, public_id), by=request.user, at=timezone.now())
    except setup.CourseEmptyError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, gettext("Learners see the course now."))
    return redirect("course", organisation.slug, public_id)


@require_POST
@inside(*setup.AUTHORS)
def copy(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    target = course_in(organisation, public_id)
    form = _source_form(target, request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Choose the course to take over."))
        return redirect("course", organisation.slug, public_id)
    source = copying.sources_for(target).filter(public_id=form.cleaned_data["source"]).first()
    if source is None:
        raise NotFoundError
    try:
        copying.copy_into(target, source, by=request.user, at=timezone.now())
    except copying.CourseNotEmptyError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, gettext("The course is taken over. Look at its dates before learners see it."))
    return redirect("course", organisation.slug, public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@inside(*setup.AUTHORS)
def part(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, part_id: uuid.UUID) -> HttpResponse:
    found = course_in(organisation, public_id)
    here = part_in(found, part_id)
    form = PartForm(
        request.POST if request.method == "POST" else None, initial={"title_en": here.title_en, "title_bg": here.title_bg}
    )
    if request.method == "POST" and form.is_valid():
        try:
            setup.edit_part(here, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return redirect("course", organisation.slug, public_id)
    page = {**frame_of(found.cohort, found, request.user), "form": form, "title": here.title_in(get_language() or "en")}
    return private_page(request, "staff/courses/part.html", page, status=400 if _wrong(request, form) else 200)


@require_POST
@inside(*setup.AUTHORS)
def act_on_part(
    request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, part_id: uuid.UUID, action: str
) -> HttpResponse:
    here = part_in(course_in(organisation, public_id), part_id)
    usual: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    try:
        if action in ("up", "down"):
            setup.move_part(here, up=action == "up", **usual)
        elif action == "remove":
            setup.remove_part(here, **usual)
        else:
            raise NotFoundError
    except setup.PartNotEmptyError as refusal:
        messages.error(request, str(refusal.message))
    return redirect("course", organisation.slug, public_id)


def _page(request: PersonRequest, cohort: Cohort, found: Course | None, form: PartForm) -> HttpResponse:
    frame = frame_of(cohort, found, request.user)
    stretches = [] if found is None else _stretches(found)
    sources = [] if found is None or stretches or not frame["writes"] else list(copying.sources_for(found)[:MOST_SOURCES])
    page = {
        **frame,
        "form": form,
        "stretches": stretches,
        "kinds": Unit.Kind.choices,
        "source_form": _source_form(found) if found is not None and sources else None,
        "dated": cohort.starts_on is not None,
    }
    return private_page(request, "staff/courses/course.html", page, status=400 if _wrong(request, form) else 200)


def _stretches(found: Course) -> list[dict[str, Any]]:
    language = get_language() or "en"
    rows = Unit.objects.filter(part__course=found).defer("text_bg", "text_en").order_by("place")
    units: dict[int, list[tuple[Unit, str]]] = {}
    for unit in rows:
        units.setdefault(unit.part_id, []).append((unit, unit.title_in(language)))
    return [
        {"part": each, "title": each.title_in(language), "units": units.get(each.pk, [])}
        for each in found.parts.order_by("place")
    ]


def _source_form(target: Course, sent: Any = None) -> forms.Form:
    form = forms.Form(sent)
    choices = [(str(each.public_id), each.cohort.title) for each in copying.sources_for(target)[:MOST_SOURCES]]
    form.fields["source"] = forms.ChoiceField(label=_("Course of the cohort"), choices=choices)
    return form


def _wrong(request: PersonRequest, form: forms.Form) -> bool:
    return request.method == "POST" and not form.is_valid()
