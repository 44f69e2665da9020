"""Is the content good enough? One small function a question, in the order of the European standard elements.

    check(design)           every finding about a design, before it is published
    check_record(record)    the same plus what concerns the learner, the dates and the grade, before it is awarded

Rule numbers (R-03 …) are those of the policy table that `docs/specs.md` explains.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from laurel.annex1.checks_structure import check_structure
from laurel.annex1.findings import Finding, Fix
from laurel.annex1.kinds import check_form
from laurel.annex1.matrix import matrix_of
from laurel.annex1.record import MOST_ECTS, AnnexIRecord, Level, MicroCredential
from laurel.annex1.texts import texts_of
from laurel.annex1.vocabularies import AssessmentType, Cycle, IdentityVerification, LearningSetting, StackabilityKind
from laurel.annex1.words import degree_word, first_word, is_observable

__all__ = ["CHECKS", "Finding", "Fix", "check", "check_record"]

HOURS_PER_ECTS = (25, 30)
EQF_OF_CYCLE = {Cycle.SHORT: 5, Cycle.FIRST: 6, Cycle.SECOND: 7, Cycle.THIRD: 8}
_LANGUAGES = {"en": ("English", "английски"), "bg": ("Bulgarian", "български")}
_EXAMPLE_VERBS = {"en": "evaluate", "bg": "оценява"}


def check(design: MicroCredential, *, at: date | None = None) -> tuple[Finding, ...]:
    """Every finding about a design. With a date, quality assurance that has ended by then is found too."""
    found = [finding for one in CHECKS for finding in one(design)]
    return tuple(found + (list(_quality_expired(design, at)) if at else []))


def check_record(record: AnnexIRecord, *, at: datetime) -> tuple[Finding, ...]:
    """Every finding about one learner's record; places inside the design start with `/credential`."""
    inside = tuple(
        Finding(
            code=finding.code,
            at="/credential" + finding.at,
            facts=finding.facts,
            fix=replace(finding.fix, at="/credential" + finding.fix.at) if finding.fix else None,
        )
        for finding in check(record.credential, at=at.date())
    )
    return (*_learner(record), *inside, *_dates(record, at), *_grade(record), *_results(record))


def _title(design: MicroCredential) -> Iterator[Finding]:  # M2, R-05
    for language in design.languages or ("en",):
        if not design.title.root.get(language) and language.partition("-")[0] not in design.title.root:
            yield Finding(code="TITLE_MISSING", at="/title", facts=_language(language))
    for language, title in design.title.root.items():
        if word := degree_word(title):
            yield Finding(code="TITLE_DEGREE_WORD", at=f"/title/{language}", facts={"word": word})
    if not design.description:
        yield Finding(code="DESCRIPTION_MISSING", at="/description")


def _languages(design: MicroCredential) -> Iterator[Finding]:  # M2
    for place, text in texts_of(design):
        for language in design.title.languages:
            if text and language not in text.root:
                yield Finding(code="LANGUAGE_MISSING", at=place, facts=_language(language))


def _awarding_bodies(design: MicroCredential) -> Iterator[Finding]:  # M3, M4
    if not design.awarding_bodies:
        yield Finding(code="COUNTRY_MISSING", at="/awarding_bodies")
        yield Finding(code="AWARDING_BODY_MISSING", at="/awarding_bodies")
    seen: set[str] = set()
    for index, body in enumerate(design.awarding_bodies):
        if not body.legal_name:
            yield Finding(code="AWARDING_BODY_UNNAMED", at=f"/awarding_bodies/{index}/legal_name")
        if body.id in seen:
            yield Finding(code="AWARDING_BODY_TWICE", at=f"/awarding_bodies/{index}/id", facts={"id": body.id})
        seen.add(body.id)


def _outcomes(design: MicroCredential) -> Iterator[Finding]:  # M6
    if not design.learning_outcomes:
        yield Finding(code="OUTCOMES_MISSING", at="/learning_outcomes")
    seen: set[str] = set()
    for index, outcome in enumerate(design.learning_outcomes):
        if not outcome.statement:
            yield Finding(code="OUTCOME_EMPTY", at=f"/learning_outcomes/{index}/statement", facts={"id": outcome.id})
        if outcome.id in seen:
            yield Finding(code="OUTCOME_TWICE", at=f"/learning_outcomes/{index}/id", facts={"id": outcome.id})
        seen.add(outcome.id)


