"""Handing a stage to another qualified person, who then decides it alone. Every handing over is written down."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base import outbox
from campus.base.refusals import Refusal
from campus.people.models import Person, Role
from campus.people.roles import Actor, person_of, require, roles_of
from campus.quality import deciding
from campus.quality.models import ROLE_OF, Delegation, Party, Review, Stage
from campus.quality.refusals import AssignedError, ByInvitationError, SameEyesError
from campus.quality.stages import qualified


class NotQualifiedError(Refusal):
    """The person does not hold the stage's role there, has another part in the round, or is the one who hands it over."""

    code = "NOT_QUALIFIED"
    text = _("Choose somebody else who has the role for this stage and no other part in this review.")


@transaction.atomic
def delegate(review: Review, *, to: Person, by: Actor, at: datetime, because: str = "") -> Stage:
    """Hand the stage that waits to another person. A mail follows (fact stage.handed_over).

    An administrator may do it, too, so that a stage does not wait for somebody who is away; they cannot decide it.

    Raises:
        NotAllowedError: neither of the stage's role nor an administrator there.
        SameEyesError: whoever worked on the text does not choose who decides about it.
        AssignedError: it was handed to somebody else, who alone may hand it on.
        NotQualifiedError: `to` cannot decide it.
        ByInvitationError: an external reviewer decides it.
        AlreadyDecidedError: no stage waits.
    """
    require(by, review.design.organisation)
    _design, now = deciding.locked(review)
    stage, person = deciding.stage_to_decide(now, None), person_of(by)
    _require_hand(stage, by)
    if to == person or not qualified(stage).filter(pk=to.pk).exists():
        raise NotQualifiedError(field="to")
    stage.assigned_to = to
    stage.reminded_at = None
    stage.save(update_fields=["assigned_to", "reminded_at"])
    Delegation.objects.create(stage=stage, given_by=person, given_to=to, because=because.strip()[:1000], given_at=at)
    deciding.note("stage.handed_over", now, person=person, at=at, stage=stage.position, kind=stage.kind, to=str(to.public_id))
    outbox.record("stage.handed_over", subject=stage.pk, at=at)
    return stage


def may_delegate(stage: Stage, actor: Actor) -> bool:
    """Whether the actor may hand this stage to somebody."""
    try:
        _require_hand(stage, actor)
    except Refusal:
        return False
    return True


def _require_hand(stage: Stage, by: Actor) -> None:
    role, organisation = ROLE_OF.get(stage.kind), stage.review.design.organisation
    if role is None:
        raise ByInvitationError
    require(by, organisation, role, Role.ADMINISTRATOR)
    person = person_of(by)
    if Party.objects.filter(review=stage.review, person=person).exclude(part=Party.Part.DECIDED).exists():
        raise SameEyesError
    elsewhere = stage.assigned_to is not None and stage.assigned_to != person
    if stage.assigned_to is not None and elsewhere and Role.ADMINISTRATOR not in roles_of(by, organisation):
        raise AssignedError(name=str(stage.assigned_to))
