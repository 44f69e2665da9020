"""Cases about how work was done: opening one, those one may read, and the decision."""

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
from campus.marking import integrity
from campus.marking.models import IntegrityCase, Submission
from campus.people.models import Organisation
from campus.people.roles import NotAllowedError, roles_of
from campus.people.scope import NotFoundError
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.learner.integrity import TONES
from campus.web.pages import private_page

PER_PAGE = 25


class CaseForm(forms.Form):
    kind = forms.ChoiceField(label=_("What it is about"), choices=IntegrityCase.Kind.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("What was noticed"),
        min_length=integrity.SHORTEST,
        max_length=integrity.LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("The learner reads it and has a week to answer. Name places and sources; judge nobody."),
    )


class DecisionForm(forms.Form):
    outcome = forms.ChoiceField(label=_("Decision"), choices=IntegrityCase.Outcome.choices, widget=forms.RadioSelect)
    reasons = forms.CharField(
        label=_("Reasons"),
        min_length=integrity.SHORTEST,
        max_length=integrity.LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("The learner reads them. Say what you looked at, and what follows from it."),
    )


@require_safe
@inside(*integrity.OPENERS)
def cases(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    rows = integrity.cases_of(organisation, request.user, roles_of(request.user, organisation))
    decided = request.GET.get("state") == "decided"
    rows = rows.filter(state=IntegrityCase.State.DECIDED) if decided else rows.exclude(state=IntegrityCase.State.DECIDED)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"organisation": organisation, "page": page, "rows": [_row(each) for each in page], "decided": decided}
    return private_page(request, "staff/integrity/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@inside(*integrity.OPENERS)
def new(request: PersonRequest, organisation: Organisation, submission_id: uuid.UUID) -> HttpResponse:
    rows = Submission.objects.filter(assignment__cohort__organisation=organisation, public_id=submission_id)
    found = rows.exclude(state=Submission.State.DRAFT).select_related("assignment__cohort").first()
    if found is None:
        raise NotFoundError
    form = CaseForm(request.POST) if request.method == "POST" else CaseForm()
    if request.method == "POST" and form.is_valid():
        try:
            made = integrity.open_case(found, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, gettext("The case is open. The learner is told by e-mail; the award is on hold."))
            return redirect("integrity_case", organisation.slug, made.public_id)
    context = {**_about(found), "organisation": organisation, "form": form}
    status = 400 if request.method == "POST" else 200
    return private_page(request, "staff/integrity/new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@inside(*integrity.OPENERS)
def case(request: PersonRequest, organisation: Organisation, case_id: uuid.UUID) -> HttpResponse:
    held = roles_of(request.user, organisation)
    found = integrity.cases_of(organisation, request.user, held).filter(public_id=case_id).first()
    if found is None:
        raise NotFoundError
    form = DecisionForm(request.POST) if request.method == "POST" else DecisionForm()
    if request.method == "POST" and form.is_valid():
        try:
            integrity.decide(found, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refusal as refusal:
            if isinstance(refusal, NotAllowedError | NotFoundError):
                raise
            refuse(form, refusal)
        else:
            messages.success(request, gettext("It is decided. The learner is told by e-mail."))
            return redirect("integrity_case", organisation.slug, case_id)
    able = bool(held & set(integrity.DECIDERS)) and integrity.may_decide(found, request.user)
    is_open = found.state != IntegrityCase.State.DECIDED
    waits = found.state == IntegrityCase.State.OPENED and timezone.now() <= found.answer_by
    context = {**_row(found), "organisation": organisation, "form": form, "able": able and is_open, "waits": waits}
    status = 400 if request.method == "POST" else 200
    return private_page(request, "staff/integrity/case.html", context, status=status)


def _row(each: IntegrityCase) -> dict[str, Any]:
    return {"case": each, "tone": TONES[IntegrityCase.State(each.state)], **_about(each.submission)}


def _about(submission: Submission) -> dict[str, Any]:
    assignment = submission.assignment
    return {
        "submission": submission,
        "assignment": assignment,
        "cohort": assignment.cohort,
        "title": assignment.title_in(get_language() or "en"),
    }
