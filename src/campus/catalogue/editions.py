"""Editions of a published micro-credential: announce, change, close, cancel, and which of them one can still join."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from zoneinfo import available_timezones

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from campus.base import audit
from campus.base.refusals import Refusal
from campus.catalogue.models import Design, Edition
from campus.people.models import Role
from campus.people.roles import Actor, person_of, require
from laurel.annex1.vocabularies import Participation

STAFF: Final = (Role.AUTHOR, Role.REGISTRAR)
CURRENCIES: Final = ("EUR", "USD", "GBP", "CHF", "CZK", "DKK", "HUF", "NOK", "PLN", "RON", "SEK", "MKD", "RSD", "TRY", "UAH")
SOMEWHERE: Final = (Participation.ONSITE, Participation.BLENDED)  # forms of participation that have a place
_MODES: Final = frozenset(str(mode) for mode in Participation)
MOST = 200  # editions of one design
DEAREST = Decimal("9999999.99")


class NotOfferedError(Refusal):
    """Never approved, or retired."""

    code = "NOT_OFFERED"
    text = _("Only a published micro-credential that is still offered has editions.")


class EditionCancelledError(Refusal):
    """It will not take place; that stands."""

    code = "EDITION_CANCELLED"
    text = _("This edition is cancelled. Announce a new one.")


class StaleEditionError(Refusal):
    """Somebody else changed it in between; nothing was written."""

    code = "STALE_EDITION"
    text = _("Somebody changed this edition after you opened it. Look at it as it is now, then change it again.")


class TooManyEditionsError(Refusal):
    """More than anybody announces."""

    code = "TOO_MANY_EDITIONS"
    text = _("One micro-credential has at most {most} editions.")


class EditionRefused(Refusal):  # the base of what can be wrong with an edition's facts
    """One of the facts does not fit. `field` names it."""


class StartMissingError(EditionRefused):
    code = "START_MISSING"
    text = _("Give the first day, or say that one can begin at any time.")


class RollingHasNoDatesError(EditionRefused):
    code = "ROLLING_HAS_NO_DATES"
    text = _("Where one can begin at any time there is no first and no last day.")


class EndsBeforeStartError(EditionRefused):
    code = "ENDS_BEFORE_START"
    text = _("The last day lies before the first day.")


class DeadlineTooLateError(EditionRefused):
    code = "DEADLINE_TOO_LATE"
    text = _("The last day to apply lies after the last day of the edition.")


class PriceNegativeError(EditionRefused):
    code = "PRICE_NEGATIVE"
    text = _("A price is 0 (free) or more, with at most two decimals.")


class CurrencyMissingError(EditionRefused):
    code = "CURRENCY_MISSING"
    text = _("Say in which currency the price is.")


class PlaceMissingError(EditionRefused):
    code = "PLACE_MISSING"
    text = _("Say where it takes place; only online editions have no place.")


class CapacityWrongError(EditionRefused):
    code = "CAPACITY_WRONG"
    text = _("The number of places is at least 1.")


class UnknownValueError(EditionRefused):
    code = "UNKNOWN_VALUE"
    text = _("This value is not one of the list.")


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionFacts:
    """What staff say of an edition; names are those of `Edition`. Money: `price` 0 is free, None is not said."""

    language: str
    mode: str
    rolling: bool = False
    starts_on: date | None = None
    ends_on: date | None = None
    apply_by: date | None = None
    time_zone: str = "Europe/Sofia"
    place: str = ""
    country: str = ""
    price: Decimal | None = None
    currency: str = ""
    capacity: int | None = None
    title: str = ""
    apply_url: str = ""


@transaction.atomic
def announce(design: Design, facts: EditionFacts, *, by: Actor, at: datetime) -> Edition:
    """Announce an edition. It is public at once, and open for applications.

    Raises:
        NotAllowedError: neither author nor registrar there.
        NotOfferedError: the design was never published, or is retired.
        EditionRefused: a fact does not fit; a subclass says which, its `field` where.
        TooManyEditionsError: more than `MOST`.
    """
    require(by, design.organisation, *STAFF)
    locked = Design.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=design.pk)
    if locked.state == Design.State.RETIRED or not locked.versions.exists():
        raise NotOfferedError
    if locked.editions.count() >= MOST:
        raise TooManyEditionsError(most=MOST)
    sound = _sound(facts)
    edition = Edition.objects.create(design=locked, created_by=person_of(by), created_at=at, updated_at=at, **_columns(sound))
    _note("edition.announced", edition, by=by, at=at)
    return edition


@transaction.atomic
def change(edition: Edition, facts: EditionFacts, *, revision: int, by: Actor, at: datetime) -> Edition:
    """Replace what is said of an edition, if nobody else did since `revision` was read.

    Raises:
        NotAllowedError, EditionRefused: as for `announce`.
        EditionCancelledError: it is cancelled.
        StaleEditionError: it has another revision now.
    """
    current = _locked(edition, by=by)
    if current.revision != revision:
        raise StaleEditionError
    columns = _columns(_sound(facts))
    if all(getattr(current, name) == value for name, value in columns.items()):
        return current
    for name, value in columns.items():
        setattr(current, name, value)
    current.revision, current.updated_at = current.revision + 1, at
    current.save()
    _note("edition.changed", current, by=by, at=at)
    return current


@transaction.atomic
def take_applications(edition: Edition, *, open_: bool, by: Actor, at: datetime) -> Edition:
    """Say whether one may still apply; saying it again changes nothing.

    Raises:
        NotAllowedError: neither author nor registrar there.
        EditionCancelledError: it is cancelled.
    """
    current = _locked(edition, by=by)
    wanted = Edition.State.OPEN if open_ else Edition.State.CLOSED
    if current.state == wanted:
        return current
    current.state, current.revision, current.updated_at = wanted, current.revision + 1, at
    current.save(update_fields=["state", "revision", "updated_at"])
    _note("edition.opened" if open_ else "edition.closed", current, by=by, at=at)
    return current


@transaction.atomic
def cancel(edition: Edition, *, because: str = "", by: Actor, at: datetime) -> Edition:
    """Cancel an edition for good. It stays on the public page, marked, until its last day is over.

    Args:
        because: shown to the public; may be empty.

    Raises:
        NotAllowedError: neither author nor registrar there.
        EditionCancelledError: it was cancelled before; the first reason stands.
    """
    current = _locked(edition, by=by)
    current.state, current.cancelled_at, current.cancelled_because = (
        Edition.State.CANCELLED,
        at,
        " ".join(because.split())[:300],
    )
    current.revision, current.updated_at = current.revision + 1, at
    current.save(update_fields=["state", "cancelled_at", "cancelled_because", "revision", "updated_at"])
    _note("edition.cancelled", current, by=by, at=at)
    return current


def joinable(on: date) -> Q:
    """Editions that one can still join on a day: open, and the last day to apply, else the first day, not over."""
    until_it_begins = Q(apply_by__isnull=True) & (Q(rolling=True) | Q(starts_on__gte=on))
    return Q(state=Edition.State.OPEN) & (Q(apply_by__gte=on) | until_it_begins)


def shown(design: Design, *, on: date) -> list[Edition]:
    """What the public page of a design lists: everything that is not over, rolling ones first, then by first day."""
    begun = Q(starts_on__lt=on) & (Q(apply_by__isnull=True) | Q(apply_by__lt=on))
    over = Q(rolling=False) & (Q(ends_on__lt=on) | Q(ends_on__isnull=True) & begun)
    called_off = Q(rolling=True, state=Edition.State.CANCELLED)
    return list(design.editions.exclude(over | called_off).order_by("-rolling", "starts_on", "pk"))


def is_over(edition: Edition, *, on: date) -> bool:
    """Whether `shown` leaves it out on a day."""
    if edition.rolling:
        return edition.state == Edition.State.CANCELLED
    last = edition.ends_on or max((day for day in (edition.starts_on, edition.apply_by) if day), default=None)
    return last is not None and last < on


def next_starts(designs: Iterable[int], *, on: date) -> dict[int, Edition]:
    """The edition that each of these designs (by key) can next be joined in; designs without one are left out."""
    found: dict[int, Edition] = {}
    rows: QuerySet[Edition] = Edition.objects.filter(joinable(on), design__in=list(designs))
    for edition in rows.order_by("-rolling", "starts_on", "pk"):
        found.setdefault(edition.design_id, edition)
    return found


def is_joinable(edition: Edition, *, on: date) -> bool:
    """Whether one can still join, as `joinable` has it."""
    last = edition.apply_by or (date.max if edition.starts_on is None else edition.starts_on)
    return edition.state == Edition.State.OPEN and last >= on


def _locked(edition: Edition, *, by: Actor) -> Edition:
    rows = Edition.objects.select_for_update(of=("self",)).select_related("design__organisation")
    current = rows.get(pk=edition.pk)
    require(by, current.design.organisation, *STAFF)
    if current.state == Edition.State.CANCELLED:
        raise EditionCancelledError
    return current


def _columns(facts: EditionFacts) -> dict[str, object]:
    return {each.name: getattr(facts, each.name) for each in fields(facts)}


def _sound(facts: EditionFacts) -> EditionFacts:
    """The facts with loose ends cut off.

    Raises:
        EditionRefused: something does not fit.
    """
    _check_dates(facts)
    _check_lists(facts)
    place = " ".join(facts.place.split())[:200]
    if facts.mode in SOMEWHERE and not place:
        raise PlaceMissingError(field="place")
    if facts.capacity is not None and not 0 < facts.capacity < 1_000_000:
        raise CapacityWrongError(field="capacity")
    price, currency = _price(facts)
    kept = _columns(facts) | {
        "place": place,
        "title": " ".join(facts.title.split())[:200],
        "price": price,
        "currency": currency,
    }
    return EditionFacts(**kept)  # type: ignore[arg-type]


def _check_dates(facts: EditionFacts) -> None:
    if facts.rolling and (facts.starts_on or facts.ends_on):
        raise RollingHasNoDatesError(field="starts_on")
    if not facts.rolling and facts.starts_on is None:
        raise StartMissingError(field="starts_on")
    if facts.starts_on and facts.ends_on and facts.ends_on < facts.starts_on:
        raise EndsBeforeStartError(field="ends_on")
    if facts.apply_by and facts.ends_on and facts.apply_by > facts.ends_on:
        raise DeadlineTooLateError(field="apply_by")


def _check_lists(facts: EditionFacts) -> None:
    known = {
        "mode": facts.mode in _MODES,
        "language": len(facts.language) == 2 and facts.language.isascii() and facts.language.islower(),
        "country": not facts.country or (len(facts.country) == 2 and facts.country.isascii() and facts.country.isupper()),
        "time_zone": facts.time_zone in available_timezones(),
        "currency": not facts.currency or facts.currency in CURRENCIES,
        "apply_url": not facts.apply_url or facts.apply_url.startswith(("https://", "http://")),
    }
    for field, fits in known.items():
        if not fits:
            raise UnknownValueError(field=field)


def _price(facts: EditionFacts) -> tuple[Decimal | None, str]:
    price = facts.price
    if price is None or price == 0:
        return price, ""
    if not price.is_finite() or not 0 < price <= DEAREST or price != round(price, 2):
        raise PriceNegativeError(field="price")
    if not facts.currency:
        raise CurrencyMissingError(field="currency")
    return price, facts.currency


def _note(action: str, edition: Edition, *, by: Actor, at: datetime) -> None:
    audit.note(
        action,
        actor=person_of(by),
        organisation=edition.design.organisation_id,
        subject_kind="edition",
        subject=edition.pk,
        at=at,
        revision=edition.revision,
    )
