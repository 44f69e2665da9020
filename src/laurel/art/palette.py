"""Colour pairs: a deep ground that light letters stand on, and an accent. One pair an organisation, contrast checked.

Source of the contrast formula: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

PAPER = "#fbfaf6"
LEAST_CONTRAST = 4.5
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")

_PAIRS = (
    ("#1b5238", "#e3c466"),
    ("#16375a", "#8ec5e8"),
    ("#611c37", "#f2b9a6"),
    ("#3c2b61", "#cdb8f2"),
    ("#0f4d55", "#93d9d1"),
    ("#6b3512", "#f4c890"),
    ("#27394f", "#eeb08a"),
    ("#4d2052", "#ecb6db"),
    ("#31500f", "#d3e48d"),
    ("#7a2222", "#f6cda6"),
    ("#134a73", "#f0cdb9"),
    ("#3f3c17", "#ebdf9c"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Two colours as `#rrggbb`: `ground` (deep) and `accent`. Light letters and the accent both read on the ground."""

    ground: str
    accent: str

    def __post_init__(self) -> None:
        for colour in (self.ground, self.accent):
            if not _COLOUR.fullmatch(colour):
                raise ValueError(f"{colour!r} is not a colour such as #1b5238")


def palette_for(organisation: str) -> Palette:
    """The pair that belongs to an organisation's identifier; always the same one."""
    ground, accent = _PAIRS[hashlib.sha256(organisation.encode()).digest()[0] % len(_PAIRS)]
    return Palette(ground=ground, accent=accent)


def palette_of(ground: str, accent: str) -> Palette:
    """An organisation's own colours, the ground darkened and the accent lightened until letters can be read on it."""
    while contrast(PAPER, ground) < LEAST_CONTRAST:
        ground = mixed(ground, "#000000", 0.08)
    while contrast(accent, ground) < LEAST_CONTRAST:
        accent = mixed(accent, "#ffffff", 0.12)
    return Palette(ground=ground, accent=accent)


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """`colour` with a share (0 to 1) of `other` in it."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
