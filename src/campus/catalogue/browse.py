"""Look through the public catalogue: a query, facets with their counts, an order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from django.db.models import Case, Count, F, IntegerField, QuerySet, Value, When

from campus.base import search
from campus.catalogue import edition_facets
from campus.catalogue.edition_facets import EDITION_FACETS
from campus.catalogue.models import DesignVersion, Offer, OfferFacet
from campus.catalogue.offers import KIND
from campus.catalogue.synonyms import spellings, telling_words

Order = Literal["best", "newest", "start", "shortest", "title"]
FACETS: Final = (
    *("area", "skill", "level", "size", *EDITION_FACETS, "mode", "language"),
    *("form", "field", "provider", "stackable", "offering"),
)
MOST_FOUND = 1000  # by one query


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody looks for. Several values of one facet widen the search, different facets narrow it.

    `on` is the day on which they look: what can be joined depends on it.
    """

    on: date
    query: str = ""
    facets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    organisation: int | None = None
    order: Order = "best"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What there is: the offers in their order, and how many there would be under each value of each facet."""

    offers: QuerySet[Offer]
    counts: Mapping[str, Mapping[str, int]]


def browse(wanted: Wanted) -> Found:
    """Look for offers of organisations that this site vouches for. A facet's counts leave its own choice out of account."""
    base = _public().filter(organisation=wanted.organisation) if wanted.organisation else _public()
    ranked = _ranked(wanted.query)
    if ranked is not None:
        base = base.filter(pk__in=ranked)
    counts: dict[str, dict[str, int]] = {}
    for names, chosen in _scopes(wanted.facets):
        counts |= _counts(_narrowed(base, chosen, wanted.on), names, chosen, wanted.on)
    return Found(offers=_ordered(_narrowed(base, wanted.facets, wanted.on), wanted, ranked), counts=counts)


def offers_of(keys: Iterable[int]) -> list[Offer]:
    """Public offers by their keys, in the order asked for; what is not public is left out."""
    found = _public().in_bulk(list(keys))
    return [found[key] for key in keys if key in found]


def all_offers() -> QuerySet[Offer]:
    """Every public offer, newest first: for feeds and the map of coverage."""
    return _public().order_by("-published_at", "-id")


def is_offered(version: DesignVersion) -> bool:
    """Whether the public catalogue shows this very version."""
    return _public().filter(version=version).exists()


def coverage() -> dict[str, int]:
    """How many public offers teach each competence of DigComp, by its code."""
    rows = OfferFacet.objects.filter(facet="skill", offer__in=_public()).values("value").annotate(offers=Count("offer"))
    return {row["value"]: row["offers"] for row in rows}


def _public() -> QuerySet[Offer]:
    return Offer.objects.filter(organisation__vouched_at__isnull=False).select_related("organisation", "version", "design")


def _ranked(query: str) -> dict[int, float] | None:
    """Keys of what fits, with how well; None when the query does not narrow anything down."""
    words = telling_words(query)
    if not words:
        return None
    found: dict[int, float] = {}
    for number, spelling in enumerate(spellings(words)):
        for hit in search.find(KIND, spelling, limit=MOST_FOUND):
            found[hit.subject] = max(found.get(hit.subject, 0), hit.score if number == 0 else hit.score * 0.97)
    return found


def _narrowed(offers: QuerySet[Offer], facets: Mapping[str, frozenset[str]], on: date) -> QuerySet[Offer]:
    offers = edition_facets.narrowed(offers, facets, on=on)
    for name, values in facets.items():
        if values and name not in EDITION_FACETS:
            fitting = OfferFacet.objects.filter(facet=name, value__in=values).values("offer")
            offers = offers.filter(pk__in=fitting)
    return offers


def _scopes(facets: Mapping[str, frozenset[str]]) -> Iterable[tuple[tuple[str, ...], Mapping[str, frozenset[str]]]]:
    """Which facets are counted among which offers: all that are not chosen together, each chosen one without itself."""
    chosen = {name: values for name, values in facets.items() if values}
    yield tuple(name for name in FACETS if name not in chosen), chosen
    for name in chosen:
        yield (name,), {other: values for other, values in chosen.items() if other != name}


def _counts(
    offers: QuerySet[Offer], names: Iterable[str], chosen: Mapping[str, frozenset[str]], on: date
) -> dict[str, dict[str, int]]:
    of_editions = [name for name in names if name in EDITION_FACETS]
    counted: dict[str, dict[str, int]] = {name: {} for name in names if name not in EDITION_FACETS}
    rows = (
        OfferFacet.objects.filter(facet__in=list(counted), offer__in=offers.order_by().values("pk"))
        .values_list("facet", "value")
        .annotate(offers=Count("pk"))
    )
    for facet, value, count in rows:
        counted[facet][value] = count
    return counted | edition_facets.counts(offers, chosen, of_editions, on=on)


def _ordered(offers: QuerySet[Offer], wanted: Wanted, ranked: Mapping[int, float] | None) -> QuerySet[Offer]:
    order = wanted.order
    if order == "best" and ranked:
        best = sorted(ranked, key=lambda key: (-ranked[key], -key))
        places = [When(pk=key, then=Value(place)) for place, key in enumerate(best)]
        return offers.order_by(Case(*places, default=Value(len(best)), output_field=IntegerField()))
    if order == "shortest":
        return offers.order_by(F("hours").asc(nulls_last=True), "id")
    if order == "start":
        begins = offers.annotate(begins=edition_facets.soonest(wanted.facets, on=wanted.on))
        return begins.order_by(F("begins").asc(nulls_last=True), "-published_at", "-id")
    if order == "title":
        return offers.order_by("title_en", "title_bg", "id")
    return offers.order_by("-published_at", "-id")
