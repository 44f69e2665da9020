"""The four shapes on 512 × 512: a leaf is one skill, a shield a module, a branch a skill set, a wreath a competence."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from laurel.annex1.vocabularies import Form

SIDE = 512

_SHIELD = "M256 18C312 52 378 64 452 64V262C452 374 368 452 256 496C144 452 60 374 60 262V64C134 64 200 52 256 18Z"
_LEAF = "M490 22V250C490 386 390 490 254 490H22V262C22 126 122 22 258 22Z"
_LEAFLET = "M0 0C13 -10 13 -30 0 -46C-13 -30 -13 -10 0 0Z"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One badge shape: outline of the ground, its middle, and the room for the title and around it."""

    name: str
    outline: str
    centre: tuple[float, float]
    leaves: str
    title_width: float
    title_room: float
    initials_y: float
    disc: float
    title_y: float
    marks_y: float


def _circle(x: float, y: float, radius: float) -> str:
    return f"M{x - radius} {y}A{radius} {radius} 0 1 1 {x + radius} {y}A{radius} {radius} 0 1 1 {x - radius} {y}Z"


def _sprig(
    x: float, y: float, radius: float, *, first: float, last: float, leaves: int, size: float, mirror: bool
) -> Iterator[str]:
    """Leaves in pairs along an arc, angles in degrees from the top, growing smaller towards the tip."""
    for step in range(leaves):
        share = step / (leaves - 1)
        angle = first + (last - first) * share
        sign = -1 if mirror else 1
        at = math.radians(angle) * sign
        px, py = x + radius * math.sin(at), y - radius * math.cos(at)
        scale = size * (1 - 0.3 * share)
        for lean in (-34, 34):
            turn = (angle - 90 + lean) * sign
            yield f'<path d="{_LEAFLET}" transform="translate({px:.1f} {py:.1f}) rotate({turn:.1f}) scale({scale:.2f})"/>'


def _stem(x: float, y: float, radius: float, *, first: float, last: float, mirror: bool) -> str:
    sign = -1 if mirror else 1
    ends = [
        (x + radius * math.sin(math.radians(a) * sign), y - radius * math.cos(math.radians(a) * sign)) for a in (first, last)
    ]
    sweep = 1 if mirror else 0
    (x1, y1), (x2, y2) = ends
    large = 1 if abs(first - last) > 180 else 0
    return (
        f'<path d="M{x1:.1f} {y1:.1f}A{radius} {radius} 0 {large} {sweep} {x2:.1f} {y2:.1f}" fill="none" '
        'stroke="currentColor" stroke-width="4" stroke-linecap="round"/>'
    )


def _arm(
    radius: float, *, first: float, last: float, leaves: int, size: float, mirror: bool, centre: tuple[float, float]
) -> str:
    x, y = centre
    parts = [_stem(x, y, radius, first=first, last=last, mirror=mirror)]
    parts += _sprig(x, y, radius, first=first, last=last, leaves=leaves, size=size, mirror=mirror)
    return "".join(parts)


def _wreath() -> str:
    centre = (256.0, 258.0)
    return "".join(_arm(217, first=170, last=20, leaves=12, size=1.14, mirror=side, centre=centre) for side in (False, True))


def _branch() -> str:
    return _arm(214, first=214, last=6, leaves=13, size=1.25, mirror=True, centre=(282.0, 256.0))


LEAF = Shape(
    name="leaf",
    outline=_LEAF,
    centre=(256, 256),
    leaves="",
    title_width=370,
    title_room=126,
    initials_y=128,
    disc=52,
    title_y=256,
    marks_y=380,
)
SHIELD = Shape(
    name="shield",
    outline=_SHIELD,
    centre=(256, 250),
    leaves="",
    title_width=330,
    title_room=112,
    initials_y=134,
    disc=50,
    title_y=250,
    marks_y=364,
)
BRANCH = Shape(
    name="branch",
    outline=_circle(282, 256, 184),
    centre=(282, 256),
    leaves=_branch(),
    title_width=304,
    title_room=94,
    initials_y=146,
    disc=46,
    title_y=258,
    marks_y=366,
)
WREATH = Shape(
    name="wreath",
    outline=_circle(256, 258, 180),
    centre=(256, 258),
    leaves=_wreath(),
    title_width=302,
    title_room=94,
    initials_y=148,
    disc=46,
    title_y=260,
    marks_y=368,
)

SHAPE_OF: Mapping[Form, Shape] = {
    Form.SKILL: LEAF,
    Form.MODULE: SHIELD,
    Form.SUBJECT: SHIELD,
    Form.SKILL_SET: BRANCH,
    Form.COMPETENCE: WREATH,
    Form.COMPETENCE_BUNDLE: WREATH,
}
"""Which shape a form takes."""
