"""A programme as a tree of requirements: all of, some of, credits from a choice, one of a choice.

An open pathway asks for credits from anywhere, an elective one for some of its parts, a rigid one for named credentials: all
three are trees of the same four nodes (ETF, "Guide to design, issue and recognise micro-credentials").
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from laurel.annex1.read import problems_of
from laurel.annex1.record import Iri, LangString, Slug
from laurel.errors import DesignError, Problem

MAX_REQUIREMENTS: Final = 200
MAX_DEPTH: Final = 8
Credits: TypeAlias = Annotated[Decimal, Field(gt=0, le=600, decimal_places=2, description="ECTS credits")]
EqfLevel: TypeAlias = Annotated[int, Field(ge=1, le=8)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Choice(_Part):
    """Which credentials may fill a requirement: everything that is stated has to fit; an empty choice takes any."""

    designs: frozenset[Iri] = frozenset()
    issuers: frozenset[Iri] = frozenset()
    themes: frozenset[str] = frozenset()
    skills: frozenset[Iri] = frozenset()
    min_eqf: EqfLevel | None = None
    max_eqf: EqfLevel | None = None

    @model_validator(mode="after")
    def _levels_in_order(self) -> Choice:
        if self.min_eqf and self.max_eqf and self.max_eqf < self.min_eqf:
            raise ValueError("max_eqf is below min_eqf")
        return self


class OneOf(_Part):
    """One credential of a choice. `ects` is what it usually brings, for saying how much is missing."""

    kind: Literal["one"]
    id: Slug
    title: LangString
    choice: Choice = Field(default=Choice(), alias="from")
    ects: Credits | None = None


class CreditsFrom(_Part):
    """At least `min_ects` from a choice; no more than `max_ects` of it count here."""

    kind: Literal["credits"]
    id: Slug
    title: LangString
    choice: Choice = Field(default=Choice(), alias="from")
    min_ects: Credits
    max_ects: Credits | None = None

    @model_validator(mode="after")
    def _bounds_in_order(self) -> CreditsFrom:
        if self.max_ects is not None and self.max_ects < self.min_ects:
            raise ValueError("max_ects is below min_ects")
        return self


class AllOf(_Part):
    """Every part."""

    kind: Literal["all"]
    id: Slug
    title: LangString
    parts: tuple[Requirement, ...] = Field(min_length=1)


class SomeOf(_Part):
    """At least `k` of the parts."""

    kind: Literal["some"]
    id: Slug
    title: LangString
    k: int = Field(ge=1)
    parts: tuple[Requirement, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _enough_parts(self) -> SomeOf:
        if self.k > len(self.parts):
            raise ValueError("k is more than there are parts")
        return self


Leaf: TypeAlias = OneOf | CreditsFrom
Requirement: TypeAlias = Annotated[OneOf | CreditsFrom | AllOf | SomeOf, Field(discriminator="kind")]


class Programme(_Part):
    """What small credentials add up to.

    Attributes:
        institutions: identifiers of the bodies that award it; credentials of any other issuer are external.
        themes: what it is about, for the theme share (R-31).
        eqf: the level it is awarded at, for the level share (R-32).
        requirement: the tree.
    """

    id: Iri
    version: str = Field(default="1", min_length=1, max_length=20)
    title: LangString
    institutions: frozenset[Iri] = Field(min_length=1)
    themes: frozenset[str] = frozenset()
    eqf: EqfLevel | None = None
    requirement: Requirement

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """The requirements that credentials fill, in the order of the tree."""
        return tuple(node for node in walk(self.requirement) if isinstance(node, OneOf | CreditsFrom))

    @property
    def top(self) -> tuple[Requirement, ...]:
        """The parts that have to be met at the top."""
        return self.requirement.parts if isinstance(self.requirement, AllOf) else (self.requirement,)


def walk(node: Requirement, depth: int = 0) -> Iterator[Requirement]:
    """A requirement and all below it, each before its parts.

    Raises:
        RecursionError: deeper than `MAX_DEPTH`.
    """
    if depth > MAX_DEPTH:
        raise RecursionError
    yield node
    if isinstance(node, AllOf | SomeOf):
        for part in node.parts:
            yield from walk(part, depth + 1)


def read_programme(text: str | bytes) -> Programme:
    """A programme from its JSON.

    Raises:
        DesignError: malformed, or a tree that is too large, too deep or names two requirements alike; names every place.
    """
    try:
        programme = Programme.model_validate_json(text)
    except ValidationError as error:
        raise DesignError([*problems_of(error)]) from error
    if problems := check_programme(programme):
        raise DesignError(problems)
    return programme


def check_programme(programme: Programme) -> list[Problem]:
    """What is wrong with the tree as a whole; whether anybody can meet it together with the limits, `assess` says."""
    try:
        names = [node.id for node in walk(programme.requirement)]
    except RecursionError:
        en, bg = f"at most {MAX_DEPTH} levels", f"най-много {MAX_DEPTH} нива"
        return [Problem(at="/requirement", code="TOO_DEEP", en=en, bg=bg)]
    if len(names) > MAX_REQUIREMENTS:
        en, bg = f"at most {MAX_REQUIREMENTS} requirements", f"най-много {MAX_REQUIREMENTS} изисквания"
        return [Problem(at="/requirement", code="TOO_LARGE", en=en, bg=bg)]
    twice = sorted({name for name in names if names.count(name) > 1})
    return [
        Problem(
            at="/requirement",
            code="NAMED_TWICE",
            en=f"two requirements are called {name}",
            bg=f"две изисквания се казват {name}",
        )
        for name in twice
    ]
