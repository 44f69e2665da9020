"""Nothing is dropped silently: a record written as ELM and read back is the record, up to the declared losses."""

import json
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from laurel.errors import ProjectionError
from laurel.formats.elm import carried, durations, parse, project, read, uploadable
from strategies import records

SLOW = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
PICTURE = b"\x89PNG\r\n\x1a\n"


@SLOW
@given(records)
def test_what_is_written_is_read_back_whole(record):
    assume(record.credential.awarding_bodies)

    document = project(record, image=PICTURE)

    assert parse(json.loads(json.dumps(document))) == carried(record)
    assert parse(uploadable(document)) == carried(record)


@SLOW
@given(records)
def test_nothing_empty_is_ever_written(record):
    assume(record.credential.awarding_bodies)

    assert all(value not in ("", None) and value != [] and value != {} for value in _values(project(record, image=PICTURE)))


@SLOW
@given(records)
def test_what_is_written_is_never_found_odd(record):
    assume(record.credential.awarding_bodies)
    codes = {finding.code for finding in read(project(record, image=PICTURE)).findings}

    assert not codes & {"ISSUED_MISSING", "DURATION_SUSPICIOUS"}


@given(st.decimals("0.01", "10000", places=2))
def test_a_workload_survives_as_a_duration(hours):
    assert durations.read(durations.write(hours)) == (0, hours)


@pytest.mark.parametrize("text", ["", "P", "PT", "60", "P60", "PT60", "-PT1H", "PT1H ", "P" + "9" * 99 + "M"])
def test_refuses_what_is_no_duration(text):
    assert durations.read(text) is None


def test_a_day_is_24_hours_and_a_month_is_no_number_of_hours():
    assert durations.read("P1DT30M") == (0, Decimal("24.50"))
    assert durations.read("P1Y2M") == (14, Decimal("0.00"))


@given(records)
@settings(max_examples=20, deadline=None)
def test_refuses_a_record_without_an_awarding_body(record):
    bare = record.model_copy(update={"credential": record.credential.model_copy(update={"awarding_bodies": ()})})

    with pytest.raises(ProjectionError, match="awarding body"):
        project(bare, image=PICTURE)


def _values(value):
    yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _values(inner)
