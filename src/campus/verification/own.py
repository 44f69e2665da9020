"""This site's own public documents, asked for without leaving the process but through the same router, views and texts."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.test import RequestFactory
from django.urls import Resolver404, resolve

from laurel.errors import Phrase, UnreachableError
from laurel.fetching import Fetched

_NO_DOCUMENT = Phrase("it gave no document", "не даде документ")


def own_host() -> frozenset[str]:
    """Our own host with port where this site is not public (a demonstration, a test door); empty otherwise."""
    parts = urlsplit(settings.PUBLIC_URL)
    return frozenset({parts.netloc}) if parts.scheme == "http" or settings.TEST_DOOR else frozenset()


def answer_ourselves(url: str, *, limit: int) -> Fetched:
    """What this site answers to an anonymous GET of one of its own public documents.

    Raises:
        UnreachableError: not one of the public documents, or no answer of 200.
    """
    path = unquote(urlsplit(url).path)
    try:
        match = resolve(path)
    except Resolver404:
        raise UnreachableError(url=url, why=_NO_DOCUMENT) from None
    if not getattr(match.func, "public_document", False):  # pages and anything that changes state stay out of reach
        raise UnreachableError(url=url, why=_NO_DOCUMENT)
    try:
        answer: HttpResponseBase = match.func(_request(path), *match.args, **match.kwargs)
    except (Http404, PermissionDenied):
        raise UnreachableError(url=url, why=_NO_DOCUMENT) from None
    body = getattr(answer, "content", b"")
    if answer.status_code != 200:
        raise UnreachableError(url=url, why=Phrase(f"it answered {answer.status_code}", f"отговори с {answer.status_code}"))
    if len(body) > limit:
        raise UnreachableError(url=url, why=Phrase("the answer is too large", "отговорът е твърде голям"))
    return Fetched(body=body, media_type=answer.get("Content-Type", "").partition(";")[0].strip().lower())


def _request(path: str) -> HttpRequest:
    parts = urlsplit(settings.PUBLIC_URL)
    return RequestFactory().get(path, secure=parts.scheme == "https", HTTP_HOST=parts.netloc)
