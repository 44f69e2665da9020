"""What every page knows: the languages, the appearance, and whose pages these are."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from campus.people.scope import organisations_of
from campus.web.navigation import main_navigation

THEME_COOKIE = "theme"
THEMES = ("system", "light", "dark")


def site(request: HttpRequest) -> dict[str, object]:
    if not hasattr(request, "user"):
        request.user = AnonymousUser()  # refused before anybody asked who it is, e.g. for a foreign host name
    theme = request.COOKIES.get(THEME_COOKIE, "system")
    return {
        "site_languages": [
            (code, name, _in_language(request, code)) for code, name in (("bg", "Български"), ("en", "English"))
        ],
        "theme": theme if theme in THEMES else "system",
        "demo": settings.DEMO,
        "open_to_organisations": settings.OPEN_TO_ORGANISATIONS or getattr(request.user, "is_superuser", False),
        "navigation": main_navigation(request),
        "my_organisations": lambda: list(organisations_of(request.user)),  # type: ignore[arg-type]
    }


def _in_language(request: HttpRequest, code: str) -> str:
    query = request.GET.copy()
    query["lang"] = code
    return f"{request.path}?{query.urlencode()}"
