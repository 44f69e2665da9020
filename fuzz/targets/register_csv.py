"""Registers of agencies in CSV (`campus.assurance.register_csv`): in any order of columns; every bad cell is named."""

import os
from functools import cache
from importlib import import_module
from typing import Any

import django
from django.apps import apps

from fuzz.rule import insist

LONGEST = 8_192


def run(data: bytes) -> None:
    """Read it: rows that can be used, and cells that cannot, each with its row."""
    reading = _reader().read(data)
    rows = list(reading.rows)
    insist(all(each.row >= 0 for each in reading.bad), "a bad cell without a row")
    insist(all(each.entry.agency for each in rows), "a decision of nobody")


@cache
def _reader() -> Any:
    """The module stands beside tables, so Django has to be ready first."""
    if not apps.ready:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campus.settings")
        django.setup()
    return import_module("campus.assurance.register_csv")