def _outcome_verbs(design: MicroCredential) -> Iterator[Finding]:  # M6
    for index, outcome in enumerate(design.learning_outcomes):
        for language, statement in outcome.statement.root.items():
            word = first_word(statement)
            if not is_observable(word, language=language):
                facts = {"word": word or statement[:40], "example": _EXAMPLE_VERBS.get(language, "evaluate")}
                yield Finding(code="OUTCOME_VERB", at=f"/learning_outcomes/{index}/statement/{language}", facts=facts)


def _outcome_skills(design: MicroCredential) -> Iterator[Finding]:  # M6
    for index, outcome in enumerate(design.learning_outcomes):
        seen: set[tuple[str, str]] = set()
        for position, skill in enumerate(outcome.skills):
            if (skill.framework, skill.code) in seen:
                place = f"/learning_outcomes/{index}/skills/{position}"
                yield Finding(code="SKILL_TWICE", at=place, facts={"code": skill.code})
            seen.add((skill.framework, skill.code))


def _coverage(design: MicroCredential) -> Iterator[Finding]:  # M6 with M9, R-08
    unassessed = {outcome.id for outcome in matrix_of(design).unassessed}
    for index, outcome in enumerate(design.learning_outcomes):
        if outcome.id in unassessed:
            fix = None
            if len(design.assessments) == 1:
                every = [*design.assessments[0].outcomes, outcome.id]
                fix = Fix(at="/assessments/0/outcomes", value=every)
            place = f"/learning_outcomes/{index}"
            yield Finding(code="OUTCOME_NOT_ASSESSED", at=place, facts={"id": outcome.id}, fix=fix)


def _workload(design: MicroCredential) -> Iterator[Finding]:  # M7, R-03
    if design.workload is None:
        yield Finding(code="WORKLOAD_MISSING", at="/workload")
        return
    hours, ects = design.workload.hours, design.workload.ects
    if ects is None:
        if design.setting is LearningSetting.FORMAL:
            yield Finding(code="ECTS_MISSING", at="/workload/ects", fix=_ects_fix(hours))
        return
    least, most = HOURS_PER_ECTS
    if not least * ects <= hours <= most * ects:
        facts = {
            "hours": _plain(hours),
            "ects": _plain(ects),
            "ratio": _plain((hours / ects).quantize(Decimal("0.1"))),
            "low": _plain((hours / most).quantize(Decimal("0.01"), ROUND_CEILING)),
            "high": _plain((hours / least).quantize(Decimal("0.01"), ROUND_FLOOR)),
        }
        yield Finding(code="ECTS_RATIO", at="/workload/ects", facts=facts, fix=_ects_fix(hours))


def _ects_fix(hours: Decimal) -> Fix | None:
    """The coarsest of whole, half and tenth credits that fits these hours."""
    least, most = HOURS_PER_ECTS
    for step in (Decimal(1), Decimal("0.5"), Decimal("0.1")):
        ects = (hours / most / step).to_integral_value(ROUND_CEILING) * step
        if 0 < ects <= MOST_ECTS and least * ects <= hours:
            return Fix(at="/workload/ects", value=_plain(ects))
    return None


def _level(design: MicroCredential) -> Iterator[Finding]:  # M8
    level = design.level
    stated = level.eqf is not None or bool(level.nqf) or level.cycle is not None
    if not stated and not level.not_applicable_because:
        yield Finding(code="LEVEL_MISSING", at="/level")
    if stated and level.not_applicable_because:
        yield Finding(code="LEVEL_CONTRADICTION", at="/level/not_applicable_because")
    yield from _cycle(level)


