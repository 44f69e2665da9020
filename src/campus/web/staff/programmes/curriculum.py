"""The curriculum map: degree programmes, their modules, and the micro-credentials inside them; taking in a table."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campus.base.refusals import Refusal
from campus.catalogue.versions import title_in
from campus.people.models import Organisation
from campus.people.roles import require, roles_of
from campus.people.scope import NotFoundError
from campus.recognition.curriculum import COLUMNS, WRITERS, FaultyRowsError, RowProblem, degrees_of, modules_of, take_in
from campus.recognition.curriculum import remove as remove_degree
from campus.recognition.models import Degree, DegreeModule
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page
from campus.web.programmes.limits import number_in

PER_PAGE = 50


class TableForm(forms.Form):
    file = forms.FileField(label=_("Table"), help_text=_("CSV or Excel, at most 5,000 rows."))


@require_http_methods(["GET", "HEAD", "POST"])
@inside()
def curriculum(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    form = TableForm(request.POST or None, request.FILES or None)
    problems: list[RowProblem] = []
    if request.method == "POST":
        require(request.user, organisation, *WRITERS)
        if form.is_valid():
            try:
                said = _take_in(request, organisation, form)
            except Refusal as refusal:
                refuse(form, refusal)
                problems = refusal.problems if isinstance(refusal, FaultyRowsError) else []
            else:
                messages.success(request, said)
                return redirect("curriculum", organisation.slug)
    degrees, language = degrees_of(organisation), get_language() or "en"
    page = Paginator(degrees, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "organisation": organisation,
        "form": form,
        "problems": problems,
        "page": page,
        "rows": [(each, each.title_in(language)) for each in page],
        "columns": [both[language == "bg"] for both in COLUMNS.values()],
        "writes": bool(roles_of(request.user, organisation) & set(WRITERS)),
    }
    return private_page(request, "staff/programmes/curriculum.html", context, status=400 if form.errors else 200)


@require_safe
@inside()
def degree(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    found, language = _degree_in(organisation, public_id), get_language() or "en"
    page = Paginator(modules_of(found), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "organisation": organisation,
        "degree": found,
        "title": found.title_in(language),
        "page": page,
        "rows": [(each, each.title_in(language), _credits(each, language), _matches(each, language)) for each in page],
        "writes": bool(roles_of(request.user, organisation) & set(WRITERS)),
    }
    return private_page(request, "staff/programmes/degree.html", context)


@require_POST
@inside(*WRITERS)
def remove(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    remove_degree(_degree_in(organisation, public_id), by=request.user, at=timezone.now())
    messages.success(request, gettext("The degree programme is taken out of the map."))
    return redirect("curriculum", organisation.slug)


def _take_in(request: PersonRequest, organisation: Organisation, form: TableForm) -> str:
    sent = form.cleaned_data["file"]
    taken = take_in(organisation, content=sent.read(), file_name=sent.name, by=request.user, at=timezone.now())
    text = ngettext("{count} module is taken over.", "{count} modules are taken over.", taken.modules)
    return text.format(count=taken.modules)


def _degree_in(organisation: Organisation, public_id: uuid.UUID) -> Degree:
    found = Degree.objects.select_related("organisation").filter(organisation=organisation, public_id=public_id).first()
    if found is None:
        raise NotFoundError
    return found


def _credits(module: DegreeModule, language: str) -> str:
    return "–" if module.ects is None else number_in(module.ects, language)


def _matches(module: DegreeModule, language: str) -> list[dict[str, object]]:
    found = []
    for match in module.matches.all():
        newest = max(match.design.versions.all(), key=lambda each: each.number)
        found.append({"match": match, "version": newest, "title": title_in(newest, language)})
    return found
