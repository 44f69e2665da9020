"""A guilloche seeded by the design's identifier: fine woven rings, as on a diploma, and no two alike."""

from __future__ import annotations

import hashlib
import math

_POINTS = 96


def guilloche(seed: str, *, centre: tuple[float, float]) -> str:
    """Path data of woven rings around `centre`; the same seed always gives the same rings."""
    digest = hashlib.sha256(seed.encode()).digest()
    petals = 5 + digest[0] % 8
    second = 2 + digest[1] % 2
    depth = 0.10 + digest[2] / 255 * 0.16
    ripple = 0.01 + digest[3] / 255 * 0.04
    turn = digest[4] / 255 * math.tau
    rings = 7 + digest[5] % 4
    paths: list[str] = []
    for ring in range(rings):
        radius = 66 + ring * (250 / rings)
        phase = turn + ring * (math.tau / petals / 2) * (1 if digest[6] % 2 else 0.5)
        paths.append(_ring(radius, petals=petals, second=second, depth=depth, ripple=ripple, phase=phase, centre=centre))
    return "".join(paths)


def _ring(
    radius: float, *, petals: int, second: int, depth: float, ripple: float, phase: float, centre: tuple[float, float]
) -> str:
    points: list[tuple[float, float]] = []
    for step in range(_POINTS):
        angle = step / _POINTS * math.tau
        reach = radius * (1 + depth * math.sin(petals * angle + phase) + ripple * math.cos(second * petals * angle - phase))
        points.append((centre[0] + reach * math.cos(angle), centre[1] + reach * math.sin(angle)))
    middle = [(round((x + points[i - 1][0]) / 2), round((y + points[i - 1][1]) / 2)) for i, (x, y) in enumerate(points)]
    here = middle[0]
    curve = [f"M{here[0]} {here[1]}q"]
    for index, (x, y) in enumerate(points):
        there = middle[(index + 1) % _POINTS]
        curve.append(f"{round(x) - here[0]} {round(y) - here[1]} {there[0] - here[0]} {there[1] - here[1]} ")
        here = there
    return "".join(curve).rstrip() + "Z"
