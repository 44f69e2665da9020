"""Members of an organisation: invite, change roles, remove, withdraw an invitation."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campus.base.limits import at_most
from campus.base.refusals import Refusal
from campus.people import invitations, memberships
from campus.people.models import Organisation, Role
from campus.people.roles import roles_of
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.staff.role_texts import described_roles

INVITATIONS_AN_HOUR = 60  # each sends a message in the organisation's words to whoever is named


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("We send a link that works for 14 days."), widget=forms.EmailInput()
    )
    roles = forms.MultipleChoiceField(label=_("Roles"), choices=described_roles, widget=forms.CheckboxSelectMultiple())
    language = forms.ChoiceField(
        label=_("Language of the e-mail"),
        choices=[("bg", "Български"), ("en", "English")],
        help_text=_("Somebody who has an account gets it in the language of the account."),
    )


class RolesForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=described_roles, required=False, widget=forms.CheckboxSelectMultiple()
    )


@require_safe
@inside()
def members(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    administers = Role.ADMINISTRATOR in roles_of(request.user, organisation)
    page = {
        "organisation": organisation,
        "members": memberships.members_of(organisation),
        "invitations": _open(organisation) if administers else [],
        "administers": administers,
    }
    return render(request, "staff/organisation/members.html", page)


@require_http_methods(["GET", "POST"])
@inside(Role.ADMINISTRATOR, fresh=True)
def invite(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    form = InviteForm(request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        roles = [Role(role) for role in form.cleaned_data["roles"]]
        named = {"email": form.cleaned_data["email"], "language": form.cleaned_data["language"]}
        try:
            at_most(request, "invite", times=INVITATIONS_AN_HOUR, seconds=3600, at=timezone.now())
            invitations.invite(organisation, roles=roles, by=request.user, at=timezone.now(), **named)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, gettext("The invitation is on its way."))
            return redirect("members", organisation.slug)
    page = {"organisation": organisation, "form": form}
    return render(request, "staff/organisation/invite.html", page, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@inside(Role.ADMINISTRATOR, fresh=True)
def change_roles(request: PersonRequest, organisation: Organisation, person_id: uuid.UUID) -> HttpResponse:
    member = memberships.member_for(organisation, person_id)
    form = RolesForm(request.POST or None, initial={"roles": [role.value for role in member.roles]})
    if request.method == "POST":
        form = RolesForm(request.POST)
        if form.is_valid() and _roles_set(form, request, organisation, member):
            left = member.person == request.user and not form.cleaned_data["roles"]
            return redirect("after_log_in") if left else redirect("members", organisation.slug)
    page = {"organisation": organisation, "form": form, "member": member}
    return render(request, "staff/organisation/roles.html", page, status=400 if form.errors else 200)


@require_POST
@inside(Role.ADMINISTRATOR)
def withdraw(request: PersonRequest, organisation: Organisation, invitation_id: int) -> HttpResponse:
    invitations.withdraw(organisation, invitation_id=invitation_id, by=request.user, at=timezone.now())
    messages.success(request, gettext("The invitation is withdrawn: its link no longer works."))
    return redirect("members", organisation.slug)


def _roles_set(form: RolesForm, request: PersonRequest, organisation: Organisation, member: memberships.Member) -> bool:
    roles = [] if "remove" in request.POST else [Role(role) for role in form.cleaned_data["roles"]]
    form.cleaned_data["roles"] = roles
    try:
        memberships.set_roles(organisation, person=member.person, roles=roles, by=request.user, at=timezone.now())
    except Refusal as refusal:
        refuse(form, refusal)
        return False
    messages.success(request, gettext("The roles are changed.") if roles else gettext("The person is no longer a member."))
    return True


def _open(organisation: Organisation) -> list[dict[str, object]]:
    now = timezone.now()
    return [
        {"row": each, "expired": each.expires_at <= now, "roles": [Role(role).label for role in each.roles]}
        for each in invitations.open_invitations(organisation)
    ]
