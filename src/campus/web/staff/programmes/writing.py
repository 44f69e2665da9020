"""One programme for its staff: the draft with what is still to mend, its facts and rules, publishing and retiring."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campus.base.refusals import Refusal
from campus.catalogue.versions import title_in as version_title
from campus.people.models import Organisation
from campus.people.roles import NotAllowedError, roles_of
from campus.people.scope import NotFoundError
from campus.recognition import stack_programmes, stack_surveys
from campus.recognition.models import Programme
from campus.recognition.stack_applying import DECIDERS
from campus.recognition.stack_drafts import GROUPS, ROOT
from campus.recognition.stack_faults import Fault, faults_of
from campus.recognition.stack_programmes import PUBLISHERS, WRITERS
from campus.recognition.stack_reading import awarded_by, partners_of
from campus.web.forms import refuse
from campus.web.inside import PersonRequest, inside
from campus.web.pages import private_page
from campus.web.programmes.limits import rules_said
from campus.web.programmes.picture import branch
from campus.web.programmes.words import lines
from campus.web.staff.programmes.forms import FactsForm, RulesForm, rule_sets
from campus.web.staff.programmes.listing import TONES, programme_in, title_of
from laurel.annex1.record import LangString


@require_safe
@inside()
def programme(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    found = programme_in(organisation, public_id)
    return private_page(request, "staff/programmes/programme.html", _page(request, found))


@require_http_methods(["GET", "HEAD", "POST"])
@inside(*WRITERS)
def facts(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    found = programme_in(organisation, public_id)
    form = FactsForm(request.POST or None, found)
    if request.method == "POST" and form.is_valid():
        try:
            stack_programmes.set_facts(
                found, form.facts(), revision=form.cleaned_data["revision"], by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("programme", organisation.slug, public_id)
    context = {**frame_of(found), "form": form}
    return private_page(request, "staff/programmes/facts.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@inside(*WRITERS)
def rules(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    found = programme_in(organisation, public_id)
    sets = rule_sets(organisation, on=timezone.localdate())
    taken = request.GET.get("from", "")
    start = sets[taken][1] if taken in sets else found.draft["limits"]
    form = RulesForm(request.POST or None, initial={**start, "revision": found.draft_revision})
    if request.method == "POST" and form.is_valid():
        said = {"limits": form.limits(), "pack": taken if taken in sets else found.draft["pack"]}
        try:
            stack_programmes.set_facts(found, said, revision=form.cleaned_data["revision"], by=request.user, at=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, gettext("Saved."))
            return redirect("programme", organisation.slug, public_id)
    context = {
        **frame_of(found),
        "form": form,
        "sets": [(name, title) for name, (title, _limits) in sets.items()],
        "taken": sets[taken][0] if taken in sets else "",
    }
    return private_page(request, "staff/programmes/rules.html", context, status=400 if form.errors else 200)


@require_POST
@inside()
def act(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID, action: str) -> HttpResponse:
    found, there = programme_in(organisation, public_id), "programme"
    try:
        said = _act(found, action, request)
    except Refusal as refusal:
        if isinstance(refusal, NotFoundError | NotAllowedError):
            raise
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, said)
        there = "programme_near" if action == "survey" else there
    return redirect(there, organisation.slug, public_id)


def frame_of(programme: Programme) -> dict[str, Any]:
    """What every page about a programme shows."""
    return {
        "organisation": programme.organisation,
        "programme": programme,
        "title": title_of(programme),
        "tone": TONES[programme.state],
    }


def said_of(faults: list[Fault]) -> list[tuple[str, str]]:
    """Each fault in the reader's language, with the requirement it is about."""
    language = get_language() or "en"
    return [(each.bg if language == "bg" else each.en, each.node) for each in faults]


def _act(programme: Programme, action: str, request: PersonRequest) -> str:
    if action == "publish":
        stack_programmes.publish(programme, by=request.user, at=timezone.now())
        return gettext("The programme is published. Learners can see how they stand, and apply.")
    if action == "retire":
        stack_programmes.retire(programme, by=request.user, at=timezone.now())
        return gettext("The programme is no longer offered. Applications that wait are still decided.")
    if action == "survey":
        version = programme.versions.order_by("-number").first()
        if version is None:
            raise NotFoundError
        stack_surveys.order(version, by=request.user, at=timezone.now())
        return gettext("Everybody is being looked at. You can leave this page; the numbers stay here.")
    raise NotFoundError


def _facts(programme: Programme, language: str) -> list[tuple[str, str]]:
    """What the draft says besides its requirements; what is not said is left out."""
    draft = programme.draft
    awarded = awarded_by(programme)
    version = None if awarded is None else awarded.versions.order_by("-number").first()
    partners = ", ".join(each.name_in(language) for each in partners_of(draft))
    said = [
        (gettext("What it leads to"), str(Programme.Kind(draft["kind"]).label)),
        (gettext("What it is"), LangString(draft["description"]).text(language)),
        (gettext("What is awarded"), "" if version is None else version_title(version, language)),
        (gettext("EQF level"), str(draft["eqf"] or "")),
        (gettext("Themes"), ", ".join(draft["themes"])),
        (gettext("Partners whose credentials count too"), partners),
        (gettext("On which agreement"), draft["basis"]),
    ]
    return [(label, text) for label, text in said if text]


def _page(request: PersonRequest, programme: Programme) -> dict[str, Any]:
    language, draft = get_language() or "en", programme.draft
    tree = lines(draft["requirement"], [programme.organisation, *partners_of(draft)], language=language)
    held = roles_of(request.user, programme.organisation)
    retired = programme.state == Programme.State.RETIRED
    faults = [] if retired else faults_of(programme, at=timezone.now())
    said = said_of(faults)
    newest = programme.versions.order_by("-number").first()
    writes = bool(held & set(WRITERS)) and not retired
    return {
        **frame_of(programme),
        "rows": [
            (line, [text for text, node in said if node == line.id], line.kind in GROUPS, line.id != ROOT) for line in tree
        ],
        "branch": branch(tree),
        "rules": rules_said(draft["limits"], language=language),
        "facts": _facts(programme, language),
        "faults": [text for text, node in said if not node],
        "faulty": bool(said),
        "newest": newest,
        "changed": bool(programme.edited_by),
        "writes": writes,
        "publishes": bool(held & set(PUBLISHERS)) and not retired,
        "wrote": request.user.pk in programme.edited_by,
        "decides": bool(held & set(DECIDERS)) and newest is not None,
    }
