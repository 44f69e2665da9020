"""What the checks say about a draft, ready to be shown."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from campus.api.refusing import language_now
from campus.catalogue.drafts import DraftState


class FindingShown(BaseModel):
    pointer: str = Field(description="JSON pointer into the draft")
    code: str
    element: str = Field(description="M1 … M11, O1 … O5; empty for a value that cannot be used at all")
    severity: Literal["fail", "warn"] = Field(description="`fail`: to be mended before it can be submitted")
    detail: str
    fix: dict[str, Any] | None = Field(description="`value` at the pointer `at` would mend it")


class FindingsShown(BaseModel):
    ready: bool = Field(description="true when it can be submitted")
    findings: list[FindingShown]


def findings_shown(state: DraftState) -> FindingsShown:
    """Values that cannot be used first, then what the checks say."""
    language = language_now()
    unusable = [
        FindingShown(pointer=each.at, code=each.code, element="", severity="fail", detail=getattr(each, language), fix=None)
        for each in state.problems
    ]
    found = [
        FindingShown(
            pointer=each.at,
            code=each.code,
            element=each.element,
            severity=each.severity,
            detail=each.say(language),
            fix=None if each.fix is None else {"at": each.fix.at, "value": each.fix.value},
        )
        for each in state.findings
    ]
    return FindingsShown(ready=state.ready, findings=[*unusable, *found])
