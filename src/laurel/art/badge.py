"""The picture of a micro-credential, drawn from its own facts: shape by form, colours by organisation, pattern by design.

design ──▶ shape · guilloche · title in outlines · initials · level and workload ──▶ SVG text
"""

from __future__ import annotations

import hashlib
from xml.sax.saxutils import escape

from laurel.annex1.record import MicroCredential
from laurel.art.closed import check_closed
from laurel.art.lettering import Line, Outline, outlines
from laurel.art.palette import PAPER, Palette, mixed
from laurel.art.pattern import guilloche
from laurel.art.printable import printable
from laurel.art.shapes import SHAPE_OF, SIDE, Shape
from laurel.errors import MalformedError
from laurel.extras import needed

with needed("pictures"):
    import resvg_py

MAX_WIDTH = 4096
_SPRIG = "M0 0C7 -9 8 -25 0 -36C-8 -25 -7 -9 0 0Z"


def svg_of(design: MicroCredential, *, palette: Palette, initials: str, language: str) -> str:
    """Draw the badge of a design as SVG text of 512 × 512 units, with `<title>` and `<desc>` in `language`.

    Letters are outlines: no font is needed where it is shown. The same arguments always give the same text.
    """
    shape = SHAPE_OF[design.form]
    title, initials = printable(design.title.text(language)), printable(initials)
    lines = (
        Line(text=initials[:5], size=54, weight=700, tracking=1),
        Line(text=marks_of(design, language=language) or "LAUREL", size=27, weight=600, tracking=0.8),
    )
    heading, (badge_initials, marks) = outlines(title, lines, width=shape.title_width, room=shape.title_room, language=language)
    name = hashlib.sha256(design.id.encode()).hexdigest()[:8]
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}" role="img" '
        f'aria-labelledby="t-{name} d-{name}"><title id="t-{name}">{escape(title)}</title>'
        f'<desc id="d-{name}">{escape(describe(design, initials=initials, language=language))}</desc>'
    )
    parts = (
        opening,
        _ground(design, shape, palette, name),
        _top(shape, palette, badge_initials),
        heading.centred(shape.centre[0], shape.title_y, fill=PAPER),
        _foot(shape, palette, marks),
        "</svg>",
    )
    return "".join(parts)


def png_of(svg: str, *, width: int) -> bytes:
    """Render an SVG as PNG, `width` pixels wide (at most 4096), without fonts or files of the machine.

    Raises:
        MalformedError: it cannot be drawn, or refers to something outside itself.
    """
    check_closed(svg)
    if not 1 <= width <= MAX_WIDTH:
        raise MalformedError(why=f"a picture may be 1 to {MAX_WIDTH} pixels wide")
    try:
        return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True))
    except ValueError as error:
        raise MalformedError(why="this is not an SVG picture that can be drawn") from error


def marks_of(design: MicroCredential, *, language: str) -> str:
    """Workload and level in a few characters: „1.5 ECTS · EQF 6"; "" when the design states neither."""
    bulgarian = language == "bg"
    parts: list[str] = []
    if design.workload is not None and design.workload.ects is not None:
        parts.append(f"{design.workload.ects.normalize():f} ECTS")
    elif design.workload is not None:
        parts.append(f"{design.workload.hours.normalize():f} {'ч.' if bulgarian else 'h'}")
    if design.level.eqf is not None:
        parts.append(f"{'ЕКР' if bulgarian else 'EQF'} {design.level.eqf}")
    return " · ".join(parts)


def describe(design: MicroCredential, *, initials: str, language: str) -> str:
    """What the picture shows, for somebody who cannot see it."""
    shape = _SHAPE_WORDS[SHAPE_OF[design.form].name][1 if language == "bg" else 0]
    facts = ", ".join(part for part in (design.form.name_in(language), marks_of(design, language=language), initials) if part)
    return f"{shape}: {facts}"


_SHAPE_WORDS = {
    "leaf": ("A laurel leaf", "Лавров лист"),
    "shield": ("A shield", "Щит"),
    "branch": ("A medallion with a laurel branch", "Медальон с лаврова клонка"),
    "wreath": ("A medallion in a laurel wreath", "Медальон в лавров венец"),
}


def _ground(design: MicroCredential, shape: Shape, palette: Palette, name: str) -> str:
    """The leaves behind, the ground with its pattern, and the two rims."""
    x, y = shape.centre
    light, dark = mixed(palette.ground, "#ffffff", 0.07), mixed(palette.ground, "#000000", 0.28)
    leaf = mixed(palette.ground, "#ffffff", 0.12)
    inner = f"translate({x} {y}) scale(.93) translate({-x} {-y})"
    return (
        f'<defs><linearGradient id="g-{name}" x1="0" y1="0" x2=".55" y2="1"><stop offset="0" stop-color="{light}"/>'
        f'<stop offset="1" stop-color="{dark}"/></linearGradient>'
        f'<radialGradient id="s-{name}" cx="{x}" cy="{shape.title_y}" r="230" gradientUnits="userSpaceOnUse">'
        f'<stop offset=".2" stop-color="{dark}" stop-opacity=".72"/><stop offset="1" stop-color="{dark}" stop-opacity="0"/>'
        f'</radialGradient><clipPath id="c-{name}"><path d="{shape.outline}" transform="{inner}"/></clipPath></defs>'
        f'<g fill="{leaf}" color="{leaf}">{shape.leaves}</g>'
        f'<path d="{shape.outline}" fill="url(#g-{name})"/>'
        f'<g clip-path="url(#c-{name})"><path d="{guilloche(design.id, centre=(x, shape.title_y))}" fill="none" '
        f'stroke="{palette.accent}" stroke-opacity=".30" stroke-width="1.5"/>'
        f'<path d="{shape.outline}" fill="url(#s-{name})"/></g>'
        f'<path d="{shape.outline}" transform="{inner}" fill="none" stroke="{palette.accent}" stroke-width="5"/>'
    )


def _top(shape: Shape, palette: Palette, initials: Outline) -> str:
    """The issuer's initials on a light disc between two small leaves."""
    x, y, radius = shape.centre[0], shape.initials_y, shape.disc
    room = 2 * radius - 16
    leaves = "".join(
        f'<path d="{_SPRIG}" transform="translate({x + side * (radius + 8)} {y + 6}) rotate({side * turn}) scale({scale})"/>'
        for side in (-1, 1)
        for turn, scale in ((38, 0.8), (84, 1))
    )
    return f'<g fill="{palette.accent}">{leaves}</g><circle cx="{x}" cy="{y}" r="{radius}" fill="{PAPER}"/>' + initials.centred(
        x, y, fill=palette.ground, room=room
    )


def _foot(shape: Shape, palette: Palette, marks: Outline) -> str:
    """A fine rule with a leaf in its middle, and workload and level below it."""
    x, y = shape.centre[0], shape.marks_y
    rule = (
        f'<path d="M{x - 78} {y - 40}H{x - 20}M{x + 20} {y - 40}H{x + 78}" stroke="{palette.accent}" stroke-width="2.5" '
        'stroke-linecap="round"/>'
        f'<path d="{_SPRIG}" fill="{palette.accent}" transform="translate({x - 12} {y - 40}) rotate(90) scale(.68)"/>'
    )
    return rule + marks.centred(x, y, fill=palette.accent)
