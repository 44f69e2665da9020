"""Rule sets as data: which there are, what one asks for on a day, how two differ, how a design fares."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Query, Router
from pydantic import BaseModel, Field

from campus.api.problem import ProblemError
from campus.base.limits import at_most
from laurel.annex1.record import MicroCredential
from laurel.policy import plain
from laurel.policy.diff import diff
from laurel.policy.evaluate import evaluate
from laurel.policy.pack import Pack, built_in
from laurel.policy.reading import facts_of_design

MOST_A_MINUTE = 60
router = Router(tags=["Policies"])
On = Annotated[date | None, Query(None, description="the day that counts; today without it")]


class EvaluateAsked(BaseModel):
    design: MicroCredential = Field(description="the design, as a version of it has it")
    packs: list[str] = Field(default=["eu"], min_length=1, max_length=10, description="ids of rule sets")


@router.get("/policies", response=list[dict[str, Any]], auth=None, summary=gettext_noop("The sets of rules there are"))
def list_policies(request: HttpRequest) -> list[dict[str, Any]]:
    return [plain.pack_as_json(pack) for pack in built_in().values()]


@router.get("/policies/compare", response=dict[str, Any], auth=None, summary=gettext_noop("How two sets of rules differ"))
def compare_policies(
    request: HttpRequest,
    left: Annotated[str, Query(max_length=64)],
    right: Annotated[str, Query(max_length=64)],
    on: On,
) -> dict[str, Any]:
    at_most(request, "policies", times=MOST_A_MINUTE, seconds=60, at=timezone.now())
    return plain.diff_as_json(diff(_pack(left), _pack(right), on=on or timezone.localdate()))


@router.post(
    "/policies/evaluate",
    response=list[dict[str, Any]],
    auth=None,
    summary=gettext_noop("What sets of rules say of a design; nothing is kept"),
)
def evaluate_design(request: HttpRequest, asked: EvaluateAsked, on: On) -> list[dict[str, Any]]:
    at_most(request, "policies", times=MOST_A_MINUTE, seconds=60, at=timezone.now())
    day = on or timezone.localdate()
    facts = facts_of_design(asked.design, on=day)
    packs = [_pack(pack_id) for pack_id in asked.packs]
    return [plain.evaluation_as_json(evaluate(facts, pack, on=day, stages=("design", "publish"))) for pack in packs]


@router.get("/policies/{pack_id}", response=dict[str, Any], auth=None, summary=gettext_noop("What a set of rules asks for"))
def get_policy(request: HttpRequest, pack_id: str, on: On) -> dict[str, Any]:
    pack = _pack(pack_id)
    rules = [plain.rule_as_json(rule) for rule in pack.on(on or timezone.localdate())]
    return plain.pack_as_json(pack) | {"rules": rules}


def _pack(pack_id: str) -> Pack:
    if pack_id not in built_in():
        raise ProblemError(404, "NO_SUCH_POLICY", _("There is no set of rules of this name."))
    return built_in()[pack_id]
