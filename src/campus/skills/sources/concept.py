"""What every reader gives: concepts one by one, and the refusal when a file is not what it should be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from campus.base.refusals import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One skill, competence, area or occupation as its publisher has it. `also` are other names, to be found by."""

    code: str
    name: Mapping[str, str]
    kind: str = "skill"
    uri: str = ""
    parent_code: str = ""
    level: str = ""
    description: Mapping[str, str] = field(default_factory=dict)
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A framework and its concepts. `concepts` can be read once, in any number."""

    slug: str
    title_en: str
    title_bg: str
    version: str
    url: str
    notice: str
    concepts: Iterator[Concept]


class NotAFrameworkError(Refusal):
    """The file is not a framework that we can read."""

    code = "NOT_A_FRAMEWORK"
    text = _("{place}: this is not what was expected there. {why}")
