"""Database triggers that keep published programmes as they were, whatever the code does. Migrations install them."""

from __future__ import annotations

TABLE = "recognition_programmeversion"
_TEXT = "a published programme cannot be changed"
_NAMES = ("programmes_keep_their_text", "programmes_stay")

_SQLITE = [
    f"CREATE TRIGGER IF NOT EXISTS {_NAMES[0]} BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{_TEXT}'); END",
    f"CREATE TRIGGER IF NOT EXISTS {_NAMES[1]} BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{_TEXT}'); END",
]
_FUNCTION = (
    "CREATE OR REPLACE FUNCTION programmes_are_immutable() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_TEXT}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
)
_POSTGRESQL = [
    _FUNCTION,
    f"CREATE TRIGGER {_NAMES[0]} BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION programmes_are_immutable()",
]


def guard(vendor: str) -> list[str]:
    """SQL that installs the triggers on `vendor` ("sqlite" or "postgresql")."""
    return {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}[vendor]


def unguard(vendor: str) -> list[str]:
    """SQL that removes them: for reversing the migration."""
    on = f" ON {TABLE}" if vendor == "postgresql" else ""
    return [f"DROP TRIGGER IF EXISTS {name}{on}" for name in _NAMES]
