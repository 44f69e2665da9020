"""The rounds of review of one micro-credential: who decided what, when, on which evidence."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django_stubs_ext import StrOrPromise

from campus.people.models import Organisation
from campus.quality.trail import Event, Round, rounds_of
from campus.web.inside import PersonRequest, inside
from campus.web.staff.designs.gate_report import gates_kept
from campus.web.staff.designs.lookup import design_in, title_of

PER_PAGE = 10
WORDS: dict[str, tuple[StrOrPromise, str]] = {
    "submitted": (_("handed it in"), "note"),
    "handed_over": (_("handed the stage to"), "note"),
    "invited": (_("invited as external reviewer"), "note"),
    "uninvited": (_("The invitation was withdrawn"), "note"),
    "approved": (_("approved"), "valid"),
    "changes_requested": (_("asked for changes"), "refused"),
    "withdrawn": (_("took it back"), "unknown"),
    "published": (_("Published"), "valid"),
}


@require_safe
@inside()
def rounds(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    design = design_in(organisation, public_id)
    language = get_language() or "en"
    page = Paginator(rounds_of(design), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "organisation": organisation,
        "design": design,
        "title": title_of(design.draft, language),
        "page": page,
        "rounds": [_shown(each, language) for each in page],
    }
    return render(request, "staff/designs/rounds.html", context)


def _shown(each: Round, language: str) -> dict[str, Any]:
    return {
        "review": each.review,
        "workers": each.workers,
        "stages": [stage.name_in(language) for stage in each.stages],
        "events": [_event(event, language) for event in each.events],
    }


def _event(event: Event, language: str) -> dict[str, Any]:
    words, tone = WORDS[event.what]
    return {
        "event": event,
        "words": words,
        "tone": tone,
        "stage": event.stage.name_in(language) if event.stage else "",
        "gates": gates_kept(list(event.report), language=language),
    }
