"""One offer of the catalogue as lists and feeds show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from campus.catalogue.editions import next_starts
from campus.catalogue.models import Edition, Offer
from campus.web.edition_texts import say_next_start, say_price
from campus.web.elements import say_workload
from campus.web.public.catalogue.facet_texts import name_of


@dataclass(frozen=True, slots=True)
class OfferCard:
    """What a card says: title and provider first, then how long, which level, how it is taken."""

    offer: Offer
    title: str
    summary: str
    provider: str
    provider_url: str
    url: str
    picture: str
    facts: tuple[str, ...]
    areas: tuple[str, ...]
    start: str
    price: str


def cards_of(offers: Iterable[Offer], language: str, *, on: date) -> list[OfferCard]:
    """The cards of several offers, in their order, each with the edition that can next be joined."""
    listed = list(offers)
    starts = next_starts((offer.design_id for offer in listed), on=on)
    return [card_of(offer, language, starts.get(offer.design_id)) for offer in listed]


def card_of(offer: Offer, language: str, edition: Edition | None) -> OfferCard:
    """The card of an offer in one language; an offer that is written in the other one is shown in that."""
    place = [offer.design.public_id, offer.version.number]
    values = _values(offer)
    modes = [name_of("mode", value, language) for value in values.get("mode", ())]
    levels = [name_of("level", value, language) for value in values.get("level", ())]
    workload = [say_workload(offer.hours, offer.ects)] if offer.hours is not None else []
    return OfferCard(
        offer=offer,
        title=_in(offer.title_bg, offer.title_en, language),
        summary=_in(offer.summary.get("bg", ""), offer.summary.get("en", ""), language),
        provider=offer.organisation.name_in(language),
        provider_url=reverse("provider", args=[offer.organisation.slug]),
        url=reverse("public_design", args=place),
        picture=reverse("public_design_picture", args=[*place, "png"]) + f"?in={language}",
        facts=(*workload, *levels, *modes),
        areas=tuple(name_of("area", value, language) for value in values.get("area", ())),
        start=say_next_start(edition) if edition else "",
        price=say_price(edition.price, edition.currency, language) if edition else "",
    )


def _values(offer: Offer) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in sorted(offer.facets.all(), key=lambda facet: facet.value):
        found.setdefault(each.facet, []).append(each.value)
    return found


def _in(bulgarian: str, english: str, language: str) -> str:
    return (bulgarian or english) if language == "bg" else (english or bulgarian)
