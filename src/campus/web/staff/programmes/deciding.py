"""Applications for the awards of programmes: the queue, deciding on one; and how near learners are."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from campus.base.refusals import Refusal
from campus.people.models import Organisation
from campus.people.scope import NotFoundError
from campus.recognition import stack_applying, stack_surveys
from campus.recognition.models import Programme, StackApplication
from campus.recognition.stack_applying import DECIDERS
from campus.recognition.stack_reading import said_in, title_in
from campus.recognition.stack_standing import Stack, stack_of
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page
from campus.web.programmes.limits import number_in
from campus.web.programmes.picture import branch
from campus.web.public.programmes import tree_of
from campus.web.staff.programmes.listing import programme_in
from campus.web.staff.programmes.writing import frame_of
from laurel.errors import Language, LimitError
from laurel.stacking import words

PER_PAGE = 25
TONES = {"applied": "attention", "awarded": "valid", "refused": "refused", "withdrawn": "unknown"}


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("award", _("Award it")), ("refuse", _("Refuse it"))],
        widget=forms.RadioSelect,
    )
    because = forms.CharField(
        label=_("Reasons"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The applicant reads them. A refusal needs them."),
    )
    names_checked = forms.BooleanField(label=_("I have compared the name with a document"), required=False)


@require_safe
@inside(*DECIDERS)
def applications(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    state = request.GET.get("state", "applied")
    state = state if state in StackApplication.State.values else "applied"
    language = get_language() or "en"
    found = stack_applying.queue_of(Programme.objects.filter(organisation=organisation), state=state)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "organisation": organisation,
        "rows": [(each, title_in(each.version, language), TONES[each.state]) for each in page],
        "page": page,
        "state": state,
        "states": StackApplication.State.choices,
    }
    return private_page(request, "staff/programmes/applications.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@inside(*DECIDERS, fresh=True)
def application(request: PersonRequest, organisation: Organisation, application_id: uuid.UUID) -> HttpResponse:
    found = _application_in(organisation, application_id)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            said = _decide(found, form, request)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, said)
            return redirect("stack_applications", organisation.slug)
    context = _page(found, form)
    return private_page(request, "staff/programmes/application.html", context, status=400 if form.errors else 200)


@require_safe
@inside(*DECIDERS)
def near(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    programme = programme_in(organisation, public_id)
    version = programme.versions.order_by("-number").first()
    survey = None if version is None else stack_surveys.newest(version)
    finished = survey is not None and survey.finished_at is not None
    groups = stack_surveys.groups(survey) if survey is not None and finished else []
    states = [(label, programme.applications.filter(state=value).count()) for value, label in StackApplication.State.choices]
    context = {
        **frame_of(programme),
        "published": version is not None,
        "survey": survey,
        "finished": finished,
        "groups": groups,
        "states": states,
    }
    return private_page(request, "staff/programmes/near.html", context)


def _application_in(organisation: Organisation, application_id: uuid.UUID) -> StackApplication:
    related = ("programme__organisation", "version__programme__organisation", "version__awards", "person", "decided_by")
    rows = StackApplication.objects.select_related(*related)
    found = rows.filter(programme__organisation=organisation, public_id=application_id).first()
    if found is None:
        raise NotFoundError
    return found


def _decide(application: StackApplication, form: DecisionForm, request: PersonRequest) -> str:
    because, now = form.cleaned_data["because"], timezone.now()
    if form.cleaned_data["decision"] == "refuse":
        stack_applying.refuse(application, because=because, by=request.user, at=now)
        return gettext("The application is refused. The applicant gets your reasons.")
    checked = form.cleaned_data["names_checked"]
    stack_applying.award(application, because=because, names_checked=checked, by=request.user, at=now)
    return gettext("It is awarded. The credential is being issued, and the applicant is told.")


def _page(application: StackApplication, form: DecisionForm) -> dict[str, Any]:
    language: Language = "bg" if get_language() == "bg" else "en"
    context: dict[str, Any] = {
        "organisation": application.programme.organisation,
        "application": application,
        "title": title_in(application.version, language),
        "tone": TONES[application.state],
        "form": form,
        "waits": application.state == StackApplication.State.APPLIED,
        "shown": application.shown.get("said", {}).get(language, []),
        "counted": application.shown.get("counted", []),
        "combined": stack_applying.combined_of(application),
    }
    if not context["waits"]:
        return context
    try:
        stack = stack_of(application.version, application.person, language=language, at=timezone.now(), without_offers=True)
    except LimitError:
        return {**context, "too_long": True}
    return {**context, **_now(application, stack, language)}


def _now(application: StackApplication, stack: Stack, language: Language) -> dict[str, Any]:
    standing = stack.standing
    tree = tree_of(application.version, said_in(application.version), language)
    rows = {row.requirement.id: row for row in standing.progress}
    titles = {line.id: line.title for line in tree}
    return {
        "complete": standing.complete,
        "headline": words.headline(standing, language),
        "missing": words.missing(standing, language),
        "rows": [(line, rows[line.id].met, words.row(rows[line.id], language)) for line in tree if line.id in rows],
        "now_counted": [
            (
                each.credential.title,
                "" if each.credential.ects is None else number_in(each.credential.ects, language),
                titles.get(each.requirement, ""),
                stack.agreed_with(each.credential),
            )
            for each in standing.counted
        ],
        "branch": branch(tree, standing),
    }
