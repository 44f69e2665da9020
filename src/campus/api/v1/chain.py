"""The stages of approval that an organisation asks for."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Router
from pydantic import BaseModel, Field

from campus.api.caller import key_of, organisation_of
from campus.api.v1.shapes import Asked, Names, PersonShown, names, person_shown
from campus.people.models import Role
from campus.people.roles import require
from campus.quality import chains
from campus.quality.chains import DAYS, ChainInForce, StageWanted
from campus.quality.models import ROLE_OF, StageKind

router = Router(tags=["Reviews"])


class StageAsked(Asked):
    kind: StageKind
    days: int = Field(default=DAYS, description="how long it may take")
    name: Names = Field(default_factory=dict, description="the organisation's own name for it, where it has one")


class ChainAsked(Asked):
    stages: list[StageAsked]
    publishes_at_once: bool = Field(default=True, description="the last approval publishes; else somebody does it afterwards")
    because: str = Field(default="", max_length=1000, description="kept in the audit trail; needed with a single stage")


class StageOfChain(BaseModel):
    kind: StageKind
    days: int
    name: Names
    role: Role | None = Field(description="who decides it; null: somebody from outside, by invitation")


class ChainShown(BaseModel):
    number: int = Field(description="0: the usual stages, which nobody had to choose")
    stages: list[StageOfChain]
    publishes_at_once: bool
    because: str
    chosen_by: PersonShown | None
    chosen_at: datetime | None


@router.get("/chain", response=ChainShown, summary=gettext_noop("The stages of approval that hold now"))
def get_chain(request: HttpRequest) -> ChainShown:
    organisation = organisation_of(request)
    require(key_of(request), organisation)
    return _shown(chains.chain_of(organisation))


@router.get("/chain/history", response=list[ChainShown], summary=gettext_noop("Every choice of stages, newest first"))
def list_chains(request: HttpRequest) -> list[ChainShown]:
    organisation = organisation_of(request)
    require(key_of(request), organisation)
    return [_shown(each) for each in chains.chains_of(organisation)]


@router.put("/chain", response=ChainShown, summary=gettext_noop("Choose other stages; reviews under way keep theirs"))
def choose_chain(request: HttpRequest, asked: ChainAsked) -> ChainShown:
    wanted = [
        StageWanted(
            kind=each.kind, days=each.days, name_bg=each.name.get("bg", "")[:200], name_en=each.name.get("en", "")[:200]
        )
        for each in asked.stages
    ]
    chosen = chains.choose_chain(
        organisation_of(request),
        wanted,
        by=key_of(request),
        at=timezone.now(),
        publishes_at_once=asked.publishes_at_once,
        because=asked.because,
    )
    return _shown(chosen)


def _shown(chain: ChainInForce) -> ChainShown:
    return ChainShown(
        number=chain.number,
        stages=[
            StageOfChain(kind=each.kind, days=each.days, name=names(each.name_bg, each.name_en), role=ROLE_OF.get(each.kind))
            for each in chain.stages
        ],
        publishes_at_once=chain.publishes_at_once,
        because=chain.because,
        chosen_by=person_shown(chain.made_by) if chain.made_by else None,
        chosen_at=chain.made_at,
    )
