"""Days written out in the reader's language."""

from __future__ import annotations

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
