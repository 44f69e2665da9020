"""Calendars as text: what calendar programs subscribe to.

Source: RFC 5545, https://www.rfc-editor.org/rfc/rfc5545. Every moment is written in UTC (§3.3.5, form 2), so that no time zone
has to be described; whoever reads it sees their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

MEDIA_TYPE: Final = "text/calendar; charset=utf-8"
_OCTETS: Final = 75  # §3.1: lines are folded, the line break not counted
_ESCAPED: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One entry. `uid` is the same for as long as it is the same event; without an end it is a moment (§3.6.1)."""

    uid: str
    begins: datetime
    summary: str
    ends: datetime | None = None
    description: str = ""
    url: str = ""


def calendar(events: Iterable[Event], *, name: str, at: datetime) -> str:
    """A whole calendar, lines ending in CR LF. `at` is when it was written (DTSTAMP, §3.8.7.2)."""
    return "".join(f"{folded}\r\n" for line in _lines(events, name, at) for folded in _folded(line))


def _lines(events: Iterable[Event], name: str, at: datetime) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//Laurel//Laurel//EN"
    yield "CALSCALE:GREGORIAN"
    yield "METHOD:PUBLISH"
    yield f"X-WR-CALNAME:{_text(name)}"
    yield "REFRESH-INTERVAL;VALUE=DURATION:PT6H"  # RFC 7986 §5.7
    for event in events:
        yield "BEGIN:VEVENT"
        yield f"UID:{_text(event.uid)}"
        yield f"DTSTAMP:{_moment(at)}"
        yield f"DTSTART:{_moment(event.begins)}"
        if event.ends is not None:
            yield f"DTEND:{_moment(event.ends)}"
        yield f"SUMMARY:{_text(event.summary)}"
        if event.description:
            yield f"DESCRIPTION:{_text(event.description)}"
        if event.url:
            yield f"URL:{event.url}"
        yield "END:VEVENT"
    yield "END:VCALENDAR"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    """§3.3.11; other control characters are left out, §3.1."""
    escaped = words.replace("\r\n", "\n").translate(_ESCAPED)
    return "".join(letter for letter in escaped if letter >= " " and letter != "\x7f")


def _folded(line: str) -> Iterator[str]:
    """§3.1: at most 75 octets a line, never in the middle of a character; what follows begins with a blank."""
    part, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _OCTETS:
            yield part
            part, size = " ", 1
        part, size = part + letter, size + octets
    yield part
