"""Dates written out in the reader's language."""

from __future__ import annotations

from laurel.errors import Language
from laurel.timestamp import parse_timestamp

_MONTHS = (
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
    ["януари", "февруари", "март", "април", "май", "юни", "юли", "август", "септември", "октомври", "ноември", "декември"],
)


def written_out(stamp: str, language: Language) -> str:
    """ "23 November 2026" or „23 ноември 2026 г."; whatever is no moment stays as it is."""
    moment = parse_timestamp(stamp)
    if moment is None:
        return stamp
    month = _MONTHS[language == "bg"][moment.month - 1]
    return f"{moment.day} {month} {moment.year}" + (" г." if language == "bg" else "")
