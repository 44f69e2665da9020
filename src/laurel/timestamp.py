"""Points in time as XML Schema's dateTimeStamp writes them: always with an offset, never guessed."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import Any, Final

_STAMP: Final = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)", re.ASCII
)


def parse_timestamp(value: Any) -> datetime | None:
    """Read a dateTimeStamp of the years 1 to 9999 with at most nine fraction digits; None for anything else.

    `24:00:00` and offsets to 14:59 are allowed as XML Schema allows them; leap seconds are not.
    Finer than a microsecond is cut.
    """
    return _parse(value) if isinstance(value, str) and len(value) <= 40 else None


@lru_cache(maxsize=1_024)  # the credentials of a batch share theirs
def _parse(text: str) -> datetime | None:
    match = _STAMP.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    microsecond = int((match[7] or "0").ljust(6, "0")[:6])
    midnight_after = hour == 24 and minute == second == microsecond == 0
    try:
        moment = datetime(
            year, month, day, 0 if midnight_after else hour, minute, second, microsecond, tzinfo=_offset(match[8])
        ) + timedelta(days=int(midnight_after))
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def write_timestamp(moment: datetime) -> str:
    """Write a point in time to the second in UTC, e.g. `2026-11-23T12:00:00Z`.

    Raises:
        ValueError: `moment` does not know its offset.
    """
    if moment.tzinfo is None:
        raise ValueError("a point in time needs an offset")
    return _write(moment.astimezone(UTC))


@lru_cache(maxsize=1_024)  # by UTC only: elsewhere, two moments of a clock put back are equal
def _write(utc: datetime) -> str:
    return f"{utc.year:04d}-{utc:%m-%dT%H:%M:%S}Z"


def _offset(text: str) -> timezone:
    if text == "Z":
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[4:6])
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))
