"""Letters as outlines, so that a badge looks the same everywhere and needs no font where it is shown.

typst carries Libertinus Serif (Latin, Greek, Cyrillic) inside itself, breaks lines, and writes glyphs as SVG paths.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from xml.etree import ElementTree

from laurel.art.printable import printable
from laurel.extras import needed

with needed("pictures"):
    import typst

_SVG = "{http://www.w3.org/2000/svg}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
_SIZES = (64, 60, 56, 52, 48, 46, 44, 42, 40, 38, 36, 34, 32, 30, 28, 26, 25, 24, 22, 20)

Affine = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A short text on one line; `size` and `tracking` in units of the picture, `weight` from 100 to 900."""

    text: str
    size: float
    weight: int = 600
    tracking: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """Letters as SVG path elements, in a box of this width and height."""

    width: float
    height: float
    paths: str

    def centred(self, x: float, y: float, *, fill: str, room: float = 0) -> str:
        """The letters as one SVG group with the middle of their box at (x, y), made smaller to be at most `room` wide."""
        scale = min(1.0, room / self.width) if room and self.width else 1.0
        left, top = _short(x - self.width * scale / 2), _short(y - self.height * scale / 2)
        smaller = f" scale({scale:.3f})" if scale < 1 else ""
        return f'<g transform="translate({left} {top}){smaller}" fill="{fill}">{self.paths}</g>'


def outlines(
    title: str, lines: Sequence[Line], *, width: float, room: float, language: str
) -> tuple[Outline, tuple[Outline, ...]]:
    """The title, set as large as `width` and `room` (its height) allow, in two lines where possible; and each line."""
    job = {
        "title": printable(title),
        "width": width,
        "room": room,
        "sizes": _SIZES,
        "language": language.partition("-")[0],
        "lines": [
            {"text": printable(line.text), "size": line.size, "weight": line.weight, "tracking": line.tracking}
            for line in lines
        ],
    }
    pages = _pages(json.dumps(job))
    return pages[0], tuple(pages[1:])


def _pages(job: str) -> list[Outline]:
    template = files("laurel.art").joinpath("lettering.typ").read_bytes()
    drawn = typst.compile(template, format="svg", ignore_system_fonts=True, sys_inputs={"job": job})
    pages = drawn if isinstance(drawn, list) else [drawn]
    return [_outline(ElementTree.fromstring(bytes(page))) for page in pages if page]  # noqa: S314


def _outline(svg: ElementTree.Element) -> Outline:
    glyphs: dict[str, str] = {}
    for symbol in svg.iter(f"{_SVG}symbol"):
        path = symbol.find(f"{_SVG}path")
        drawn = path.attrib["d"].removeprefix("M 0 0").strip() if path is not None else ""
        glyphs["#" + symbol.attrib["id"]] = _NUMBER.sub(lambda found: _short(float(found[0])), drawn)
    paths = "".join(_paths(svg, (1, 0, 0, 1, 0, 0), glyphs))
    _, _, width, height = (float(part) for part in svg.attrib["viewBox"].split())
    return Outline(width=width, height=height, paths=paths)


def _paths(part: ElementTree.Element, above: Affine, glyphs: dict[str, str]) -> Iterator[str]:
    here = _after(above, _affine(part.attrib.get("transform", "")))
    if part.tag == f"{_SVG}use":
        x, y = float(part.attrib.get("x", 0)), float(part.attrib.get("y", 0))
        matrix = " ".join(_short(value) for value in _after(here, (1, 0, 0, 1, x, y)))
        outline = glyphs.get(part.attrib[_HREF], "")
        if outline:
            yield f'<path transform="matrix({matrix})" d="{outline}"/>'
    elif part.tag != f"{_SVG}defs":
        for inner in part:
            yield from _paths(inner, here, glyphs)


def _affine(written: str) -> Affine:
    numbers = [float(found) for found in _NUMBER.findall(written)]
    if written.startswith("matrix"):
        a, b, c, d, e, f = numbers
        return (a, b, c, d, e, f)
    if written.startswith("translate"):
        return (1, 0, 0, 1, numbers[0], numbers[1] if len(numbers) > 1 else 0)
    return (1, 0, 0, 1, 0, 0)


def _after(outer: Affine, inner: Affine) -> Affine:
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return (a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f)


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
