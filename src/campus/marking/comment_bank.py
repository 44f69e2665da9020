"""Comments that the assessors of an assignment keep to use them again: each sees what the others kept."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base.refusals import Refusal
from campus.marking.models import Assignment, KeptComment
from campus.marking.setup import rubric_of
from campus.people.models import Role
from campus.people.roles import Actor, person_of, require

MOST = 200


class CommentBankError(Refusal):
    """Nothing to keep, or too much."""

    code = "COMMENT_BANK"
    text = _("This comment cannot be kept: {why}")


def kept_for(assignment: Assignment) -> list[KeptComment]:
    """All comments kept, in the order in which they were."""
    return list(assignment.kept_comments.order_by("pk"))


@transaction.atomic
def keep(assignment: Assignment, *, text: str, criterion: str = "", by: Actor, at: datetime) -> KeptComment:
    """Keep a comment, for one criterion or for the whole work. The same comment is kept once.

    Raises:
        NotAllowedError: not an assessor there.
        CommentBankError: empty, too long, too many, or a criterion that the rubric does not have.
    """
    require(by, assignment.cohort.organisation, Role.ASSESSOR)
    sound = " ".join(text.split())
    if not 1 <= len(sound) <= 1000:
        raise CommentBankError(why=_("it has from 1 to 1,000 characters."), field="text")
    if criterion and criterion not in {each.id for each in rubric_of(assignment)}:
        raise CommentBankError(why=_("the rubric has no such criterion."), field="criterion")
    if assignment.kept_comments.count() >= MOST:
        raise CommentBankError(why=_("there are 200 already; remove one first."), field="text")
    facts = {"kept_by": person_of(by), "kept_at": at}
    row, _made = KeptComment.objects.get_or_create(assignment=assignment, criterion=criterion, text=sound, defaults=facts)
    return row


@transaction.atomic
def forget(assignment: Assignment, public_id: UUID, *, by: Actor) -> None:
    """Remove a kept comment; marks that used it keep their text.

    Raises:
        NotAllowedError: not an assessor there.
    """
    require(by, assignment.cohort.organisation, Role.ASSESSOR)
    assignment.kept_comments.filter(public_id=public_id).delete()
