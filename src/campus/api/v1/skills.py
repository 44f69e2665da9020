"""Skills: what can be found in the frameworks that are loaded here, and what a learning outcome seems to speak of."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Query, Router
from pydantic import BaseModel, Field

from campus.base.limits import at_most
from campus.skills.find import find_skills, frameworks, suggest_skills
from campus.skills.models import Skill

MOST_A_MINUTE = 120
router = Router(tags=["Skills"])
Kind = Literal["area", "competence", "skill", "knowledge", "statement", "outcome", "occupation"]


class FrameworkShown(BaseModel):
    framework: str = Field(description="its name in addresses and references")
    title: dict[str, str]
    version: str
    source: str
    notice: str = Field(description="licence and acknowledgement; show it where you show its skills")


class SkillShown(BaseModel):
    framework: str
    code: str
    kind: Kind
    uri: str
    level: str
    parent: str = Field(description="code of what it belongs to, or empty")
    name: dict[str, str]
    description: dict[str, str]


@router.get(
    "/frameworks",
    response=list[FrameworkShown],
    auth=None,
    summary=gettext_noop("The frameworks of skills that are loaded here"),
)
def list_frameworks(request: HttpRequest) -> list[FrameworkShown]:
    return [
        FrameworkShown(
            framework=each.slug,
            title={"en": each.title_en, "bg": each.title_in("bg")},
            version=each.version,
            source=each.source,
            notice=each.notice,
        )
        for each in frameworks()
    ]


@router.get(
    "/skills",
    response=list[SkillShown],
    auth=None,
    summary=gettext_noop("Find skills, in any language, typing errors forgiven"),
)
def list_skills(
    request: HttpRequest,
    q: Annotated[str, Query(min_length=1, max_length=200, description="what you look for")],
    framework: Annotated[str, Query("", max_length=60, description="look in this framework alone")],
    kind: Annotated[list[Kind], Query([], description="these kinds alone")],
    limit: Annotated[int, Query(20, ge=1, le=100)],
) -> list[SkillShown]:
    at_most(request, "skills.find", times=MOST_A_MINUTE, seconds=60, at=timezone.now())
    return [_shown(skill) for skill in find_skills(q, framework=framework, kinds=kind, limit=limit)]


@router.get(
    "/skills/suggestions",
    response=list[SkillShown],
    auth=None,
    summary=gettext_noop("Skills that a learning outcome seems to speak of"),
)
def list_suggestions(
    request: HttpRequest,
    outcome: Annotated[str, Query(min_length=1, max_length=2000, description="the text of the learning outcome")],
    limit: Annotated[int, Query(5, ge=1, le=20)],
) -> list[SkillShown]:
    at_most(request, "skills.find", times=MOST_A_MINUTE, seconds=60, at=timezone.now())
    return [_shown(skill) for skill in suggest_skills(outcome, limit=limit)]


def _shown(skill: Skill) -> SkillShown:
    return SkillShown(
        framework=skill.framework.slug,
        code=skill.code,
        kind=skill.kind,
        uri=skill.uri,
        level=skill.level,
        parent=skill.parent_code,
        name=skill.name,
        description=skill.description,
    )
