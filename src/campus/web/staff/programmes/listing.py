"""The programmes of an organisation, and beginning one."""

from __future__ import annotations

import uuid

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from campus.base.refusals import Refusal
from campus.people.models import Organisation
from campus.people.roles import roles_of
from campus.people.scope import NotFoundError
from campus.recognition.models import Programme
from campus.recognition.stack_applying import DECIDERS, queue_of
from campus.recognition.stack_programmes import WRITERS, create_programme
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page
from laurel.annex1.record import LangString

PER_PAGE = 25
TONES = {"draft": "attention", "published": "valid", "retired": "unknown"}


class TitleForm(forms.Form):
    title_en = forms.CharField(label=_("Title in English"), required=False, max_length=300)
    title_bg = forms.CharField(label=_("Title in Bulgarian"), required=False, max_length=300)


@require_safe
@inside()
def programmes(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    found = Programme.objects.filter(organisation=organisation)
    words = request.GET.get("q", "").split()[:8]
    for word in words:
        found = found.filter(Q(draft__title__en__icontains=word) | Q(draft__title__bg__icontains=word))
    page = Paginator(found.order_by("-updated_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    held = roles_of(request.user, organisation)
    decides = bool(held & set(DECIDERS))
    context = {
        "organisation": organisation,
        "rows": [(each, title_of(each), TONES[each.state]) for each in page],
        "page": page,
        "q": request.GET.get("q", ""),
        "writes": bool(held & set(WRITERS)),
        "decides": decides,
        "waiting": queue_of(Programme.objects.filter(organisation=organisation)).count() if decides else 0,
    }
    return private_page(request, "staff/programmes/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@inside(*WRITERS)
def new(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    form = TitleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        title = {"en": form.cleaned_data["title_en"], "bg": form.cleaned_data["title_bg"]}
        try:
            made = create_programme(organisation, title, by=request.user, at=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return redirect("programme_facts", organisation.slug, made.public_id)
    status = 400 if form.errors else 200
    return private_page(request, "staff/programmes/new.html", {"organisation": organisation, "form": form}, status=status)


def programme_in(organisation: Organisation, public_id: uuid.UUID) -> Programme:
    """The programme with this id.

    Raises:
        NotFoundError: there is none in this organisation.
    """
    found = Programme.objects.select_related("organisation").filter(organisation=organisation, public_id=public_id).first()
    if found is None:
        raise NotFoundError
    return found


def title_of(programme: Programme) -> str:
    """The title of the draft, in the reader's language."""
    return LangString(programme.draft["title"]).text(get_language() or "en")
