"""What a record says, as the facts of a summary: for formats that are read through the record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from laurel.annex1.record import AnnexIRecord
from laurel.formats.openbadge3.codec import number
from laurel.verify.summary import GivenResult, Skill


def facts_of(record: AnnexIRecord, language: str) -> dict[str, Any]:
    """The members of `Summary` that come from the record alone."""
    design = record.credential
    skills = [skill for outcome in design.learning_outcomes for skill in outcome.skills]
    identity = [GivenResult(name="", value="", note=record.identity.say(language))] if record.identity else []
    overall = [GivenResult(name="", value=record.grade)] if record.grade else []
    return {
        "achievement_id": design.id,
        "credits": number(design.workload.ects) if design.workload and design.workload.ects is not None else "",
        "skills": tuple(
            Skill(name=one.name.text(language), framework=one.framework, code=one.code, url=one.url or "") for one in skills
        ),
        "outcomes": tuple(one.statement.text(language) for one in design.learning_outcomes),
        "results": (*overall, *_results(record, language), *identity),
        "evidence": tuple(one.name or one.id or "" for one in record.evidence),
    }


def _results(record: AnnexIRecord, language: str) -> Iterator[GivenResult]:
    titles = {one.id: one.title.text(language) for one in record.credential.assessments}
    for one in record.results:
        note = one.supervision.name_in(language) if one.supervision else ""
        yield GivenResult(name=titles.get(one.assessment, ""), value=one.value, note=note)
