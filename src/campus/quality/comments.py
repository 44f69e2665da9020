"""Comments on one place of a text: made while it is reviewed, answered by its authors, kept over the rounds until resolved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campus.base.refusals import Refusal
from campus.catalogue.models import Design
from campus.people.models import Person, Role
from campus.people.roles import Actor, person_of, require
from campus.quality import deciding
from campus.quality.models import Answer, Comment, Party, Review
from campus.quality.refusals import SameEyesError
from campus.quality.review import DECIDERS
from laurel.annex1.record import MicroCredential

LONGEST = 5_000  # characters
MOST_OPEN = 200  # comments of one design


class BadPlaceError(Refusal):
    """The comment points at a place that the text under review does not have."""

    code = "BAD_PLACE"
    text = _("The text under review has no such place. Choose one that is there, or comment on the whole.")


class BadTextError(Refusal):
    """Nothing is said, or too much."""

    code = "BAD_TEXT"
    text = _("Write one to {most} characters.")


class TooManyCommentsError(Refusal):
    """So many open comments that nobody can work through them."""

    code = "TOO_MANY_COMMENTS"
    text = _("There are {most} open comments already. Resolve some of them first.")


class ResolvedError(Refusal):
    """The comment is resolved; an answer would be read by nobody."""

    code = "COMMENT_RESOLVED"
    text = _("This comment is resolved. Open it again to go on.")


@transaction.atomic
def comment(review: Review, *, place: str, text: str, by: Actor, at: datetime) -> Comment:
    """Say something about one place of the text under review (a JSON pointer; "" is the whole).

    Raises:
        NotAllowedError: neither quality officer nor approver there.
        SameEyesError: the person worked on it; they answer comments.
        AlreadyDecidedError: no stage of this review waits.
        BadPlaceError, BadTextError, TooManyCommentsError.
    """
    require(by, review.design.organisation, *DECIDERS)
    _design, now = deciding.locked(review)
    _refuse_workers(now, person_of(by))
    return write_comment(now, place=place, text=text, person=person_of(by), at=at)


def write_comment(review: Review, *, place: str, text: str, person: Person, at: datetime) -> Comment:
    """The same for somebody who was let in by the caller, with the design locked."""
    stage = deciding.stage_to_decide(review, None)
    said = _said(text)
    if not has_place(review.submitted, place):
        raise BadPlaceError(field="place")
    if Comment.objects.filter(design=review.design, resolved_at__isnull=True).count() >= MOST_OPEN:
        raise TooManyCommentsError(most=MOST_OPEN)
    made = Comment.objects.create(
        design=review.design, review=review, stage=stage, at=place, text=said, made_by=person, made_at=at
    )
    deciding.note("review.commented", review, person=person, at=at, place=place)
    return made


@transaction.atomic
def answer(commented: Comment, *, text: str, by: Actor, at: datetime) -> Answer:
    """Reply to an open comment, as an author or as one of those who decide.

    Raises:
        NotAllowedError: neither author nor quality officer nor approver there.
        ResolvedError: it is resolved.
        BadTextError.
    """
    require(by, commented.design.organisation, Role.AUTHOR, *DECIDERS)
    now = _locked(commented)
    if now.resolved_at is not None:
        raise ResolvedError
    return Answer.objects.create(comment=now, text=_said(text), made_by=person_of(by), made_at=at)


@transaction.atomic
def resolve(commented: Comment, *, by: Actor, at: datetime) -> Comment:
    """Say that a comment is dealt with. Those who decide do, never whoever worked on the text; twice changes nothing.

    Raises:
        NotAllowedError: neither quality officer nor approver there.
        SameEyesError: the person worked on the text.
    """
    return _set(commented, by=by, at=at, resolved=True)


@transaction.atomic
def reopen(commented: Comment, *, by: Actor, at: datetime) -> Comment:
    """Say that a comment is not dealt with after all. Raises as `resolve`."""
    return _set(commented, by=by, at=at, resolved=False)


def comments_of(design: Design) -> QuerySet[Comment]:
    """Every comment of a design with its answers, oldest first."""
    rows = Comment.objects.filter(design=design).select_related("made_by", "resolved_by", "stage", "review")
    return rows.prefetch_related("answers__made_by").order_by("made_at", "pk")


def has_place(draft: Mapping[str, Any], place: str) -> bool:
    """Whether a JSON pointer leads somewhere in a draft, or names an element that it could state."""
    if not place:
        return True
    if not place.startswith("/"):
        return False
    parts = [part.replace("~1", "/").replace("~0", "~") for part in place.split("/")[1:]]
    if len(parts) == 1 and parts[0] in MicroCredential.model_fields:
        return True
    value: Any = draft
    for part in parts:
        if isinstance(value, list) and part.isdecimal() and int(part) < len(value):
            value = value[int(part)]
        elif isinstance(value, Mapping) and part in value:
            value = value[part]
        else:
            return False
    return True


def worked_on(design: Design, person: Person) -> bool:
    """Whether a person wrote or changed the text, or handed it in: in the newest round, or since."""
    if person.pk in {design.author_id, *design.edited_by}:
        return True
    newest = Review.objects.filter(design=design).order_by("-pk").first()
    return newest is not None and _worked(newest, person)


def _set(commented: Comment, *, by: Actor, at: datetime, resolved: bool) -> Comment:
    require(by, commented.design.organisation, *DECIDERS)
    person, now = person_of(by), _locked(commented)
    if worked_on(now.design, person):
        raise SameEyesError
    if (now.resolved_at is not None) != resolved:
        now.resolved_at, now.resolved_by = (at, person) if resolved else (None, None)
        now.save(update_fields=["resolved_at", "resolved_by"])
        action = "review.comment_resolved" if resolved else "review.comment_reopened"
        deciding.note(action, now.review, person=person, at=at, place=now.at)
    return now


def _locked(commented: Comment) -> Comment:
    rows = Comment.objects.select_for_update(of=("self",)).select_related("design__organisation", "review")
    now = rows.get(pk=commented.pk)
    now.review.design = now.design
    return now


def _refuse_workers(review: Review, person: Person) -> None:
    if _worked(review, person):
        raise SameEyesError


def _worked(review: Review, person: Person) -> bool:
    return Party.objects.filter(review=review, person=person).exclude(part=Party.Part.DECIDED).exists()


def _said(text: str) -> str:
    said = text.strip().replace("\x00", "")
    if not 1 <= len(said) <= LONGEST:
        raise BadTextError(field="text", most=LONGEST)
    return said
