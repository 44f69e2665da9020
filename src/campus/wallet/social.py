"""The preview picture of a shared badge: what it is and who issued it, never whose it is."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import typst

SIZE = (1200, 630)
_TEMPLATE = Path(__file__).with_name("social.typ")


def card(*, svg: str, kind: str, title: str, issuer: str, facts: str, colour: str, language: str) -> bytes:
    """Draw the card as PNG of 1200 × 630 pixels. Nothing of it names the holder: networks keep what they are shown."""
    job = {
        "svg": svg,
        "kind": kind,
        "title": title[:160],
        "issuer": issuer[:120],
        "facts": facts[:120],
        "colour": colour,
        "language": language,
    }
    return _drawn(json.dumps(job, ensure_ascii=False))


@lru_cache(maxsize=64)
def _drawn(job: str) -> bytes:
    drawn = typst.compile(_TEMPLATE.read_bytes(), format="png", ppi=72.0, ignore_system_fonts=True, sys_inputs={"job": job})
    page = drawn[0] if isinstance(drawn, list) else drawn
    return bytes(page or b"")
