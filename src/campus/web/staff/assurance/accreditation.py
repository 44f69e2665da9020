"""Who says that the organisation's quality is assured: what registers say, and what it states itself."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from campus.assurance import register
from campus.assurance.models import Accreditation, ProviderNumber
from campus.base.refusals import Refusal
from campus.people.models import Organisation
from campus.people.roles import require, roles_of
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.staff.assurance.quality import STANDINGS

PER_PAGE = 25


class DeclareForm(forms.Form):
    agency = forms.CharField(label=_("Agency"), help_text=_("Who decided, for example NEAA."), max_length=200)
    decision = forms.ChoiceField(label=_("Decision"), choices=Accreditation.Decision.choices)
    scope = forms.ChoiceField(label=_("What it is about"), choices=Accreditation.Scope.choices)
    activity = forms.CharField(
        label=_("Procedure or programme"),
        help_text=_("For example: institutional accreditation."),
        required=False,
        max_length=300,
    )
    valid_from = forms.DateField(label=_("Valid from"), widget=forms.DateInput(attrs={"type": "date"}))
    valid_to = forms.DateField(
        label=_("Valid until"),
        help_text=_("Leave empty when no end was named."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    report_url = forms.URLField(
        label=_("Address of the report"), help_text=_("Begins with https://"), required=False, assume_scheme="https"
    )


@require_http_methods(["GET", "POST"])
@inside()
def accreditation(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    form = DeclareForm(request.POST or None)
    if request.method == "POST":
        require(request.user, organisation, *register.DECLARERS)
        if form.is_valid() and _declared(form, organisation, request):
            messages.success(request, gettext("Stated. Readers see that your organisation says so itself."))
            return redirect("accreditation", organisation.slug)
    today = timezone.localdate()
    tone, standing = STANDINGS[register.standing_of(organisation, on=today)]
    rows = register.entries_of(organisation)
    valid = set(register.in_force(rows, on=today).values_list("pk", flat=True))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "organisation": organisation,
        "form": form,
        "tone": tone,
        "standing": standing,
        "page": page,
        "entries": [(row, row.pk in valid) for row in page],
        "numbers": ProviderNumber.objects.filter(organisation=organisation).order_by("scheme"),
        "may_declare": bool(roles_of(request.user, organisation) & set(register.DECLARERS)),
    }
    return render(request, "staff/assurance/accreditation.html", context, status=400 if form.errors else 200)


@require_POST
@inside(*register.DECLARERS)
def take_back(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    register.take_back(organisation, public_id=public_id, by=request.user, at=timezone.now())
    messages.success(request, gettext("Taken back."))
    return redirect("accreditation", organisation.slug)


def _declared(form: DeclareForm, organisation: Organisation, request: PersonRequest) -> bool:
    try:
        register.declare(organisation, entry=register.Entry(**form.cleaned_data), by=request.user, at=timezone.now())
    except Refusal as refusal:
        refuse(form, refusal)
        return False
    return True
