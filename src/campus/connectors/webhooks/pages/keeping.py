"""Administrators add a webhook, change it, give it another secret, and remove it."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from campus.base.refusals import Refusal
from campus.connectors.webhooks import subscriptions
from campus.connectors.webhooks.models import Webhook
from campus.connectors.webhooks.subscriptions import KEEPERS, WebhookFacts, webhook_in
from campus.connectors.webhooks.telling import KINDS
from campus.people.models import Organisation
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page


class WebhookForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("As your colleagues know it, for example: student register.")
    )
    url = forms.CharField(
        label=_("Address"),
        max_length=1000,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Where your software listens, for example https://register.example.org/laurel."),
    )
    events = forms.MultipleChoiceField(
        label=_("What should it be told?"),
        choices=list(KINDS.items()),
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"required": subscriptions.NoEventsError.text},
    )
    with_numbers = forms.BooleanField(
        label=_("Name the learner's number"),
        required=False,
        help_text=_("The school's own number. Without it, nothing in a message tells a stranger who the learner is."),
    )

    def facts(self) -> WebhookFacts:
        """As the domain takes it."""
        return WebhookFacts(**self.cleaned_data)


@require_http_methods(["GET", "POST"])
@inside(*KEEPERS, fresh=True)
def new(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    form = WebhookForm(request.POST if request.method == "POST" else None, initial={"events": list(KINDS)})
    if request.method == "POST" and form.is_valid():
        try:
            made, secret_text = subscriptions.create(organisation, form.facts(), by=request.user, at=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return _secret_page(request, organisation, made, secret_text)
    context = {"organisation": organisation, "form": form, "webhook": None}
    return private_page(request, "webhooks/edit.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@inside(*KEEPERS, fresh=True)
def change(request: PersonRequest, organisation: Organisation, webhook_id: uuid.UUID) -> HttpResponse:
    webhook = webhook_in(organisation, webhook_id)
    now = {name: getattr(webhook, name) for name in ("name", "url", "events", "with_numbers")}
    form = WebhookForm(request.POST if request.method == "POST" else None, initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            subscriptions.change(webhook, form.facts(), by=request.user, at=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, gettext("Changed. What waits goes to the address that stands here now."))
            return redirect("webhook", organisation.slug, webhook_id)
    context = {"organisation": organisation, "form": form, "webhook": webhook}
    return private_page(request, "webhooks/edit.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@inside(*KEEPERS, fresh=True)
def secret(request: PersonRequest, organisation: Organisation, webhook_id: uuid.UUID) -> HttpResponse:
    webhook = webhook_in(organisation, webhook_id)
    if request.method == "POST":
        text = subscriptions.renew_secret(webhook, by=request.user, at=timezone.now())
        return _secret_page(request, organisation, webhook_in(organisation, webhook_id), text)
    return private_page(request, "webhooks/renew.html", {"organisation": organisation, "webhook": webhook})


@require_http_methods(["GET", "POST"])
@inside(*KEEPERS, fresh=True)
def remove(request: PersonRequest, organisation: Organisation, webhook_id: uuid.UUID) -> HttpResponse:
    webhook = webhook_in(organisation, webhook_id)
    if request.method == "POST":
        subscriptions.remove(webhook, by=request.user, at=timezone.now())
        messages.success(request, gettext("Removed: nothing is sent there any more."))
        return redirect("webhooks", organisation.slug)
    return private_page(request, "webhooks/remove.html", {"organisation": organisation, "webhook": webhook})


def _secret_page(request: PersonRequest, organisation: Organisation, webhook: Webhook, text: str) -> HttpResponse:
    return private_page(request, "webhooks/secret.html", {"organisation": organisation, "webhook": webhook, "secret": text})
