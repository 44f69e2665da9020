"""What every test lives under: which part of the suite runs, where SQLite keeps its file, and logs without people in them."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis.database import DirectoryBasedExampleDatabase

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent

hypothesis_settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis_settings.register_profile(
    "dev", deadline=None, database=DirectoryBasedExampleDatabase(ROOT / ".hypothesis" / "examples")
)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))

PARTS = {
    "sqlite": lambda path: path.parts[0] != "browser",
    "browser": lambda path: path.parts[0] == "browser",
    "postgresql": lambda path: path.parts[0] in {"campus", "flows"},
}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """`./test` runs the suite in parts, named by LAUREL_TEST_PART; without it everything collected runs."""
    belongs = PARTS.get(os.environ.get("LAUREL_TEST_PART", ""))
    for item in items:
        if item.path.is_relative_to(TESTS / "browser"):
            item.add_marker(pytest.mark.browser)
    if belongs is None:
        return
    kept = [item for item in items if belongs(item.path.relative_to(TESTS))]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite as the site has it: a file, so that several connections, threads and processes can share it."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "laurel.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def _tests_may_empty_guarded_tables() -> None:
    """A test with real transactions ends by emptying all tables; the triggers that forbid it step aside for just that."""
    from django.db import connection

    from campus.base import append_only
    from campus.catalogue import immutable
    from campus.issuing import transparency_guard
    from campus.quality import guard as chain_guard
    from campus.recognition import immutable as recognition

    operations = type(connection.ops)  # of every connection: a live server and a browser test have their own
    original = operations.sql_flush

    def sql_flush(self: Any, *arguments: Any, **options: Any) -> list[str]:
        statements = original(self, *arguments, **options)
        vendor = self.connection.vendor
        if not statements:
            return []
        guards = (append_only, immutable, transparency_guard, chain_guard, recognition)
        aside = [statement for guard in guards for statement in guard.unguard(vendor)]
        return [*aside, *statements, *(statement for guard in guards for statement in guard.guard(vendor))]

    operations.sql_flush = sql_flush  # type: ignore[method-assign]


class _Watch(logging.Handler):
    """Keeps every record that shows an address, message or exception alike."""

    def __init__(self) -> None:
        super().__init__(level=logging.NOTSET)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        exception = record.exc_info[1] if record.exc_info else None
        for text in (record.getMessage(), str(exception or "")):
            if "@" in text:
                self.found.append(f"{record.name}: {text}")


@pytest.fixture(autouse=True)
def logs_name_nobody() -> Iterator[None]:
    """Logs carry ids; an `@` in one is somebody's address."""
    watch = _Watch()
    root = logging.getLogger()
    root.addHandler(watch)
    yield
    root.removeHandler(watch)
    if watch.found:
        pytest.fail("an address reached the log:\n" + "\n".join(watch.found))
