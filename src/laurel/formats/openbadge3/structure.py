"""Rubrics and parts in a badge: each criterion is a result description with its levels, each part an alignment. Both ways.

    criterion ─▶ ResultDescription { id …#criterion-<assessment>/<criterion>, rubricCriterionLevel[], requiredLevel }
    part      ─▶ Alignment { targetType ext:Part, targetUrl the other design, targetCode its packed facts }

Source: https://www.imsglobal.org/spec/ob/v3p0#resultdescription, #rubriccriterionlevel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from laurel.annex1.record import Criterion, LangString, Part, Parts, RubricLevel
from laurel.formats.openbadge3.codec import number, pack
from laurel.formats.openbadge3.kinds import KINDS, element
from laurel.formats.openbadge3.reading import Alignments, Json, facts, objects, words

Plain = dict[str, Any]
Write = Callable[[str, LangString], str]  # the words in the main language; translations are kept under the key
Read = Callable[[str, str], Plain]

ALL = "all"


def criterion_url(design: str, assessment: str, criterion: str) -> str:
    """The IRI of one criterion of a design: the `id` of its result description. A slug has no `/`."""
    return f"{design}#criterion-{assessment}/{criterion}"


def part_url(design: str, part: str) -> str:
    """The IRI of a part that refers to no other design."""
    return f"{design}#part-{part}"


def described(one: Criterion, *, design: str, assessment: str, assessed: list[Plain], write: Write) -> Plain:
    """The result description of one criterion; `assessed` are the alignments that name its outcomes."""
    url = criterion_url(design, assessment, one.id)
    key = f"{assessment}/{one.id}"
    members = {
        "id": url,
        "type": ["ResultDescription"],
        "name": write(f"criterion/{key}", one.statement),
        "resultType": "RubricCriterionLevel",
        "rubricCriterionLevel": [_level(each, url, key, write) for each in one.levels],
        "requiredLevel": f"{url}/{one.passing}" if one.passing is not None else None,
        "alignment": assessed,
    }
    return {name: value for name, value in members.items() if value}


def _level(one: RubricLevel, url: str, key: str, write: Write) -> Plain:
    members = {
        "id": f"{url}/{one.id}",
        "type": ["RubricCriterionLevel"],
        "name": write(f"level/{key}/{one.id}", one.name),
        "description": write(f"level/{key}/{one.id}/description", one.description) if one.description else None,
        "points": number(one.points),
    }
    return {name: value for name, value in members.items() if value}


def rubric_of(achievement: Json, *, design: str, assessment: str, read: Read) -> list[Plain] | None:
    """The criteria of one assessment; None when the badge has none."""
    prefix = criterion_url(design, assessment, "")
    found = [one for one in objects(achievement.get("resultDescription")) if words(one.get("id")).startswith(prefix)]
    return [_criterion(one, prefix, assessment, read) for one in found] or None


def _criterion(one: Json, prefix: str, assessment: str, read: Read) -> Plain:
    url = words(one.get("id"))
    code = url.removeprefix(prefix)
    passing = words(one.get("requiredLevel"))
    return {
        "id": code,
        "statement": read(f"criterion/{assessment}/{code}", words(one.get("name"))),
        "outcomes": Alignments(one.get("alignment")).codes("ext:AssessedOutcome"),
        "levels": [
            _read_level(each, f"{url}/", f"level/{assessment}/{code}", read)
            for each in objects(one.get("rubricCriterionLevel"))
        ],
        "passing": passing.removeprefix(f"{url}/") or None,
    }


def _read_level(one: Json, prefix: str, key: str, read: Read) -> Plain:
    code = words(one.get("id")).removeprefix(prefix)
    description = words(one.get("description"))
    return {
        "id": code,
        "name": read(f"{key}/{code}", words(one.get("name"))),
        "description": read(f"{key}/{code}/description", description) if description else None,
        "points": words(one.get("points")) or "0",
    }


def part_members(parts: Parts, *, design: str, language: str, write: Write) -> Iterator[Plain]:
    """How many parts have to be there, and each of them, as members of alignments (`achievement.alignment` makes them)."""
    label = KINDS["ext:PartsToChoose"].label(language)
    chosen = len(parts.of) if parts.choose is None else parts.choose
    yield {
        "kind": "ext:PartsToChoose",
        "name": f"{label}: {chosen} / {len(parts.of)}",
        "url": design,
        "code": ALL if parts.choose is None else str(parts.choose),
        "framework": element("O4"),
    }
    for one in parts.of:
        yield {
            "kind": "ext:Part",
            "name": write(f"part/{one.id}", one.title),
            "url": one.refers_to or part_url(design, one.id),
            "code": _packed(one),
            "framework": element("O4"),
        }


def _packed(one: Part) -> str:
    workload = one.workload
    return pack(
        id=one.id,
        mandatory="true" if one.mandatory else "",
        hours=number(workload.hours) if workload else "",
        ects=number(workload.ects) if workload and workload.ects is not None else "",
        outcomes=" ".join(one.outcomes),
    )


def parts_of(found: Alignments, *, design: str, read: Read) -> Plain | None:
    """The parts; None when the badge tells of none."""
    chosen = found.code("ext:PartsToChoose")
    if chosen is None:
        return None
    return {
        "choose": None if chosen == ALL else chosen,
        "of": [_read_part(one, design, read) for _, one in found.of("ext:Part")],
    }


def _read_part(one: Json, design: str, read: Read) -> Plain:
    known = facts(one)
    code, url = known.get("id", ""), words(one.get("targetUrl"))
    return {
        "id": code,
        "title": read(f"part/{code}", words(one.get("targetName"))),
        "refers_to": None if url == part_url(design, code) else url,
        "outcomes": known.get("outcomes", "").split(),
        "workload": {"hours": known["hours"], "ects": known.get("ects")} if "hours" in known else None,
        "mandatory": known.get("mandatory") == "true",
    }
