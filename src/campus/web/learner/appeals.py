"""A learner's appeal against a result: why, until when, how far it is, and what came of it."""

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
from django.views.decorators.http import require_http_methods, require_POST

from campus.base.refusals import Refusal
from campus.learning.learners import enrolments_of
from campus.marking import appeals
from campus.marking.models import Appeal, Submission
from campus.people.scope import NotFoundError
from campus.web.forms import refuse
from campus.web.inside import PersonRequest
from campus.web.pages import private_page

TONES = {
    Appeal.State.FILED: "attention",
    Appeal.State.TAKEN: "attention",
    Appeal.State.DECIDED: "valid",
    Appeal.State.WITHDRAWN: "unknown",
}


class AppealForm(forms.Form):
    grounds = forms.ChoiceField(label=_("What you appeal against"), choices=Appeal.Grounds.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Why"),
        min_length=appeals.SHORTEST,
        max_length=appeals.LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Name the criterion or the place in your work. Whoever decides reads this, your work and its marks."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def my_appeal(request: PersonRequest, assignment_id: uuid.UUID, number: int) -> HttpResponse:
    submission = _submission(request, assignment_id, number)
    form = AppealForm(request.POST) if request.method == "POST" else AppealForm()
    if request.method == "POST" and form.is_valid():
        try:
            appeals.file(submission, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, gettext("Your appeal is filed. You get an e-mail once it is decided."))
            return redirect("my_appeal", assignment_id, number)
    assignment, status = submission.assignment, 400 if request.method == "POST" else 200
    context = {
        "assignment": assignment,
        "submission": submission,
        "title": assignment.title_in(get_language() or "en"),
        "form": form,
        **shown(submission),
    }
    return private_page(request, "learner/appeals/appeal.html", context, status=status)


@require_POST
@login_required
def withdraw(request: PersonRequest, assignment_id: uuid.UUID, number: int) -> HttpResponse:
    submission = _submission(request, assignment_id, number)
    appeal = submission.appeals.filter(state__in=appeals.OPEN).first()
    if appeal is None:
        raise NotFoundError
    appeals.withdraw(appeal, by=request.user, at=timezone.now())
    messages.success(request, gettext("Your appeal is withdrawn. The result stands."))
    return redirect("my_submission", assignment_id, number)


def shown(submission: Submission) -> dict[str, object]:
    """How a result of the learner's stands towards appeals; `submission.assignment` is at hand."""
    appeal = submission.appeals.exclude(state=Appeal.State.WITHDRAWN).first()
    until = appeals.deadline_of(submission) if submission.state == Submission.State.RELEASED else None
    return {
        "appeal": appeal,
        "appeal_tone": "" if appeal is None else TONES[Appeal.State(appeal.state)],
        "appeal_until": until,
        "may_appeal": appeal is None and until is not None and timezone.now() <= until,
    }


def _submission(request: PersonRequest, assignment_id: uuid.UUID, number: int) -> Submission:
    mine = Submission.objects.filter(enrolment__in=enrolments_of(request.user), assignment__public_id=assignment_id)
    found = mine.exclude(state=Submission.State.DRAFT).filter(number=number).select_related("assignment__cohort").first()
    if found is None:
        raise NotFoundError
    return found
