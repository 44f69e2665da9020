"""A rubric in the reader's language, and files of strangers served so that they can do nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from campus.catalogue.versions import record_of
from campus.marking.file_kinds import KINDS
from campus.marking.models import Assignment, SubmissionFile
from campus.marking.setup import rubric_of
from campus.web.pages import PRIVATE
from laurel.annex1.record import Criterion

_FILE: Mapping[str, str] = {
    **PRIVATE,
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def criteria_in(assignment: Assignment, language: str) -> list[dict[str, Any]]:
    """The criteria of an assignment with their outcomes and levels, ready to be shown."""
    design = record_of(assignment.cohort.design_version)
    outcomes = {outcome.id: outcome.statement.text(language) for outcome in design.learning_outcomes}
    shown = []
    for number, criterion in enumerate(rubric_of(assignment), start=1):
        statement = criterion.statement.text(language)
        told = [outcomes[key] for key in criterion.outcomes if key in outcomes]
        shown.append(
            {
                "number": number,
                "id": criterion.id,
                "statement": statement,
                "outcomes": [text for text in told if text != statement],
                "levels": levels_in(criterion, language),
            }
        )
    return shown


def levels_in(criterion: Criterion, language: str) -> list[dict[str, Any]]:
    """The levels of a criterion, each with the key that chooses it."""
    places = [level.id for level in criterion.levels]
    passing = places.index(criterion.passing) if criterion.passing in places else None
    return [
        {
            "key": key,
            "id": level.id,
            "name": level.name.text(language),
            "description": "" if level.description is None else level.description.text(language),
            "points": f"{level.points.normalize():f}",
            "passes": passing is not None and key - 1 >= passing,
        }
        for key, level in enumerate(criterion.levels, start=1)
    ]


def file_to_download(file: SubmissionFile, *, name: str = "") -> HttpResponse:
    """A file as an attachment, under its own name or another one with the same ending."""
    shown = f"{name}{PurePath(file.name).suffix.lower()}" if name else file.name
    headers = {**_FILE, "Content-Disposition": content_disposition_header(True, shown) or "attachment"}
    return HttpResponse(bytes(file.content), content_type=KINDS[file.kind].media_type, headers=headers)


def picture_to_show(content: bytes) -> HttpResponse:
    """A picture that was decoded and written anew, in place."""
    return HttpResponse(content, content_type="image/jpeg", headers={**_FILE, "Content-Disposition": "inline"})


def plain(number: Any) -> str:
    """A decimal number without needless zeros; empty for None."""
    return "" if number is None else f"{number.normalize():f}"
