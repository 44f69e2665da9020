"""The demonstration's ten designs: eight published by four eyes, one in review, one still a draft."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from campus.catalogue.designs import create_design
from campus.catalogue.models import Design, DesignVersion
from campus.jobs.demonstration.cast import BUSINESS_SCHOOL, COMPANY, UNIVERSITY, Cast
from campus.quality import review

FOLDER = Path(__file__).parent / "designs"
STAFF = {
    UNIVERSITY: ("bruno", ("carla", "pavel")),
    BUSINESS_SCHOOL: ("dmitri", ("lena",)),
    COMPANY: ("tanya", ("viktor",)),
}
"""Who writes, and who decides each stage, by organisation."""
DRAFT, IN_REVIEW = "marketing-content", "green-ict"


def designs(cast: Cast, *, at: datetime) -> None:
    """Create every design and bring it as far as the demonstration shows it."""
    for path in sorted(FOLDER.glob("*.json")):
        text = json.loads(path.read_text(encoding="utf-8"))
        author, deciders = STAFF[text["organisation"]]
        design = create_design(cast.organisations[text["organisation"]], by=cast.people[author], at=at, draft=text["design"])
        if path.stem == DRAFT:
            continue
        submitted = review.submit(design, by=cast.people[author], at=at)
        for decider in deciders if path.stem != IN_REVIEW else ():
            review.approve(submitted, by=cast.people[decider], at=at)


def version_of(name: str) -> DesignVersion:
    """The published version of the design in `designs/<name>.json`, found by its organisation and English title."""
    text: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return DesignVersion.objects.select_related("design__organisation").get(
        design__organisation__slug=text["organisation"],
        design__state=Design.State.PUBLISHED,
        title_en=text["design"]["title"]["en"],
    )
