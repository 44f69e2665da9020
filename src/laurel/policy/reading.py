"""The facts that a design or a record states. What it leaves open stays unknown; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from laurel.annex1.checks import check, check_record
from laurel.annex1.findings import ABSENT, Finding
from laurel.annex1.matrix import matrix_of
from laurel.annex1.record import AnnexIRecord, MicroCredential, as_awarded
from laurel.annex1.vocabularies import AssessmentType, IdentityVerification, QualityType, Supervision
from laurel.policy.facts import UNKNOWN, Known

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_EXTERNAL = frozenset(
    {QualityType.EXTERNAL, QualityType.PROGRAMME, QualityType.INSTITUTIONAL_LICENCE, QualityType.PROGRAMME_LICENCE}
)


def facts_of_design(design: MicroCredential, *, on: date) -> dict[str, Known]:
    """The facts of a design on a day. Elements that only a learner's record has (M1, M5) are not asked for."""
    return _facts(design, check(design, at=on), on)


def facts_of_record(record: AnnexIRecord, *, on: date, findings: Iterable[Finding] | None = None) -> dict[str, Known]:
    """The facts of one learner's record.

    Args:
        on: the day to judge validity by.
        findings: what reading it found (`laurel.formats.elm.read` gives them); otherwise `check_record` is asked.
    """
    found = check_record(record, at=record.issued) if findings is None else findings
    return _facts(as_awarded(record), found, on)


def _facts(design: MicroCredential, findings: Iterable[Finding], on: date) -> dict[str, Known]:
    absent = frozenset(each.element for each in findings if each.code in ABSENT and each.severity == "fail")
    return {
        **_size(design),
        **_level(design),
        **_assessment(design),
        **_quality(design, on),
        "title_words": frozenset(word.casefold() for title in design.title.root.values() for word in _WORD.findall(title)),
        "languages": frozenset(design.title.languages),
        "missing_elements": frozenset(element for element in absent if element.startswith("M")),
        "has_prerequisites": bool(design.prerequisites),
        "expires": design.valid_for_months is not None,
        "valid_for_months": UNKNOWN if design.valid_for_months is None else Decimal(design.valid_for_months),
        "grade_minimum": design.grading.minimum if design.grading else UNKNOWN,
        "grade_maximum": design.grading.maximum if design.grading else UNKNOWN,
        "pass_mark": design.grading.pass_mark if design.grading else UNKNOWN,
    }


def _size(design: MicroCredential) -> dict[str, Known]:
    workload = design.workload
    return {
        "hours": workload.hours if workload else UNKNOWN,
        "ects": workload.ects if workload and workload.ects is not None else UNKNOWN,
    }


def _level(design: MicroCredential) -> dict[str, Known]:
    level = design.level
    return {
        "eqf": UNKNOWN if level.eqf is None else Decimal(level.eqf),
        "level_applies": not level.not_applicable_because,
        "nqf_stated": bool(level.nqf),
    }


def _assessment(design: MicroCredential) -> dict[str, Known]:
    weighted = any(each.weight for each in design.assessments)
    counting = [each for each in design.assessments if each.weight or each.mandatory or not weighted]
    types = {each.type for each in design.assessments}
    outcomes = {outcome.id for outcome in design.learning_outcomes}
    assessed = outcomes - {outcome.id for outcome in matrix_of(design).unassessed}
    tied = any(each.outcomes or each.rubric for each in design.assessments)
    covered = Decimal(100 * len(assessed)) / len(outcomes) if outcomes and tied else UNKNOWN
    identity, supervision = design.identity_verification, design.supervision
    return {
        "summative_assessments": Decimal(sum(each.type is not AssessmentType.ATTENDANCE for each in counting)),
        "outcomes_assessed_percent": covered,
        "attendance_only": types == {AssessmentType.ATTENDANCE} if types else UNKNOWN,
        "identity_verified": UNKNOWN if identity is None else identity is not IdentityVerification.NONE,
        "supervised": UNKNOWN if supervision is None else supervision is not Supervision.NONE,
    }


def _quality(design: MicroCredential, on: date) -> dict[str, Known]:
    external = [each for each in design.quality_assurance if each.type in _EXTERNAL]
    return {
        "quality_named_with_address": any(each.name and each.url for each in design.quality_assurance),
        "external_quality_valid": any(each.valid_until is None or each.valid_until >= on for each in external)
        if external
        else UNKNOWN,
    }
