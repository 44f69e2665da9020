"""Dates written out in the reader's language."""

from __future__ import annotations

from laurel.days import say_day
from laurel.errors import Language
from laurel.timestamp import parse_timestamp


def written_out(stamp: str, language: Language) -> str:
    """ "23 November 2026" or „23 ноември 2026 г."; whatever is no moment stays as it is."""
    moment = parse_timestamp(stamp)
    if moment is None:
        return stamp
    return say_day(moment, language)
