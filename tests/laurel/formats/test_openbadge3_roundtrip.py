"""Nothing is dropped silently: a record written as a badge and read back is the record, up to the declared losses."""

import json

from hypothesis import HealthCheck, given, settings

from laurel.formats.openbadge3 import carried, parse, project
from strategies import organisations, records

SLOW = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@SLOW
@given(records, organisations)
def test_what_is_written_is_read_back_whole(record, issuer):
    document = project(record, issuer=issuer, salt="pepper")

    assert parse(json.loads(json.dumps(document))) == carried(record)


@SLOW
@given(records, organisations)
def test_a_name_left_out_is_the_only_further_loss(record, issuer):
    document = project(record, issuer=issuer, salt="pepper", with_name=False)

    assert parse(document) == carried(record, with_name=False)


@SLOW
@given(records, organisations)
def test_nothing_empty_and_no_number_is_ever_written(record, issuer):
    assert all(_is_plain(value) for value in _values(project(record, issuer=issuer, salt="pepper")))


def _values(value):
    yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _values(inner)


def _is_plain(value):
    return value is False or value is True or (isinstance(value, dict | list | str) and len(value) > 0)
