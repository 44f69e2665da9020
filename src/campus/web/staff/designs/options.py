"""Lists to choose from, in the person's language."""

from __future__ import annotations

from functools import cache

from babel import Locale
from django.utils.translation import gettext

from campus.web.staff.designs.fields import Options
from laurel.annex1.vocabularies import Term

TEACHING = ("bg", "en", "de", "fr", "es", "it", "ro", "el", "mk", "sr", "tr", "uk", "ru", "ar", "zh")
_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"})


def terms(vocabulary: type[Term], *, may_be_empty: bool = True) -> Options:
    """The values of a controlled list."""

    def options(language: str) -> list[tuple[str, str]]:
        empty = [("", gettext("Choose …"))] if may_be_empty else []
        return empty + [(term.value, term.name_in(language)) for term in vocabulary]

    return options


def eqf_levels(language: str) -> list[tuple[str, str]]:
    return [
        ("", gettext("No EQF level")),
        *((str(level), gettext("EQF level %(level)s") % {"level": level}) for level in range(1, 9)),
    ]


def languages(language: str) -> list[tuple[str, str]]:
    return [(code, _locale(language).languages.get(code, code)) for code in TEACHING]


@cache
def countries(language: str) -> list[tuple[str, str]]:
    named = _locale(language).territories.items()
    found = [(code, name) for code, name in named if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES]
    return [("", "…"), *sorted(found, key=lambda pair: pair[1])]


@cache
def _locale(language: str) -> Locale:
    return Locale.parse("bg" if language == "bg" else "en")
