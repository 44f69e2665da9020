"""From a submitted step back to the draft: only the paths the step asks for, whatever else was sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from django.http import QueryDict

from campus.web.staff.designs.fields import Field, Group, Step
from campus.web.staff.designs.for_somebody import OPTIONAL
from campus.web.staff.designs.skill_picking import reference_of
from laurel.annex1.digcomp import FRAMEWORK

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
_MOST_LANGUAGES = 40
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
                _put(new, field.path, _value(field, field.path, sent, new))
    for name in OPTIONAL:
        if isinstance(new.get(name), dict) and not any(new[name].values()):
            del new[name]
    _keep_references(new)
    return new


def _rows(group: Group, sent: QueryDict, held: list[Any]) -> list[Row]:
    pattern = re.compile(re.escape(group.path) + r"\.(\d{1,3})\.")
    indexes = sorted({int(match[1]) for name in sent if (match := pattern.match(name))})[: group.most]
    action, _, target = sent.get("do", "").partition(":")
    rows = []
    for index in indexes:
        if action == "remove" and target == f"{group.path}.{index}":
            continue
        before = _before(f"{group.path}.{index}", index, sent, held)
        row = deepcopy(before)  # what the form does not ask for (a rubric, an outcome's own level) stays as it was
        for field in group.fields:
            _put(row, field.path, _value(field, f"{group.path}.{index}.{field.path}", sent, before))
        _keep_other_skills(group, row, before, f"{group.path}.{index}", sent)
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


def _before(name: str, index: int, sent: QueryDict, held: list[Any]) -> Row:
    """The row as it was: the one of the same id, else the one at the same place whose id the form has changed."""
    rows = [row if isinstance(row, dict) else {} for row in held]
    own = sent.get(f"{name}.id", "").strip()
    same = next((row for row in rows if own and row.get("id") == own), None)
    if same is not None or index >= len(rows):
        return same or {}
    taken = {value.strip() for key, value in sent.items() if isinstance(value, str) and key.endswith(".id")}
    return {} if rows[index].get("id") in taken else rows[index]


def _keep_other_skills(group: Group, row: Row, before: Row, name: str, sent: QueryDict) -> None:
    """A form that shows the skills of DigComp alone leaves those of other frameworks as they were."""
    skills = next((field.path for field in group.fields if field.kind == "skills"), "")
    if not skills or f"{name}.{skills}.all" in sent:
        return
    others = [skill for skill in before.get(skills) or [] if isinstance(skill, dict) and skill.get("framework") != FRAMEWORK]
    row[skills] = [*row.get(skills, []), *others]


def _value(field: Field, name: str, sent: QueryDict, before: Row) -> Any:
    if field.kind in ("pair", "pair_long"):
        return _texts(name, sent)
    if field.kind == "skills":
        return _skills(name, sent, before.get(field.path))
    if field.kind in ("choices", "outcomes"):
        return list(dict.fromkeys(_text(value) for value in sent.getlist(name) if value.strip()))
    if field.kind == "lines":
        return [line.strip() for line in sent.get(name, "").splitlines() if line.strip()]
    if field.kind == "check":
        return bool(sent.get(name))
    text = _text(sent.get(name, ""))
    return _number(text) if field.kind == "number" else text


def _texts(name: str, sent: QueryDict) -> dict[str, str]:
    """A text in every language that the form asked for."""
    start = f"{name}."
    asked = [key.removeprefix(start) for key in sent if key.startswith(start)][:_MOST_LANGUAGES]
    texts = {language: _text(sent.get(start + language, "")) for language in asked if _LANGUAGE.fullmatch(language)}
    return {language: text for language, text in texts.items() if text}


def _skills(name: str, sent: QueryDict, held: Any) -> list[Row]:
    before = [skill for skill in held if isinstance(skill, dict)] if isinstance(held, list) else []
    found = [reference_of(value, before) for value in dict.fromkeys(sent.getlist(name)[:60])]
    return [reference for reference in found if reference is not None]


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
