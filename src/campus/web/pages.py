"""Pages that belong to one reader: never cached, never indexed, and their address told to nobody."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

PRIVATE: Mapping[str, str] = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    # Not "no-referrer": browsers would send "Origin: null" with the page's own forms, which the CSRF check must refuse.
    "Referrer-Policy": "same-origin",
}


def private_page(request: HttpRequest, template: str, context: Mapping[str, object], *, status: int = 200) -> HttpResponse:
    """Render a page that no cache may keep."""
    response = render(request, template, dict(context), status=status)
    for name, value in PRIVATE.items():
        response[name] = value
    return response
