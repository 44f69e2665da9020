"""Where the catalogue is thin: the competences of DigComp, each with how many offers teach it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from campus.catalogue.browse import coverage
from laurel.annex1.digcomp import AREAS, DIGCOMP, area_of

STEPS = 5  # shades of the map


@dataclass(frozen=True, slots=True)
class Tile:
    """One competence on the map; `shade` from 0 (nobody teaches it) to `STEPS`."""

    code: str
    name: str
    offers: int
    shade: int


@dataclass(frozen=True, slots=True)
class Area:
    """One area with its competences."""

    code: str
    name: str
    tiles: tuple[Tile, ...]


@require_safe
def covering(request: HttpRequest) -> HttpResponse:
    language = get_language() or "en"
    counts = coverage()
    most = max((counts.get(code, 0) for code in DIGCOMP), default=0)
    areas = [
        Area(
            code,
            name.text(language),
            tuple(
                Tile(each, skill.name.text(language), counts.get(each, 0), _shade(counts.get(each, 0), most))
                for each, skill in DIGCOMP.items()
                if area_of(each) == code
            ),
        )
        for code, name in AREAS.items()
    ]
    tiles = [tile for area in areas for tile in area.tiles]
    page = {
        "areas": areas,
        "taught": sum(tile.offers > 0 for tile in tiles),
        "all": len(tiles),
        "missing": [tile for tile in tiles if not tile.offers],
    }
    return render(request, "public/catalogue/coverage.html", page)


def _shade(offers: int, most: int) -> int:
    return 0 if not offers else max(1, round(STEPS * offers / most))
