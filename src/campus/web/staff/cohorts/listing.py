"""The list of cohorts, and opening a new one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from campus.base.refusals import Refusal
from campus.catalogue.models import DesignVersion
from campus.catalogue.versions import newest_of, title_in
from campus.learning.cohorts import STAFF, create_cohort
from campus.learning.models import Cohort
from campus.marking import appeals, integrity
from campus.people.models import Organisation, Role
from campus.people.roles import roles_of
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside

PER_PAGE = 25


class VersionField(forms.ModelChoiceField[DesignVersion]):
    def label_from_instance(self, obj: DesignVersion) -> str:
        return _("%(title)s (version %(number)s)") % {"title": title_in(obj, get_language() or "en"), "number": obj.number}


class CohortForm(forms.Form):
    design_version = VersionField(
        label=_("Micro-credential"),
        queryset=DesignVersion.objects.none(),
        empty_label=_("Choose …"),
        help_text=_("Its newest approved version. The cohort keeps to this version even when a newer one comes."),
    )
    title = forms.CharField(
        label=_("Title of the cohort"), max_length=300, help_text=_("One that tells cohorts apart, for example with the year.")
    )
    starts_on = forms.DateField(label=_("First day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


@require_safe
@inside()
def cohorts(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    words = request.GET.get("q", "").split()[:10]
    found = Cohort.objects.filter(organisation=organisation).select_related("design_version").order_by("-pk")
    for word in words:
        found = found.filter(
            Q(title__icontains=word) | Q(design_version__title_bg__icontains=word) | Q(design_version__title_en__icontains=word)
        )
    counted = found.annotate(
        learners=Count("enrolments"),
        awarded=Count("enrolments__award"),
        meeting=Count("enrolments", filter=Q(enrolments__meets_rules=True, enrolments__award__isnull=True)),
    )
    page = Paginator(counted, PER_PAGE).get_page(request.GET.get("page"))
    language, held = get_language() or "en", roles_of(request.user, organisation)
    context = {
        "organisation": organisation,
        "page": page,
        "rows": [(cohort, title_in(cohort.design_version, language)) for cohort in page],
        "q": request.GET.get("q", ""),
        "any": bool(words) or page.paginator.count > 0,
        "opens": bool(held & set(STAFF)),
        "sees_appeals": bool(held & {*appeals.DECIDERS, Role.REGISTRAR}),
        "sees_integrity": bool(held & set(integrity.OPENERS)),
        "published": newest_of(organisation).exists(),
    }
    return render(request, "staff/cohorts/list.html", context)


@require_http_methods(["GET", "POST"])
@inside(*STAFF)
def new(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    form = CohortForm(request.POST or None, initial={"design_version": request.GET.get("version")})
    versions = newest_of(organisation)
    form.fields["design_version"].queryset = versions  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        facts: dict[str, Any] = form.cleaned_data
        try:
            cohort = create_cohort(organisation, by=request.user, at=timezone.now(), **facts)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return redirect("cohort", organisation.slug, cohort.public_id)
    context = {"organisation": organisation, "form": form, "any": versions.exists()}
    return render(request, "staff/cohorts/new.html", context, status=400 if form.errors else 200)
