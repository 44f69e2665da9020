"""Programmes for everybody: the list, and one of them with its requirements as text and as a picture."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from campus.catalogue.editions import next_starts
from campus.catalogue.models import Design
from campus.people.models import Person
from campus.recognition.models import Programme, ProgrammeVersion
from campus.recognition.stack_drafts import Json
from campus.recognition.stack_reading import offered, partners_of, said_in, search, title_in
from campus.web.edition_texts import edition_shown
from campus.web.programmes.limits import rules_said
from campus.web.programmes.picture import branch
from campus.web.programmes.words import Line, lines
from laurel.annex1.record import LangString

PER_PAGE = 20


@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    language = get_language() or "en"
    words = request.GET.get("q", "").strip()[:200]
    found = search(words)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    cards = [card_of(version, language) for version in page]
    context = {"cards": cards, "page": page, "q": words, "any": bool(cards) or offered().exists()}
    return render(request, "public/programmes/list.html", context)


@require_safe
def programme(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    version = offered().filter(programme__public_id=public_id).first()
    if version is None:
        raise Http404
    language = get_language() or "en"
    said = said_in(version)
    tree = tree_of(version, said, language)
    context = {
        **card_of(version, language),
        "lines": tree,
        "branch": branch(tree),
        "editions": _editions(tree, language),
        "rules": rules_said(said["limits"], language=language),
        "partners": [each.name_in(language) for each in partners_of(said)],
        "basis": said["basis"],
        "learner": isinstance(request.user, Person),
    }
    return render(request, "public/programmes/programme.html", context)


def card_of(version: ProgrammeVersion, language: str) -> dict[str, Any]:
    """What every page says first about a programme."""
    said = said_in(version)
    programme = version.programme
    return {
        "version": version,
        "programme": programme,
        "title": title_in(version, language),
        "description": LangString(said["description"]).text(language),
        "kind": Programme.Kind(said["kind"]).label,
        "eqf": said["eqf"],
        "issuer": programme.organisation,
        "issuer_name": programme.organisation.name_in(language),
        "min_ects": said["limits"].get("min_ects"),
    }


def tree_of(version: ProgrammeVersion, said: Json, language: str) -> list[Line]:
    """The requirements in words."""
    known = [version.programme.organisation, *partners_of(said)]
    return lines(said["requirement"], known, language=language)


def _editions(tree: list[Line], language: str) -> list[dict[str, Any]]:
    """The next edition of each part that can be joined."""
    today = timezone.localdate()
    parts = {each.iri.rsplit("/", 1)[-1]: each for line in tree for each in line.named}
    designs = {
        each.pk: str(each.public_id) for each in Design.objects.filter(public_id__in=list(parts)).defer("image", "draft")
    }
    found = next_starts(designs, on=today)
    shown = [
        {"part": parts[designs[key]], "edition": edition_shown(edition, language=language, on=today)}
        for key, edition in found.items()
    ]
    return sorted(shown, key=lambda each: each["part"].title)
