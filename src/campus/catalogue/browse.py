"""Look through the public catalogue: a query, facets with their counts, an order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, overload

from django.db.models import Count, F, QuerySet

from campus.base import word_index
from campus.catalogue import edition_facets
from campus.catalogue.edition_facets import EDITION_FACETS
from campus.catalogue.models import DesignVersion, Offer, OfferFacet
from campus.catalogue.offers import KIND
from campus.catalogue.synonyms import slots, telling_words

Order = Literal["best", "newest", "start", "shortest", "title"]
FACETS: Final = (
    *("area", "skill", "level", "size", *EDITION_FACETS, "mode", "language"),
    *("form", "field", "provider", "stackable", "offering", "occupation"),
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


class RankedOffers(Sequence[Offer]):
    """Offers in the order of their keys; a page of them is fetched when it is asked for."""

    def __init__(self, offers: QuerySet[Offer], keys: Sequence[int]) -> None:
        self._offers, self._keys = offers, keys

    def __len__(self) -> int:
        return len(self._keys)

    @overload
    def __getitem__(self, place: int) -> Offer: ...
    @overload
    def __getitem__(self, place: slice) -> list[Offer]: ...
    def __getitem__(self, place: int | slice) -> Offer | list[Offer]:
        wanted = self._keys[place] if isinstance(place, slice) else [self._keys[place]]
        found = self._offers.order_by().in_bulk(list(wanted))
        listed = [found[key] for key in wanted if key in found]
        return listed if isinstance(place, slice) else listed[0]

    def __iter__(self) -> Iterator[Offer]:
        return iter(self[:])

    def prefetch_related(self, *names: str) -> RankedOffers:
        """The same, with rows of other tables fetched together."""
        return RankedOffers(self._offers.prefetch_related(*names), self._keys)


Offers = QuerySet[Offer] | RankedOffers


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What there is: the offers in their order, and how many there would be under each value of each facet.

    `capped` says that more fit the query than are looked at, the `MOST_FOUND` that fit best.
    """

    offers: Offers
    counts: Mapping[str, Mapping[str, int]]
    capped: bool = False


def browse(wanted: Wanted) -> Found:
    """Look for offers of organisations that this site vouches for. A facet's counts leave its own choice out of account."""
    base = _public().filter(organisation=wanted.organisation) if wanted.organisation else _public()
    ranked = _ranked(wanted.query)
    if ranked is not None:
        base = base.filter(pk__in=ranked)
    counts: dict[str, dict[str, int]] = {}
    for names, chosen in _scopes(wanted.facets):
        counts |= _counts(_narrowed(base, chosen, wanted.on), names, chosen, wanted.on)
    offers = _ordered(_narrowed(base, wanted.facets, wanted.on), wanted, ranked)
    return Found(offers=offers, counts=counts, capped=ranked is not None and len(ranked) == MOST_FOUND)


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


def _ranked(query: str) -> list[int] | None:
    """Keys of what fits, best first; None when the query does not narrow anything down."""
    words = telling_words(query)
    if not words:
        return None
    return [hit.subject for hit in word_index.find(KIND, slots(words), limit=MOST_FOUND)]


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


def _ordered(offers: QuerySet[Offer], wanted: Wanted, ranked: Sequence[int] | None) -> Offers:
    order = wanted.order
    if order == "best" and ranked:
        fitting = set(offers.order_by().values_list("pk", flat=True))
        return RankedOffers(_public(), [key for key in ranked if key in fitting])
    if order == "shortest":
        return offers.order_by(F("hours").asc(nulls_last=True), "id")
    if order == "start":
        days = edition_facets.starts(offers, wanted.facets, on=wanted.on)
        rows = offers.order_by("-published_at", "-id").values_list("pk", "design")
        keys = sorted(rows, key=lambda row: days.get(row[1], date.max))
        return RankedOffers(_public(), [key for key, _design in keys])
    if order == "title":
        return offers.order_by("title_en", "title_bg", "id")
    return offers.order_by("-published_at", "-id")
