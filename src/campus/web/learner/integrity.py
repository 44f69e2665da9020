"""A question about how a learner's work was done: what was noticed, their answer, and the decision."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from campus.base.refusals import Refusal
from campus.marking import integrity
from campus.marking.models import IntegrityCase
from campus.people.scope import NotFoundError
from campus.web.forms import refuse
from campus.web.inside import PersonRequest
from campus.web.pages import private_page

TONES = {
    IntegrityCase.State.OPENED: "attention",
    IntegrityCase.State.ANSWERED: "unknown",
    IntegrityCase.State.DECIDED: "valid",
}


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=_("Your answer"),
        min_length=integrity.SHORTEST,
        max_length=integrity.LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Say how you worked. Whoever decides reads it; nobody decides who asked the question."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def my_case(request: PersonRequest, case_id: uuid.UUID) -> HttpResponse:
    case = integrity.cases_about(request.user).filter(public_id=case_id).first()
    if case is None:
        raise NotFoundError
    form = AnswerForm(request.POST) if request.method == "POST" else AnswerForm(initial={"text": case.answer})
    if request.method == "POST" and form.is_valid():
        try:
            integrity.answer(case, form.cleaned_data["text"], by=request.user, at=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, gettext("Your answer is kept. You get an e-mail once it is decided."))
            return redirect("my_case", case_id)
    assignment, status = case.submission.assignment, 400 if request.method == "POST" else 200
    context = {
        "case": case,
        "tone": TONES[IntegrityCase.State(case.state)],
        "assignment": assignment,
        "title": assignment.title_in(get_language() or "en"),
        "form": form,
    }
    return private_page(request, "learner/integrity/case.html", context, status=status)
