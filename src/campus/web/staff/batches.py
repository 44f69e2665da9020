"""Batches of credentials being issued: how far they are, pause, resume, try again, and the file of what failed."""

from __future__ import annotations

import itertools
import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from campus.base.refusals import Refusal
from campus.catalogue.versions import title_in
from campus.issuing import control
from campus.issuing.models import Batch
from campus.issuing.refusals import said
from campus.issuing.set_aside import failed_items
from campus.learning.gradebook.export import csv_lines
from campus.people.models import Organisation, Role
from campus.people.roles import roles_of
from campus.people.scope import NotFoundError
from campus.web.inside import PersonRequest, inside
from campus.web.pages import PRIVATE, private_page

ACTIONS = {"pause": control.pause, "resume": control.resume, "retry": control.retry_failed}
FAILURES_SHOWN = 20


@require_safe
@inside()
def batches(request: PersonRequest, organisation: Organisation) -> HttpResponse:
    rows = Batch.objects.filter(organisation=organisation).select_related("design_version", "ordered_by").order_by("-pk")
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    language, now = get_language() or "en", timezone.now()
    shown = [
        {"batch": batch, "title": title_in(batch.design_version, language), "progress": control.progress(batch, at=now)}
        for batch in page
    ]
    return render(request, "staff/issuing/batches.html", {"organisation": organisation, "rows": shown, "page": page})


@require_safe
@inside()
def batch(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    found = _batch(organisation, public_id)
    part = "staff/issuing/batch_progress.html" if request.headers.get("HX-Request") else "staff/issuing/batch.html"
    return private_page(request, part, _page(request, organisation, found))


@require_POST
@inside(Role.REGISTRAR)
def act(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, action: str) -> HttpResponse:
    found = _batch(organisation, public_id)
    if action not in ACTIONS:
        raise NotFoundError
    try:
        ACTIONS[action](found, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    return redirect("batch", organisation.slug, public_id)


@require_safe
@inside(Role.REGISTRAR, Role.ADMINISTRATOR)
def failures(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    found = _batch(organisation, public_id)
    language = get_language() or "en"
    failed = (
        (item.recipient_name, item.recipient_email, said(item.failure, language=language))
        for item in failed_items(found).iterator()
    )
    text = b"".join(csv_lines(itertools.chain([(_("Name"), _("E-mail"), _("Why it failed"))], failed)))
    headers = {**PRIVATE, "Content-Disposition": f'attachment; filename="failures-{public_id}.csv"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


def _page(request: PersonRequest, organisation: Organisation, found: Batch) -> dict[str, object]:
    language = get_language() or "en"
    progress = control.progress(found, at=timezone.now())
    running = found.state in (Batch.State.QUEUED, Batch.State.RUNNING)
    failed = [(item, said(item.failure, language=language)) for item in failed_items(found)[:FAILURES_SHOWN]]
    return {
        "organisation": organisation,
        "batch": found,
        "title": title_in(found.design_version, language),
        "progress": progress,
        "left": _in_words(progress.left.total_seconds()) if progress.left is not None else "",
        "running": running,
        "may_act": Role.REGISTRAR in roles_of(request.user, organisation),
        "failed": failed,
        "can_retry": bool(failed) and control.can_retry(found),
    }


def _in_words(seconds: float) -> str:
    if seconds < 60:
        return _("less than a minute left")
    minutes = round(seconds / 60)
    return ngettext("about %(count)s minute left", "about %(count)s minutes left", minutes) % {"count": minutes}


def _batch(organisation: Organisation, public_id: uuid.UUID) -> Batch:
    related = Batch.objects.select_related("organisation", "design_version__design", "ordered_by")
    found = related.filter(organisation=organisation, public_id=public_id).first()
    if found is None:
        raise NotFoundError
    return found
