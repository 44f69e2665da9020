"""One side of a comparison: the learning that a credential attests, or the learning that a target asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from laurel.annex1.record import LangString, LearningOutcome, MicroCredential, SkillReference
from laurel.policy.facts import UNKNOWN
from laurel.policy.reading import facts_of_design

HOURS_PER_ECTS: Final = Decimal(25)
"""The lower bound of the ECTS Users' Guide (25 to 30 hours): with it a workload is never taken for less than it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a person knows, understands or is able to do. `skills` are addresses, or "framework code" where there is none."""

    id: str
    statement: LangString
    skills: frozenset[str] = frozenset()
    level: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What is compared; None stands for what nobody states.

    Attributes:
        hours: the workload; where only ECTS are stated, `HOURS_PER_ECTS` for each.
        field: an ISCED-F 2013 code of two to four digits, or "".
        quality_named: quality assurance is named with an address.
        quality_external: quality assurance from outside is in force.
    """

    title: LangString
    outcomes: tuple[Outcome, ...] = ()
    eqf: int | None = None
    hours: Decimal | None = None
    ects: Decimal | None = None
    field: str = ""
    quality_named: bool | None = None
    quality_external: bool | None = None

    @property
    def effort(self) -> Decimal | None:
        """The workload in hours."""
        if self.hours is not None:
            return self.hours
        return None if self.ects is None else self.ects * HOURS_PER_ECTS


def side_of_design(design: MicroCredential, *, on: date) -> Side:
    """The learning that a design describes, as of a day (quality assurance ends)."""
    facts = facts_of_design(design, on=on)
    external, named = facts["external_quality_valid"], facts["quality_named_with_address"]
    return Side(
        title=design.title,
        outcomes=tuple(_outcome(each) for each in design.learning_outcomes),
        eqf=design.level.eqf,
        hours=design.workload.hours if design.workload else None,
        ects=design.workload.ects if design.workload else None,
        field=design.field,
        quality_named=named is True if design.quality_assurance else None,
        quality_external=None if external is UNKNOWN else external is True,
    )


def skill_name(skill: SkillReference) -> str:
    """By what a skill is recognised as the same: its address, else its framework and code."""
    return skill.url or f"{skill.framework} {skill.code}"


def _outcome(outcome: LearningOutcome) -> Outcome:
    return Outcome(
        id=outcome.id,
        statement=outcome.statement,
        skills=frozenset(map(skill_name, outcome.skills)),
        level=outcome.level,
    )
