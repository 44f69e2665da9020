"""An organisation's overview: what needs doing, and the way to everything else."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campus.people.models import Organisation, Role
from campus.people.roles import roles_of
from campus.web.inside import PersonRequest, inside
from campus.web.staff.cards import cards_for


@require_safe
@inside()
def dashboard(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    held = roles_of(request.user, organisation)
    page = {
        "organisation": organisation,
        "cards": cards_for(organisation, request.user, held),
        "roles": [role.label for role in Role if role in held],
    }
    return render(request, "staff/organisation/dashboard.html", page)
