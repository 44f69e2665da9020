"""Database triggers that keep the transparency log append-only, whatever the code does. Migrations install them.

Events stay; a place once given stays; a salt may be destroyed and nothing else. Tiles grow, checkpoints stand.
"""

from __future__ import annotations

_REFUSED = "the transparency log is append-only"
_TABLES = ("logevent", "logtile", "logcheckpoint", "transparencylog")

# what an update must not do, by table; `differs` is the inequality that knows NULL
_FORBIDDEN = {
    "logevent": (
        "OLD.kind <> NEW.kind OR OLD.credential_id <> NEW.credential_id OR OLD.happened_at <> NEW.happened_at"
        " OR (OLD.position IS NOT NULL AND NEW.position {differs} OLD.position)"
        " OR (NEW.salt <> OLD.salt AND length(NEW.salt) > 0)"
    ),
    "logtile": (
        "OLD.level <> NEW.level OR OLD.number <> NEW.number OR length(NEW.content) < length(OLD.content)"
        " OR substr(NEW.content, 1, length(OLD.content)) <> OLD.content"
    ),
    "logcheckpoint": "1 = 1",
    "transparencylog": "NEW.size < OLD.size OR NEW.origin <> OLD.origin",
}


def guard(vendor: str) -> list[str]:
    """SQL that installs the triggers on `vendor` ("sqlite" or "postgresql")."""
    return [statement for table in _TABLES for statement in {"sqlite": _sqlite, "postgresql": _postgresql}[vendor](table)]


def unguard(vendor: str) -> list[str]:
    """SQL that removes them: for reversing the migration and for emptying a test database."""
    names = [(f"{table}_{what}", f"issuing_{table}") for table in _TABLES for what in ("keeps", "stays", "table")]
    return [f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if vendor == "postgresql" else "") for name, table in names]


def _sqlite(table: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
    when = _FORBIDDEN[table].format(differs="IS NOT")
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_keeps BEFORE UPDATE ON issuing_{table} WHEN {when} {refuse}",
        f"CREATE TRIGGER IF NOT EXISTS {table}_stays BEFORE DELETE ON issuing_{table} {refuse}",
    ]


def _postgresql(table: str) -> list[str]:
    when = _FORBIDDEN[table].format(differs="IS DISTINCT FROM")
    return [
        f"""CREATE OR REPLACE FUNCTION the_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{_REFUSED}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        f"""CREATE TRIGGER {table}_keeps BEFORE UPDATE ON issuing_{table}
        FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION the_log_is_append_only()""",
        f"""CREATE TRIGGER {table}_stays BEFORE DELETE ON issuing_{table}
        FOR EACH ROW EXECUTE FUNCTION the_log_is_append_only()""",
        f"""CREATE TRIGGER {table}_table BEFORE TRUNCATE ON issuing_{table}
        FOR EACH STATEMENT EXECUTE FUNCTION the_log_is_append_only()""",
    ]
