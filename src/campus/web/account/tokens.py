"""A person's own tokens for their software: make one, see it once, withdraw it."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from campus.base.refusals import Refusal
from campus.people import personal_tokens
from campus.people.scope import NotFoundError
from campus.web.forms import refuse
from campus.web.inside import PersonRequest
from campus.web.step_up import require_recent_log_in


class TokenForm(forms.Form):
    name = forms.CharField(label=_("What is the token for?"), max_length=100, help_text=_("For example: my own web site."))


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def tokens(request: PersonRequest) -> HttpResponse:
    form, secret = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        require_recent_log_in(request)
        try:
            _token, secret = personal_tokens.create(request.user, name=form.cleaned_data["name"], at=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
    living = personal_tokens.living(request.user, at=timezone.now())
    page = {"form": form, "secret": secret, "tokens": living}
    return render(request, "account/tokens.html", page, status=400 if form.errors else 200)


@login_required
@require_POST
def withdraw(request: PersonRequest, token_id: UUID) -> HttpResponse:
    token = personal_tokens.living(request.user, at=timezone.now()).filter(public_id=token_id).first()
    if token is None:
        raise NotFoundError
    personal_tokens.revoke(token, at=timezone.now())
    messages.success(request, gettext("The token is withdrawn: nothing can use it any more."))
    return redirect("tokens")
