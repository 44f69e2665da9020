"""Compile the translated texts: `python -m campus.jobs.compile_texts`. Needs Babel, not gettext's programs."""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[3]


def compile_texts(folder: Path) -> list[Path]:
    """Compile every .po below `folder` that is newer than its .mo; the compiled files are returned."""
    compiled = []
    for source in sorted(folder.glob("*/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as po:
            catalog = read_po(po, locale=source.parents[1].name, abort_invalid=True)
        unfinished = target.with_suffix(".mo.new")
        with unfinished.open("wb") as mo:
            write_mo(mo, catalog)
        unfinished.replace(target)
        compiled.append(target)
    return compiled


if __name__ == "__main__":
    names = [str(path.relative_to(ROOT)) for path in compile_texts(ROOT / "locale")]
    sys.stdout.write("\n".join(names or ["every text is up to date"]) + "\n")
