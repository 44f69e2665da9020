"""What changed between two texts, under the names of the European elements that readers know."""

from __future__ import annotations

from dataclasses import dataclass

from campus.catalogue.differences import Difference, differences
from campus.web.elements import LABELS
from laurel.annex1.record import MicroCredential

# First part of a place in the record -> the element whose name a reader knows.
ELEMENT_OF = {
    "title": "M2", "description": "M2", "awarding_bodies": "M4", "learning_outcomes": "M6", "workload": "M7", "level": "M8",
    "assessments": "M9", "participation": "M10", "quality_assurance": "M11", "prerequisites": "O1", "supervision": "O2",
    "identity_verification": "O2", "identity_method": "O2", "grading": "O3", "stackability": "O4",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A difference under the name of its element."""

    label: str
    place: str
    before: str
    after: str


def told(old: MicroCredential, new: MicroCredential) -> list[Told]:
    """What changed between two records, for people."""
    return [_told(one) for one in differences(old, new)]


def _told(one: Difference) -> Told:
    root, _, rest = one.at.lstrip("/").partition("/")
    label = str(LABELS[ELEMENT_OF.get(root, "O5")])
    return Told(label, rest.replace("/", " · ") or root.replace("_", " "), one.before, one.after)
