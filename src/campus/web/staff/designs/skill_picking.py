"""Skills for an outcome: those it has, those that a search finds, those that its text speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from campus.skills.find import find_skills, skill_of, suggest_skills
from campus.skills.models import Skill
from laurel.annex1.digcomp import AREAS, DIGCOMP, FRAMEWORK

_OURS = "digcomp"  # slug of the framework whose competences the library knows as well
MOST_FOUND = 8
MOST_SUGGESTED = 4
MOST_TEXT = 2000


@dataclass(frozen=True, slots=True)
class Pick:
    """One skill that can be ticked: `value` names it in the form, `note` says where it stands in its framework."""

    value: str
    label: str
    note: str


def held_picks(held: object, language: str) -> list[Pick]:
    """The skills that an outcome has."""
    skills = [skill for skill in held if isinstance(skill, dict)] if isinstance(held, list) else []
    return [_held(skill, language) for skill in skills if skill.get("code")]


def found_picks(query: str, language: str, *, without: Iterable[str] = ()) -> list[Pick]:
    """What a search finds, typing errors forgiven, in either language; `without` what is ticked already."""
    return _picks(find_skills(query[:200], limit=MOST_FOUND) if query.strip() else [], language, without)


def suggested_picks(statement: object, language: str, *, without: Iterable[str] = ()) -> list[Pick]:
    """What the text of an outcome speaks of, in whatever language it is written."""
    texts = [text for text in statement.values() if isinstance(text, str) and text] if isinstance(statement, dict) else []
    found: dict[int, Skill] = {}
    for text in texts[:3]:
        found.update((skill.pk, skill) for skill in suggest_skills(text[:MOST_TEXT], limit=MOST_SUGGESTED))
    return _picks(list(found.values()), language, without)[:MOST_SUGGESTED]


def reference_of(value: str, before: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """The reference that a ticked value stands for: a competence, one the outcome had before, or one of a loaded framework."""
    if value in DIGCOMP:
        return DIGCOMP[value].model_dump(mode="json", exclude_none=True)
    for held in before:
        if _value(str(held.get("framework", "")), str(held.get("code", ""))) == value:
            return dict(held)
    slug, _bar, code = value.partition("|")
    skill = skill_of(slug, code) if code else None
    return None if skill is None else _reference(skill)


def _reference(skill: Skill) -> dict[str, Any]:
    reference: dict[str, Any] = {
        "framework": str(skill.framework)[:500],
        "code": skill.code,
        "name": {language: name for language, name in skill.name.items() if name},
    }
    return reference | ({"url": skill.uri} if skill.uri else {})


def _held(skill: Mapping[str, Any], language: str) -> Pick:
    code, framework = str(skill["code"]), str(skill.get("framework", ""))
    name = skill.get("name")
    names = name if isinstance(name, dict) else {}
    text = names.get(language) or names.get("en") or next(iter(names.values()), code)
    label = f"{code} {text}" if len(code) < 12 else str(text)
    if framework == FRAMEWORK and code in DIGCOMP:
        return Pick(code, label, _area(code, language))
    return Pick(_value(framework, code), label, framework)


def _picks(skills: Sequence[Skill], language: str, without: Iterable[str]) -> list[Pick]:
    ticked = set(without)
    picks = [_pick(skill, language) for skill in skills]
    return [pick for pick in picks if pick.value not in ticked]


def _pick(skill: Skill, language: str) -> Pick:
    code = skill.code
    label = f"{code} {skill.name_in(language)}" if len(code) < 12 else skill.name_in(language)
    if skill.framework.slug == _OURS and code in DIGCOMP:
        return Pick(code, label, _area(code, language))
    where = [str(skill.framework), str(skill.get_kind_display())]
    if skill.framework.slug == _OURS and code[:1] in AREAS:
        where.append(_area(code, language))
    if skill.level:
        where.append(gettext("level %(level)s") % {"level": skill.level})
    return Pick(f"{skill.framework.slug}|{code}", label, " · ".join(where))


def _area(code: str, language: str) -> str:
    return f"{FRAMEWORK} · {AREAS[code[:1]].text(language)}"


def _value(framework: str, code: str) -> str:
    return f"{framework}|{code}"
