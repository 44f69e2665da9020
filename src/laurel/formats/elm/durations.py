"""Workload as an XML Schema duration, and what a duration that somebody else wrote means in hours."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

_DURATION = re.compile(
    r"P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9})(?:\.\d{1,9})?S)?)?",
    re.ASCII,
)


class Duration(NamedTuple):
    """Months, which have no length in hours, and hours."""

    months: int
    hours: Decimal


def write(hours: Decimal) -> str:
    """`PT60H`, `PT1H30M`: exact for hours of two decimal places."""
    minutes, seconds = divmod(int(hours * 3600), 60)
    whole, minutes = divmod(minutes, 60)
    parts = ((whole, "H"), (minutes, "M"), (seconds, "S"))
    return "PT" + "".join(f"{amount}{unit}" for amount, unit in parts if amount)


def read(text: str) -> Duration | None:
    """A duration to the hundredth of an hour; None when it is none. A day is taken as 24 hours."""
    match = _DURATION.fullmatch(text) if len(text) <= 60 else None
    if match is None or not any(match.groups()):
        return None
    years, months, weeks, days, hours, minutes, seconds = (int(group or 0) for group in match.groups())
    total = Decimal(((weeks * 7 + days) * 24 + hours) * 3600 + minutes * 60 + seconds) / 3600
    return Duration(years * 12 + months, total.quantize(Decimal("0.01")))
