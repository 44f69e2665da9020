"""Administrators register a learning platform: first what it is, then what it has given us."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campus.base.refusals import Refusal
from campus.connectors.lti13 import platforms
from campus.connectors.lti13.models import Platform
from campus.connectors.lti13.platforms import KEEPERS, Addresses
from campus.people.models import Organisation
from campus.people.scope import NotFoundError
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page

_URL = forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"})
OWN = ("issuer", "auth_url", "token_url", "jwks_url")


class PlatformForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("As your colleagues know it, for example: Moodle of the faculty.")
    )
    system = forms.ChoiceField(
        label=_("Which system is it?"),
        choices=[("moodle", "Moodle"), ("canvas", "Canvas (instructure.com)"), ("other", _("Another one"))],
        widget=forms.RadioSelect(),
        initial="moodle",
    )
    site_url = forms.CharField(
        label=_("Its address"),
        max_length=500,
        widget=_URL,
        help_text=_(
            "The one at which people open it, for example https://moodle.example.org. For Moodle and Canvas this is all."
        ),
    )
    issuer = forms.CharField(
        label=_("Issuer"), max_length=500, required=False, widget=_URL, help_text=_("Platform ID, issuer.")
    )
    auth_url = forms.CharField(
        label=_("Address for authentication"), max_length=1000, required=False, widget=_URL,
        help_text=_("Authentication request URL, OIDC authorization endpoint."),
    )  # fmt: skip
    token_url = forms.CharField(
        label=_("Address for tokens"), max_length=1000, required=False, widget=_URL, help_text=_("Access token URL.")
    )
    jwks_url = forms.CharField(
        label=_("Address of its keys"),
        max_length=1000,
        required=False,
        widget=_URL,
        help_text=_("Public keyset URL, JWKS URL."),
    )

    def addresses(self) -> Addresses:
        """What was written, completed by what is the same everywhere."""
        given = self.cleaned_data
        site = given["site_url"].strip().rstrip("/")
        if given["system"] == "moodle":
            return platforms.moodle(site)
        if given["system"] == "canvas":
            return platforms.canvas(site)
        return Addresses(site_url=site, **{name: given[name].strip() for name in OWN})


class ConnectForm(forms.Form):
    client_id = forms.CharField(label=_("Client ID"), max_length=255, widget=_URL, help_text=_("As the platform shows it."))
    deployment_ids = forms.CharField(
        label=_("Deployment IDs"),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=_("One in each line. Only from these places may Laurel be opened."),
    )


@require_safe
@inside(*KEEPERS)
def listing(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    context = {"organisation": organisation, "platforms": platforms.platforms_of(organisation)}
    return private_page(request, "lti13/platforms.html", context)


@require_http_methods(["GET", "POST"])
@inside(*KEEPERS, fresh=True)
def new(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    form = PlatformForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        name, addresses = form.cleaned_data["name"], form.addresses()
        try:
            made = platforms.register(organisation, name=name, addresses=addresses, by=request.user, at=timezone.now())
        except Refusal as refusal:
            own = form.cleaned_data["system"] == "other"
            refuse(form, refusal, **({} if own else dict.fromkeys(OWN, "site_url")))
        else:
            return redirect("lti_platform", organisation.slug, made.public_id)
    context = {"organisation": organisation, "form": form}
    return private_page(request, "lti13/platform_new.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@inside(*KEEPERS, fresh=True)
def one(request: PersonRequest, organisation: Organisation, platform_id: uuid.UUID) -> HttpResponse:
    platform = _platform_in(organisation, platform_id)
    listed = "\n".join(platform.deployments.order_by("pk").values_list("deployment_id", flat=True))
    form = ConnectForm(
        request.POST if request.method == "POST" else None, initial={"client_id": platform.client_id, "deployment_ids": listed}
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            platforms.connect(
                platform,
                client_id=given["client_id"],
                deployment_ids=given["deployment_ids"].splitlines(),
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, gettext("Connected: courses of this platform can open Laurel now."))
            return redirect("lti_platform", organisation.slug, platform_id)
    context = {
        "organisation": organisation,
        "platform": platform,
        "form": form,
        "ours": platforms.our_addresses(platform),
        "courses": platform.courses.select_related("cohort").order_by("-seen_at")[:20],
    }
    return private_page(request, "lti13/platform.html", context, status=400 if form.errors else 200)


@require_POST
@inside(*KEEPERS, fresh=True)
def close(request: PersonRequest, organisation: Organisation, platform_id: uuid.UUID) -> HttpResponse:
    closed = request.POST.get("closed") == "yes"
    platforms.set_closed(_platform_in(organisation, platform_id), closed=closed, by=request.user, at=timezone.now())
    said = gettext("Closed: nothing from this platform is let in.") if closed else gettext("Open again.")
    messages.success(request, said)
    return redirect("lti_platform", organisation.slug, platform_id)


def _platform_in(organisation: Organisation, platform_id: uuid.UUID) -> Platform:
    found = platforms.platforms_of(organisation).filter(public_id=platform_id).first()
    if found is None:
        raise NotFoundError
    return found
