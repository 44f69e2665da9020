"""Where a person arrives after logging in: their organisation, a choice among several, or their badges."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from campus.people.scope import organisations_of
from campus.web.inside import PersonRequest


@require_safe
@login_required
def landing(request: PersonRequest) -> HttpResponse:
    mine = list(organisations_of(request.user))
    if not mine:
        return redirect("my_badges")
    if len(mine) == 1:
        return redirect("organisation", mine[0].slug)
    return render(request, "account/landing.html", {"mine": mine})
