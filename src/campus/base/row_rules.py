"""Database triggers that hold what no constraint can say, whatever the code does. Migrations install them.

A migration that remakes one of the tables puts them aside first, and back at its end:
`[standing(unguard, guard), …, standing(guard, unguard)]`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import migrations


@dataclass(frozen=True, slots=True)
class RowRule:
    """What is refused: `refused` is a condition over OLD and NEW that SQLite and PostgreSQL read alike.

    Attributes:
        on: "INSERT", "UPDATE" or "DELETE".
        text: what the error says.
    """

    name: str
    on: str
    table: str
    refused: str
    text: str


def guard(rules: Sequence[RowRule], vendor: str) -> list[str]:
    """SQL that installs the triggers on `vendor` ("sqlite" or "postgresql")."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS {rule.name} BEFORE {rule.on} ON {rule.table} WHEN {rule.refused} "
            f"BEGIN SELECT RAISE(ABORT, '{rule.text}'); END"
            for rule in rules
        ]
    return [statement for rule in rules for statement in _postgresql(rule)]


def unguard(rules: Sequence[RowRule], vendor: str) -> list[str]:
    """SQL that removes them: for a migration that remakes a table, and for emptying a test database."""
    on = vendor == "postgresql"
    return [f"DROP TRIGGER IF EXISTS {rule.name}" + (f" ON {rule.table}" if on else "") for rule in rules]


def standing(install: Callable[[str], list[str]], remove: Callable[[str], list[str]]) -> migrations.RunPython:
    """The operation with which a migration installs triggers; `install` and `remove` give the SQL for a vendor."""

    def forwards(_apps: Any, schema_editor: Any) -> None:
        for statement in install(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def backwards(_apps: Any, schema_editor: Any) -> None:
        for statement in remove(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    return migrations.RunPython(forwards, backwards)


def _postgresql(rule: RowRule) -> tuple[str, str]:
    row = "OLD" if rule.on == "DELETE" else "NEW"
    function = (
        f"CREATE OR REPLACE FUNCTION {rule.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {rule.refused} THEN "
        f"RAISE EXCEPTION '{rule.text}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END $$"
    )
    trigger = f"CREATE TRIGGER {rule.name} BEFORE {rule.on} ON {rule.table} FOR EACH ROW EXECUTE FUNCTION {rule.name}()"
    return function, trigger
