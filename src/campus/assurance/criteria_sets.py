"""Sets of criteria for quality reviews, as data: those that come with the product, and an organisation's own in versions.

    id = "esg-2015"                     [[criterion]]
    version = "2015.1"                  id = "1.1"
    title = { en = "…", bg = "…" }      title = { en = "…", bg = "…" }
    source = "https://…"                asks = { en = "…?", bg = "…?" }

A set is never changed: a review keeps a copy of the version it uses, and an upload with other text needs another version.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Annotated

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from campus.assurance.models import OwnCriteria
from campus.base import audit
from campus.base.refusals import Refusal
from campus.people.models import Organisation
from campus.people.roles import Actor, person_of, require
from campus.policies.chosen import KEEPERS

BUILT_IN = ("esg-2015", "annex-ii")
MAX_TEXT = 100_000  # characters
MOST_CRITERIA = 60


class CriteriaRefusedError(Refusal):
    """The file is no set of criteria; `problem` names the place."""

    code = "CRITERIA_REFUSED"
    text = _("This is no set of criteria: {problem}")


class NoSuchCriteriaError(Refusal):
    """There is no set of this name."""

    code = "NO_SUCH_CRITERIA"
    text = _("There is no set of criteria of this name.")


class CriteriaVersionTakenError(Refusal):
    """This version is there with another text."""

    code = "CRITERIA_VERSION_TAKEN"
    text = _("Version {version} of this set is there already and stays as it is. Give the new one another version.")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Words(_Part):
    """One text in both languages."""

    en: str = Field(min_length=1, max_length=600)
    bg: str = Field(min_length=1, max_length=600)

    def say(self, language: str) -> str:
        """The text in `language`."""
        return self.bg if language == "bg" else self.en


class Criterion(_Part):
    """One criterion: what it is called and what it asks."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]{0,19}$")]
    title: Words
    asks: Words


class CriteriaSet(_Part):
    """A set of criteria as its file has it."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    version: Annotated[str, Field(min_length=1, max_length=20)]
    title: Words
    source: Annotated[str, Field(pattern=r"^https?://[^\s<>\"]+$", max_length=1000)]
    criterion: Annotated[tuple[Criterion, ...], Field(min_length=1, max_length=MOST_CRITERIA)]


def read_criteria(text: str) -> CriteriaSet:
    """A set from its TOML text.

    Raises:
        CriteriaRefusedError: no TOML, a wrong shape, or one criterion named twice; the place is named.
    """
    if len(text) > MAX_TEXT:
        raise CriteriaRefusedError(field="text", problem=_("it is too long."))
    try:
        found = CriteriaSet.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise CriteriaRefusedError(field="text", problem=str(error)[:200]) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = "/".join(str(part) for part in first["loc"])
        raise CriteriaRefusedError(field="text", problem=f"{place}: {first['msg']}"[:300]) from error
    ids = [criterion.id for criterion in found.criterion]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise CriteriaRefusedError(field="text", problem=", ".join(twice))
    return found


@cache
def built_in() -> Mapping[str, CriteriaSet]:
    """The sets that come with the product, by id."""
    folder = resources.files("campus.assurance.criteria")
    sets = (read_criteria(folder.joinpath(f"{name}.toml").read_text(encoding="utf-8")) for name in BUILT_IN)
    return MappingProxyType({found.id: found for found in sets})


def sets_for(organisation: Organisation) -> list[CriteriaSet]:
    """What a review can be made by: the built-in sets, then the newest version of each of the organisation's own."""
    newest: dict[str, OwnCriteria] = {}
    for row in OwnCriteria.objects.filter(organisation=organisation).order_by("pk"):
        newest[row.set_id] = row
    return [*built_in().values(), *(read_criteria(newest[name].text) for name in sorted(newest))]


def set_for(organisation: Organisation, set_id: str) -> CriteriaSet | None:
    """The set of this id as a new review would use it; None when there is none."""
    return next((found for found in sets_for(organisation) if found.id == set_id), None)


@transaction.atomic
def keep_criteria(organisation: Organisation, *, text: str, by: Actor, at: datetime) -> OwnCriteria:
    """Keep a version of an own set. The same version with the same text is the same.

    Raises:
        NotAllowedError: neither quality officer nor administrator there.
        CriteriaRefusedError: no set of criteria, or it has the id of a built-in one.
        CriteriaVersionTakenError: this version is there with another text.
    """
    require(by, organisation, *KEEPERS)
    text = text.replace("\r\n", "\n").replace("\x00", "")
    found = read_criteria(text)
    if found.id in built_in():
        raise CriteriaRefusedError(field="text", problem=_("a set of this name comes with the product."))
    rows = OwnCriteria.objects.filter(organisation=organisation, set_id=found.id, version=found.version)
    kept = rows.first()
    if kept is not None and kept.text == text:
        return kept
    try:
        with transaction.atomic():
            made = OwnCriteria.objects.create(
                organisation=organisation,
                set_id=found.id,
                version=found.version,
                text=text,
                written_by=person_of(by),
                created_at=at,
            )
    except IntegrityError:
        raise CriteriaVersionTakenError(field="text", version=found.version) from None
    audit.note(
        "criteria.kept",
        actor=person_of(by),
        organisation=organisation.pk,
        subject_kind="criteria_set",
        subject=made.pk,
        at=at,
        version=found.version,
    )
    return made
