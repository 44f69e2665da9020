"""The catalogue as a list: search, facets with counts, order, pages; and one provider's part of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from babel import Locale
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django_stubs_ext import StrOrPromise

from campus.catalogue.browse import FACETS, Found, Order, Wanted, browse
from campus.people.models import Organisation
from campus.web.public.catalogue.cards import cards_of
from campus.web.public.catalogue.comparing import MOST_COMPARED
from campus.web.public.catalogue.facet_texts import LABELS, names_of, sort_key

ORDERS: Mapping[str, StrOrPromise] = {
    "best": _("Best fit"),
    "start": _("Starts soonest"),
    "newest": _("Newest"),
    "shortest": _("Shortest"),
    "title": _("Title"),
}
PER_PAGE = 24
MOST_SHOWN = 8  # values of a facet before the rest is folded


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet: its name, how many offers it has, whether it is chosen, and the query that toggles it."""

    name: str
    count: int
    chosen: bool
    query: str


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its choices; `more` are those that are folded away."""

    label: StrOrPromise
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...]

    @property
    def chosen(self) -> bool:
        """Whether something of it is chosen."""
        return any(choice.chosen for choice in (*self.choices, *self.more))


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    return render(request, "public/catalogue/list.html", _page(request, None))


@require_safe
def provider(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_object_or_404(Organisation, slug=slug, vouched_at__isnull=False)
    language = get_language() or "en"
    page = _page(request, organisation)
    countries = Locale.parse("bg" if language == "bg" else "en").territories
    page |= {
        "provider": organisation,
        "provider_name": organisation.name_in(language),
        "country": countries.get(organisation.country, organisation.country),
    }
    return render(request, "public/catalogue/provider.html", page)


def _page(request: HttpRequest, organisation: Organisation | None) -> dict[str, Any]:
    language = get_language() or "en"
    query = request.GET.get("q", "").strip()[:200]
    chosen = {name: frozenset(request.GET.getlist(name)[:20]) for name in FACETS}
    order = request.GET.get("order", "best")
    wanted = Wanted(
        on=timezone.localdate(),
        query=query,
        facets=chosen,
        organisation=organisation.pk if organisation else None,
        order=cast("Order", order if order in ORDERS else "best"),
    )
    found = browse(wanted)
    pages = Paginator(found.offers.prefetch_related("facets"), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    return {
        "q": query,
        "page": page,
        "found": pages.count,
        "capped": found.capped,
        "cards": cards_of(page.object_list, language, on=wanted.on),
        "facets": _facets(found, chosen, request.GET, language),
        "chosen": _chosen(chosen, request.GET, language),
        "orders": ORDERS.items(),
        "order": wanted.order,
        "narrowed": bool(query or any(chosen.values())),
        "most_compared": MOST_COMPARED,
    }


def _facets(found: Found, chosen: Mapping[str, frozenset[str]], asked: QueryDict, language: str) -> list[Facet]:
    facets = []
    for name in FACETS:
        counts = {**dict.fromkeys(chosen[name], 0), **found.counts.get(name, {})}
        values = sorted(counts, key=lambda value: sort_key(name, value, counts[value]))
        names = names_of(name, values, language)
        choices = [Choice(names[value], counts[value], value in chosen[name], _toggled(asked, name, value)) for value in values]
        if len(choices) > 1 or any(choice.chosen for choice in choices):
            facets.append(Facet(LABELS[name], tuple(choices[:MOST_SHOWN]), tuple(choices[MOST_SHOWN:])))
    return facets


def _chosen(chosen: Mapping[str, frozenset[str]], asked: QueryDict, language: str) -> list[Choice]:
    return [
        Choice(said, 0, True, _toggled(asked, name, value))
        for name in FACETS
        for value, said in names_of(name, sorted(chosen[name]), language).items()
    ]


def _toggled(asked: QueryDict, name: str, value: str) -> str:
    """The query of the address with one value added, or taken away where it is there; back on the first page."""
    changed = asked.copy()
    values = changed.getlist(name)
    changed.setlist(name, [each for each in values if each != value] if value in values else [*values, value])
    changed.pop("page", None)
    return changed.urlencode()
