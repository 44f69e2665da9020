"""A small card of one micro-credential for other people's pages: framed anywhere, no cookies, no scripts; and oEmbed for it.

The card follows the design, not a version: it shows the newest version and the next edition.
Source: https://oembed.com/ (rich type).
"""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE
from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from campus.catalogue.models import Design, Offer
from campus.catalogue.versions import title_in
from campus.catalogue.visibility import is_restricted
from campus.web.public.catalogue.cards import cards_of

LANGUAGES, THEMES = ("bg", "en"), ("light", "dark")
WIDTH, HEIGHT, SMALLEST = 440, 240, 200  # pixels
_FRAMED = {"frame-ancestors": ["*"], "script-src": [NONE], "connect-src": [NONE], "form-action": [NONE]}
CACHED = {"Cache-Control": "public, max-age=300", "Access-Control-Allow-Origin": "*"}


@require_safe
@xframe_options_exempt
@csp_replace(_FRAMED)  # type: ignore[arg-type]  # it takes any view, its types know only those without arguments
def card(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    language, theme = _language(request), request.GET.get("theme", "")
    design = get_object_or_404(Design, public_id=public_id)
    offer = _offer(design)
    if offer is None and design.state != Design.State.RETIRED:
        raise Http404
    with translation.override(language):
        page: dict[str, Any] = {"language": language, "theme": theme if theme in THEMES else "", "site": settings.PUBLIC_URL}
        if offer is None:
            page |= {"title": _last_title(design, language)}
        else:
            shown = cards_of([offer], language, on=timezone.localdate())[0]
            page |= {"card": shown, "title": shown.title}
        response = render(request, "public/catalogue/card.html", page)
    for name, value in CACHED.items():
        response[name] = value
    response["Content-Language"] = language
    return response


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    if request.GET.get("format", "json") != "json":
        return HttpResponse(status=501)  # as oEmbed has it for a form that is not offered
    design = _design_at(request.GET.get("url", ""))
    offer = _offer(design)
    if offer is None:
        raise Http404
    language = _language(request)
    card_ = cards_of([offer], language, on=timezone.localdate())[0]
    width, height = (_within(request, name, most) for name, most in (("maxwidth", WIDTH), ("maxheight", HEIGHT)))
    answer = {
        "version": "1.0",
        "type": "rich",
        "title": card_.title,
        "author_name": card_.provider,
        "author_url": settings.PUBLIC_URL + card_.provider_url,
        "provider_name": "Laurel",
        "provider_url": settings.PUBLIC_URL,
        "cache_age": 300,
        "html": str(snippet(design, card_.title, language=language, width=width, height=height)),
        "width": width,
        "height": height,
    }
    return JsonResponse(answer, headers=CACHED, json_dumps_params={"ensure_ascii": False})


def snippet(design: Design, title: str, *, language: str, width: int = WIDTH, height: int = HEIGHT) -> SafeString:
    """What somebody pastes into a page of their own."""
    return format_html(
        '<iframe src="{}?in={}" title="{}" width="{}" height="{}" loading="lazy" style="border:0;max-width:100%"></iframe>',
        settings.PUBLIC_URL + reverse("design_card", args=[design.public_id]),
        language,
        title,
        width,
        height,
    )


def _offer(design: Design) -> Offer | None:
    return (
        Offer.objects.filter(design=design, organisation__vouched_at__isnull=False)
        .select_related("organisation", "version", "design")
        .prefetch_related("facets")
        .first()
    )


def _last_title(design: Design, language: str) -> str:
    newest = design.versions.order_by("-number").first()
    if newest is None or is_restricted(newest):
        raise Http404
    return title_in(newest, language)


def _design_at(address: str) -> Design:
    """The design that one of our addresses is about: its page in any version, or its card."""
    try:
        here, asked = urlsplit(settings.PUBLIC_URL), urlsplit(address)
        match = resolve(asked.path) if (asked.scheme, asked.netloc) == (here.scheme, here.netloc) else None
    except (Resolver404, ValueError) as error:
        raise Http404 from error
    if match is None or match.url_name not in ("public_design", "design_card"):
        raise Http404
    return get_object_or_404(Design, public_id=match.kwargs["public_id"])


def _language(request: HttpRequest) -> str:
    """`?in=`, for a choice made by the page around must leave no cookie; else what the browser asks for."""
    wanted = request.GET.get("in", "")
    return wanted if wanted in LANGUAGES else (get_language() or "en")


def _within(request: HttpRequest, name: str, most: int) -> int:
    text = request.GET.get(name, "")
    asked = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else most
    return max(SMALLEST, min(asked, most))
