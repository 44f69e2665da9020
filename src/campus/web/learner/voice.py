"""What a learner, or an employer with a link, says: a complaint, or four answers about a badge."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campus.assurance.feedback_summary import QUESTIONS, Audience
from campus.base.limits import at_most
from campus.base.refusals import Refusal
from campus.catalogue.models import Design
from campus.catalogue.versions import title_in
from campus.people.scope import NotFoundError
from campus.quality import complaints, feedback
from campus.wallet.models import Holding
from campus.web.forms import refuse
from campus.web.inside import PersonRequest
from campus.web.pages import private_page

PER_PAGE = 25
A_DAY = 86_400
COMPLAINTS_A_DAY = 10
_SCALE = [("5", _("5 – I agree entirely")), ("4", "4"), ("3", "3"), ("2", "2"), ("1", _("1 – I do not agree at all"))]


class ComplaintForm(forms.Form):
    text = forms.CharField(
        label=_("What it is about"),
        help_text=_("Only you and those who handle complaints at the organisation read it. Its author does not decide."),
        max_length=complaints.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class FeedbackForm(forms.Form):
    """One question a field."""

    def __init__(self, *arguments: object, audience: Audience) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        for name, question in QUESTIONS[audience].items():
            self.fields[name] = forms.TypedChoiceField(
                label=question, choices=_SCALE, coerce=int, widget=forms.RadioSelect(), empty_value=None
            )


@require_safe
@login_required
def my_complaints(request: PersonRequest) -> HttpResponse:
    page = Paginator(complaints.complaints_by(request.user), PER_PAGE).get_page(request.GET.get("page"))
    language = get_language() or "en"
    rows = [(row, _title(row.design, language), row.design.organisation.name_in(language)) for row in page]
    return private_page(request, "learner/complaints.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "POST"])
@login_required
def complain(request: PersonRequest, design_id: uuid.UUID) -> HttpResponse:
    design = Design.objects.select_related("organisation").filter(public_id=design_id).first()
    if design is None or complaints.relation_of(request.user, design) is None:
        raise NotFoundError
    form = ComplaintForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            at_most(request, "complaints", times=COMPLAINTS_A_DAY, seconds=A_DAY, at=timezone.now())
            complaints.file(design, text=form.cleaned_data["text"], by=request.user, at=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, gettext("Your complaint is filed. You are told when it is answered."))
            return redirect("my_complaints")
    language = get_language() or "en"
    page = {
        "form": form,
        "title": _title(design, language),
        "organisation_name": design.organisation.name_in(language),
        "days": complaints.DAYS_TO_ANSWER,
    }
    return private_page(request, "learner/complain.html", page, status=400 if form.errors else 200)


@require_POST
@login_required
def take_back(request: PersonRequest, public_id: uuid.UUID) -> HttpResponse:
    found = complaints.complaints_by(request.user).filter(public_id=public_id).first()
    if found is None:
        raise NotFoundError
    try:
        complaints.take_back(found, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, gettext("Your complaint is taken back."))
    return redirect("my_complaints")


@require_http_methods(["GET", "POST"])
@login_required
def my_feedback(request: PersonRequest, public_id: uuid.UUID) -> HttpResponse:
    holdings = Holding.objects.filter(person=request.user, credential__public_id=public_id)
    holding = holdings.select_related("credential__design_version__design__organisation").first()
    if holding is None:
        raise NotFoundError
    version = holding.credential.design_version
    form = FeedbackForm(request.POST or None, audience=Audience.LEARNER)
    if request.method == "POST" and form.is_valid():
        try:
            feedback.give(version, scores=form.cleaned_data, by=request.user)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, gettext("Thank you. Nobody can see who answered what."))
            return redirect("my_badge", public_id)
    page = {"form": form, "title": title_in(version, get_language() or "en")}
    return private_page(request, "learner/feedback.html", page, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def employer_feedback(request: HttpRequest, secret: str) -> HttpResponse:
    at_most(request, "feedback", times=60, seconds=3600, at=timezone.now())
    link = feedback.link_of(secret, at=timezone.now())
    form = FeedbackForm(request.POST or None, audience=Audience.EMPLOYER)
    if request.method == "POST" and form.is_valid():
        feedback.give_by_link(secret, scores=form.cleaned_data, at=timezone.now())
        return private_page(request, "learner/feedback_done.html", {})
    language = get_language() or "en"
    page = {
        "form": form,
        "title": title_in(link.version, language),
        "version": link.version,
        "organisation_name": link.version.design.organisation.name_in(language),
    }
    return private_page(request, "learner/feedback.html", page, status=400 if form.errors else 200)


def _title(design: Design, language: str) -> str:
    newest = design.versions.order_by("-number").first()
    return title_in(newest, language) if newest else gettext("Untitled")
