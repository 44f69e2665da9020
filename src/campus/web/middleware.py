"""Per request: the language, and what a refusal that no view caught looks like."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers

from campus.base.limits import TooOftenError
from campus.base.refusals import Refusal

LANGUAGE_COOKIE = settings.LANGUAGE_COOKIE_NAME
YEAR = 365 * 24 * 3600
_KNOWN = frozenset(code for code, _ in settings.LANGUAGES)
Next = Callable[[HttpRequest], HttpResponse]


def language(get_response: Next) -> Next:
    """Choose the language: `?lang=`, then the cookie, then the account, then what the browser asks for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("lang", "")
        chosen = asked if asked in _KNOWN else _language_of(request)
        with translation.override(chosen):
            request.LANGUAGE_CODE = chosen
            response = get_response(request)
        response.headers.setdefault("Content-Language", chosen)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        if asked in _KNOWN:
            set_language_cookie(response, asked)
        return response

    return middleware


def set_language_cookie(response: HttpResponse, chosen: str) -> None:
    """Remember the language in this browser for a year."""
    response.set_cookie(
        LANGUAGE_COOKIE, chosen, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True
    )


def keep_private(get_response: Next) -> Next:
    """What somebody sees who is logged in stays out of caches, unless the view has said otherwise."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if "Cache-Control" not in response.headers and request.user.is_authenticated:
            response.headers["Cache-Control"] = "private, no-store"
        return response

    return middleware


class Refusals:
    """Shows a refusal that no view caught as a page of its own: what happened and the way back."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], arguments: Sequence[object], named: dict[str, object]
    ) -> None:
        """Refuse a NUL in a form: PostgreSQL keeps none in a text, and nobody types one. The API says so in its own way."""
        if getattr(view, "csrf_exempt", False):
            return
        sent = (request.GET, request.POST) if request.method == "POST" else (request.GET,)
        if any("\0" in value for form in sent for _name, values in form.lists() for value in values):
            raise BadRequest

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal) or isinstance(exception, Http404 | PermissionDenied):
            return None  # Django shows those as 404 and 403
        status = 429 if isinstance(exception, TooOftenError) else 409
        return render(request, "refused.html", {"refusal": exception}, status=status)


def _language_of(request: HttpRequest) -> str:
    remembered = request.COOKIES.get(LANGUAGE_COOKIE, "")
    if remembered in _KNOWN:
        return remembered
    if request.user.is_authenticated:
        return request.user.language
    return translation.get_language_from_request(request)
