"""API keys of the demonstration's people, kept in its data folder for the scripts of the guides."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path

from campus.jobs.demonstration.cast import UNIVERSITY, Cast
from campus.people.api_keys import create_by_operator
from campus.people.roles import roles_of

FILE = "api-keys.json"
HOLDERS = ("bruno", "carla", "pavel", "rositsa")


def keep_keys(cast: Cast, *, folder: Path, at: datetime) -> Path:
    """Make one key for each of `HOLDERS`, with all their roles, unless the folder has them; the file is its owner's alone."""
    file = folder / FILE
    if not file.exists():
        unfinished = file.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
            json.dump({holder: _key(cast, holder, at=at) for holder in HOLDERS}, opened, indent=1)
        unfinished.rename(file)
    return file


def _key(cast: Cast, holder: str, *, at: datetime) -> str:
    university, person = cast.organisations[UNIVERSITY], cast.people[holder]
    _row, text = create_by_operator(university, name="Guides", roles=roles_of(person, university), person=person, at=at)
    return text
