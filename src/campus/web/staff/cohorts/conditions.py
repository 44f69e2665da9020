"""Who the learners of a cohort are known to be, and how its assessments are watched: what their badges will say of both."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from campus.base.refusals import Refusal
from campus.catalogue.versions import record_of, title_in
from campus.enrolling import identity
from campus.enrolling.models import IdentityCheck
from campus.learning.cohorts import READERS, STAFF
from campus.learning.conditions import VERIFIED, supervise, supervise_one, unverified
from campus.learning.models import Cohort, Enrolment
from campus.people.models import Organisation
from campus.people.roles import roles_of
from campus.people.scope import NotFoundError
from campus.web.conditions import assessments_of, history_of, level_of
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page
from campus.web.staff.cohorts.lookup import cohort_in
from laurel.annex1.vocabularies import Assurance, Supervision

PER_PAGE = 50
_SHOWN = {"verified": Q(identity__in=VERIFIED), "not": ~Q(identity__in=VERIFIED)}


class DayUnreadableError(Refusal):
    """What was typed is no day."""

    code = "DAY_UNREADABLE"
    text = _("Write the day as a date, for example 2026-11-23.")


class DocumentForm(forms.Form):
    document = forms.ChoiceField(
        label=_("Document shown"),
        choices=[("", _("Choose …")), *IdentityCheck.Document.choices],
        help_text=_("Only its kind is kept. Do not note its number, and keep no copy."),
    )
    on = forms.DateField(
        label=_("Seen on"), required=False, widget=forms.DateInput(attrs={"type": "date"}), help_text=_("Empty: today.")
    )
    confirmed = forms.BooleanField(label=_("I have compared every chosen learner, and the name here, with their document"))


class ProviderForm(forms.Form):
    provider = forms.CharField(
        label=_("Identity provider"), max_length=200, help_text=_("For example: the log-in of the university.")
    )
    method = forms.CharField(label=_("How they logged in"), max_length=100, required=False)
    assurance = forms.ChoiceField(label=_("Level of assurance"), required=False)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        language = get_language() or "en"
        chosen = [("", _("not stated")), *((each.value, each.name_in(language)) for each in Assurance)]
        self.fields["assurance"].choices = chosen  # type: ignore[attr-defined]


@require_safe
@inside(*READERS)
def conditions(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    cohort, language = cohort_in(organisation, public_id), get_language() or "en"
    page = Paginator(_found(cohort, request), PER_PAGE).get_page(request.GET.get("page"))
    history = history_of(page, language)
    context = {
        "organisation": organisation,
        "cohort": cohort,
        "title": title_in(cohort.design_version, language),
        "staff": bool(roles_of(request.user, organisation) & set(STAFF)),
        "page": page,
        "rows": [(each, level_of(each, language), history[each.pk], _otherwise(each, language)) for each in page],
        "q": request.GET.get("q", ""),
        "show": request.GET.get("show", ""),
        "verified": cohort.enrolments.filter(identity__in=VERIFIED).count(),
        "learners": cohort.enrolments.count(),
        "missing": unverified(cohort).count(),
        "document_form": DocumentForm(),
        "provider_form": ProviderForm(),
        "assessments": assessments_of(cohort, cohort.supervision, language),
        "ways": [(each.value, each.name_in(language)) for each in Supervision],
    }
    return private_page(request, "staff/cohorts/conditions.html", context)


@require_POST
@inside(*STAFF)
def record(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    cohort = cohort_in(organisation, public_id)
    chosen = [int(each) for each in request.POST.getlist("chosen") if each.isdecimal() and len(each) < 19]
    try:
        done = _recorded(request, cohort, chosen)
    except NotFoundError:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        said = ngettext("Recorded for %(count)s learner.", "Recorded for %(count)s learners.", done) % {"count": done}
        messages.success(request, said if done else gettext("That was recorded before. Nothing was changed."))
    return redirect("cohort_conditions", organisation.slug, public_id)


@require_POST
@inside(*STAFF)
def supervision(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    cohort = cohort_in(organisation, public_id)
    known = [one.id for one in record_of(cohort.design_version).assessments]
    watched = {name: request.POST[f"watch-{name}"] for name in known if f"watch-{name}" in request.POST}
    number, now = request.POST.get("learner", "").strip(), timezone.now()
    try:
        if number:
            supervise_one(_numbered(cohort, number), watched, by=request.user, at=now)
        else:
            supervise(cohort, watched, by=request.user, at=now)
    except NotFoundError:
        messages.error(request, gettext("Nobody in this cohort has the number %(number)s.") % {"number": number[:100]})
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, gettext("Saved. Badges awarded from now on say so."))
    return redirect("cohort_conditions", organisation.slug, public_id)


def _found(cohort: Cohort, request: PersonRequest) -> QuerySet[Enrolment]:
    rows = cohort.enrolments.select_related("cohort__design_version").order_by("number")
    if chosen := _SHOWN.get(request.GET.get("show", "")):
        rows = rows.filter(chosen)
    for word in request.GET.get("q", "").split()[:5]:
        rows = rows.filter(Q(number__icontains=word) | Q(name__icontains=word) | Q(email__icontains=word))
    return rows


def _numbered(cohort: Cohort, number: str) -> Enrolment:
    found = cohort.enrolments.select_related("cohort__organisation", "cohort__design_version").filter(number=number).first()
    if found is None:
        raise NotFoundError
    return found


def _otherwise(enrolment: Enrolment, language: str) -> list[str]:
    """Where one learner's work was watched otherwise than everybody's."""
    if not enrolment.supervision:
        return []
    own = assessments_of(enrolment.cohort, enrolment.supervision, language)
    return [f"{title}: {Supervision.of(way).name_in(language)}" for _name, title, way in own if way]


def _recorded(request: PersonRequest, cohort: Cohort, chosen: list[int]) -> int:
    do, now, typed = request.POST.get("do", ""), timezone.now(), DocumentForm(request.POST)
    if do == "take_back":
        return identity.take_back(cohort, chosen, by=request.user, at=now)
    if "on" in typed.errors:
        raise DayUnreadableError(field="on")
    on = typed.cleaned_data.get("on") or timezone.localdate(now)
    if do == "vouch":
        return identity.vouch(cohort, chosen, _vouched(request), on=on, by=request.user, at=now)
    document, confirmed = request.POST.get("document", ""), "confirmed" in request.POST
    return identity.verify(cohort, chosen, document, on=on, confirmed=confirmed, by=request.user, at=now)


def _vouched(request: PersonRequest) -> identity.Vouched:
    level = request.POST.get("assurance", "")
    assurance = Assurance.of(level) if level in list(Assurance) else None
    asked = request.POST
    return identity.Vouched(provider=asked.get("provider", ""), method=asked.get("method", ""), assurance=assurance)
