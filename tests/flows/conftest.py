"""What the tests of wrong input share: Bulgarian texts, and a look at every table before and after."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from campus.jobs.compile_texts import compile_texts

NOT_COMPARED = {"base_cache", "django_session", "base_idempotentanswer", "people_apikey", "learning_gradebookupload"}


@pytest.fixture(scope="module", autouse=True)
def _texts() -> None:
    compile_texts(Path(__file__).parents[2] / "locale")


@pytest.fixture
def nothing_changes(db: None) -> Iterator[None]:
    """Compare every row of every table before and after."""

    def digests() -> dict[str, str]:
        found = {}
        with connection.cursor() as cursor:
            for table in sorted(set(connection.introspection.table_names()) - NOT_COMPARED):
                columns = [each.name for each in connection.introspection.get_table_description(cursor, table)]
                named = ", ".join(f'"{name}"' for name in columns if name != "last_login")
                cursor.execute(f'SELECT {named} FROM "{table}"')
                rows = sorted(map(repr, cursor.fetchall()))
                found[table] = f"{len(rows)} {hashlib.sha256(repr(rows).encode()).hexdigest()}"
        return found

    before = digests()
    yield
    after = digests()
    assert {table: (before[table], after[table]) for table in before if before[table] != after[table]} == {}
