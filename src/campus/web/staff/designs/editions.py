"""The editions of a micro-credential: announce, change, close, cancel."""

from __future__ import annotations

import uuid
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campus.base.refusals import Refusal
from campus.catalogue import editions
from campus.catalogue.models import Design, Edition
from campus.catalogue.versions import record_of
from campus.people.models import Organisation
from campus.people.roles import roles_of
from campus.people.scope import NotFoundError
from campus.web.edition_texts import edition_shown
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.public.catalogue.embedding import snippet
from campus.web.staff.designs import options
from campus.web.staff.designs.lookup import design_in, newest_version, title_of
from laurel.annex1.vocabularies import Participation


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label, help_text=help_text, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class EditionForm(forms.Form):
    rolling = forms.BooleanField(
        label=_("One can begin at any time"), required=False, help_text=_("Then leave the first and the last day empty.")
    )
    starts_on = _day(_("First day"))
    ends_on = _day(_("Last day"))
    apply_by = _day(_("Last day to apply"), _("Without one, people can apply until the first day."))
    mode = forms.ChoiceField(label=_("Form of participation"))
    place = forms.CharField(
        label=_("Place"),
        max_length=200,
        required=False,
        help_text=_("Town, building, room. Leave it empty where everything is online."),
    )
    country = forms.ChoiceField(label=_("Country of the place"), required=False)
    time_zone = forms.CharField(
        label=_("Time zone"),
        max_length=64,
        help_text=_("Of the hours you announce and of the last day to apply, for example Europe/Sofia."),
        widget=forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=_("Language of instruction"))
    price = forms.DecimalField(
        label=_("Price"),
        required=False,
        max_digits=9,
        decimal_places=2,
        help_text=_("0 means free of charge. Leave it empty where you do not want to say."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        localize=True,
    )
    currency = forms.ChoiceField(label=_("Currency"), required=False, choices=[(code, code) for code in editions.CURRENCIES])
    capacity = forms.IntegerField(
        label=_("Number of places"),
        required=False,
        min_value=1,
        max_value=999_999,
        help_text=_("Shown to learners. Leave it empty where there is no limit."),
    )
    title = forms.CharField(
        label=_("Name of the edition"),
        max_length=200,
        required=False,
        help_text=_("Only where the dates do not tell editions apart, for example “evening group”."),
    )
    apply_url = forms.URLField(
        label=_("Web page to apply on"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("An address that begins with https://."),
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        language = get_language() or "en"
        listed: dict[str, Any] = dict(self.fields)
        listed["mode"].choices = options.terms(Participation, may_be_empty=False)(language)
        listed["language"].choices = options.languages(language)
        listed["country"].choices = options.countries(language)

    def facts(self) -> editions.EditionFacts:
        """What was typed, as the domain takes it."""
        known = {name: value for name, value in self.cleaned_data.items() if name != "revision"}
        if not known["price"]:
            known["currency"] = ""
        return editions.EditionFacts(**known)


@require_safe
@inside()
def listed(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    design = design_in(organisation, public_id)
    language, today = get_language() or "en", timezone.localdate()
    found = design.editions.order_by("-rolling", "-starts_on", "-pk")
    page = {
        **_frame(organisation, design),
        "editions": [edition_shown(each, language=language, on=today) for each in found],
        "manages": bool(roles_of(request.user, organisation) & set(editions.STAFF)),
        "offered": design.state != Design.State.RETIRED and design.versions.exists(),
    }
    if page["offered"]:
        page["snippet"] = snippet(design, page["title"], language=language)
    return render(request, "staff/designs/editions.html", page)


@require_http_methods(["GET", "POST"])
@inside(*editions.STAFF)
def new(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    design = design_in(organisation, public_id)
    form = EditionForm(request.POST) if request.method == "POST" else EditionForm(initial=_first_guess(organisation, design))
    if request.method == "POST" and form.is_valid():
        try:
            editions.announce(design, form.facts(), by=request.user, at=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, gettext("It is announced. Everybody can see it in the catalogue."))
            return redirect("design_editions", organisation.slug, public_id)
    return _form(request, organisation, design, form, None)


@require_http_methods(["GET", "POST"])
@inside(*editions.STAFF)
def edit(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, edition_id: uuid.UUID) -> HttpResponse:
    edition = _edition_in(design_in(organisation, public_id), edition_id)
    if edition.state == Edition.State.CANCELLED:
        return redirect("design_editions", organisation.slug, public_id)
    held = {name: getattr(edition, name) for name in EditionForm.base_fields}
    form = EditionForm(request.POST) if request.method == "POST" else EditionForm(initial=held)
    if request.method == "POST" and form.is_valid():
        revision = form.cleaned_data["revision"] or 0
        try:
            editions.change(edition, form.facts(), revision=revision, by=request.user, at=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, gettext("The edition is changed."))
            return redirect("design_editions", organisation.slug, public_id)
    return _form(request, organisation, edition.design, form, edition)


@require_POST
@inside(*editions.STAFF)
def applications(
    request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, edition_id: uuid.UUID
) -> HttpResponse:
    edition = _edition_in(design_in(organisation, public_id), edition_id)
    opens = request.POST.get("do") == "open"
    editions.take_applications(edition, open_=opens, by=request.user, at=timezone.now())
    said = gettext("People can apply again.") if opens else gettext("Nobody can apply any more.")
    messages.success(request, said)
    return redirect("design_editions", organisation.slug, public_id)


@require_http_methods(["GET", "POST"])
@inside(*editions.STAFF)
def cancel(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, edition_id: uuid.UUID) -> HttpResponse:
    edition = _edition_in(design_in(organisation, public_id), edition_id)
    if request.method == "POST":
        try:
            editions.cancel(edition, because=request.POST.get("because", ""), by=request.user, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, gettext("The edition is cancelled. Its page says so."))
        return redirect("design_editions", organisation.slug, public_id)
    shown = edition_shown(edition, language=get_language() or "en", on=timezone.localdate())
    return render(request, "staff/designs/edition_cancel.html", {**_frame(organisation, edition.design), "shown": shown})


def _form(
    request: PersonRequest, organisation: Organisation, design: Design, form: EditionForm, edition: Edition | None
) -> HttpResponse:
    page = {
        **_frame(organisation, design),
        "form": form,
        "edition": edition,
        "offered": design.state != Design.State.RETIRED and design.versions.exists(),
        "time_zones": sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")),
    }
    return render(request, "staff/designs/edition.html", page, status=400 if form.errors else 200)


def _frame(organisation: Organisation, design: Design) -> dict[str, Any]:
    return {"organisation": organisation, "design": design, "title": title_of(design.draft, get_language() or "en")}


def _first_guess(organisation: Organisation, design: Design) -> dict[str, Any]:
    """What the design itself says of how it is taught."""
    guess: dict[str, Any] = {"time_zone": settings.TIME_ZONE, "country": organisation.country, "currency": "EUR"}
    newest = newest_version(design)
    if newest is not None:
        record = record_of(newest)
        guess |= {"language": next(iter(record.languages), "")[:2], "mode": next(map(str, record.participation), "")}
    return guess


def _edition_in(design: Design, edition_id: uuid.UUID) -> Edition:
    """The edition with this id.

    Raises:
        NotFoundError: the design has none.
    """
    found = design.editions.filter(public_id=edition_id).first()
    if found is None:
        raise NotFoundError
    found.design = design
    return found
