"""Finding a design inside its organisation, and saying what it is called."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from campus.catalogue.models import Design, DesignVersion
from campus.people.models import Organisation
from campus.people.scope import NotFoundError

TONES: Mapping[str, str] = {
    Design.State.DRAFT: "unknown",
    Design.State.IN_REVIEW: "attention",
    Design.State.CHANGES_REQUESTED: "refused",
    Design.State.APPROVED: "attention",
    Design.State.PUBLISHED: "valid",
    Design.State.REVIEW_DUE: "attention",
    Design.State.RETIRED: "unknown",
}


def design_in(organisation: Organisation, public_id: uuid.UUID) -> Design:
    """The design with this id.

    Raises:
        NotFoundError: there is none in this organisation.
    """
    found = (
        Design.objects.filter(organisation=organisation, public_id=public_id).select_related("organisation", "author").first()
    )
    if found is None:
        raise NotFoundError
    return found


def title_of(draft: Mapping[str, Any], language: str) -> str:
    """The title of a draft in `language`, else in the other one, else words that say there is none."""
    title = draft.get("title")
    texts = title if isinstance(title, dict) else {}
    other = "en" if language == "bg" else "bg"
    return str(texts.get(language) or texts.get(other) or gettext("Untitled"))


def newest_version(design: Design) -> DesignVersion | None:
    """The newest published version."""
    return design.versions.order_by("-number").first()
