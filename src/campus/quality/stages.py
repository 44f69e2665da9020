"""The stages of a round: which one waits, who may decide it, and opening the next."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from campus.base import outbox
from campus.people.models import Membership, Organisation, Person, Role
from campus.people.roles import Actor, person_of, roles_of
from campus.quality.chains import ChainInForce
from campus.quality.models import ROLE_OF, Party, Review, Stage, StageKind


def copy_chain(chain: ChainInForce, review: Review, *, at: datetime) -> None:
    """Write the chain into the round and open its first stage: a later change of the chain does not touch it."""
    Stage.objects.bulk_create(
        Stage(review=review, position=place, kind=each.kind, days=each.days, name_bg=each.name_bg, name_en=each.name_en)
        for place, each in enumerate(chain.stages, start=1)
    )
    open_next(review, at=at)


def open_next(review: Review, *, at: datetime) -> Stage | None:
    """Let the first undecided stage begin, with its deadline; None when all are approved."""
    stage = current_stage(review)
    if stage is not None:
        stage.opened_at, stage.due_at = at, at + timedelta(days=stage.days)
        stage.save(update_fields=["opened_at", "due_at"])
        if stage.position > 1:  # of the first one "review.submitted" tells
            outbox.record("stage.opened", subject=stage.pk, at=at)
    return stage


def current_stage(review: Review) -> Stage | None:
    """The first stage that is not approved; None when all are, or the round is over."""
    if review.decision:
        return None
    approved = Party.objects.filter(stage=OuterRef("pk"), decision=Party.Decision.APPROVED)
    stages = Stage.objects.filter(review=review).exclude(Exists(approved))
    return stages.select_related("assigned_to").order_by("position").first()


def qualified(stage: Stage) -> QuerySet[Person]:
    """Who could decide this stage: members with its role and no part in the round yet. Nobody, for an external reviewer's."""
    role = ROLE_OF.get(stage.kind)
    return Person.objects.none() if role is None else _without_part(stage, role)


def told_about(stage: Stage) -> list[Person]:
    """Whom to tell that a stage waits: the person it was handed to, else everybody who is qualified.

    For an external reviewer's stage: whoever invited them, else the quality officers, who can invite somebody.
    """
    if stage.assigned_to is not None:
        return [stage.assigned_to] if stage.assigned_to.is_active else []
    if stage.kind == StageKind.EXTERNAL_REVIEW:
        living = stage.invitations.filter(revoked_at__isnull=True).select_related("invited_by").first()
        return [living.invited_by] if living else list(_without_part(stage, Role.QA_OFFICER))
    return list(qualified(stage))


def holds_role(stage: Stage, actor: Actor) -> bool:
    """Whether the actor has the role that the stage asks for."""
    role = ROLE_OF.get(stage.kind)
    return role is not None and role in roles_of(actor, stage.review.design.organisation)


def may_decide(stage: Stage, actor: Actor) -> bool:
    """Whether the actor may decide it: role, no other part in the round, and not handed to somebody else."""
    person = person_of(actor)
    if not holds_role(stage, actor) or stage.assigned_to_id not in (None, person.pk):
        return False
    return not Party.objects.filter(review=stage.review, person=person).exists()


def waiting_for(person: Person, organisation: Organisation) -> QuerySet[Stage]:
    """The stages in an organisation that this person could decide now, the most urgent first."""
    held = roles_of(person, organisation)
    kinds = [kind for kind, role in ROLE_OF.items() if role in held]
    open_stages = Stage.objects.filter(
        review__design__organisation=organisation, review__decision="", opened_at__isnull=False, kind__in=kinds
    )
    mine = open_stages.filter(Q(assigned_to__isnull=True) | Q(assigned_to=person))
    decided = Party.objects.filter(stage=OuterRef("pk"))
    part = Party.objects.filter(review=OuterRef("review"), person=person)
    return mine.exclude(Exists(decided)).exclude(Exists(part)).order_by("due_at", "pk")


def _without_part(stage: Stage, role: Role) -> QuerySet[Person]:
    review = stage.review
    held = Membership.objects.filter(organisation=review.design.organisation_id, role=role, person=OuterRef("pk"))
    taken = Party.objects.filter(review=review, person=OuterRef("pk"))
    return Person.objects.filter(Exists(held), is_active=True).exclude(Exists(taken)).order_by("name", "pk")
