"""The badge's picture: drawn from the facts unless an author uploads one."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from campus.base import pictures
from campus.base.refusals import Refusal
from campus.catalogue.designs import EDITABLE, set_picture
from campus.people.models import Organisation, Role
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.staff.designs.lookup import design_in, title_of


class PictureForm(forms.Form):
    file = forms.FileField(
        label=_("Picture"),
        help_text=_("PNG, JPEG or WebP, at most 2 MB, best square. We redraw it and keep nothing but the picture."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )


@require_http_methods(["GET", "POST"])
@inside(Role.AUTHOR)
def change_picture(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    design = design_in(organisation, public_id)
    if design.state not in EDITABLE:
        return redirect("design", organisation.slug, public_id)
    drawn = request.POST.get("do") == "draw"
    sent = request.method == "POST" and not drawn
    form = PictureForm(request.POST, request.FILES) if sent else PictureForm()
    if request.method == "POST" and (drawn or form.is_valid()):
        content = None if drawn else form.cleaned_data["file"].read(pictures.LARGEST_FILE + 1)
        try:
            set_picture(design, content=content, by=request.user, at=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal, file="file")
        else:
            said = gettext("The badge is drawn from its facts.") if drawn else gettext("The badge has a new picture.")
            messages.success(request, said)
            return redirect("design", organisation.slug, public_id)
    page = {
        "organisation": organisation,
        "design": design,
        "title": title_of(design.draft, get_language() or "en"),
        "form": form,
    }
    return render(request, "staff/designs/picture.html", page, status=400 if form.errors else 200)
