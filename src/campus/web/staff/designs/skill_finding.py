"""Finding skills while an outcome is written: by a search, with or without scripts, and by what its text speaks of."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from campus.base.limits import at_most
from campus.people.models import Organisation, Role
from campus.people.scope import NotFoundError
from campus.web.inside import PersonRequest, inside
from campus.web.staff.designs.binding import BoundGroup, Control
from campus.web.staff.designs.lookup import design_in
from campus.web.staff.designs.skill_picking import found_picks, suggested_picks
from campus.web.staff.designs.steps import BY_SLUG

MOST_A_MINUTE = 240
_STATEMENT = re.compile(r"learning_outcomes\.(\d{1,3})\.statement\.")
_NAME = re.compile(r"learning_outcomes\.(\d{1,3})\.skills")


@require_safe
@inside(Role.AUTHOR)
def found_skills(request: PersonRequest, organisation: Organisation, public_id: uuid.UUID) -> HttpResponse:
    """What a search finds, as boxes to tick; asked for while somebody types."""
    design = design_in(organisation, public_id)
    at_most(request, "skills.pick", times=MOST_A_MINUTE, seconds=60, at=timezone.now())
    asked = next((key.removesuffix(".find") for key in request.GET if key.endswith(".find")), "")
    number = _NAME.fullmatch(asked)
    if number is None:
        raise NotFoundError
    language = get_language() or "en"
    query = request.GET.get(f"{asked}.find", "").strip()[:200]
    control = Control(name=asked, pointer="", label="", kind="skills", query=query)
    row = _row(design.draft, int(number[1]))
    control.found = _found(query, row, language)
    page = {"control": control, "organisation": organisation, "design": design, "step": BY_SLUG["outcomes"]}
    return render(request, "staff/designs/found_only.html", page)


def offer_skills(groups: Iterable[BoundGroup], sent: QueryDict, draft: Mapping[str, Any], *, language: str) -> None:
    """Give each outcome's control what was searched for, else what its text speaks of."""
    for group in groups:
        for row in group.rows:
            for control in row.controls:
                if control.kind == "skills":
                    wanted = sent.get("do", "") == f"find:{control.name}"
                    control.query = sent.get(f"{control.name}.find", "").strip()[:200] if wanted else ""
                    control.found = _found(control.query, _row(draft, row.number - 1), language)


def picker_for(trigger: str, groups: Iterable[BoundGroup], draft: Mapping[str, Any], *, language: str) -> Control | None:
    """The skills control of the outcome whose text was just written, with what the text speaks of."""
    written = _STATEMENT.match(trigger)
    if written is None:
        return None
    name = f"learning_outcomes.{written[1]}.skills"
    controls = (control for group in groups for row in group.rows for control in row.controls)
    control = next((each for each in controls if each.name == name), None)
    if control is not None:
        control.found = _found("", _row(draft, int(written[1])), language)
    return control


def _found(query: str, row: Mapping[str, Any], language: str) -> list[Any]:
    held = row.get("skills")
    ticked = {str(skill.get("code")) for skill in held if isinstance(skill, dict)} if isinstance(held, list) else set()
    if query:
        return found_picks(query, language, without=ticked)
    return suggested_picks(row.get("statement"), language, without=ticked)


def _row(draft: Mapping[str, Any], index: int) -> Mapping[str, Any]:
    rows = draft.get("learning_outcomes")
    row = rows[index] if isinstance(rows, list) and index < len(rows) else {}
    return row if isinstance(row, dict) else {}
