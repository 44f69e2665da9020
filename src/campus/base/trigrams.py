"""The trigrams beside the texts of `SearchEntry`: an index of PostgreSQL, a table of SQLite kept by triggers."""

from __future__ import annotations

TABLE = "base_searchentry"
_FTS = f"{TABLE}_trigrams"
_GONE = f"INSERT INTO {_FTS}({_FTS}, rowid, text) VALUES ('delete', old.id, ' ' || old.text || ' ')"  # noqa: S608 - constants only
_HERE = f"INSERT INTO {_FTS}(rowid, text) VALUES (new.id, ' ' || new.text || ' ')"  # noqa: S608

# A blank on either side lets a short word be told from the middle of a long one.
_SQLITE = [
    f"CREATE VIRTUAL TABLE {_FTS} USING fts5(text, content='', tokenize='trigram')",
    f"CREATE TRIGGER search_is_kept_up_to_date_in AFTER INSERT ON {TABLE} BEGIN {_HERE}; END",
    f"CREATE TRIGGER search_is_kept_up_to_date_out AFTER DELETE ON {TABLE} BEGIN {_GONE}; END",
    f"CREATE TRIGGER search_is_kept_up_to_date AFTER UPDATE ON {TABLE} BEGIN {_GONE}; {_HERE}; END",
]
_POSTGRESQL = [
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    f"CREATE INDEX {_FTS} ON {TABLE} USING gin (text gin_trgm_ops)",
]


def install(vendor: str) -> list[str]:
    """SQL that adds the trigrams on `vendor` ("sqlite" or "postgresql")."""
    return {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}[vendor]


def remove(vendor: str) -> list[str]:
    """SQL that takes them away again; the extension of PostgreSQL stays, others may use it."""
    if vendor == "postgresql":
        return [f"DROP INDEX IF EXISTS {_FTS}"]
    triggers = ("search_is_kept_up_to_date_in", "search_is_kept_up_to_date_out", "search_is_kept_up_to_date")
    return [*(f"DROP TRIGGER IF EXISTS {name}" for name in triggers), f"DROP TABLE IF EXISTS {_FTS}"]
