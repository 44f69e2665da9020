"""Designs while they are worked on: create, save, copy, retire."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from campus.base import audit, outbox
from campus.base.pictures import reencode
from campus.base.refusals import Refusal
from campus.catalogue import offers
from campus.catalogue.models import Design
from campus.people.models import Organisation, Role
from campus.people.organisations import profile_of
from campus.people.roles import Actor, person_of, require

EDITABLE = (Design.State.DRAFT, Design.State.CHANGES_REQUESTED, Design.State.PUBLISHED, Design.State.REVIEW_DUE)
MAX_DRAFT = 300_000  # characters of JSON
PICTURE_EDGE = 1024  # pixels
_COPY = {"en": " (copy)", "bg": " (копие)"}


class StaleDraftError(Refusal):
    """Somebody else, or another tab, saved in between. `current` is the design as it is now; nothing was written."""

    code = "STALE_DRAFT"
    text = _("Somebody saved this draft after you opened it. Nothing of yours is lost: compare, then save again.")

    def __init__(self, current: Design) -> None:
        self.current = current
        super().__init__()


class NotEditableError(Refusal):
    """It is in review or retired."""

    code = "NOT_EDITABLE"
    text = _("This micro-credential cannot be changed now: it is in review or retired.")


class DraftTooLargeError(Refusal):
    """More text than any micro-credential needs."""

    code = "DRAFT_TOO_LARGE"
    text = _("This draft is too long. Shorten the longest texts.")


@transaction.atomic
def create_design(organisation: Organisation, *, by: Actor, at: datetime, draft: Mapping[str, Any] | None = None) -> Design:
    """Begin a design. Without an awarding body in `draft`, the organisation itself is entered as one.

    Raises:
        NotAllowedError: not an author there.
        DraftTooLargeError: more than `MAX_DRAFT`.
    """
    require(by, organisation, Role.AUTHOR)
    body = profile_of(organisation).model_dump(mode="json", exclude_none=True)
    text = {"awarding_bodies": [body], **_sound(draft or {})}
    person = person_of(by)
    design = Design.objects.create(
        organisation=organisation, author=person, draft=text, edited_by=[person.pk], created_at=at, updated_at=at
    )
    _note("design.created", design, by=by, at=at)
    return design


@transaction.atomic
def save_draft(
    design: Design, *, draft: Mapping[str, Any], revision: int, by: Actor, at: datetime, form: str = "", ends: bool = True
) -> Design:
    """Replace the draft, if nobody else did since `revision` was read.

    Args:
        form: names one opened form. What that form itself saved a moment ago, as its person typed, is not somebody else's.
        ends: the form was sent for good: whatever of it arrives later is stale.

    Raises:
        NotAllowedError: not an author there.
        NotEditableError: in review or retired.
        StaleDraftError: the draft has another revision now; carries it.
        DraftTooLargeError: more than `MAX_DRAFT`.
    """
    require(by, design.organisation, Role.AUTHOR)
    text = _sound(draft)
    current = _locked(design)
    if current.state not in EDITABLE:
        raise NotEditableError
    own = bool(form) and current.draft_form == form
    if current.draft_revision != revision and not own:
        raise StaleDraftError(current)
    current.draft_form = "" if ends else form
    if current.draft != text:
        current.draft, current.draft_revision, current.updated_at = text, current.draft_revision + 1, at
        current.edited_by = sorted({*current.edited_by, person_of(by).pk})
    current.save(update_fields=["draft", "draft_revision", "draft_form", "updated_at", "edited_by"])
    return current


@transaction.atomic
def set_picture(design: Design, *, content: bytes | None, by: Actor, at: datetime) -> Design:
    """Give the badge a picture of its own, from an uploaded file, or let it be drawn from the facts again (None).

    Published versions keep the picture they were approved with.

    Raises:
        NotAllowedError: not an author there.
        BadPictureError: the file is no picture that we take.
        NotEditableError: in review or retired.
    """
    require(by, design.organisation, Role.AUTHOR)
    picture = None if content is None else reencode(content, edge=PICTURE_EDGE, square=True)
    current = _locked(design)
    if current.state not in EDITABLE:
        raise NotEditableError
    current.image, current.updated_at = picture, at
    current.edited_by = sorted({*current.edited_by, person_of(by).pk})
    current.save(update_fields=["image", "updated_at", "edited_by"])
    _note("design.picture_changed", current, by=by, at=at)
    return current


@transaction.atomic
def copy_design(design: Design, *, by: Actor, at: datetime) -> Design:
    """Begin a new design of the same organisation from this one's draft; its title says that it is a copy.

    Raises:
        NotAllowedError: not an author there.
    """
    draft = deepcopy(design.draft)
    title = draft.get("title")
    if isinstance(title, dict):
        draft["title"] = {
            language: text + _COPY.get(language, "") if isinstance(text, str) and text else text
            for language, text in title.items()
        }
    copied = create_design(design.organisation, by=by, at=at, draft=draft)
    copied.image = design.image
    copied.save(update_fields=["image"])
    return copied


@transaction.atomic
def retire(design: Design, *, by: Actor, at: datetime) -> Design:
    """Take a design out of use: no edits, no new cohorts. Badges issued from it stay as they are.

    Raises:
        NotAllowedError: neither author nor quality officer there.
        NotEditableError: it is in review, or retired already.
    """
    require(by, design.organisation, Role.AUTHOR, Role.QA_OFFICER)
    current = _locked(design)
    if current.state not in EDITABLE:
        raise NotEditableError
    current.state, current.updated_at = Design.State.RETIRED, at
    current.save(update_fields=["state", "updated_at"])
    offers.take_away(current)
    _note("design.retired", current, by=by, at=at)
    return current


def mark_reviews_due(*, at: datetime) -> None:
    """Put what is published into the state “review due” on its day; a fact for each tells its people. Safe to repeat."""
    due = Design.objects.filter(state=Design.State.PUBLISHED, review_due_on__lte=localdate(at)).order_by("pk")
    for design in due.only("pk", "organisation_id"):
        with transaction.atomic():
            moved = Design.objects.filter(pk=design.pk, state=Design.State.PUBLISHED, review_due_on__lte=localdate(at)).update(
                state=Design.State.REVIEW_DUE
            )
            if moved:
                audit.note(
                    "design.review_due",
                    actor=None,
                    organisation=design.organisation_id,
                    subject_kind="design",
                    subject=design.pk,
                    at=at,
                )
                outbox.record("design.review_due", subject=design.pk, at=at)


def standing_of(design: Design, *, on: date) -> Design.State:
    """Where a design stands when no round of review is under way: a draft, published, or published with a review due."""
    if not design.versions.exists():
        return Design.State.DRAFT
    due = design.review_due_on is not None and design.review_due_on <= on
    return Design.State.REVIEW_DUE if due else Design.State.PUBLISHED


def _locked(design: Design) -> Design:
    return Design.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=design.pk)


def _sound(draft: Mapping[str, Any]) -> dict[str, Any]:
    text = json.dumps(draft, ensure_ascii=False, allow_nan=False)
    if len(text) > MAX_DRAFT:
        raise DraftTooLargeError
    # PostgreSQL's JSON refuses NUL; a person cannot have meant one.
    sound: dict[str, Any] = json.loads(text.replace("\\u0000", ""))
    return sound


def _note(action: str, design: Design, *, by: Actor, at: datetime) -> None:
    audit.note(
        action, actor=person_of(by), organisation=design.organisation_id, subject_kind="design", subject=design.pk, at=at
    )
