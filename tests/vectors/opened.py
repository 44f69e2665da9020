"""A plug-in for pytest, `-p vectors.opened`: notes which published vectors a run opens, into the file OPENED_VECTORS."""

import os
import sys
from pathlib import Path
from typing import Any

_seen: set[str] = set()
_home = os.environ["VECTORS_HOME"]


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and isinstance(arguments[0], str) and arguments[0].startswith(_home):
        _seen.add(arguments[0].removeprefix(_home).lstrip("/"))


def pytest_unconfigure() -> None:
    Path(os.environ["OPENED_VECTORS"]).write_text("\n".join(sorted(_seen)), encoding="utf-8")


sys.addaudithook(_note)
