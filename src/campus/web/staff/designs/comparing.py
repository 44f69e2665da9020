"""Comparing any two texts of a micro-credential, field by field."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from campus.people.models import Organisation
from campus.quality.comparing import DRAFT, NoSuchTextError, Text, record_named, texts_of
from campus.web.changes import told
from campus.web.inside import PersonRequest, inside
from campus.web.staff.designs.lookup import design_in, title_of


@require_safe
@inside()
def compare(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    design, on = design_in(organisation, public_id), timezone.localdate()
    texts = texts_of(design)
    old = request.GET.get("old") or next((text.name for text in texts if text.name != DRAFT), DRAFT)
    new = request.GET.get("new") or DRAFT
    page = {
        "organisation": organisation,
        "design": design,
        "title": title_of(design.draft, get_language() or "en"),
        "texts": [(text.name, _label(text)) for text in texts],
        "old": old,
        "new": new,
    }
    try:
        before, after = (record_named(design, name, on=on) for name in (old, new))
    except NoSuchTextError as refusal:
        return render(request, "staff/designs/compare.html", {**page, "refused": refusal.message}, status=400)
    return render(request, "staff/designs/compare.html", {**page, "changes": told(before, after)})


def _label(text: Text) -> str:
    day = date_format(timezone.localtime(text.at), "DATETIME_FORMAT")
    if text.kind == DRAFT:
        return gettext("The draft, changed on %(day)s") % {"day": day}
    if text.kind == "version":
        return gettext("Version %(number)s, published on %(day)s") % {"number": text.number, "day": day}
    return gettext("Handed in on %(day)s") % {"day": day}
