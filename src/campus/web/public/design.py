"""The public page of one approved version of a micro-credential: all elements, for people and for machines."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from campus.assurance.endorsed import endorsements_of
from campus.catalogue import editions
from campus.catalogue.browse import is_offered
from campus.catalogue.models import Design, DesignVersion, Edition
from campus.catalogue.offers import occupations_of
from campus.catalogue.versions import record_of
from campus.catalogue.visibility import is_restricted, may_see
from campus.enrolling.applying import takes_applications
from campus.enrolling.intakes import with_edition
from campus.enrolling.models import Intake
from campus.issuing.build import image_url
from campus.people.models import Person
from campus.people.scope import NotFoundError
from campus.recognition.recognisers import recognisers_of
from campus.recognition.stack_reading import part_of
from campus.recognition.stack_reading import title_in as programme_title
from campus.wallet.models import Holding
from campus.wallet.picture import language_of, png_for, svg_for
from campus.web.changes import told
from campus.web.edition_texts import EditionShown, edition_shown
from campus.web.elements import elements_of
from campus.web.public.catalogue.embedding import snippet
from campus.web.public.catalogue.feeds import schema_org
from campus.web.public.quality_facts import quality_of
from campus.web.readers import READERS, reader_for
from campus.web.recognition.agreements import agreed_of
from laurel.formats.openbadge3.achievement import achievement_of
from laurel.formats.openbadge3.credential import CONTEXTS

_PRIVATE = {"Cache-Control": "private, no-store"}
CACHED = {"Cache-Control": "public, max-age=86400", "Access-Control-Allow-Origin": "*"}


@require_safe
def design(request: HttpRequest, public_id: uuid.UUID, number: int) -> HttpResponse:
    version = _version(public_id, number)
    if not _shown_to(version, request.user if isinstance(request.user, Person) else None):
        raise Http404
    if _is_machine(request):
        headers = _PRIVATE if is_restricted(version) else {**CACHED, "Vary": "Accept"}
        return JsonResponse(_document(version), content_type="application/ld+json", headers=headers)
    language = get_language() or "en"
    organisation, record = version.design.organisation, record_of(version)
    versions = list(version.design.versions.defer("image").order_by("-number"))
    newest, before = versions[0], next((each for each in versions if each.number == number - 1), None)
    retired, today = version.design.state == Design.State.RETIRED, timezone.localdate()
    runs = [] if retired else editions.shown(version.design, on=today)
    context = {
        "version": version,
        "issuer": organisation,
        "issuer_name": organisation.name_in(language),
        "title": record.title.text(language),
        "kind": record.form.name_in(language),
        "description": record.description.text(language),
        "schema_org": schema_org(version, record, runs, language=language),
        "occupations": [(each.code, each.name_in(language)) for each in occupations_of(record)],
        "elements": elements_of(record, language=language),
        "newest": newest if newest != version else None,
        "quality": quality_of(version, language=language, on=today),
        "recognisers": [
            (each, each.organisation.name_in(language)) for each in recognisers_of(version.design, at=timezone.now())
        ],
        "agreed": agreed_of(version.design, language=language, on=today),
        "versions": versions,
        "changes": told(record_of(before), record) if before else None,
        "retired": retired,
        "editions": _editions(runs, language=language, on=today),
        "programmes": [(each.programme.public_id, programme_title(each, language)) for each in part_of(version.design)],
        "reader": reader_for(request.GET.get("for", "")),
        "readers": READERS,
        "address": f"{settings.PUBLIC_URL}{request.path}",
        "offered": is_offered(version),
        "oembed": f"{reverse('oembed')}?{urlencode({'url': f'{settings.PUBLIC_URL}{request.path}', 'in': language})}",
        "snippet": snippet(version.design, record.title.text(language), language=language),
    }
    response = render(request, "public/design.html", context)
    patch_vary_headers(response, ["Accept"])
    if is_restricted(version):
        response["Cache-Control"] = _PRIVATE["Cache-Control"]
    return response


@require_safe
def endorsement(request: HttpRequest, public_id: uuid.UUID, number: int, endorsement_id: uuid.UUID) -> HttpResponse:
    version = _version(public_id, number)
    if not _shown_to(version, request.user if isinstance(request.user, Person) else None):
        raise Http404
    rows = [each for each in endorsements_of(version) if each.public_id == endorsement_id]
    if not rows:
        raise NotFoundError
    short = {"Cache-Control": "public, max-age=300", "Access-Control-Allow-Origin": "*"}
    headers = _PRIVATE if is_restricted(version) else short
    return HttpResponse(rows[0].document, content_type="application/ld+json", headers=headers)


@require_safe
def picture(request: HttpRequest, public_id: uuid.UUID, number: int, form: str) -> HttpResponse:
    version = _version(public_id, number)
    organisation, wanted = version.design.organisation, request.GET.get("in", "")
    language = wanted if wanted in ("bg", "en") else language_of(version)
    if form == "svg":
        svg = svg_for(version, organisation, language=language)
        sandboxed = {**CACHED, "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"}
        return HttpResponse(svg, content_type="image/svg+xml", headers=sandboxed)
    return HttpResponse(png_for(version, organisation, language=language), content_type="image/png", headers=CACHED)


def _editions(runs: list[Edition], *, language: str, on: date) -> list[EditionShown]:
    """The editions, with where one enrols in those that take people here."""
    now = timezone.now()
    intakes = with_edition().filter(edition__in=runs).exclude(admission=Intake.Admission.INVITATION)
    open_ones = {
        each.edition_id: reverse("enrol", args=[each.public_id]) for each in intakes if takes_applications(each, at=now)
    }
    return [replace(edition_shown(each, language=language, on=on), enrol_url=open_ones.get(each.pk, "")) for each in runs]


def _shown_to(version: DesignVersion, person: Person | None) -> bool:
    """Whoever may see it, and whoever holds a badge of it."""
    if may_see(version, person):
        return True
    return person is not None and Holding.objects.filter(person=person, credential__design_version=version).exists()


def _version(public_id: uuid.UUID, number: int) -> DesignVersion:
    versions = DesignVersion.objects.select_related("design__organisation")
    return get_object_or_404(versions, design__public_id=public_id, number=number)


def _document(version: DesignVersion) -> dict[str, Any]:
    return {"@context": list(CONTEXTS), **achievement_of(record_of(version), image=image_url(version))}


def _is_machine(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").strip().lower().startswith(("application/ld+json", "application/json"))
