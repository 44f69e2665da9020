"""What learner and author see alike of a unit: its words in the reader's language, its dates, its address."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from campus.teaching.models import Unit


def shown(unit: Unit, language: str) -> dict[str, Any]:
    """A unit ready to be shown. `lang` is set where its text is not in the reader's language."""
    own, other = (unit.text_bg, unit.text_en) if language == "bg" else (unit.text_en, unit.text_bg)
    zone = ZoneInfo(unit.time_zone)
    days = {each.astimezone(zone).date() for each in (unit.begins_at, unit.ends_at) if each is not None}
    return {
        "unit": unit,
        "title": unit.title_in(language),
        "text": unit.text_in(language),
        "lang": ("en" if language == "bg" else "bg") if other and not own else "",
        "host": urlsplit(unit.address).hostname or "",
        "zone": unit.time_zone,
        "same_day": len(days) == 1,
    }
