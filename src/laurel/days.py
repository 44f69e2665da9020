"""Days: written out in the reader's language, and months later."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Final

from laurel.errors import Language

_MONTHS: Final = (
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
    ["януари", "февруари", "март", "април", "май", "юни", "юли", "август", "септември", "октомври", "ноември", "декември"],
)


def say_day(day: date, language: Language) -> str:
    """ "23 November 2026" or „23 ноември 2026 г."."""
    return f"{day.day} {_MONTHS[language == 'bg'][day.month - 1]} {day.year}" + (" г." if language == "bg" else "")


def months_after(day: date, months: int) -> date:
    """The same day `months` later; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
