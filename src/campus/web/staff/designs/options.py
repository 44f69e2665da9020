"""Lists to choose from, in the person's language."""

from __future__ import annotations

from functools import cache

from babel import Locale
from django.utils.translation import gettext

from campus.web.staff.designs.fields import Options
from laurel.annex1.isced import BROAD, DETAILED
from laurel.annex1.vocabularies import Term
from laurel.errors import Phrase

TEACHING = (
    "bg", "en", "cs", "da", "de", "el", "es", "et", "fi", "fr", "ga", "hr", "hu", "it", "lt", "lv", "mt", "nl", "pl", "pt",
    "ro", "sk", "sl", "sv", "mk", "sr", "tr", "uk", "ru", "ar", "zh",
)  # fmt: skip
"""Bulgarian and English, the other official languages of the Union, then some of its neighbours and guests."""
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


def fields_of_education(language: str) -> list[tuple[str, str]]:
    """Every broad field, followed by its detailed ones."""
    found = [("", gettext("Choose …"))]
    for broad, name in BROAD.items():
        found.append((broad, f"{broad} {_said(name, language)}"))
        found += [(code, f"{code} {_said(text, language)}") for code, text in DETAILED.items() if code.startswith(broad)]
    return found


def language_name(code: str, language: str) -> str:
    """The name of a language in a language."""
    return str(_locale(language).languages.get(code, code))


def _said(phrase: Phrase, language: str) -> str:
    return phrase.bg if language == "bg" else str(phrase)


@cache
def countries(language: str) -> list[tuple[str, str]]:
    named = _locale(language).territories.items()
    found = [(code, name) for code, name in named if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES]
    return [("", "…"), *sorted(found, key=lambda pair: pair[1])]


@cache
def _locale(language: str) -> Locale:
    return Locale.parse("bg" if language == "bg" else "en")
