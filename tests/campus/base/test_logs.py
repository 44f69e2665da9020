"""Logs hold no addresses and no secrets of links, whoever wrote the line."""

import logging

import pytest

from campus.base.logs import Discreet


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("mail to amina@students.example failed", "mail to [private] failed"),
        ("Not Found: /claim/" + "a1B2" * 11, "Not Found: /claim/[private]"),
        ("batch 7 finished: 250 of 250", "batch 7 finished: 250 of 250"),
    ],
)
def test_private_things_are_blacked_out(said, kept):
    record = logging.LogRecord("django", logging.WARNING, __file__, 1, "%s", (said,), None)

    assert Discreet().filter(record)
    assert record.getMessage() == kept
