"""Signing keys: which one signs, the history, replace it, report it as compromised."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from campus.base.refusals import Refusal
from campus.issuing import keys
from campus.issuing.models import Credential, SigningKey
from campus.people.models import Organisation, Role
from campus.people.organisations import did_of
from campus.people.scope import NotFoundError
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside

KEEPERS = (Role.ADMINISTRATOR, Role.REGISTRAR)


class RotateForm(forms.Form):
    confirmed = forms.BooleanField(
        label=gettext_lazy("Replace the key now"),
        help_text=gettext_lazy("Badges signed so far stay valid. New ones are signed with the new key."),
    )


class CompromisedForm(forms.Form):
    since = forms.DateTimeField(
        label=gettext_lazy("Since when somebody else may have had it"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=gettext_lazy("Badges that say they were signed after this moment will be refused everywhere."),
    )
    confirmed = forms.BooleanField(label=gettext_lazy("I understand that this cannot be undone"))


@require_safe
@inside(*KEEPERS)
def signing_keys(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    history = [
        (key, keys.method_of(key), Credential.objects.filter(signing_key=key).count()) for key in keys.history(organisation)
    ]
    context = {
        "organisation": organisation,
        "did": did_of(organisation),
        "current": keys.current_key(organisation),
        "history": history,
        "form": RotateForm(),
    }
    return render(request, "staff/issuing/keys.html", context)


@require_http_methods(["POST"])
@inside(*KEEPERS, fresh=True)
def rotate(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    first = keys.current_key(organisation) is None
    if not first and not RotateForm(request.POST).is_valid():
        messages.error(request, _("Tick the box to confirm that the key is to be replaced."))
        return redirect("signing_keys", organisation.slug)
    try:
        make = keys.create_key if first else keys.rotate
        make(organisation, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The new key is in use."))
    return redirect("signing_keys", organisation.slug)


@require_http_methods(["GET", "POST"])
@inside(*KEEPERS, fresh=True)
def compromised(request: PersonRequest, organisation: Organisation, number: int) -> HttpResponse:
    key = SigningKey.objects.select_related("organisation").filter(organisation=organisation, number=number).first()
    if key is None:
        raise NotFoundError
    form = CompromisedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            keys.mark_compromised(key, since=form.cleaned_data["since"], by=request.user, at=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The key is reported as compromised and no longer trusted."))
            return redirect("signing_keys", organisation.slug)
    touched = Credential.objects.filter(signing_key=key).count()
    context = {"organisation": organisation, "key": key, "form": form, "touched": touched}
    return render(request, "staff/issuing/key_compromised.html", context, status=400 if form.errors else 200)