def _cycle(level: Level) -> Iterator[Finding]:
    if level.cycle is None or level.eqf is None:
        return
    expected = EQF_OF_CYCLE[level.cycle]
    if level.eqf != expected:
        facts = {"cycle": level.cycle.en, "cycle_bg": level.cycle.bg, "expected": expected, "eqf": level.eqf}
        yield Finding(code="CYCLE_MISMATCH", at="/level/cycle", facts=facts, fix=Fix(at="/level/eqf", value=expected))


def _assessments(design: MicroCredential) -> Iterator[Finding]:  # M9, R-09
    types = {assessment.type for assessment in design.assessments}
    if not types:
        yield Finding(code="ASSESSMENT_MISSING", at="/assessments")
    if types == {AssessmentType.ATTENDANCE}:
        yield Finding(code="ATTENDANCE_ONLY", at="/assessments")
    seen: set[str] = set()
    for index, assessment in enumerate(design.assessments):
        if not assessment.title:
            yield Finding(code="ASSESSMENT_UNNAMED", at=f"/assessments/{index}/title", facts={"id": assessment.id})
        if assessment.id in seen:
            yield Finding(code="ASSESSMENT_TWICE", at=f"/assessments/{index}/id", facts={"id": assessment.id})
        seen.add(assessment.id)


def _assessed_outcomes(design: MicroCredential) -> Iterator[Finding]:  # M9
    known = {outcome.id for outcome in design.learning_outcomes}
    for index, assessment in enumerate(design.assessments):
        for outcome in assessment.outcomes:
            if outcome not in known:
                facts = {"id": assessment.id, "outcome": outcome}
                yield Finding(code="ASSESSED_OUTCOME_UNKNOWN", at=f"/assessments/{index}/outcomes", facts=facts)


def _scores(design: MicroCredential) -> Iterator[Finding]:  # M9
    for index, one in enumerate(design.assessments):
        if one.threshold is not None and one.threshold > one.maximum:
            facts = {"id": one.id, "threshold": _plain(one.threshold), "maximum": _plain(one.maximum)}
            yield Finding(code="THRESHOLD_TOO_HIGH", at=f"/assessments/{index}/threshold", facts=facts)
    total = sum((one.weight for one in design.assessments), Decimal(0))
    if total not in (0, 100):
        yield Finding(code="WEIGHTS_SUM", at="/assessments", facts={"total": _plain(total)})


def _participation(design: MicroCredential) -> Iterator[Finding]:  # M10
    types = {assessment.type for assessment in design.assessments}
    if not design.participation and types != {AssessmentType.PRIOR_LEARNING}:
        yield Finding(code="PARTICIPATION_MISSING", at="/participation")


def _quality(design: MicroCredential) -> Iterator[Finding]:  # M11, R-11
    if not design.quality_assurance:
        yield Finding(code="QUALITY_MISSING", at="/quality_assurance")
        return
    for index, quality in enumerate(design.quality_assurance):
        if not quality.name:
            yield Finding(code="QUALITY_UNNAMED", at=f"/quality_assurance/{index}/name")
    if not any(quality.name and quality.url for quality in design.quality_assurance):
        yield Finding(code="QUALITY_WITHOUT_ADDRESS", at="/quality_assurance")


def _quality_expired(design: MicroCredential, at: date) -> Iterator[Finding]:  # M11, R-12
    for index, quality in enumerate(design.quality_assurance):
        if quality.valid_until is not None and quality.valid_until < at:
            facts = {"date": quality.valid_until.isoformat()}
            yield Finding(code="QUALITY_EXPIRED", at=f"/quality_assurance/{index}/valid_until", facts=facts)


def _prerequisites(design: MicroCredential) -> Iterator[Finding]:  # O1
    if not design.prerequisites:
        yield Finding(code="PREREQUISITES_UNSTATED", at="/prerequisites")


def _supervision(design: MicroCredential) -> Iterator[Finding]:  # O2: two facts, never one phrase
    if design.supervision is None:
        yield Finding(code="SUPERVISION_UNSTATED", at="/supervision")
    if design.identity_verification is None:
        yield Finding(code="IDENTITY_UNSTATED", at="/identity_verification")
    if design.identity_method and design.identity_verification is IdentityVerification.NONE:
        yield Finding(code="IDENTITY_METHOD_CONTRADICTION", at="/identity_method")


