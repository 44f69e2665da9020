"""What learners and employers say, for those who handle it: complaints to answer, and feedback in summary."""

from __future__ import annotations

import uuid

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campus.assurance.feedback_summary import QUESTIONS, summaries
from campus.assurance.models import Complaint
from campus.base.refusals import Refusal
from campus.base.small_numbers import FEWEST
from campus.people.models import Organisation, Person, Role
from campus.people.roles import roles_of
from campus.people.scope import NotFoundError
from campus.quality import complaints, feedback
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page
from campus.web.staff.designs.lookup import design_in, newest_version, title_of

PER_PAGE = 25
_OUTCOMES = [choice for choice in Complaint.Outcome.choices if choice[0] != Complaint.Outcome.TAKEN_BACK]
READERS = (Role.QA_OFFICER, Role.AUTHOR, Role.ADMINISTRATOR)


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(label=_("Decision"), choices=_OUTCOMES)
    text = forms.CharField(
        label=_("Answer"),
        help_text=_("The complainant reads it: what you found, why, and what happens now."),
        max_length=complaints.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class AssignForm(forms.Form):
    person = forms.ModelChoiceField(label=_("Who handles it"), queryset=Person.objects.none())

    def __init__(self, *arguments: object, organisation: Organisation) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        handlers = Person.objects.filter(
            memberships__organisation=organisation, memberships__role__in=complaints.HANDLERS, is_active=True
        )
        self.fields["person"].queryset = handlers.distinct().order_by("name")  # type: ignore[attr-defined]


class LinksForm(forms.Form):
    count = forms.IntegerField(
        label=_("How many links for employers"),
        help_text=_("Each link gives one answer and works for 60 days. Send each one to another employer."),
        min_value=1,
        max_value=feedback.MOST_LINKS,
        initial=5,
    )


@require_safe
@inside(*complaints.HANDLERS)
def quality_complaints(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    page = Paginator(complaints.complaints_of(organisation), PER_PAGE).get_page(request.GET.get("page"))
    today, language = timezone.localdate(), get_language() or "en"
    rows = [(row, title_of(row.design.draft, language), not row.outcome and row.due_on < today) for row in page]
    return private_page(request, "staff/assurance/complaints.html", {"organisation": organisation, "page": page, "rows": rows})


@require_http_methods(["GET", "POST"])
@inside(*complaints.HANDLERS)
def quality_complaint(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    row, form = _complaint(organisation, public_id), AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            complaints.answer(
                row, outcome=Complaint.Outcome(given["outcome"]), text=given["text"], by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, gettext("Answered. Whoever complained is told."))
            return redirect("quality_complaints", organisation.slug)
    context = {
        "organisation": organisation,
        "row": row,
        "title": title_of(row.design.draft, get_language() or "en"),
        "form": form,
        "assign_form": AssignForm(organisation=organisation),
        "late": not row.outcome and row.due_on < timezone.localdate(),
    }
    return private_page(request, "staff/assurance/complaint.html", context, status=400 if form.errors else 200)


@require_POST
@inside(*complaints.HANDLERS)
def assign(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    row, form = _complaint(organisation, public_id), AssignForm(request.POST, organisation=organisation)
    if not form.is_valid():
        messages.error(request, gettext("Choose who handles it."))
        return redirect("quality_complaint", organisation.slug, public_id)
    try:
        complaints.assign(row, to=form.cleaned_data["person"], by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, gettext("Handed over."))
    return redirect("quality_complaint", organisation.slug, public_id)


@require_http_methods(["GET", "POST"])
@inside(*READERS)
def design_feedback(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    design = design_in(organisation, public_id)
    version, form, links = newest_version(design), LinksForm(request.POST or None), []
    if version is None:
        raise NotFoundError
    if request.method == "POST" and form.is_valid():
        try:
            made = feedback.make_links(version, count=form.cleaned_data["count"], by=request.user, at=timezone.now())
            links = [settings.PUBLIC_URL + reverse("employer_feedback", args=[secret]) for secret in made]
        except Refusal as refusal:
            if refusal.code == "NOT_ALLOWED":
                raise
            refuse(form, refusal)
    context = {
        "organisation": organisation,
        "design": design,
        "title": title_of(design.draft, get_language() or "en"),
        "summaries": [
            (each, each.audience.label, [(QUESTIONS[each.audience][name], mean) for name, mean in each.means.items()])
            for each in summaries(design)
        ],
        "fewest": FEWEST,
        "form": form,
        "links": links,
        "may_invite": Role.QA_OFFICER in roles_of(request.user, organisation),
    }
    return private_page(request, "staff/assurance/feedback.html", context, status=400 if form.errors else 200)


def _complaint(organisation: Organisation, public_id: uuid.UUID) -> Complaint:
    found = complaints.complaints_of(organisation).filter(public_id=public_id).first()
    if found is None:
        raise NotFoundError
    return found
