"""An organisation's API keys: make one, see it once, revoke it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from campus.base.refusals import Refusal
from campus.people import api_keys as keys
from campus.people.models import Organisation, Role
from campus.people.roles import SecondStepMissingError, roles_of
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.staff.role_texts import described_roles


class KeyForm(forms.Form):
    name = forms.CharField(label=_("What is the key for?"), max_length=100, help_text=_("For example: Moodle of the faculty."))
    roles = forms.MultipleChoiceField(
        label=_("What may it do?"),
        help_text=_("A key can have the roles that you hold yourself, and loses them when you do."),
        widget=forms.CheckboxSelectMultiple(),
    )

    def __init__(self, *arguments: object, held: frozenset[Role]) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]
        choices = [choice for choice in described_roles() if choice[0] in held]
        self.fields["roles"].choices = choices  # type: ignore[attr-defined]


@never_cache
@require_http_methods(["GET", "POST"])
@inside(*keys.KEEPERS, fresh=True)
def api_keys(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    form, secret = KeyForm(request.POST or None, held=roles_of(request.user, organisation)), ""
    if request.method == "POST" and form.is_valid():
        roles = [Role(role) for role in form.cleaned_data["roles"]]
        try:
            _key, secret = keys.create(
                organisation, name=form.cleaned_data["name"], roles=roles, by=request.user, at=timezone.now()
            )
        except SecondStepMissingError:
            raise
        except Refusal as refusal:
            refuse(form, refusal)
    page = {"organisation": organisation, "form": form, "secret": secret, "keys": _listed(organisation)}
    return render(request, "staff/organisation/api_keys.html", page, status=400 if form.errors else 200)


@require_POST
@inside(*keys.KEEPERS)
def revoke(request: PersonRequest, organisation: Organisation, key_id: int) -> HttpResponse:
    keys.revoke(organisation, key_id=key_id, by=request.user, at=timezone.now())
    messages.success(request, gettext("The key is revoked: nothing can use it any more."))
    return redirect("api_keys", organisation.slug)


def _listed(organisation: Organisation) -> list[dict[str, object]]:
    return [{"row": key, "roles": [Role(role).label for role in key.roles]} for key in keys.keys_of(organisation)]
