"""Published versions and what changed from one to the next."""

from __future__ import annotations

import uuid
from itertools import zip_longest

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from campus.catalogue.versions import record_of
from campus.people.models import Organisation
from campus.web.changes import told
from campus.web.inside import PersonRequest, inside
from campus.web.staff.designs.lookup import design_in, title_of


@require_safe
@inside()
def versions(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    design = design_in(organisation, public_id)
    found = list(design.versions.select_related("author", "approved_by").order_by("-number"))
    pairs = zip_longest(found, found[1:])  # each with the one before it; the first has none
    rows = [(version, told(record_of(older), record_of(version)) if older else None) for version, older in pairs]
    title = title_of(design.draft, get_language() or "en")
    page = {"organisation": organisation, "design": design, "title": title, "rows": rows}
    return render(request, "staff/designs/versions.html", page)
