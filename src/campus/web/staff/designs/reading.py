"""From a submitted step back to the draft: only the paths the step asks for, whatever else was sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from django.http import QueryDict

from campus.web.staff.designs.fields import LANGUAGES, Field, Group, Step
from laurel.annex1.digcomp import DIGCOMP, FRAMEWORK

_COMMA = re.compile(r"^[+-]?\d+,\d+$")
Row = dict[str, Any]


def read_step(step: Step, sent: QueryDict, draft: Mapping[str, Any]) -> Row:
    """The draft with this step's answers in place of the old ones; a button that adds or removes a row is obeyed."""
    new = deepcopy(dict(draft))
    for group in step.groups:
        if group.repeats:
            held = new.get(group.path)
            new[group.path] = _rows(group, sent, held if isinstance(held, list) else [])
        else:
            for field in group.fields:
                _put(new, field.path, _value(field, field.path, sent))
    _keep_references(new)
    return new


def _rows(group: Group, sent: QueryDict, held: list[Any]) -> list[Row]:
    pattern = re.compile(re.escape(group.path) + r"\.(\d{1,3})\.")
    indexes = sorted({int(match[1]) for name in sent if (match := pattern.match(name))})[: group.most]
    action, _, target = sent.get("do", "").partition(":")
    known = {row["id"]: row for row in held if isinstance(row, dict) and isinstance(row.get("id"), str)}
    rows = []
    for index in indexes:
        if action == "remove" and target == f"{group.path}.{index}":
            continue
        row: Row = {}
        for field in group.fields:
            _put(row, field.path, _value(field, f"{group.path}.{index}.{field.path}", sent))
        _keep_other_skills(group, row, known)
        rows.append(row)
    if action == "add" and target == group.path and len(rows) < group.most:
        rows.append(_new_row(group, rows))
    return rows


def _new_row(group: Group, rows: list[Row]) -> Row:
    row: Row = dict(group.start)
    if group.id_prefix:
        taken = {other.get("id") for other in rows}
        row["id"] = next(name for number in range(1, 99) if (name := f"{group.id_prefix}{number}") not in taken)
    return row


def _keep_other_skills(group: Group, row: Row, known: Mapping[str, Row]) -> None:
    """The picker knows DigComp only: skills of other frameworks stay as they were."""
    if not any(field.kind == "skills" for field in group.fields):
        return
    before = known.get(row.get("id", ""), {}).get("skills", [])
    others = [skill for skill in before if isinstance(skill, dict) and skill.get("framework") != FRAMEWORK]
    row["skills"] = [*row.get("skills", []), *others]


def _value(field: Field, name: str, sent: QueryDict) -> Any:
    if field.kind in ("pair", "pair_long"):
        texts = {language: _text(sent.get(f"{name}.{language}", "")) for language in LANGUAGES}
        return {language: text for language, text in texts.items() if text}
    if field.kind == "skills":
        return [DIGCOMP[code].model_dump(mode="json", exclude_none=True) for code in sent.getlist(name) if code in DIGCOMP]
    if field.kind in ("choices", "outcomes"):
        return list(dict.fromkeys(_text(value) for value in sent.getlist(name) if value.strip()))
    if field.kind == "lines":
        return [line.strip() for line in sent.get(name, "").splitlines() if line.strip()]
    if field.kind == "check":
        return bool(sent.get(name))
    text = _text(sent.get(name, ""))
    return _number(text) if field.kind == "number" else text


def _text(value: str) -> str:
    return value.replace("\r\n", "\n").strip()


def _number(text: str) -> str:
    """A comma is the decimal sign in Bulgarian; what is no number stays as it was typed."""
    bare = re.sub(r"[\s\u00a0]", "", text)
    return bare.replace(",", ".") if _COMMA.match(bare) else text


def _put(target: Row, path: str, value: Any) -> None:
    *parents, last = path.split(".")
    for parent in parents:
        inner = target.get(parent)
        target[parent] = target = inner if isinstance(inner, dict) else {}
    target[last] = value


def _keep_references(draft: Row) -> None:
    """An outcome that was removed is no longer assessed."""
    outcomes = draft.get("learning_outcomes")
    known = {row.get("id") for row in outcomes if isinstance(row, dict)} if isinstance(outcomes, list) else set()
    for part in draft.get("assessments") or []:
        if isinstance(part, dict) and isinstance(part.get("outcomes"), list):
            part["outcomes"] = [code for code in part["outcomes"] if code in known]
