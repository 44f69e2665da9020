"""A draft on its way to a record: what a form or a client sent, which may be half filled, and what is still wrong with it.

A draft is the JSON of a `MicroCredential` without `id` and `version`. Nothing a person typed is thrown away: a value that
cannot be used stays in the draft and is named as a problem at its JSON pointer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from laurel.annex1.checks import check
from laurel.annex1.findings import Finding
from laurel.annex1.read import problems_of
from laurel.annex1.record import MicroCredential
from laurel.errors import Problem

Draft = Mapping[str, Any]
_PLACEHOLDER = "urn:laurel:draft"
# Texts that the record demands but that may still be empty: where they stand in each part.
_TEXTS: Mapping[str, tuple[str, ...]] = {
    "": ("title", "description"),
    "learning_outcomes": ("statement",),
    "awarding_bodies": ("legal_name",),
    "assessments": ("title",),
    "quality_assurance": ("name",),
    "skills": ("name",),
}
_FILLERS: Mapping[str, str] = {
    "assessments/id": "unnamed",
    "assessments/type": "marked_assignment",
    "learning_outcomes/id": "unnamed",
    "parts/id": "unnamed",
    "quality_assurance/type": "internal",
    "id": "urn:laurel:unnamed",
    "country": "XX",
    "framework": "–",
    "code": "–",
}
_MOST_REPAIRS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftState:
    """How far a draft is.

    Attributes:
        record: the draft as a record, with whatever cannot be used left out; None when nothing is left.
        problems: values that cannot be used, by place.
        findings: what the checks say about the rest.
    """

    record: MicroCredential | None
    problems: tuple[Problem, ...]
    findings: tuple[Finding, ...]

    @property
    def ready(self) -> bool:
        """True when nothing stands against submitting it."""
        return self.record is not None and not self.problems and all(one.severity != "fail" for one in self.findings)

    @property
    def failures(self) -> int:
        """How many things have to be mended first."""
        return len(self.problems) + sum(finding.severity == "fail" for finding in self.findings)


def state_of(draft: Draft, *, on: date, record_id: str = _PLACEHOLDER, version: str = "1") -> DraftState:
    """Read a draft as far as it can be read, and check it.

    Args:
        draft: see the module.
        on: the day for which quality assurance must be valid.
        record_id, version: what the record is to be called.
    """
    value = {**completed(draft), "id": record_id, "version": version}
    problems: tuple[Problem, ...] = ()
    for _ in range(_MOST_REPAIRS):
        try:
            record = MicroCredential.model_validate(value)
        except ValidationError as error:
            found = problems_of(error)
            problems = problems or found
            for problem in found:
                _leave_out(value, problem)
            continue
        return DraftState(record=record, problems=problems, findings=check(record, at=on))
    return DraftState(record=None, problems=problems, findings=())


def completed(draft: Draft) -> dict[str, Any]:
    """The draft without empty fields, and with the texts that must be there at least as empty ones. Rows keep their places."""
    return _completed(draft, "")


def _completed(part: Mapping[str, Any], kind: str) -> dict[str, Any]:
    kept: dict[str, Any] = {name: {} for name in _TEXTS.get(kind, ())}
    for name, value in part.items():
        if isinstance(value, Mapping):
            inner = _completed(value, f"/{name}")
            if inner:
                kept[name] = inner
        elif isinstance(value, list):
            items = [_completed(item, name) if isinstance(item, Mapping) else item for item in value]
            kept[name] = [item for item in items if item not in ("", None)]
        elif value not in ("", None):
            kept[name] = value
    return {"name": {}, **kept} if kind == "/grading" and kept else kept


def _leave_out(value: dict[str, Any], problem: Problem) -> None:
    """Remove what cannot be used; where something is missing, fill it in so that rows keep their places, or remove the part."""
    parts = [part.replace("~1", "/").replace("~0", "~") for part in problem.at.split("/")[1:]]
    filler = _FILLERS.get(f"{parts[0]}/{parts[-1]}") or _FILLERS.get(parts[-1])
    if problem.code == "MISSING" and filler:
        parent = _at(value, parts[:-1])
        if isinstance(parent, dict):
            parent[parts[-1]] = filler
        return
    if problem.code == "MISSING":
        parts = parts[:-1]
    parent = _at(value, parts[:-1])
    if isinstance(parent, dict) and parts:
        parent.pop(parts[-1], None)
    elif isinstance(parent, list) and parts and _index(parent, parts[-1]) is not None:
        del parent[int(parts[-1])]


def _at(value: Any, parts: list[str]) -> Any:
    for part in parts:
        if isinstance(value, list):
            index = _index(value, part)
            value = None if index is None else value[index]
        else:
            value = value.get(part) if isinstance(value, dict) else None
    return value


def _index(items: list[Any], part: str) -> int | None:
    return int(part) if part.isdecimal() and int(part) < len(items) else None
