"""Templates to begin a design from: those that come with Laurel, in both languages, and an organisation's own."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campus.base import audit
from campus.base.refusals import Refusal
from campus.catalogue.beginnings import usual_answers
from campus.catalogue.designs import create_design
from campus.catalogue.models import Design, DesignTemplate
from campus.people.models import Organisation, Role
from campus.people.roles import Actor, person_of, require
from campus.people.scope import NotFoundError
from laurel.annex1.vocabularies import QualityType, Visibility

Purpose = Literal["", "company", "learner"]
STARTERS: Final = ("module", "subject", "skill", "competence", "skill_set", "competence_bundle", "curricular")
MOST = 100
_FOR_SOMEBODY = frozenset({"commission", "agreement", "visibility"})


class NameMissingError(Refusal):
    """A template without a name."""

    code = "TEMPLATE_UNNAMED"
    text = _("Give the template a name.")


class TooManyTemplatesError(Refusal):
    """More templates than anybody could choose from."""

    code = "TOO_MANY_TEMPLATES"
    text = _("An organisation keeps at most {most} templates. Remove one first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Starter:
    """A template that comes with Laurel: its name and what it is for, by language, and the draft."""

    key: str
    name: Mapping[str, str]
    about: Mapping[str, str]
    draft: Mapping[str, Any]


@cache
def starters() -> tuple[Starter, ...]:
    """Those that come with Laurel: one for each of the six forms, and a badge of a curriculum."""
    return tuple(_starter(key) for key in STARTERS)


def own_templates(organisation: Organisation) -> Sequence[DesignTemplate]:
    """The organisation's own, by name."""
    return list(DesignTemplate.objects.filter(organisation=organisation).select_related("made_by").order_by("name", "pk"))


@transaction.atomic
def save_as_template(design: Design, *, name: str, by: Actor, at: datetime) -> DesignTemplate:
    """Keep a copy of a design's draft for others to begin from; what it says later does not change the template.

    Raises:
        NotAllowedError: not an author there.
        NameMissingError, TooManyTemplatesError.
    """
    require(by, design.organisation, Role.AUTHOR)
    if not name.strip():
        raise NameMissingError(field="name")
    Organisation.objects.select_for_update().get(pk=design.organisation_id)
    if DesignTemplate.objects.filter(organisation=design.organisation).count() >= MOST:
        raise TooManyTemplatesError(most=MOST)
    draft = {
        key: deepcopy(value) for key, value in design.draft.items() if key not in ("commission", "agreement", "visibility")
    }
    made = DesignTemplate.objects.create(
        organisation=design.organisation, name=name.strip()[:200], draft=draft, made_by=person_of(by), created_at=at
    )
    _note("template.made", made, by=by, at=at)
    return made


@transaction.atomic
def remove_template(organisation: Organisation, template_id: int, *, by: Actor, at: datetime) -> None:
    """Take a template away; designs begun from it stay.

    Raises:
        NotAllowedError: not an author there.
        NotFoundError: no such template there.
    """
    require(by, organisation, Role.AUTHOR)
    template = _own(organisation, template_id)
    _note("template.removed", template, by=by, at=at)
    template.delete()


@transaction.atomic
def begin_from(organisation: Organisation, key: str, *, purpose: Purpose = "", by: Actor, at: datetime) -> Design:
    """Begin a design from a template.

    Args:
        key: the key of a starter, or the number of an own template.
        purpose: "company" or "learner" for a design made for one company or agreed with one learner, which not everybody sees.

    Raises:
        NotAllowedError: not an author there.
        NotFoundError: no such template.
    """
    require(by, organisation, Role.AUTHOR)
    starter = next((each for each in starters() if each.key == key), None)
    if starter is not None:
        draft: dict[str, Any] = deepcopy(dict(starter.draft)) | {"quality_assurance": _quality(organisation)}
        source = f"urn:laurel:template:{starter.key}"
    else:
        template = _own(organisation, int(key) if key.isascii() and key.isdecimal() and len(key) < 10 else 0)
        draft, source = deepcopy(template.draft), f"urn:laurel:template:{template.pk}"
    return create_design(organisation, by=by, at=at, draft=draft | _special(purpose, source))


def _special(purpose: Purpose, source: str) -> dict[str, Any]:
    if purpose == "company":
        return {"visibility": Visibility.RESTRICTED.value, "commission": {"name": {}}}
    if purpose == "learner":
        return {"visibility": Visibility.RESTRICTED.value, "agreement": {"template": source}}
    return {}


def _quality(organisation: Organisation) -> list[dict[str, Any]]:
    usual = usual_answers(organisation)
    return [{"type": QualityType.INTERNAL.value, "name": dict(usual.quality_name), "url": usual.quality_url}]


def _own(organisation: Organisation, template_id: int) -> DesignTemplate:
    found = DesignTemplate.objects.filter(organisation=organisation, pk=template_id).first()
    if found is None:
        raise NotFoundError
    return found


def _starter(key: str) -> Starter:
    text = resources.files("campus.catalogue").joinpath("starters", f"{key}.json").read_text(encoding="utf-8")
    held = json.loads(text)
    return Starter(key=key, name=held["name"], about=held["about"], draft=held["draft"])


def _note(action: str, template: DesignTemplate, *, by: Actor, at: datetime) -> None:
    audit.note(
        action,
        actor=person_of(by),
        organisation=template.organisation_id,
        subject_kind="design_template",
        subject=template.pk,
        at=at,
    )
