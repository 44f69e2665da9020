"""Database triggers that keep the audit trail append-only, whatever the code does. Migrations install them."""

from __future__ import annotations

TABLE = "base_auditentry"

_REFUSED = "the audit trail is append-only"
_SQLITE = [
    f"CREATE TRIGGER audit_keeps_entries BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END",
    f"CREATE TRIGGER audit_keeps_texts BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END",
]
_POSTGRESQL = [
    f"""CREATE OR REPLACE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{_REFUSED}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"""CREATE TRIGGER audit_keeps_entries BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()""",
    f"""CREATE TRIGGER audit_keeps_table BEFORE TRUNCATE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()""",
]


def guard(vendor: str) -> list[str]:
    """SQL that installs the triggers on `vendor` ("sqlite" or "postgresql")."""
    return {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}[vendor]


def unguard(vendor: str) -> list[str]:
    """SQL that removes them: for reversing the migration and for emptying a test database."""
    on = f" ON {TABLE}" if vendor == "postgresql" else ""
    names = ["audit_keeps_entries", "audit_keeps_table" if vendor == "postgresql" else "audit_keeps_texts"]
    return [f"DROP TRIGGER IF EXISTS {name}{on}" for name in names]
