from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laurel.timestamp import parse_timestamp, write_timestamp


@given(st.datetimes(timezones=st.just(UTC)))
def test_reads_back_what_it_writes(moment: datetime):
    assert parse_timestamp(write_timestamp(moment)) == moment.replace(microsecond=0)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-23T12:00:00Z", datetime(2026, 11, 23, 12, tzinfo=UTC)),
        ("2026-11-23T12:00:00+02:00", datetime(2026, 11, 23, 10, tzinfo=UTC)),
        ("2026-11-23T12:00:00-12:00", datetime(2026, 11, 24, tzinfo=UTC)),
        ("2026-11-23T12:00:00.123456789Z", datetime(2026, 11, 23, 12, 0, 0, 123456, tzinfo=UTC)),
        ("2026-11-23T24:00:00Z", datetime(2026, 11, 24, tzinfo=UTC)),
    ],
)
def test_reads_every_form_with_an_offset(text: str, moment: datetime):
    assert parse_timestamp(text) == moment


@pytest.mark.parametrize(
    "value",
    [
        None,
        1795435200,
        "",
        "2026-11-23",
        "2026-11-23T12:00:00",
        "2026-11-23 12:00:00Z",
        "2026-11-23t12:00:00z",
        "2026-02-30T12:00:00Z",
        "2026-13-01T12:00:00Z",
        "2026-11-23T12:00:60Z",
        "2026-11-23T24:00:01Z",
        "2026-11-23T12:00:00+15:00",
        "2026-11-23T12:00:00.Z",
        "10000-01-01T00:00:00Z",
        "-0044-03-15T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "٢٠٢٦-11-23T12:00:00Z",
        "2026-11-23T12:00:00Z\n",
        "2026-11-23T12:00:00." + "0" * 100_000 + "Z",
        "9999-12-31T24:00:00Z",
        "0001-01-01T00:00:00+14:00",
    ],
)
def test_anything_else_is_no_point_in_time(value: object):
    assert parse_timestamp(value) is None


def test_writes_in_utc_and_refuses_a_moment_without_an_offset():
    assert write_timestamp(datetime(2026, 11, 23, 12, tzinfo=timezone(timedelta(hours=2)))) == "2026-11-23T10:00:00Z"
    with pytest.raises(ValueError, match="offset"):
        write_timestamp(datetime(2026, 11, 23, 12))  # noqa: DTZ001
