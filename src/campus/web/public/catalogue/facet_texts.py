"""How facets and their values are called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from babel import Locale
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from campus.people.models import Organisation
from campus.skills import occupations
from laurel.annex1.digcomp import AREAS, DIGCOMP
from laurel.annex1.kinds import Offering
from laurel.annex1.vocabularies import Form, Participation, Term

LABELS: Mapping[str, StrOrPromise] = {
    "area": gettext_lazy("Area of digital competence"),
    "skill": gettext_lazy("Competence"),
    "size": gettext_lazy("Workload"),
    "level": gettext_lazy("Level"),
    "cost": gettext_lazy("Price"),
    "start": gettext_lazy("Start"),
    "mode": gettext_lazy("Form of participation"),
    "language": gettext_lazy("Language of instruction"),
    "form": gettext_lazy("Form"),
    "provider": gettext_lazy("Provider"),
    "field": gettext_lazy("Field of study"),
    "stackable": gettext_lazy("Stackability"),
    "offering": gettext_lazy("Kind of offer"),
    "occupation": gettext_lazy("Occupation (ESCO)"),
}
_SIZES: Mapping[str, StrOrPromise] = {
    "up-to-25": gettext_lazy("Up to 25 hours"),
    "up-to-75": gettext_lazy("26 to 75 hours"),
    "up-to-150": gettext_lazy("76 to 150 hours"),
    "longer": gettext_lazy("More than 150 hours"),
}
_COSTS: Mapping[str, StrOrPromise] = {
    "free": gettext_lazy("Free"),
    "up-to-100": gettext_lazy("Up to €100"),
    "up-to-300": gettext_lazy("Up to €300"),
    "up-to-1000": gettext_lazy("Up to €1,000"),
    "dearer": gettext_lazy("More than €1,000"),
}
_STARTS: Mapping[str, StrOrPromise] = {
    "any-time": gettext_lazy("At any time"),
    "1-month": gettext_lazy("Within a month"),
    "3-months": gettext_lazy("Within three months"),
    "6-months": gettext_lazy("Within half a year"),
}
_OWN_ORDER: Mapping[str, tuple[str, ...]] = {"size": tuple(_SIZES), "cost": tuple(_COSTS), "start": tuple(_STARTS)}

# ISCED-F 2013, broad fields.
_FIELDS: Mapping[str, StrOrPromise] = {
    "00": gettext_lazy("Generic programmes and qualifications"),
    "01": gettext_lazy("Education"),
    "02": gettext_lazy("Arts and humanities"),
    "03": gettext_lazy("Social sciences, journalism and information"),
    "04": gettext_lazy("Business, administration and law"),
    "05": gettext_lazy("Natural sciences, mathematics and statistics"),
    "06": gettext_lazy("Information and communication technologies"),
    "07": gettext_lazy("Engineering, manufacturing and construction"),
    "08": gettext_lazy("Agriculture, forestry, fisheries and veterinary"),
    "09": gettext_lazy("Health and welfare"),
    "10": gettext_lazy("Services"),
}


def names_of(facet: str, values: Iterable[str], language: str) -> dict[str, str]:
    """What a person reads for each value; one that nobody knows any more is shown as it is."""
    named = occupations.names_of(values, language) if facet == "occupation" else {}
    return {value: named.get(value) or name_of(facet, value, language) for value in values}


def name_of(facet: str, value: str, language: str) -> str:
    """What a person reads for one value whose name needs no looking up."""
    say = _NAMES.get(facet)
    return say(value, language) if say else value


def sort_key(facet: str, value: str, count: int) -> tuple[int, str]:
    """Numbers, sizes, prices and starts in their own order, everything else by how much there is."""
    if known := _OWN_ORDER.get(facet):
        return (known.index(value) if value in known else len(known), value)
    return (0, value) if facet in ("level", "area", "skill") else (-count, value)


def _term(terms: Iterable[Term]) -> Callable[[str, str], str]:
    named = {str(term): term for term in terms}

    def say(value: str, language: str) -> str:
        return named[value].name_in(language) if value in named else value

    return say


def _area(value: str, language: str) -> str:
    return f"{value} {AREAS[value].text(language)}" if value in AREAS else value


def _skill(value: str, language: str) -> str:
    return f"{value} {DIGCOMP[value].name.text(language)}" if value in DIGCOMP else value


def _language(value: str, language: str) -> str:
    return str(Locale.parse("bg" if language == "bg" else "en").languages.get(value, value))


def _kind(value: str, _language_: str) -> str:
    return str(Organisation.Kind(value).label) if value in Organisation.Kind.values else value


_NAMES: Mapping[str, Callable[[str, str], str]] = {
    "area": _area,
    "skill": _skill,
    "size": lambda value, _language_: str(_SIZES.get(value, value)),
    "cost": lambda value, _language_: str(_COSTS.get(value, value)),
    "start": lambda value, _language_: str(_STARTS.get(value, value)),
    "level": lambda value, _language_: _("EQF level %(level)s") % {"level": value},
    "mode": _term(Participation),
    "language": _language,
    "form": _term(Form),
    "provider": _kind,
    "field": lambda value, _language_: str(_FIELDS.get(value, value)),
    "stackable": lambda _value, _language_: _("Counts towards something larger"),
    "offering": _term(Offering),
}
