"""Text as it may be drawn."""

from __future__ import annotations

import re

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")


def printable(text: str) -> str:
    """The text on one line without characters that cannot be drawn or written in XML; a dash when nothing is left."""
    return " ".join(_UNPRINTABLE.sub(" ", text).split()) or "—"