def _scale(design: MicroCredential) -> Iterator[Finding]:  # O3
    scale = design.grading
    if scale is None and not any(one.accepted or one.threshold is not None for one in design.assessments):
        yield Finding(code="GRADING_UNSTATED", at="/grading")
    if scale is not None and not (scale.minimum < scale.maximum and scale.minimum <= scale.pass_mark <= scale.maximum):
        yield Finding(code="SCALE_UPSIDE_DOWN", at="/grading")


def _stackability(design: MicroCredential) -> Iterator[Finding]:  # O4
    if design.stackability is None:
        yield Finding(code="STACKABILITY_UNSTATED", at="/stackability")
    elif design.stackability.kind is not StackabilityKind.STAND_ALONE and not design.stackability.towards:
        yield Finding(code="STACKABLE_TOWARDS_NOTHING", at="/stackability/towards")


def _further_information(design: MicroCredential) -> Iterator[Finding]:  # O5
    if not (design.further_information or design.links or any(body.url for body in design.awarding_bodies)):
        yield Finding(code="FURTHER_INFORMATION_UNSTATED", at="/further_information")


def _form(design: MicroCredential) -> Iterator[Finding]:  # M6, P-17
    if design.learning_outcomes or design.parts:
        yield from check_form(design)


CHECKS: tuple[Callable[[MicroCredential], Iterator[Finding]], ...] = (
    _title,
    _languages,
    _awarding_bodies,
    _outcomes,
    _outcome_verbs,
    _outcome_skills,
    _coverage,
    _workload,
    _level,
    _assessments,
    _assessed_outcomes,
    _scores,
    _participation,
    _quality,
    _prerequisites,
    _supervision,
    _scale,
    _stackability,
    _further_information,
    _form,
    check_structure,
)


def _learner(record: AnnexIRecord) -> Iterator[Finding]:  # M1
    if record.learner.id is None and not record.learner.email:
        yield Finding(code="LEARNER_UNIDENTIFIED", at="/learner")
    if not record.learner.name:
        yield Finding(code="LEARNER_UNNAMED", at="/learner/name")


def _dates(record: AnnexIRecord, at: datetime) -> Iterator[Finding]:  # M5
    if record.issued > at:
        yield Finding(code="ISSUED_IN_FUTURE", at="/issued")
    if record.awarded is not None and record.awarded > record.issued:
        yield Finding(code="AWARDED_AFTER_ISSUED", at="/awarded")
    if record.valid_until is not None and record.valid_until <= record.issued:
        yield Finding(code="VALID_UNTIL_TOO_EARLY", at="/valid_until")


def _grade(record: AnnexIRecord) -> Iterator[Finding]:  # O3
    scale = record.credential.grading
    if not record.grade:
        if not record.results:
            yield Finding(code="GRADE_UNSTATED", at="/grade")
        return
    if scale is None:
        yield Finding(code="GRADE_WITHOUT_SCALE", at="/credential/grading")
        return
    number = _number(record.grade)
    if number is not None and not scale.minimum <= number <= scale.maximum:
        facts = {"grade": record.grade, "minimum": _plain(scale.minimum), "maximum": _plain(scale.maximum)}
        yield Finding(code="GRADE_OFF_SCALE", at="/grade", facts=facts)


def _results(record: AnnexIRecord) -> Iterator[Finding]:  # O3
    known = {assessment.id for assessment in record.credential.assessments}
    for index, result in enumerate(record.results):
        if result.assessment not in known:
            place = f"/results/{index}/assessment"
            yield Finding(code="RESULT_UNKNOWN", at=place, facts={"id": result.assessment})


def _language(tag: str) -> dict[str, str]:
    english, bulgarian = _LANGUAGES.get(tag, (tag, tag))
    return {"language": english, "language_bg": bulgarian}


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.replace(",", "."))
    except ArithmeticError:
        return None
    return number if number.is_finite() else None


def _plain(number: Decimal) -> str:
    """Without exponent and trailing zeros: 1.50 → "1.5"."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
