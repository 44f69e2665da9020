"""Calendars by RFC 5545: folded lines, escaped text, moments in UTC; read back by a reader of its own."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from campus.base.icalendar import Event, calendar

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=200) | st.sampled_from(
    ["a;b,c\\d", "ред\nред", "🎓" * 60, "BEGIN:VEVENT", "x\\n", "", " "]
)


def unfolded(text):
    """§3.1: a line break followed by a blank is none."""
    return text.replace("\r\n ", "").split("\r\n")


def read(text):
    """§3.3.11: the texts of the properties, by name, in order."""
    escapes = {"\\n": "\n", "\\N": "\n", "\\\\": "\\", "\\;": ";", "\\,": ","}
    pairs = (line.partition(":") for line in unfolded(text) if line)
    return [(name, re.sub(r"\\[nN\\;,]", lambda found: escapes[found[0]], value)) for name, _colon, value in pairs]


@given(summary=words, description=words)
def test_what_is_written_is_read_back_whatever_the_words(summary, description):
    text = calendar([Event(uid="1", begins=AT, summary=summary, description=description)], name="Plan", at=AT)

    found = dict(read(text))

    assert found["SUMMARY"] == summary
    assert found.get("DESCRIPTION", "") == description
    assert [name for name, _value in read(text)].count("BEGIN") == 2


@given(summary=words)
def test_no_line_is_longer_than_75_octets_and_every_line_ends_in_cr_lf(summary):
    text = calendar([Event(uid="1", begins=AT, summary=summary)], name=summary, at=AT)

    assert text.endswith("END:VCALENDAR\r\n")
    lines = text.split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    assert "\n" not in "".join(lines)


def test_moments_are_written_in_utc_on_both_sides_of_the_change_of_clocks():
    sofia = ZoneInfo("Europe/Sofia")
    before, after = (datetime(2027, 3, day, 18, tzinfo=sofia) for day in (27, 28))

    text = calendar([Event(uid="1", begins=before, ends=after, summary="x")], name="x", at=AT)

    assert "DTSTART:20270327T160000Z" in text
    assert "DTEND:20270328T150000Z" in text


def test_a_line_of_a_strangers_title_adds_no_property():
    title = "Essay\r\nATTENDEE:mailto:x@x.example\rX:1\x00"

    text = calendar([Event(uid="1", begins=AT, ends=AT + timedelta(hours=1), summary=title)], name="x", at=AT)

    assert "ATTENDEE" not in [name for name, _value in read(text)]
    assert "\x00" not in text
