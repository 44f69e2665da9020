"""What a learner narrows down by that lies in the editions: what it costs, and how soon one can begin.

Both are asked of the same edition: "free" and "within a month" finds what has an edition that is both. Values hold each other:
what is free is also up to 100 euros, what begins at any time also begins within a month. Prices in other currencies than the
euro are not converted, so they stand under no amount.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, NamedTuple

from django.db.models import Q, QuerySet

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
    held: dict[str, dict[str, set[int]]] = {name: {} for name in names}
    for row in _rows(offers, chosen, on) if held else ():
        for name, values in held.items():
            for value in _values_of(name, row, on):
                values.setdefault(value, set()).add(row.design)
    return {name: {value: len(designs) for value, designs in values.items()} for name, values in held.items()}


def starts(offers: QuerySet[Offer], chosen: Chosen, *, on: date) -> dict[int, date]:
    """The day on which each design can be begun, among the editions that fit: today where one begins at any time."""
    found: dict[int, date] = {}
    for row in _rows(offers, chosen, on):
        day = row.starts_on or on
        found[row.design] = min(found.get(row.design, day), day)
    return found


class _Row(NamedTuple):
    design: int
    starts_on: date | None  # None: at any time
    price: Decimal | None
    currency: str


def _rows(offers: QuerySet[Offer], chosen: Chosen, on: date) -> list[_Row]:
    # counted here, not by the database: telling designs apart under a dozen conditions takes it longer than handing over rows
    rows = fitting(chosen, on=on).filter(design__in=offers.order_by().values("design"))
    return [_Row(*row) for row in rows.values_list("design_id", "starts_on", "price", "currency")]


def _values_of(facet: str, row: _Row, on: date) -> Iterator[str]:
    """The values under which an edition stands; the same as `_values` says to the database."""
    if facet == "start":
        if row.starts_on is None:
            yield "any-time"
        yield from (
            name for name, days in MONTHS.items() if row.starts_on is None or row.starts_on <= on + timedelta(days=days)
        )
    elif row.price == 0:
        yield from ("free", *(f"up-to-{most}" for most in AMOUNTS))
    elif row.price is not None and row.currency == "EUR":
        yield from (f"up-to-{most}" for most in AMOUNTS if row.price <= most)
        if row.price > AMOUNTS[-1]:
            yield "dearer"


def _values(facet: str, on: date) -> dict[str, Q]:
    if facet == "start":
        within = {name: Q(rolling=True) | Q(starts_on__lte=on + timedelta(days=days)) for name, days in MONTHS.items()}
        return {"any-time": Q(rolling=True), **within}
    if facet == "cost":
        euros = {f"up-to-{most}": Q(price=0) | Q(currency="EUR", price__lte=most) for most in AMOUNTS}
        return {"free": Q(price=0), **euros, "dearer": Q(currency="EUR", price__gt=AMOUNTS[-1])}
    return {}
