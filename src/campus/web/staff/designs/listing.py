"""The list of an organisation's micro-credentials: search, states, order, pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from django_stubs_ext import StrOrPromise

from campus.catalogue.designs import create_design
from campus.catalogue.models import Design
from campus.people.models import Organisation, Role
from campus.people.roles import roles_of
from campus.web.inside import PersonRequest, inside
from campus.web.staff.designs.lookup import TONES, title_of

ORDERS: Mapping[str, StrOrPromise] = {"changed": _("Last changed"), "title": _("Title"), "oldest": _("Oldest first")}
PER_PAGE = 24


@dataclass(frozen=True, slots=True)
class Entry:
    """One design in the list."""

    design: Design
    title: str
    other_title: str
    tone: str
    texts: str
    changed: datetime


@require_safe
@inside()
def designs(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    language = get_language() or "en"
    entries = [_entry(design, language) for design in _all(organisation)]
    words = request.GET.get("q", "").casefold().split()
    found = [entry for entry in entries if all(word in entry.texts for word in words)]
    counts = Counter(entry.design.state for entry in found)
    state = request.GET.get("state", "")
    order = request.GET.get("order", "changed")
    shown = _ordered([entry for entry in found if state not in Design.State or entry.design.state == state], order)
    page = {
        "organisation": organisation,
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
        "total": len(entries),
        "states": [(value, label, counts[value], TONES[value]) for value, label in Design.State.choices if counts[value]],
        "state": state,
        "found": len(found),
        "orders": ORDERS.items(),
        "order": order if order in ORDERS else "changed",
        "q": request.GET.get("q", ""),
        "authors": Role.AUTHOR in roles_of(request.user, organisation),
    }
    return render(request, "staff/designs/list.html", page)


@require_POST
@inside(Role.AUTHOR)
def new(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    design = create_design(organisation, by=request.user, at=timezone.now(), draft={"languages": ["bg"]})
    return redirect("design_step", organisation.slug, design.public_id, "about")


def _all(organisation: Organisation) -> list[Design]:
    return list(
        Design.objects.filter(organisation=organisation).defer("image").select_related("author").order_by("-updated_at")
    )


def _entry(design: Design, language: str) -> Entry:
    title: Any = design.draft.get("title")
    texts = [str(text) for text in title.values()] if isinstance(title, dict) else []
    tags = design.draft.get("tags")
    words = (
        [*texts, *(str(tag) for tag in tags if isinstance(tags, list)), design.author.name]
        if tags
        else [*texts, design.author.name]
    )
    shown = title_of(design.draft, language)
    other = next((text for text in texts if text and text != shown), "")
    return Entry(design, shown, other, TONES[design.state], " ".join(words).casefold(), design.updated_at)


def _ordered(entries: list[Entry], order: str) -> list[Entry]:
    if order == "title":
        return sorted(entries, key=lambda entry: entry.title.casefold())
    return entries[::-1] if order == "oldest" else entries
