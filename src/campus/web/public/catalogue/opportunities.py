"""The catalogue for programs that harvest it: each micro-credential as an ELM learning opportunity, and all of them in pages.

A page is asked for with `?after=` the key of the last one seen (the header `Link: …; rel="next"` holds the address), so that
none is missed or told twice while others are published. `ETag` changes with whatever a page says.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.conf import settings
from django.db.models import Max, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from campus.catalogue.browse import all_offers
from campus.catalogue.editions import is_joinable, is_over
from campus.catalogue.models import Design, DesignVersion, Edition, Offer
from campus.catalogue.versions import record_of
from laurel.annex1.vocabularies import Participation
from laurel.errors import ProjectionError
from laurel.formats.elm import opportunity
from laurel.formats.elm.nodes import Json

PER_PAGE = 100
MEDIA_TYPE = "application/ld+json"
HEADERS = {"Cache-Control": "public, max-age=300", "Access-Control-Allow-Origin": "*"}
_WRITER = "1"  # goes up when the same facts are written in another way


@require_safe
def one(request: HttpRequest, public_id: uuid.UUID, number: int) -> HttpResponse:
    offers = all_offers().filter(design__public_id=public_id, version__number=number)
    offer = offers.prefetch_related(_editions()).first()
    if offer is None:
        raise Http404
    today = timezone.localdate()
    etag, changed = _etag([offer], today), max(_changed(offer), _midnight())

    def written() -> HttpResponse:
        try:
            made = opportunity.document(record_of(offer.version), runs_of(offer, on=today), modified=_changed(offer))
        except ProjectionError as error:
            raise Http404 from error
        return _answer(made)

    return _conditional(request, etag, changed) or _dated(written(), etag, changed)


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    after = request.GET.get("after", "0")
    if not (after.isascii() and after.isdigit() and len(after) < 16):
        raise Http404
    rows = all_offers().order_by("pk").filter(pk__gt=int(after)).prefetch_related(_editions())[: PER_PAGE + 1]
    found = list(rows)
    offers, today, address = found[:PER_PAGE], timezone.localdate(), settings.PUBLIC_URL + reverse("opportunities")
    following = f"{address}?after={offers[-1].pk}" if len(found) > PER_PAGE else ""
    etag, changed = _etag(offers, today, following), _last_change()
    answer = _conditional(request, etag, changed)
    if answer is None:
        answer = _dated(_answer(opportunity.collection(_written(offers, today))), etag, changed)
    answer["Link"] = ", ".join(
        [f'<{address}>; rel="first"', *([f'<{following}>; rel="next"'] if following else [])],
    )
    return answer


def runs_of(offer: Offer, *, on: date) -> list[opportunity.Run]:
    """The editions of an offer as others read them; those that are over or cancelled are left out."""
    address = f"{settings.PUBLIC_URL}/m/{offer.design.public_id}"
    standing = [each for each in _runs(offer) if each.state != Edition.State.CANCELLED and not is_over(each, on=on)]
    return [_run(edition, address, on=on) for edition in standing]


def _run(edition: Edition, address: str, *, on: date) -> opportunity.Run:
    return opportunity.Run(
        id=f"{address}#edition-{edition.public_id}",
        mode=next(mode for mode in Participation if mode == edition.mode),
        language=edition.language,
        time_zone=edition.time_zone,
        title=edition.title,
        starts_on=edition.starts_on,
        ends_on=edition.ends_on,
        apply_by=edition.apply_by,
        place=edition.place,
        country=edition.country,
        price=edition.price,
        currency=edition.currency,
        capacity=edition.capacity,
        apply_url=edition.apply_url,
        closed=not is_joinable(edition, on=on),
    )


def _written(offers: Iterable[Offer], on: date) -> Iterator[Json]:
    for offer in offers:
        try:
            yield opportunity.opportunity(record_of(offer.version), runs_of(offer, on=on), modified=_changed(offer))
        except ProjectionError:  # a country that the EU has no code for: nothing can be said of it in this form
            continue


def _editions() -> Prefetch[str]:
    return Prefetch("design__editions", queryset=Edition.objects.order_by("pk"), to_attr="runs")


def _runs(offer: Offer) -> list[Edition]:
    found: list[Edition] = getattr(offer.design, "runs", [])
    return found


def _changed(offer: Offer) -> datetime:
    return max([offer.published_at, *(edition.updated_at for edition in _runs(offer))])


def _etag(offers: Iterable[Offer], on: date, following: str = "") -> str:
    """A name for what is said: the versions, their editions in their revisions, the day, and the way of writing."""
    facts = [(offer.version_id, [(edition.pk, edition.revision) for edition in _runs(offer)]) for offer in offers]
    said = json.dumps([_WRITER, settings.PUBLIC_URL, on.isoformat(), following, facts])
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'


def _last_change() -> datetime:
    """When anything in the catalogue changed last; no older than today's beginning, as editions end by the day."""
    moments: list[datetime | None] = [
        DesignVersion.objects.aggregate(last=Max("published_at"))["last"],
        Design.objects.aggregate(last=Max("updated_at"))["last"],
        Edition.objects.aggregate(last=Max("updated_at"))["last"],
        _midnight(),
    ]
    return max(moment for moment in moments if moment)


def _midnight() -> datetime:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def _answer(made: Json) -> HttpResponse:
    return HttpResponse(json.dumps(made, ensure_ascii=False), content_type=MEDIA_TYPE, headers=HEADERS)


def _conditional(request: HttpRequest, etag: str, changed: datetime) -> HttpResponse | None:
    answer = get_conditional_response(request, etag=etag, last_modified=int(changed.timestamp()))
    return None if answer is None else _dated(answer, etag, changed)


def _dated(response: HttpResponse, etag: str, changed: datetime) -> HttpResponse:
    response["ETag"], response["Last-Modified"] = etag, http_date(changed.timestamp())
    for name, value in HEADERS.items():
        response[name] = value
    return response
