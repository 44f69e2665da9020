"""An edition in words: when, how, where, for how much, and whether one can still join."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel import Locale
from babel.numbers import format_currency
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campus.catalogue.editions import is_joinable
from campus.catalogue.models import Edition
from laurel.annex1.vocabularies import Participation

_TONES = {Edition.State.OPEN: "valid", Edition.State.CLOSED: "unknown", Edition.State.CANCELLED: "refused"}
_NO_CENTS = re.compile(r"(?<=\d)[.,]00(?!\d)")


@dataclass(frozen=True, slots=True)
class EditionShown:
    """One edition, ready to be shown. `details` come after `when`, `price` stands alone."""

    edition: Edition
    when: str
    price: str
    details: tuple[str, ...]
    deadline: str
    state: str
    tone: str
    joinable: bool
    enrol_url: str = ""


def edition_shown(edition: Edition, *, language: str, on: date) -> EditionShown:
    """What a person reads of an edition on a day."""
    joinable = is_joinable(edition, on=on)
    state, tone = str(edition.get_state_display()), _TONES[Edition.State(edition.state)]
    if edition.state == Edition.State.OPEN and not joinable:
        state, tone = _("Under way"), "unknown"
    return EditionShown(
        edition=edition,
        when=say_when(edition),
        price=say_price(edition.price, edition.currency, language),
        details=tuple(filter(None, _details(edition, language))),
        deadline=_("Apply by %(day)s") % {"day": date_format(edition.apply_by, "DATE_FORMAT")} if edition.apply_by else "",
        state=state,
        tone=tone,
        joinable=joinable,
    )


def say_when(edition: Edition) -> str:
    """E.g. "1 March 2027 to 30 April 2027"; "Begins at any time"."""
    if edition.starts_on is None:
        return _("Begins at any time")
    first = date_format(edition.starts_on, "DATE_FORMAT")
    if edition.ends_on is None:
        return _("Begins on %(first)s") % {"first": first}
    if edition.ends_on == edition.starts_on:
        return first
    return _("%(first)s to %(last)s") % {"first": first, "last": date_format(edition.ends_on, "DATE_FORMAT")}


def say_next_start(edition: Edition) -> str:
    """One short line for a card."""
    if edition.starts_on is None:
        return _("Begins at any time")
    return _("Next start: %(day)s") % {"day": date_format(edition.starts_on, "DATE_FORMAT")}


def say_price(price: Decimal | None, currency: str, language: str) -> str:
    """E.g. "€120", "120 €", "Free"; empty where nothing is said."""
    if price is None:
        return ""
    if price == 0:
        return _("Free")
    text = format_currency(price, currency, locale=_locale(language))
    return _NO_CENTS.sub("", text) if price == int(price) else text


def _details(edition: Edition, language: str) -> tuple[str, ...]:
    locale = Locale.parse(_locale(language))
    country = str(locale.territories.get(edition.country, edition.country)) if edition.country else ""
    place = ", ".join(filter(None, (edition.place, country))) if edition.place else ""
    zone = _("times in the time zone %(zone)s") % {"zone": edition.time_zone}
    mode = next(mode for mode in Participation if mode == edition.mode)
    seats = edition.capacity
    return (
        mode.name_in("bg" if language == "bg" else "en"),
        place,
        _("taught in %(language)s") % {"language": locale.languages.get(edition.language, edition.language)},
        ngettext("%(count)s place", "%(count)s places", seats) % {"count": seats} if seats else "",
        zone if not edition.rolling else "",
    )


def _locale(language: str) -> str:
    return "bg" if language == "bg" else "en"
