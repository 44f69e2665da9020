"""Published versions and what changed from one to the next."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from itertools import zip_longest

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from campus.catalogue.differences import Difference, differences
from campus.catalogue.versions import record_of
from campus.people.models import Organisation
from campus.web.elements import LABELS
from campus.web.inside import PersonRequest, inside
from campus.web.staff.designs.lookup import design_in, title_of
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


@require_safe
@inside()
def versions(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    design = design_in(organisation, public_id)
    found = list(design.versions.select_related("author", "approved_by").order_by("-number"))
    pairs = zip_longest(found, found[1:])  # each with the one before it; the first has none
    rows = [(version, told(record_of(older), record_of(version)) if older else None) for version, older in pairs]
    title = title_of(design.draft, get_language() or "en")
    page = {"organisation": organisation, "design": design, "title": title, "rows": rows}
    return render(request, "staff/designs/versions.html", page)


def told(old: MicroCredential, new: MicroCredential) -> list[Told]:
    """What changed between two records, for people."""
    return [_told(one) for one in differences(old, new)]


def _told(one: Difference) -> Told:
    root, _, rest = one.at.lstrip("/").partition("/")
    label = str(LABELS[ELEMENT_OF.get(root, "O5")])
    return Told(label, rest.replace("/", " · ") or root.replace("_", " "), one.before, one.after)
