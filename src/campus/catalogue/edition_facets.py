"""What a learner narrows down by that lies in the editions: what it costs, and how soon one can begin.

Both are asked of the same edition: "free" and "within a month" finds what has an edition that is both. Values hold each other:
what is free is also up to 100 euros, what begins at any time also begins within a month. Prices in other currencies than the
euro are not converted, so they stand under no amount.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from django.db.models import Case, Count, DateField, F, Min, OuterRef, Q, QuerySet, Subquery, Value, When

from campus.catalogue.editions import joinable
from campus.catalogue.models import Edition, Offer

AMOUNTS: Final = (100, 300, 1000)  # euros
MONTHS: Final = {"1-month": 31, "3-months": 92, "6-months": 183}  # in days
EDITION_FACETS: Final = ("cost", "start")
Chosen = Mapping[str, frozenset[str]]


def fitting(chosen: Chosen, *, on: date) -> QuerySet[Edition]:
    """The editions that can be joined and fit what is chosen."""
    found = Edition.objects.filter(joinable(on))
    for facet in EDITION_FACETS:
        if values := chosen.get(facet):
            known = _values(facet, on)
            anyone = Q(pk__in=())
            for value in values:
                anyone |= known.get(value, Q(pk__in=()))
            found = found.filter(anyone)
    return found


def narrowed(offers: QuerySet[Offer], chosen: Chosen, *, on: date) -> QuerySet[Offer]:
    """The offers with an edition that fits; all of them when nothing of editions is chosen."""
    if not any(chosen.get(facet) for facet in EDITION_FACETS):
        return offers
    return offers.filter(design__in=fitting(chosen, on=on).values("design"))


def counts(offers: QuerySet[Offer], chosen: Chosen, names: Iterable[str], *, on: date) -> dict[str, dict[str, int]]:
    """How many of the offers stand under each value of `names`, among the editions that fit what else is chosen."""
    wanted = {f"{facet}:{value}": rule for facet in names for value, rule in _values(facet, on).items()}
    if not wanted:
        return {}
    numbers = {f"n{place}": Count("design", distinct=True, filter=rule) for place, rule in enumerate(wanted.values())}
    rows = fitting(chosen, on=on).filter(design__in=offers.order_by().values("design"))
    found = rows.aggregate(**numbers)
    counted: dict[str, dict[str, int]] = {facet: {} for facet in names}
    for place, key in enumerate(wanted):
        facet, _colon, value = key.partition(":")
        if found[f"n{place}"]:
            counted[facet][value] = found[f"n{place}"]
    return counted


def soonest(chosen: Chosen, *, on: date) -> Subquery:
    """The day on which an offer can be begun, among the editions that fit: today where one begins at any time."""
    day = Case(When(rolling=True, then=Value(on)), default=F("starts_on"), output_field=DateField())
    rows = fitting(chosen, on=on).filter(design=OuterRef("design")).order_by().values("design")
    return Subquery(rows.annotate(day=Min(day)).values("day"), output_field=DateField())


def _values(facet: str, on: date) -> dict[str, Q]:
    if facet == "start":
        within = {name: Q(rolling=True) | Q(starts_on__lte=on + timedelta(days=days)) for name, days in MONTHS.items()}
        return {"any-time": Q(rolling=True), **within}
    if facet == "cost":
        euros = {f"up-to-{most}": Q(price=0) | Q(currency="EUR", price__lte=most) for most in AMOUNTS}
        return {"free": Q(price=0), **euros, "dearer": Q(currency="EUR", price__gt=AMOUNTS[-1])}
    return {}
