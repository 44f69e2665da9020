"""The chain of approval an organisation asks for: which stages, in which order, and how long each may take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base import audit
from campus.base.refusals import Refusal
from campus.people.models import Organisation, Person, Role
from campus.people.roles import Actor, person_of, require
from campus.quality.models import Chain, StageKind

MOST_STAGES = 8
MOST_DAYS = 365
DAYS = 14


class BadChainError(Refusal):
    """The stages cannot be a chain: none, too many, an unknown kind, or a time that is no time."""

    code = "BAD_CHAIN"
    text = _("Choose one to {most} stages, each with one to {days} days.")


class ReasonMissingError(Refusal):
    """A single stage is less than what is usual; the organisation has to say why."""

    code = "REASON_MISSING"
    text = _("With a single stage only two people see a micro-credential before it is public. Say why that is enough here.")


@dataclass(frozen=True, slots=True, kw_only=True)
class StageWanted:
    """One stage of a chain: its kind, how many days it may take, and its own name where it has one."""

    kind: StageKind
    days: int = DAYS
    name_bg: str = ""
    name_en: str = ""

    def as_json(self) -> dict[str, object]:
        """As the table keeps it."""
        return {"kind": str(self.kind), "days": self.days, "name_bg": self.name_bg, "name_en": self.name_en}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainInForce:
    """What holds for designs handed in from now on; `number` 0 is the usual chain, which nobody had to choose."""

    number: int
    stages: tuple[StageWanted, ...]
    publishes_at_once: bool = True
    because: str = ""
    made_by: Person | None = None
    made_at: datetime | None = None


USUAL = ChainInForce(
    number=0, stages=(StageWanted(kind=StageKind.QUALITY_REVIEW), StageWanted(kind=StageKind.ACADEMIC_APPROVAL))
)
"""Quality review, then approval by another person: what a new organisation gets."""
FOUR_EYES = (StageWanted(kind=StageKind.QUALITY_REVIEW),)
"""The least that is possible: one person beside the author."""


def chain_of(organisation: Organisation) -> ChainInForce:
    """The organisation's newest chain, or the usual one."""
    newest = Chain.objects.filter(organisation=organisation).select_related("made_by").order_by("-number").first()
    return USUAL if newest is None else in_force(newest)


def in_force(chain: Chain) -> ChainInForce:
    """A row as a value."""
    stages = tuple(
        StageWanted(
            kind=StageKind(each["kind"]), days=each["days"], name_bg=each.get("name_bg", ""), name_en=each.get("name_en", "")
        )
        for each in chain.stages
    )
    return ChainInForce(
        number=chain.number,
        stages=stages,
        publishes_at_once=chain.publishes_at_once,
        because=chain.because,
        made_by=chain.made_by,
        made_at=chain.made_at,
    )


def chains_of(organisation: Organisation) -> list[ChainInForce]:
    """Every chain it ever chose, newest first."""
    return [
        in_force(row) for row in Chain.objects.filter(organisation=organisation).select_related("made_by").order_by("-number")
    ]


@transaction.atomic
def choose_chain(
    organisation: Organisation,
    stages: Sequence[StageWanted],
    *,
    by: Actor | None,
    at: datetime,
    publishes_at_once: bool = True,
    because: str = "",
) -> ChainInForce:
    """Ask for these stages from now on. Reviews under way keep theirs. `by` None is a command on the site's machine.

    Raises:
        NotAllowedError: not an administrator there.
        BadChainError: no stages, too many, or days that are none.
        ReasonMissingError: one stage and no reason.
    """
    if by is not None:
        require(by, organisation, Role.ADMINISTRATOR)
    wanted, reason = tuple(stages), because.strip()
    if not 1 <= len(wanted) <= MOST_STAGES or not all(1 <= stage.days <= MOST_DAYS for stage in wanted):
        raise BadChainError(field="stages", most=MOST_STAGES, days=MOST_DAYS)
    if len(wanted) == 1 and not reason:
        raise ReasonMissingError(field="because")
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    row = Chain.objects.create(
        organisation=organisation,
        number=chain_of(organisation).number + 1,
        stages=[stage.as_json() for stage in wanted],
        publishes_at_once=publishes_at_once,
        because=reason,
        made_by=None if by is None else person_of(by),
        made_at=at,
    )
    audit.note(
        "chain.chosen",
        actor=row.made_by,
        organisation=organisation.pk,
        subject_kind="organisation",
        subject=organisation.pk,
        at=at,
        number=row.number,
        stages=[str(stage.kind) for stage in wanted],
        publishes_at_once=publishes_at_once,
        reason=reason,
    )
    return in_force(row)
