"""The applications of an intake: find them, decide on many at a time, and look at one with its evidence."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from campus.base.refusals import Refusal
from campus.enrolling import applying, deciding
from campus.enrolling.intakes import READERS, STAFF
from campus.enrolling.models import Application, Intake, Waiver
from campus.enrolling.seats import State, room
from campus.marking.file_kinds import KINDS, kind_of
from campus.people.models import Organisation
from campus.people.scope import NotFoundError
from campus.web.enrolling.applications import TONES, steps_of
from campus.web.enrolling.prerequisite_texts import shown
from campus.web.inside import PersonRequest, inside
from campus.web.pages import PRIVATE, private_page
from campus.web.staff.intakes.frame import found, frame

PER_PAGE = 50


class DecisionForm(forms.Form):
    why = forms.ChoiceField(label=_("Why"), choices=[("", _("Choose …")), *Application.Why.choices], required=False)
    explanation = forms.CharField(
        label=_("For the applicant to read"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


@require_safe
@inside(*READERS)
def intake(request: PersonRequest, organisation: Organisation, intake_id: uuid.UUID) -> HttpResponse:
    row, state = found(organisation, intake_id), request.GET.get("state", "")
    words = request.GET.get("q", "").split()[:5]
    rows = _found(row, words, state)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **frame(organisation, row, request.user),
        "page": page,
        "rows": [(each, State(each.state).label, TONES[State(each.state)]) for each in page],
        "q": request.GET.get("q", ""),
        "state": state,
        "states": State.choices,
        "counts": _counts(row),
        "room": room(row, None, at=timezone.now()),
        "form": DecisionForm(),
        "any": bool(words or state) or page.paginator.count > 0,
        "evidence": Waiver.objects.filter(application__intake=row, granted=None).count(),
    }
    return private_page(request, "staff/intakes/intake.html", context)


@require_POST
@inside(*STAFF)
def decide(request: PersonRequest, organisation: Organisation, intake_id: uuid.UUID) -> HttpResponse:
    row, now, act = found(organisation, intake_id), timezone.now(), request.POST.get("do")
    chosen = _chosen(request)
    try:
        if act == "admit":
            came = deciding.admit(row, chosen, by=request.user, at=now)
            said = gettext("%(offered)s are offered a place, %(waiting)s wait for one.")
            messages.success(request, said % {"offered": came.offered, "waiting": came.waiting})
        elif act == "refuse":
            typed = {"why": request.POST.get("why", ""), "explanation": request.POST.get("explanation", "")}
            number = deciding.refuse(row, chosen, **typed, by=request.user, at=now)
            messages.success(request, ngettext("%(n)s is refused.", "%(n)s are refused.", number) % {"n": number})
        elif act == "take_out":
            number = deciding.take_out(row, chosen, by=request.user, at=now)
            messages.success(request, ngettext("%(n)s is taken out.", "%(n)s are taken out.", number) % {"n": number})
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    back = request.POST.get("back", "")
    if back == "application" and len(chosen) == 1:
        return redirect("intake_application", organisation.slug, intake_id, chosen[0])
    return redirect("intake", organisation.slug, intake_id)


@require_safe
@inside(*READERS)
def application(
    request: PersonRequest, organisation: Organisation, intake_id: uuid.UUID, application_id: uuid.UUID
) -> HttpResponse:
    row = found(organisation, intake_id)
    one = row.applications.select_related("person", "sponsor", "enrolment").filter(public_id=application_id).first()
    if one is None:
        raise NotFoundError
    waived = frozenset(entry for entry, word in one.met.items() if word == "waived")
    verdicts = applying.verdicts_for(row, one.person, waived=waived, at=timezone.now())
    asked = {each.id: each for each in shown(verdicts, get_language() or "en")}
    page = {
        **frame(organisation, row, request.user),
        "application": one,
        "state": State(one.state).label,
        "tone": TONES[State(one.state)],
        "waivers": [(waiver, asked.get(waiver.entry)) for waiver in one.waivers.order_by("pk").defer("content")],
        "entries": list(asked.values()),
        "steps": steps_of(one),
        "form": DecisionForm(),
        "may_admit": one.state == State.APPLIED,
        "may_refuse": one.state in (State.APPLIED, State.WAITLISTED, State.OFFERED),
        "may_take_out": one.state == State.ENROLLED,
    }
    return private_page(request, "staff/intakes/application.html", page)


@require_POST
@inside(*STAFF)
def decide_waiver(request: PersonRequest, organisation: Organisation, intake_id: uuid.UUID, waiver_id: int) -> HttpResponse:
    waiver = _waiver(organisation, intake_id, waiver_id)
    granted = {"grant": True, "deny": False}.get(request.POST.get("do", ""))
    try:
        if granted is not None:
            deciding.decide_waiver(waiver, granted=granted, by=request.user, at=timezone.now())
            messages.success(request, gettext("It is decided, and the applicant is told."))
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    return redirect("intake_application", organisation.slug, intake_id, waiver.application.public_id)


@require_safe
@inside(*STAFF)
def evidence(request: PersonRequest, organisation: Organisation, intake_id: uuid.UUID, waiver_id: int) -> HttpResponse:
    waiver = _waiver(organisation, intake_id, waiver_id)
    if waiver.content is None:
        raise NotFoundError
    content = bytes(waiver.content)
    kind = KINDS[kind_of(waiver.file_name, content, largest=len(content))]
    response = HttpResponse(content, content_type=kind.media_type, headers=PRIVATE)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(waiver.file_name)}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _found(intake: Intake, words: list[str], state: str) -> QuerySet[Application]:
    rows = intake.applications.select_related("sponsor")
    if state in State.values:
        rows = rows.filter(state=state)
    for word in words:
        rows = rows.filter(Q(name__icontains=word) | Q(email__icontains=word) | Q(number=word.upper()))
    order = ("waits_since", "pk") if state == State.WAITLISTED else ("-applied_at", "-pk")
    return rows.order_by(*order)


def _counts(intake: Intake) -> list[dict[str, Any]]:
    held = dict(intake.applications.order_by().values_list("state").annotate(Count("pk")))
    return [{"state": value, "label": label, "count": held.get(value, 0)} for value, label in State.choices if held.get(value)]


def _chosen(request: PersonRequest) -> list[uuid.UUID]:
    chosen = []
    for text in request.POST.getlist("chosen"):
        try:
            chosen.append(uuid.UUID(text))
        except ValueError:
            continue
    return chosen


def _waiver(organisation: Organisation, intake_id: uuid.UUID, waiver_id: int) -> Waiver:
    row = found(organisation, intake_id)
    rows = Waiver.objects.select_related("application__intake__cohort__organisation")
    one = rows.filter(pk=waiver_id, application__intake=row).first()
    if one is None:
        raise NotFoundError
    return one
