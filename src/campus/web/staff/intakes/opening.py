"""Opening an edition to enrolment, and how one gets in."""

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
from campus.catalogue.models import Edition
from campus.catalogue.versions import title_in
from campus.enrolling import intakes
from campus.enrolling.intakes import STAFF, IntakeFacts
from campus.enrolling.models import Intake
from campus.people.models import Organisation
from campus.people.scope import NotFoundError
from campus.web.edition_texts import edition_shown
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.staff.designs.lookup import newest_version
from campus.web.staff.intakes.frame import found, frame


class IntakeForm(forms.Form):
    admission = forms.ChoiceField(label=_("Who gets in"), choices=Intake.Admission.choices, widget=forms.RadioSelect())
    waiting_places = forms.IntegerField(
        label=_("Places on the waiting list"),
        required=False,
        min_value=0,
        max_value=999_999,
        help_text=_("Leave it empty where it may grow without end. 0: there is none."),
    )
    offer_days = forms.IntegerField(
        label=_("Days for which a free place is kept"),
        min_value=1,
        max_value=60,
        initial=3,
        help_text=_("Whoever waits is offered a place that becomes free; after so many days it goes to the next."),
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def facts(self) -> IntakeFacts:
        """What was typed, as the domain takes it."""
        typed = self.cleaned_data
        return IntakeFacts(
            admission=Intake.Admission(typed["admission"]),
            waiting_places=typed["waiting_places"],
            offer_days=typed["offer_days"],
        )


@require_http_methods(["GET", "POST"])
@inside(*STAFF)
def new(request: PersonRequest, organisation: Organisation, edition_id: uuid.UUID) -> HttpResponse:
    edition = Edition.objects.select_related("design__organisation").filter(
        public_id=edition_id, design__organisation=organisation
    ).first()  # fmt: skip
    if edition is None:
        raise NotFoundError
    language = get_language() or "en"
    shown = edition_shown(edition, language=language, on=timezone.localdate())
    version = newest_version(edition.design)
    title = "" if version is None else title_in(version, language)
    form = IntakeForm(
        request.POST if request.method == "POST" else None, initial={"admission": Intake.Admission.OPEN, "offer_days": 3}
    )
    if request.method == "POST" and form.is_valid():
        cohort = f"{title} – {edition.title or shown.when}"[:280]
        try:
            made = intakes.open_intake(edition, form.facts(), title=cohort, by=request.user, at=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, gettext("One can enrol now. The page of the micro-credential shows it."))
            return redirect("intake", organisation.slug, made.public_id)
    page = {"organisation": organisation, "form": form, "edition": shown, "title": title}
    return render(request, "staff/intakes/new.html", page, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@inside(*STAFF)
def settings(request: PersonRequest, organisation: Organisation, intake_id: uuid.UUID) -> HttpResponse:
    intake = found(organisation, intake_id)
    held = {name: getattr(intake, name) for name in IntakeForm.base_fields}
    form = IntakeForm(request.POST if request.method == "POST" else None, initial=held)
    if request.method == "POST" and form.is_valid():
        revision = form.cleaned_data["revision"] or 0
        try:
            intakes.change(intake, form.facts(), revision=revision, by=request.user, at=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, gettext("It is changed."))
            return redirect("intake", organisation.slug, intake_id)
    page = {**frame(organisation, intake, request.user), "form": form}
    return render(request, "staff/intakes/settings.html", page, status=400 if form.errors else 200)


@require_POST
@inside(*STAFF)
def pause(request: PersonRequest, organisation: Organisation, intake_id: uuid.UUID) -> HttpResponse:
    paused = request.POST.get("do") == "pause"
    intakes.pause(found(organisation, intake_id), paused=paused, by=request.user, at=timezone.now())
    said = gettext("Nobody can apply for the time being.") if paused else gettext("People can apply again.")
    messages.success(request, said)
    return redirect("intake", organisation.slug, intake_id)
