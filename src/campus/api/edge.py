"""What every address of the API has in common: the language, plain headers, and an answer for whatever goes wrong.

Pages never see these addresses, so nothing here falls back to HTML: a wrong method, an unknown path and a fault of ours are
problems too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt

from campus.api.problem import MEDIA_TYPE, NUL, problem
from campus.api.refusing import answer_to, our_fault

LANGUAGES = ("en", "bg")
View = Callable[..., HttpResponseBase]


def at_the_edge(patterns: Iterable[URLPattern | URLResolver]) -> list[URLPattern]:
    """The same addresses, each behaving as an address of the API."""
    addresses = [pattern for pattern in patterns if isinstance(pattern, URLPattern)]
    for address in addresses:
        address.callback = csrf_exempt(edge(address.callback))
    return addresses


def edge(view: View) -> View:
    """Wrap one view."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        language = language_of(request.headers.get("Accept-Language", ""))
        with translation.override(language):
            request.LANGUAGE_CODE = language
            if "%00" in request.META.get("QUERY_STRING", ""):
                response: HttpResponseBase = problem(400, "NUL_CHARACTER", NUL)
            else:
                response = _plain(_answer(view, request, args, kwargs))
        response.headers["Content-Language"] = language
        response.headers.setdefault("Cache-Control", "no-store")
        patch_vary_headers(response, ("Accept-Language", "Authorization"))
        return response

    return wrapped


def language_of(accepted: str) -> str:
    """English or Bulgarian, whichever the `Accept-Language` header prefers; English when neither is named."""
    for tag, _quality in parse_accept_lang_header(accepted):
        if tag.partition("-")[0] in LANGUAGES:
            return tag.partition("-")[0]
    return LANGUAGES[0]


def nothing_here(request: HttpRequest, **_path: str) -> HttpResponse:
    """Every address under the API that is not one."""
    return problem(404, "NO_SUCH_ADDRESS", _("The API has no such address. Its addresses are listed at /api/docs."))


def _answer(view: View, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponseBase:
    try:
        return view(request, *args, **kwargs)
    except OperationalError as error:  # the database is locked or away: nothing was changed
        our_fault(request, error)
        busy = _("The system is busy. Nothing was changed: try again in a moment.")
        return problem(503, "BUSY", busy, headers={"Retry-After": "2"})
    except Exception as error:  # where a request ends
        return answer_to(error) or our_fault(request, error)


def _plain(response: HttpResponseBase) -> HttpResponseBase:
    if response.status_code != 405 or response.headers.get("Content-Type") == MEDIA_TYPE:
        return response
    allowed = response.headers.get("Allow", "")
    detail = _("Use one of: {methods}.").format(methods=allowed)
    return problem(405, "METHOD_NOT_ALLOWED", detail, headers={"Allow": allowed})
