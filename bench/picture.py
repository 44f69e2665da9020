"""Rates as a picture: one bar a contender, on a logarithmic scale, as an SVG that stands by itself in light and dark."""

from __future__ import annotations

import math
from collections.abc import Mapping
from xml.sax.saxutils import escape

from contenders import VC
from timing import Rate

WIDTH, LABEL, ROW, HEAD, GAP = 1_000, 330, 24, 44, 18
LEFT, RIGHT = LABEL + 10, WIDTH - 200
LOW, HIGH = 10, 100_000  # credentials a second
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #22302b }
.title { font-size: 16px; font-weight: 600 }
.axis { font-size: 11px; fill: #66736d }
line { stroke: #d5ddd8 }
.limit { fill: #9aa8a1 } .ours { fill: #2f7d5b } .peer { fill: #c98a3c }
@media (prefers-color-scheme: dark) {
  text { fill: #e4ebe7 } .axis { fill: #9aa8a1 } line { stroke: #3a4641 }
}
"""


def drawn(panels: Mapping[str, Mapping[str, Rate]]) -> str:
    """The picture: one panel for each table."""
    parts, y = [], 0
    for title, rates in panels.items():
        panel, y = _panel(title, rates, y)
        parts += panel
    words = "Credentials a second, issued and verified; the same figures stand in the tables."
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" role="img" aria-label="{escape(words)}">\n'
        f"<style>{STYLE}</style>\n" + "\n".join(parts) + "\n</svg>\n"
    )


def _panel(title: str, rates: Mapping[str, Rate], top: int) -> tuple[list[str], int]:
    bottom = top + HEAD + ROW * len(rates)
    heading = f"{title}: credentials a second · share of the limit · times {VC}"
    parts = [f'<text class="title" x="0" y="{top + 20}">{escape(heading)}</text>']
    for power in range(round(math.log10(LOW)), round(math.log10(HIGH)) + 1):
        x = _x(10**power)
        parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top + HEAD - 6}" y2="{bottom}"/>')
        parts.append(f'<text class="axis" x="{x:.1f}" y="{top + HEAD - 10}" text-anchor="middle">{10**power:,}</text>')
    limit = next(iter(rates.values())).wall
    for row, (name, each) in enumerate(rates.items()):
        y, rate = top + HEAD + ROW * row, each.wall
        kind = "limit" if row == 0 else "ours" if name.startswith("Laurel") else "peer"
        parts.append(f'<text x="{LABEL}" y="{y + 16}" text-anchor="end">{escape(name)}</text>')
        parts.append(f'<rect class="{kind}" x="{LEFT}" y="{y + 4}" width="{_x(rate) - LEFT:.1f}" height="{ROW - 8}" rx="3"/>')
        share = "" if row == 0 else f" · {rate / limit:.0%}" if rate > limit / 100 else f" · {rate / limit:.1%}"
        times = f" · {rate / rates[VC].wall:,.0f}×" if kind == "ours" else ""
        parts.append(f'<text x="{_x(rate) + 8:.1f}" y="{y + 16}">{rate:,.0f}{share}{times}</text>')
    return parts, bottom + GAP


def _x(rate: float) -> float:
    share = math.log10(max(rate, LOW) / LOW) / math.log10(HIGH / LOW)
    return LEFT + share * (RIGHT - LEFT)
