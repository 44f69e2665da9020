"""What every unit must be, said beside the field that is wrong."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django.utils.translation import gettext_lazy as _

from campus.base.refusals import Refusal
from campus.teaching.models import Unit

LONGEST_TEXT = 100_000
Kind = Unit.Kind


class UnitRuleError(Refusal):
    """A unit cannot be so."""

    code = "UNIT_RULE"
    text = _("This unit cannot be so: {why}")


def refuse_wrong(unit: Unit) -> None:
    """Trim its titles and address, and refuse what cannot be.

    Raises:
        UnitRuleError: names the field and says why.
    """
    unit.title_bg, unit.title_en = unit.title_bg.strip()[:200], unit.title_en.strip()[:200]
    unit.address = unit.address.strip()
    for field, wrong, why in (*_wrong_words(unit), *_wrong_times(unit)):
        if wrong:
            raise UnitRuleError(why=why, field=field)


def _wrong_words(unit: Unit) -> list[tuple[str, bool, Any]]:
    elsewhere = unit.kind in (Kind.VIDEO, Kind.LINK)
    lengths = (len(unit.text_bg), len(unit.text_en))
    return [
        ("kind", unit.kind not in Kind.values, _("this kind is not known.")),
        ("phase", unit.phase not in Unit.Phase.values, _("it comes before, in or after class.")),
        ("title_en", not (unit.title_bg or unit.title_en), _("it needs a title.")),
        ("text_en", unit.kind == Kind.TEXT and not (unit.text_bg.strip() or unit.text_en.strip()), _("it needs a text.")),
        ("text_en", max(lengths) > LONGEST_TEXT, _("a text has at most 100,000 characters.")),
        (
            "address",
            (elsewhere or bool(unit.address)) and not unit.address.startswith("https://"),
            _("it needs an address that begins with https://."),
        ),
        ("address", len(unit.address) > 1000, _("an address has at most 1,000 characters.")),
    ]


def _wrong_times(unit: Unit) -> list[tuple[str, bool, Any]]:
    begins, ends = unit.begins_at, unit.ends_at
    late = unit.opens_at is not None and unit.due_at is not None and unit.due_at <= unit.opens_at
    meets = begins is not None and ends is not None and ends > begins
    return [
        ("time_zone", unit.time_zone not in available_timezones(), _("this is no time zone.")),
        ("due_at", late, _("it is due before it opens.")),
        ("begins_at", unit.kind == Kind.SESSION and not meets, _("a live session begins, and ends after that.")),
    ]
