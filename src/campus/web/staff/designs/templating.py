"""Beginning from a template, keeping a design as one, and who may see a design that is not for everybody."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from campus.base.refusals import Refusal
from campus.catalogue.templates import Purpose, begin_from, remove_template, save_as_template
from campus.catalogue.visibility import INVITERS, invite, invited, is_restricted, withdraw_invitation
from campus.people.models import Organisation, Role
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.staff.designs.lookup import design_in, newest_version, title_of

_PURPOSES: dict[str, Purpose] = {"company": "company", "learner": "learner"}


class NameForm(forms.Form):
    name = forms.CharField(label=_("Name of the template"), max_length=200, help_text=_("What your colleagues choose it by."))


class AddressForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), help_text=_("They see it once they log in with this address."))


@require_POST
@inside(Role.AUTHOR)
def begin(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    purpose = _PURPOSES.get(request.POST.get("purpose", ""), "")
    key = request.POST.get("template", "")
    design = begin_from(organisation, key, purpose=purpose, by=request.user, at=timezone.now())
    messages.success(request, gettext("Begun from the template. Change what is different, first of all the title."))
    return redirect("design_step", organisation.slug, design.public_id, "about")


@require_http_methods(["GET", "POST"])
@inside(Role.AUTHOR)
def keep(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    design = design_in(organisation, public_id)
    title = title_of(design.draft, get_language() or "en")
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": title[:200]})
    if form.is_valid():
        try:
            save_as_template(design, name=form.cleaned_data["name"], by=request.user, at=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, gettext("Kept. Authors of your organisation can begin from it."))
            return redirect("design_start", organisation.slug)
    page = {"organisation": organisation, "design": design, "title": title, "form": form}
    return render(request, "staff/designs/keep_template.html", page, status=400 if form.errors else 200)


@require_POST
@inside(Role.AUTHOR)
def remove(request: PersonRequest, organisation: Organisation, template_id: int) -> HttpResponse:
    remove_template(organisation, template_id, by=request.user, at=timezone.now())
    messages.success(request, gettext("The template is removed. Designs begun from it stay."))
    return redirect("design_start", organisation.slug)


@require_http_methods(["GET", "POST"])
@inside(*INVITERS)
def audience(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    design = design_in(organisation, public_id)
    form = AddressForm(request.POST if request.method == "POST" and "withdraw" not in request.POST else None)
    if "withdraw" in request.POST:
        sent = request.POST["withdraw"]
        number = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 10 else 0
        withdraw_invitation(design, invitation_id=number, by=request.user, at=timezone.now())
        return redirect("design_audience", organisation.slug, public_id)
    if form.is_valid():
        try:
            invite(design, email=form.cleaned_data["email"], by=request.user, at=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, gettext("They can see it now. Send them its address."))
            return redirect("design_audience", organisation.slug, public_id)
    newest = newest_version(design)
    page = {
        "organisation": organisation,
        "design": design,
        "title": title_of(design.draft, get_language() or "en"),
        "form": form,
        "invited": invited(design),
        "newest": newest,
        "restricted": is_restricted(newest) if newest else design.draft.get("visibility") == "restricted",
    }
    return render(request, "staff/designs/audience.html", page, status=400 if form.errors else 200)
