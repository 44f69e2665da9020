"""The linter: what the European elements and the chosen sets of rules say of a draft, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Query, Router
from pydantic import BaseModel, Field

from campus.api.problem import ProblemError
from campus.api.refusing import language_now
from campus.api.v1.designs import design_for
from campus.catalogue.models import Design
from campus.policies.chosen import ChosenPack, chosen_packs, pack_of
from campus.policies.own_packs import own_packs
from campus.quality.lint import Line, Lint, lint_draft
from laurel.policy.pack import built_in
from laurel.policy.plain import score_as_json

router = Router(tags=["Designs"])
Answered = Literal["pass", "warn", "refer", "fail"]


class ChangeShown(BaseModel):
    at: str = Field(description="JSON pointer into the draft")
    value: Any


class LineShown(BaseModel):
    pack: str = Field(description="id of the set of rules; `elements` for the European elements")
    rule: str
    answer: Answered
    element: str = Field(description="M1 … M11, O1 … O5, or the principle P1 … P10 that it serves")
    pointer: str = Field(description="JSON pointer into the draft; empty where no single place is meant")
    blocks: bool = Field(description="true where it stands in the way of publishing")
    detail: str
    facts: str
    source: str
    fix: list[ChangeShown] = Field(description="changes of the draft that would turn it; empty where none is offered")


class LintShown(BaseModel):
    blocked: bool = Field(description="true while something stands in the way of publishing")
    offering: str | None = Field(
        description="what it is: `micro_credential`, `participation_badge`, …; null: cannot be told yet"
    )
    reasons: list[str] = Field(description="why it is that")
    unreadable: list[str] = Field(description="chosen sets of rules whose file can no longer be read")
    lines: list[LineShown]
    score: dict[str, Any] = Field(description="how far it is, per element of Annex I and principle of Annex II, and why")


@router.get(
    "/designs/{uuid:design_id}/lint",
    response=LintShown,
    summary=gettext_noop("What the chosen sets of rules say of the draft, with what would mend it"),
)
def lint_design(
    request: HttpRequest,
    design_id: UUID,
    pack: Annotated[list[str], Query([], max_length=10, description="these sets of rules instead of the chosen ones")],
) -> LintShown:
    design = design_for(request, design_id)
    packs = [_asked(design, each) for each in pack] if pack else chosen_packs(design.organisation)
    found = lint_draft(design.draft, packs, on=timezone.localdate(), organisation=design.organisation)
    return _shown(found, packs)


def _asked(design: Design, pack_id: str) -> ChosenPack:
    own = next((each for each in own_packs(design.organisation) if each.pack_id == pack_id), None)
    version = own.versions.order_by("-pk").first() if own else None
    pack = pack_of(version) if version else built_in().get(pack_id)
    if version is None and pack is None:
        raise ProblemError(404, "NO_SUCH_POLICY", _("There is no set of rules of this name."))
    return ChosenPack(pack_id=pack_id, pack=pack, blocking=False)


def _shown(found: Lint, packs: Sequence[ChosenPack]) -> LintShown:
    language, classified = language_now(), found.classified
    reasons = classified.reasons if classified else ()
    return LintShown(
        blocked=bool(found.state.problems) or any(line.blocks for line in found.lines),
        offering=str(classified.offering) if classified and classified.offering else None,
        reasons=[each.bg if language == "bg" else str(each) for each in reasons],
        unreadable=[each.pack_id for each in packs if each.pack is None],
        lines=[_line(line) for line in found.lines],
        score=score_as_json(found.score),
    )


def _line(line: Line) -> LineShown:
    language = language_now()
    answers: dict[str, Answered] = {"PASS": "pass", "WARN": "warn", "REFER": "refer", "FAIL": "fail"}
    return LineShown(
        pack=line.pack,
        rule=line.rule,
        answer=answers[line.answer.name],
        element=line.element,
        pointer=line.at,
        blocks=line.blocks,
        detail=line.reason[language],
        facts=line.facts[language],
        source=line.source,
        fix=[ChangeShown(at=each.at, value=each.value) for each in line.fix],
    )
