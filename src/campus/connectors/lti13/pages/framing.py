"""Pages that a platform may show inside its own: in its frame and nobody else's, with cookies that work there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from http.cookies import Morsel
from typing import Any

from csp.constants import SELF
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from campus.connectors.lti13.models import Platform
from campus.connectors.lti13.platforms import frames_of
from campus.web.pages import private_page


def is_our_form(request: HttpRequest) -> bool:
    """Whether a form was sent by a page of ours: browsers say where it stands, and another site cannot say otherwise."""
    return request.headers.get("Origin", settings.PUBLIC_URL) == settings.PUBLIC_URL


class _Partitioned(Morsel[str]):
    """A cookie kept apart for each site that shows us: browsers take those inside a frame when they take no others.

    `http.cookies` knows the attribute since Python 3.14 only.
    """

    def OutputString(self, attrs: Any = None) -> str:  # noqa: N802  # the name is Python's
        return f"{super().OutputString(attrs)}; Partitioned"


def framed(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object],
    *,
    platform: Platform | None,
    status: int = 200,
    sends_to: str = "",
) -> HttpResponse:
    """Render a page that this platform may frame; `sends_to` is the one other site to which its form may go."""
    response = private_page(request, template, context, status=status)
    if platform is not None:
        replaced: dict[str, list[str]] = {"frame-ancestors": frames_of(platform)}
        if sends_to:
            replaced["form-action"] = [SELF, sends_to]
        response._csp_replace = replaced  # type: ignore[attr-defined]  # how django-csp is told
        response.xframe_options_exempt = True  # X-Frame-Options cannot name a site
    return response


def set_framed_cookie(response: HttpResponse, name: str, value: str, *, path: str, life: timedelta) -> None:
    """Set a cookie that comes back when a platform shows us in a frame, and when it sends a form here."""
    response.set_cookie(name, value, max_age=int(life.total_seconds()), path=path, secure=True, httponly=True, samesite="None")
    plain = response.cookies[name]
    kept = _Partitioned()
    kept.set(name, plain.value, plain.coded_value)
    kept.update(plain)
    response.cookies[name] = kept
