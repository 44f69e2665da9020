"""Comparing any two texts of a design: its draft, what was handed in, and each published version."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from campus.base.refusals import Refusal
from campus.catalogue.differences import Difference, differences
from campus.catalogue.drafts import state_of
from campus.catalogue.models import Design
from campus.catalogue.versions import record_of
from campus.quality.models import Review
from laurel.annex1.record import MicroCredential

DRAFT = "draft"
_NAME = re.compile(r"(?P<kind>v|r)(?P<number>[1-9]\d{0,8})")


class NoSuchTextError(Refusal):
    """The design has no text of this name, or nothing of it can be read."""

    code = "NO_SUCH_TEXT"
    text = _("There is no such text to compare. Choose two of the list.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text that can be compared: `draft`, `r<id>` for what a review is about, `v<number>` for a published version."""

    name: str
    kind: str
    number: int
    at: datetime


def texts_of(design: Design) -> list[Text]:
    """Everything that can be compared, newest first within its kind: the draft, versions, then what was handed in."""
    draft = Text(name=DRAFT, kind=DRAFT, number=0, at=design.updated_at)
    versions = design.versions.order_by("-number").values_list("number", "published_at")
    reviews = Review.objects.filter(design=design).order_by("-pk").values_list("pk", "submitted_at")
    return [
        draft,
        *(Text(name=f"v{number}", kind="version", number=number, at=at) for number, at in versions),
        *(Text(name=f"r{key}", kind="review", number=key, at=at) for key, at in reviews),
    ]


def compare(design: Design, *, old: str, new: str, on: date) -> tuple[Difference, ...]:
    """What differs between two texts, field by field.

    Raises:
        NoSuchTextError: one of them is not there; its field says which.
    """
    return differences(record_named(design, old, on=on, field="old"), record_named(design, new, on=on, field="new"))


def record_named(design: Design, name: str, *, on: date, field: str = "name") -> MicroCredential:
    """A text by its name, as far as it can be read as a record.

    Raises:
        NoSuchTextError: it is not there.
    """
    found = _record(design, name, on)
    if found is None:
        raise NoSuchTextError(field=field)
    return found


def _record(design: Design, name: str, on: date) -> MicroCredential | None:
    if name == DRAFT:
        return state_of(design.draft, on=on).record
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    if match["kind"] == "v":
        version = design.versions.filter(number=int(match["number"])).first()
        return record_of(version) if version else None
    review = Review.objects.filter(design=design, pk=int(match["number"])).first()
    return state_of(review.submitted, on=on).record if review else None
