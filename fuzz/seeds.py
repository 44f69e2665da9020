"""Write the seeds anew: python -m fuzz.seeds. All of them come out of our own code."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from typing import Any, Final

from fuzz.catalogue import SEEDS
from fuzz.makers import Seeds, campus, documents, files, tokens

_ENDING: Final = "_seeds"
MAKERS: Final[Mapping[str, Callable[[], Seeds]]] = {
    name.removesuffix(_ENDING): make
    for module in (campus, documents, files, tokens)
    for name, make in vars(module).items()
    if name.endswith(_ENDING)
}
"""What makes the seeds of each target."""


def write() -> None:
    """Replace the folder of every target that has seeds here."""
    for name, make in MAKERS.items():
        folder = SEEDS / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for title, content in make():
            (folder / title).write_bytes(_bytes(content))


def _bytes(content: bytes | str | dict[str, Any]) -> bytes:
    if isinstance(content, bytes):
        return content
    return (content if isinstance(content, str) else json.dumps(content, ensure_ascii=False, separators=(",", ":"))).encode()


if __name__ == "__main__":
    write()
