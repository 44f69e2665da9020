"""The requirements of a programme, one page for each: add, change, move, remove. Everything works without scripts."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from campus.base.refusals import Refusal
from campus.people.models import Organisation
from campus.people.scope import NotFoundError
from campus.recognition import stack_drafts
from campus.recognition.models import Programme
from campus.recognition.stack_drafts import Json
from campus.recognition.stack_programmes import WRITERS, rewrite
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page
from campus.web.staff.programmes.forms import RequirementForm, requirement_initial
from campus.web.staff.programmes.listing import programme_in
from campus.web.staff.programmes.writing import frame_of

KINDS = {
    "one": _("One micro-credential"),
    "credits": _("So many credits"),
    "all": _("A group: all of its parts"),
    "some": _("A group: some of its parts"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@inside(*WRITERS)
def add(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, node: str, kind: str) -> HttpResponse:
    found = programme_in(organisation, public_id)
    stack_drafts.node_of(found.draft, node)
    if kind not in KINDS:
        raise NotFoundError
    form = RequirementForm(request.POST or None, found, kind, {"revision": found.draft_revision})
    return _answer(request, found, form, lambda draft: stack_drafts.added(draft, node, form.node()))


@require_http_methods(["GET", "HEAD", "POST"])
@inside(*WRITERS)
def change(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, node: str) -> HttpResponse:
    found = programme_in(organisation, public_id)
    old = stack_drafts.node_of(found.draft, node)
    form = RequirementForm(request.POST or None, found, old["kind"], requirement_initial(found, old))
    return _answer(request, found, form, lambda draft: stack_drafts.changed(draft, node, form.node()))


@require_POST
@inside(*WRITERS)
def act(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, node: str, action: str) -> HttpResponse:
    found = programme_in(organisation, public_id)
    changes: dict[str, Callable[[Json], Json]] = {
        "up": lambda draft: stack_drafts.moved(draft, node, -1),
        "down": lambda draft: stack_drafts.moved(draft, node, 1),
        "remove": lambda draft: stack_drafts.removed(draft, node),
    }
    if action not in changes:
        raise NotFoundError
    try:
        rewrite(found, changes[action], revision=None, by=request.user, at=timezone.now())
    except Refusal as refusal:
        if isinstance(refusal, NotFoundError):
            raise
        messages.error(request, str(refusal.message))
    return redirect("programme", organisation.slug, public_id)


def _answer(
    request: PersonRequest, programme: Programme, form: RequirementForm, change: Callable[[Json], Json]
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            rewrite(programme, change, revision=form.cleaned_data["revision"], by=request.user, at=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("programme", programme.organisation.slug, programme.public_id)
    context = {**frame_of(programme), "form": form, "kind": KINDS[form.kind]}
    return private_page(request, "staff/programmes/requirement.html", context, status=400 if form.errors else 200)
