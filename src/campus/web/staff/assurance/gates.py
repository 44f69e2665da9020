"""What the rules that the organisation chose say of one design: at publishing, at issuing, and before crossing a border."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from campus.assurance import borders, gates
from campus.base.refusals import Refusal
from campus.catalogue.drafts import state_of
from campus.catalogue.models import Design
from campus.people.models import Organisation
from campus.people.roles import roles_of
from campus.policies.chosen import KEEPERS
from campus.web.inside import PersonRequest, inside
from campus.web.staff.assurance.gate_texts import shown
from campus.web.staff.designs.lookup import design_in, newest_version, title_of

EYES = 2  # who wrote it, and who will approve it


@require_safe
@inside()
def design_gates(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    design = design_in(organisation, public_id)
    today, newest = timezone.localdate(), newest_version(design)
    state = state_of(design.draft, on=today)
    page = {
        "organisation": organisation,
        "design": design,
        "title": title_of(design.draft, get_language() or "en"),
        "publish": shown(gates.at_publish(design, record=state.record, people=EYES, on=today)) if state.record else None,
        "issue": shown(gates.at_issue(newest, names_checked=False, on=today)) if newest else None,
        "border": shown(gates.at_border(newest, on=today)) if newest else None,
        "newest": newest,
        "offered": newest is not None and design.state != Design.State.RETIRED,
        "open_since": borders.open_across(design),
        "may_open": bool(roles_of(request.user, organisation) & set(KEEPERS)),
    }
    return render(request, "staff/designs/gates.html", page)


@require_POST
@inside(*KEEPERS)
def cross_border(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    design = design_in(organisation, public_id)
    try:
        if request.POST.get("borders") == "close":
            borders.close_borders(design, by=request.user, at=timezone.now())
            messages.success(request, gettext("No longer offered across borders."))
        else:
            borders.open_borders(design, by=request.user, at=timezone.now())
            messages.success(request, gettext("Offered to learners of other countries from now on."))
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    return redirect("design_gates", organisation.slug, public_id)
