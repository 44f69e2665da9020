"""The branch of a programme as a picture: one twig for each requirement, filled as far as it is met."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from campus.web.programmes.words import Line
from laurel.stacking import Standing

WIDTH = 360
ROW = 46
INDENT = 20
LEFT = 16
SHORT = 44  # letters of a title that fit


@dataclass(frozen=True, slots=True, kw_only=True)
class Twig:
    """One requirement in the picture. `filled` is the width of its bar that is met; None where nobody's progress is shown."""

    x: int
    y: int
    stem_from: int
    title: str
    text_x: int
    bar: int
    filled: int | None
    met: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """The whole picture."""

    width: int
    height: int
    twigs: tuple[Twig, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One part of the bar of credits: where they come from."""

    kind: str
    x: int
    width: int
    ects: Decimal


def branch(lines: Sequence[Line], standing: Standing | None = None) -> Branch:
    """The picture of a programme, or of how somebody stands in it."""
    progress = {} if standing is None else {row.requirement.id: row for row in standing.progress}
    twigs, last = [], dict[int, int]()
    for place, line in enumerate(lines):
        x, y = LEFT + line.depth * INDENT, place * ROW + 20
        last[line.depth] = y
        text_x = x + 18
        row = progress.get(line.id)
        bar = WIDTH - text_x - 8
        filled = None if row is None else int(bar * (min(row.have / row.need, Decimal(1)) if row.need else 1))
        twigs.append(
            Twig(
                x=x,
                y=y,
                stem_from=last.get(line.depth - 1, y),
                title=_short(line.title, SHORT - 3 * line.depth),
                text_x=text_x,
                bar=bar,
                filled=filled,
                met=row is not None and row.met,
            )
        )
    return Branch(width=WIDTH, height=len(lines) * ROW + 8, twigs=tuple(twigs))


def sources(standing: Standing) -> list[Share]:
    """The credits of a stack as one bar: earned here, earned elsewhere, still missing; parts without credits are left out."""
    parts = (("own", standing.totals.own), ("external", standing.totals.external), ("missing", standing.missing_ects))
    return list(_laid_out([(kind, ects) for kind, ects in parts if ects > 0]))


def _laid_out(parts: Sequence[tuple[str, Decimal]]) -> Iterable[Share]:
    whole, x = sum((ects for _kind, ects in parts), start=Decimal()), 0
    for kind, ects in parts:
        width = int(WIDTH * ects / whole)
        yield Share(kind=kind, x=x, width=width, ects=ects)
        x += width


def _short(title: str, most: int) -> str:
    return title if len(title) <= most else f"{title[: most - 1].rstrip()}…"
