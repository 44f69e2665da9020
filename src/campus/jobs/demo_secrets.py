"""The demonstration's secrets: made once, kept in its data folder, readable by its owner alone."""

from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "secrets.json"


class SecretsLostError(Exception):
    """There is a database and no secrets: signing keys in it could never be opened again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """What the settings need. The key that seals signing keys is 32 bytes as base64."""

    secret_key: str
    key_encryption_key: str

    def __repr__(self) -> str:
        return "Secrets(…)"


def keep_secrets(folder: Path) -> Secrets:
    """Read the folder's secrets, or make them when the folder is new.

    Raises:
        SecretsLostError: the folder holds a database whose secrets are gone.
        OSError: the folder cannot be read or written.
    """
    file = folder / FILE
    if not file.exists():
        if (folder / "laurel.sqlite3").exists():
            raise SecretsLostError(f"it holds a database, and the file {FILE} that belongs to it is gone")
        _write_new(file)
    try:
        return Secrets(**json.loads(file.read_text()))
    except (ValueError, TypeError) as problem:
        raise SecretsLostError(f"the file {FILE} in it is damaged") from problem


def _write_new(file: Path) -> None:
    made = Secrets(secret_key=secrets.token_urlsafe(50), key_encryption_key=base64.b64encode(secrets.token_bytes(32)).decode())
    unfinished = file.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        json.dump(asdict(made), opened)
        opened.flush()
        os.fsync(opened.fileno())
    unfinished.rename(file)
