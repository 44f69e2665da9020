"""The two sides of a case as plain JSON, so that a case keeps them as they were when it was submitted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.timezone import localdate

from campus.catalogue.models import DesignVersion
from campus.catalogue.versions import record_of
from campus.recognition.models import Case, CaseEvidence
from campus.verification.check import Finding
from laurel.annex1.record import LangString
from laurel.errors import LaurelError
from laurel.formats import openbadge3
from laurel.policy.facts import Known
from laurel.policy.reading import facts_of_record
from laurel.recognition import Comparison, Outcome, Side, compare, grade, side_of_design
from laurel.recognition.criteria import Graded
from laurel.verify import DEFAULT
from laurel.verify.presented import read_presented

Json = dict[str, Any]
_NUMBERS = ("hours", "ects")
_FACTS = (
    *("external_quality_valid", "quality_named_with_address", "nqf_stated", "eqf", "hours", "ects", "summative_assessments"),
    *("outcomes_assessed_percent", "identity_verified", "supervised", "outcomes_stated", "outcomes_with_skills_percent"),
    *("verified", "issuer_known", "status_checked"),
)


def as_json(side: Side) -> Json:
    """A side as it is kept."""
    return {
        "title": dict(side.title.root),
        "outcomes": [
            {"id": each.id, "statement": dict(each.statement.root), "skills": sorted(each.skills), "level": each.level}
            for each in side.outcomes
        ],
        "eqf": side.eqf,
        **{name: None if (value := getattr(side, name)) is None else str(value) for name in _NUMBERS},
        "field": side.field,
        "quality_named": side.quality_named,
        "quality_external": side.quality_external,
    }


def side_of(kept: Mapping[str, Any]) -> Side:
    """What was kept, as the library takes it."""
    outcomes = tuple(
        Outcome(
            id=each["id"], statement=LangString(each["statement"]), skills=frozenset(each["skills"]), level=each.get("level")
        )
        for each in kept["outcomes"]
    )
    hours, ects = (None if kept.get(name) is None else Decimal(kept[name]) for name in _NUMBERS)
    return Side(
        title=LangString(kept["title"]),
        outcomes=outcomes,
        eqf=kept.get("eqf"),
        hours=hours,
        ects=ects,
        field=kept.get("field") or "",
        quality_named=kept.get("quality_named"),
        quality_external=kept.get("quality_external"),
    )


def target_of(version: DesignVersion, *, on: date) -> Json:
    """A micro-credential of the organisation as what recognition is asked for."""
    return as_json(side_of_design(record_of(version), on=on))


def attested(content: bytes, finding: Finding, *, at: datetime) -> tuple[Json, Json]:
    """What a checked credential attests, and the facts that the seven criteria ask about.

    An Open Badge is read through the record; whatever else the report's summary tells of. Nothing is guessed.
    """
    checks = {check.name: str(check.plain["outcome"]) for check in finding.checks}
    sound = finding.outcome != "failed"
    proven: dict[str, Known] = {
        "verified": sound and checks.get("proof") == "passed" and checks.get("issuer_key") == "passed",
        "issuer_known": sound and checks.get("issuer_known") == "passed",
        "status_checked": sound and checks.get("status") == "passed",
    }
    try:
        record = openbadge3.parse(read_presented(content, policy=DEFAULT).unverified_document)
    except LaurelError:
        summary = dict(finding.credential or {})
        return _of_summary(summary), _facts({**proven, **_counted(_outcomes(summary))})
    side = side_of_design(record.credential, on=localdate(at))
    found = facts_of_record(record, on=localdate(at))
    return as_json(side), _facts({**found, **proven, **_counted(side.outcomes)})


def said_in(texts: Mapping[str, str], language: str) -> str:
    """A text of a kept side in a language, else in the one that it has."""
    return LangString(dict(texts)).text(language)


def compared(case: Case, evidence: CaseEvidence) -> Comparison:
    """A credential of the case beside what is asked for, with what the officer takes as covered."""
    return compare(side_of(evidence.side), side_of(case.target), accepted=case.accepted)


def best_of(case: Case) -> CaseEvidence:
    """The credential that covers most of what is asked for: it stands for the case. The first of several."""
    return max(case.evidence.order_by("pk"), key=lambda each: len(compared(case, each).covered))


def graded(evidence: CaseEvidence) -> tuple[Graded, ...]:
    """The seven criteria as the credential's facts propose them."""
    return grade({name: Decimal(value) if isinstance(value, str) else value for name, value in evidence.facts.items()})


def _facts(found: Mapping[str, Known]) -> Json:
    kept = {name: found[name] for name in _FACTS if isinstance(found.get(name), bool | Decimal)}
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in kept.items()}


def _counted(outcomes: Iterable[Outcome]) -> dict[str, Known]:
    stated = list(outcomes)
    skilled = sum(bool(each.skills) for each in stated)
    return {
        "outcomes_stated": Decimal(len(stated)),
        "outcomes_with_skills_percent": Decimal(skilled * 100 // len(stated) if stated else 0),
    }


def _of_summary(summary: Mapping[str, Any]) -> Json:
    return as_json(
        Side(
            title=LangString({_language(summary): str(summary.get("title") or "–")[:500]}),
            outcomes=tuple(_outcomes(summary)),
            ects=_credits(summary.get("credits")),
        )
    )


def _outcomes(summary: Mapping[str, Any]) -> list[Outcome]:
    """Outcomes where the document names some, else its skills."""
    said = [str(each)[:1000] for each in summary.get("outcomes", ())]
    if said:
        return [_outcome(number, words, frozenset(), summary) for number, words in enumerate(said, start=1)]
    skills = [each for each in summary.get("skills", ()) if each.get("name")]
    return [
        _outcome(number, str(each["name"])[:1000], frozenset({str(each["url"])} if each.get("url") else ()), summary)
        for number, each in enumerate(skills, start=1)
    ]


def _outcome(number: int, words: str, skills: frozenset[str], summary: Mapping[str, Any]) -> Outcome:
    return Outcome(id=f"o{number}", statement=LangString({_language(summary): words}), skills=skills)


def _language(summary: Mapping[str, Any]) -> str:
    return "bg" if str(summary.get("language", "")).startswith("bg") else "en"


def _credits(value: object) -> Decimal | None:
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() and 0 < found < 1000 else None
