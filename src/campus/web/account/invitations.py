"""Answering an invitation: with the account one has, or with a new one."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from campus.people import invitations
from campus.people.models import Invitation, Person, Role
from campus.web.pages import private_page

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class NewAccountForm(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=300, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Choose a password"),
        help_text=_("At least 8 characters; not only digits, and not a password that many people use."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    try:
        offer = invitations.find(secret, at=timezone.now())
    except invitations.InvitationOverError as refusal:
        return private_page(request, "refused.html", {"refusal": refusal}, status=410)
    if request.user.is_authenticated:
        return _as_member(request, offer, secret)
    if invitations.account_exists(offer):
        return private_page(request, "account/invitation.html", {**_facts(offer), "log_in": True})
    return _as_new(request, offer, secret)


def _as_member(request: HttpRequest, offer: Invitation, secret: str) -> HttpResponse:
    assert isinstance(request.user, Person)  # noqa: S101  # for the type checker: the caller has asked
    if request.method == "POST":
        organisation = invitations.accept(secret, person=request.user, at=timezone.now())
        messages.success(request, gettext("Welcome. This is what you work on together."))
        return redirect("organisation", organisation.slug)
    return private_page(request, "account/invitation.html", _facts(offer))


def _as_new(request: HttpRequest, offer: Invitation, secret: str) -> HttpResponse:
    form = NewAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = invitations.accept_as_new(secret, language=get_language(), at=timezone.now(), **form.cleaned_data)
        except ValidationError as weak:
            form.add_error("password", weak)
        else:
            login(request, person, backend=BACKEND)
            messages.success(request, gettext("Welcome. This is what you work on together."))
            return redirect("organisation", offer.organisation.slug)
    page = {**_facts(offer), "form": form}
    return private_page(request, "account/invitation.html", page, status=400 if form.errors else 200)


def _facts(offer: Invitation) -> dict[str, object]:
    return {"invitation": offer, "inviting": offer.organisation, "roles": [Role(role).label for role in offer.roles]}
