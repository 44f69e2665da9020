"""What an edition asks beforehand, as data, and whether somebody meets it: pure, without a database.

An intake has entries, all of which are asked. Each is hard (without it nobody gets in), recommended (said, not asked) or
waivable (a person may count other evidence), and is met when enough of its parts are. A part is a credential, a skill at a
level, a test passed, a statement the applicant makes, or parts again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Final, Literal, TypeAlias

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from campus.base.refusals import Refusal

MOST_ENTRIES: Final = 20
MOST_PARTS: Final = 60
DEEPEST: Final = 3


class Strength(StrEnum):
    """How strictly an entry is asked."""

    HARD = "hard"
    RECOMMENDED = "recommended"
    WAIVABLE = "waivable"


class BadPrerequisitesError(Refusal):
    """They cannot be read. `field` is the place."""

    code = "BAD_PREREQUISITES"
    text = _("These prerequisites cannot be read: {why}")


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


_Text: TypeAlias = Annotated[str, Field(max_length=300)]


class Credential(_Model):
    """Hold a credential of this micro-credential."""

    kind: Literal["credential"] = "credential"
    design: Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$", description="public id of the design")]


class Skill(_Model):
    """Have proved a skill at an EQF level or above (null: at any)."""

    kind: Literal["skill"] = "skill"
    url: Annotated[str, Field(min_length=1, max_length=500)]
    name_bg: _Text = ""
    name_en: _Text = ""
    level: Annotated[int, Field(ge=1, le=8)] | None = None


class Test(_Model):
    """Have reached `at_least` percent in a quiz."""

    kind: Literal["test"] = "test"
    quiz: Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$", description="public id of the quiz")]
    at_least: Annotated[Decimal, Field(gt=0, le=100)]


class Statement(_Model):
    """Say that something is so: “I work with tables every week”."""

    kind: Literal["statement"] = "statement"
    id: Annotated[str, Field(pattern=r"^[a-z0-9]{1,20}$")]
    text_bg: _Text = ""
    text_en: _Text = ""


class Parts(_Model):
    """At least so many of these."""

    kind: Literal["parts"] = "parts"
    at_least: Annotated[int, Field(ge=1, le=MOST_PARTS)]
    of: Annotated[tuple[Part, ...], Field(min_length=1, max_length=MOST_PARTS)]


Leaf: TypeAlias = Credential | Skill | Test | Statement
Part: TypeAlias = Annotated[Credential | Skill | Test | Statement | Parts, Field(discriminator="kind")]


class Entry(_Model):
    """One thing that is asked."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]{1,20}$")]
    strength: Strength
    needs: Parts


Parts.model_rebuild()
_ENTRIES: Final = TypeAdapter(tuple[Entry, ...])


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What somebody brings: credentials held (design ids), skills (level by address, 0: none said), test scores, statements."""

    designs: AbstractSet[str] = frozenset()
    skills: Mapping[str, int] = field(default_factory=dict)
    tests: Mapping[str, Decimal] = field(default_factory=dict)
    statements: AbstractSet[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A part, whether it is met, and its own parts in the same way. `have`: the score or level there is."""

    part: Leaf | Parts
    met: bool
    have: Decimal | int | None = None
    of: tuple[Judged, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """An entry as it stands for somebody."""

    entry: Entry
    judged: Judged
    waived: bool = False

    @property
    def holds(self) -> bool:
        """Met, or counted as met."""
        return self.judged.met or self.waived

    @property
    def stops(self) -> bool:
        """Without it nobody gets in, and nobody can waive it."""
        return self.entry.strength == Strength.HARD and not self.judged.met

    @property
    def word(self) -> str:
        """met, waived or unmet: as it is kept with an application."""
        return "met" if self.judged.met else "waived" if self.waived else "unmet"


def read(value: object) -> tuple[Entry, ...]:
    """Read entries from JSON.

    Raises:
        BadPrerequisitesError: not of the form; too many, too deep; more asked than there are parts; an id used twice.
    """
    try:
        entries = _ENTRIES.validate_python(value)
    except ValidationError as problem:
        first = problem.errors(include_url=False)[0]
        raise BadPrerequisitesError(field=".".join(map(str, first["loc"])), why=first["msg"]) from None
    if len(entries) > MOST_ENTRIES:
        raise BadPrerequisitesError(why=_("there are more than 20"))
    if len({entry.id for entry in entries}) != len(entries):
        raise BadPrerequisitesError(why=_("two have the same id"))
    for place, entry in enumerate(entries):
        _check(entry.needs, f"{place}.needs", deep=1)
    if sum(1 for entry in entries for _leaf in leaves(entry.needs)) > MOST_PARTS:
        raise BadPrerequisitesError(why=_("there are more than 60 parts"))
    return entries


def _check(parts: Parts, place: str, *, deep: int) -> None:
    if parts.at_least > len(parts.of):
        raise BadPrerequisitesError(field=f"{place}.at_least", why=_("more is asked than there are parts"))
    for number, part in enumerate(parts.of):
        if isinstance(part, Statement) and not (part.text_bg or part.text_en):
            raise BadPrerequisitesError(field=f"{place}.of.{number}", why=_("a statement has no text"))
        if isinstance(part, Parts):
            if deep >= DEEPEST:
                raise BadPrerequisitesError(field=f"{place}.of.{number}", why=_("parts of parts of parts go too deep"))
            _check(part, f"{place}.of.{number}", deep=deep + 1)


def as_json(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """Entries as they are kept."""
    return [entry.model_dump(mode="json") for entry in entries]


def leaves(parts: Parts) -> Iterator[Leaf]:
    """Everything that is asked below, in order."""
    for part in parts.of:
        if isinstance(part, Parts):
            yield from leaves(part)
        else:
            yield part


def statements(entries: Sequence[Entry]) -> list[Statement]:
    """The statements that an applicant may make."""
    return [leaf for entry in entries for leaf in leaves(entry.needs) if isinstance(leaf, Statement)]


def judge(entries: Sequence[Entry], brought: Brought, *, waived: AbstractSet[str] = frozenset()) -> list[Verdict]:
    """How each entry stands. Monotone: whoever brings more meets no less."""
    return [
        Verdict(
            entry=entry,
            judged=_judged(entry.needs, brought),
            waived=entry.strength == Strength.WAIVABLE and entry.id in waived,
        )
        for entry in entries
    ]


def _judged(part: Leaf | Parts, brought: Brought) -> Judged:
    match part:
        case Credential():
            return Judged(part=part, met=part.design in brought.designs)
        case Skill():
            level = brought.skills.get(part.url)
            return Judged(part=part, met=level is not None and level >= (part.level or 0), have=level or None)
        case Test():
            score = brought.tests.get(part.quiz)
            return Judged(part=part, met=score is not None and score >= part.at_least, have=score)
        case Statement():
            return Judged(part=part, met=part.id in brought.statements)
        case Parts():
            of = tuple(_judged(each, brought) for each in part.of)
            return Judged(part=part, met=sum(each.met for each in of) >= part.at_least, of=of)
