"""Every question asked of a design has a bad answer here that is found, named by its place, and said in both languages."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings

from cast_of_badges import DESIGN, RECORD, UNIVERSITY, both
from laurel.annex1.checks import CHECKS, EQF_OF_CYCLE, check, check_record
from laurel.annex1.findings import SENTENCES
from laurel.annex1.record import (
    AssessmentResult,
    GradingScale,
    LangString,
    Learner,
    Level,
    MicroCredential,
    Stackability,
    Workload,
)
from laurel.annex1.vocabularies import AssessmentType, Cycle, IdentityVerification, StackabilityKind
from strategies import records

OUTCOME, ASSESSMENT, QUALITY = DESIGN.learning_outcomes[0], DESIGN.assessments[0], DESIGN.quality_assurance[0]


def changed(part, **changes):
    return part.model_copy(update=changes)


def found(**changes):
    return {(finding.code, finding.at) for finding in check(changed(DESIGN, **changes))}


def test_a_complete_design_has_nothing_to_mend():
    assert check(DESIGN, at=date(2026, 11, 23)) == ()
    assert check_record(RECORD, at=RECORD.issued) == ()


@pytest.mark.parametrize(
    ("changes", "code", "at"),
    [
        ({"title": LangString({"en": "Data"})}, "TITLE_MISSING", "/title"),
        ({"title": both("Магистър по данни", "Data")}, "TITLE_DEGREE_WORD", "/title/bg"),
        ({"title": both("Данни", "National diploma")}, "TITLE_DEGREE_WORD", "/title/en"),
        ({"description": LangString({})}, "DESCRIPTION_MISSING", "/description"),
        ({"description": LangString({"bg": "о"})}, "LANGUAGE_MISSING", "/description"),
        ({"awarding_bodies": ()}, "COUNTRY_MISSING", "/awarding_bodies"),
        ({"awarding_bodies": ()}, "AWARDING_BODY_MISSING", "/awarding_bodies"),
        ({"awarding_bodies": (UNIVERSITY, UNIVERSITY)}, "AWARDING_BODY_TWICE", "/awarding_bodies/1/id"),
        (
            {"awarding_bodies": (changed(UNIVERSITY, legal_name=LangString({})),)},
            "AWARDING_BODY_UNNAMED",
            "/awarding_bodies/0/legal_name",
        ),
        ({"learning_outcomes": ()}, "OUTCOMES_MISSING", "/learning_outcomes"),
        (
            {"learning_outcomes": (changed(OUTCOME, statement=LangString({})),)},
            "OUTCOME_EMPTY",
            "/learning_outcomes/0/statement",
        ),
        ({"learning_outcomes": (OUTCOME, OUTCOME)}, "OUTCOME_TWICE", "/learning_outcomes/1/id"),
        (
            {"learning_outcomes": (changed(OUTCOME, statement=both("Знае много", "Understands much")),)},
            "OUTCOME_VERB",
            "/learning_outcomes/0/statement/bg",
        ),
        (
            {"learning_outcomes": (changed(OUTCOME, skills=OUTCOME.skills * 2),)},
            "SKILL_TWICE",
            "/learning_outcomes/0/skills/1",
        ),
        ({"assessments": (changed(ASSESSMENT, outcomes=("lo1",)),)}, "OUTCOME_NOT_ASSESSED", "/learning_outcomes/1"),
        ({"workload": None}, "WORKLOAD_MISSING", "/workload"),
        ({"workload": Workload(hours=Decimal(40))}, "ECTS_MISSING", "/workload/ects"),
        ({"workload": Workload(hours=Decimal(40), ects=Decimal(3))}, "ECTS_RATIO", "/workload/ects"),
        ({"level": Level()}, "LEVEL_MISSING", "/level"),
        (
            {"level": Level(eqf=6, not_applicable_because=both("не", "no"))},
            "LEVEL_CONTRADICTION",
            "/level/not_applicable_because",
        ),
        ({"level": Level(eqf=7, cycle=Cycle.FIRST)}, "CYCLE_MISMATCH", "/level/cycle"),
        ({"assessments": ()}, "ASSESSMENT_MISSING", "/assessments"),
        ({"assessments": (changed(ASSESSMENT, type=AssessmentType.ATTENDANCE),)}, "ATTENDANCE_ONLY", "/assessments"),
        ({"assessments": (ASSESSMENT, ASSESSMENT)}, "ASSESSMENT_TWICE", "/assessments/1/id"),
        (
            {"assessments": (changed(ASSESSMENT, title=LangString({})),)},
            "ASSESSMENT_UNNAMED",
            "/assessments/0/title",
        ),
        (
            {"assessments": (changed(ASSESSMENT, outcomes=("lo1", "lo2", "lo9")),)},
            "ASSESSED_OUTCOME_UNKNOWN",
            "/assessments/0/outcomes",
        ),
        (
            {"assessments": (changed(ASSESSMENT, threshold=Decimal(101)),)},
            "THRESHOLD_TOO_HIGH",
            "/assessments/0/threshold",
        ),
        ({"assessments": (ASSESSMENT,)}, "WEIGHTS_SUM", "/assessments"),
        ({"participation": ()}, "PARTICIPATION_MISSING", "/participation"),
        ({"quality_assurance": ()}, "QUALITY_MISSING", "/quality_assurance"),
        (
            {"quality_assurance": (changed(QUALITY, name=LangString({})),)},
            "QUALITY_UNNAMED",
            "/quality_assurance/0/name",
        ),
        ({"quality_assurance": (changed(QUALITY, url=None),)}, "QUALITY_WITHOUT_ADDRESS", "/quality_assurance"),
        ({"prerequisites": None}, "PREREQUISITES_UNSTATED", "/prerequisites"),
        ({"supervision": None}, "SUPERVISION_UNSTATED", "/supervision"),
        ({"identity_verification": None}, "IDENTITY_UNSTATED", "/identity_verification"),
        (
            {"identity_verification": IdentityVerification.NONE},
            "IDENTITY_METHOD_CONTRADICTION",
            "/identity_method",
        ),
        (
            {"grading": None, "assessments": (changed(ASSESSMENT, threshold=None, weight=Decimal(100)),)},
            "GRADING_UNSTATED",
            "/grading",
        ),
        ({"grading": GradingScale(name=both("а", "a"), pass_mark=Decimal(101))}, "SCALE_UPSIDE_DOWN", "/grading"),
        ({"stackability": None}, "STACKABILITY_UNSTATED", "/stackability"),
        (
            {"links": (), "awarding_bodies": (changed(UNIVERSITY, url=None),)},
            "FURTHER_INFORMATION_UNSTATED",
            "/further_information",
        ),
        (
            {"stackability": Stackability(kind=StackabilityKind.INTEGRATED)},
            "STACKABLE_TOWARDS_NOTHING",
            "/stackability/towards",
        ),
    ],
)
def test_a_bad_design_is_told_what_to_mend_and_where(changes, code, at):
    assert (code, at) in found(**changes)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"learner": Learner(name="Амина")}, "LEARNER_UNIDENTIFIED"),
        ({"learner": Learner(email="amina@uni.example")}, "LEARNER_UNNAMED"),
        ({"issued": RECORD.issued + timedelta(days=1)}, "ISSUED_IN_FUTURE"),
        ({"awarded": RECORD.issued + timedelta(days=1)}, "AWARDED_AFTER_ISSUED"),
        ({"valid_until": RECORD.issued}, "VALID_UNTIL_TOO_EARLY"),
        ({"grade": "6,50"}, "GRADE_OFF_SCALE"),
        ({"grade": "", "results": ()}, "GRADE_UNSTATED"),
        ({"credential": changed(DESIGN, grading=None)}, "GRADE_WITHOUT_SCALE"),
        ({"results": (AssessmentResult(assessment="essay", value="1"),)}, "RESULT_UNKNOWN"),
    ],
)
def test_a_bad_record_is_told_what_to_mend(changes, code):
    assert code in {finding.code for finding in check_record(changed(RECORD, **changes), at=RECORD.issued)}


def test_quality_assurance_that_has_ended_is_found_on_the_day_after():
    last = QUALITY.valid_until

    assert check(DESIGN, at=last) == ()
    assert [finding.code for finding in check(DESIGN, at=last + timedelta(days=1))] == ["QUALITY_EXPIRED"]


def test_prior_learning_alone_needs_no_form_of_participation():
    prior = changed(ASSESSMENT, type=AssessmentType.PRIOR_LEARNING, weight=Decimal(100))

    assert found(assessments=(prior,), participation=()) == set()


@pytest.mark.parametrize(("hours", "ects"), [(25, 1), (30, 1), (40, "1.5"), (750, 25), (750, 30)])
def test_twenty_five_to_thirty_hours_a_credit_are_fine_at_both_ends(hours, ects):
    assert found(workload=Workload(hours=Decimal(hours), ects=Decimal(ects))) == set()


@pytest.mark.parametrize("hours", ["25", "40", "57", "100", "123.5", "750"])
def test_the_credits_we_propose_fit_the_hours(hours):
    wrong = changed(DESIGN, workload=Workload(hours=Decimal(hours), ects=Decimal(200)))
    [finding] = check(wrong)

    mended = changed(wrong, workload=Workload(hours=Decimal(hours), ects=Decimal(finding.fix.value)))
    assert check(mended) == ()


@pytest.mark.parametrize(("cycle", "eqf"), EQF_OF_CYCLE.items())
def test_each_cycle_agrees_with_its_level(cycle, eqf):
    assert found(level=Level(eqf=eqf, cycle=cycle)) == set()


def test_one_assessment_that_forgot_an_outcome_gets_a_ready_fix():
    alone = changed(ASSESSMENT, outcomes=("lo1",), weight=Decimal(100))
    [finding] = check(changed(DESIGN, assessments=(alone,)))

    assert (finding.fix.at, finding.fix.value) == ("/assessments/0/outcomes", ["lo1", "lo2"])


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(records)
def test_any_record_can_be_checked_and_every_finding_said_in_both_languages(record):
    for finding in check_record(record, at=RECORD.issued):
        assert finding.say("en") != finding.say("bg")
        assert finding.severity in ("fail", "warn")
        assert finding.at.startswith("/")


def test_every_mandatory_element_can_fail():
    assert {element for element, severity, *_ in SENTENCES.values() if severity == "fail"} >= {f"M{n}" for n in range(1, 12)}
    assert len(CHECKS) == len(set(CHECKS))


def test_an_empty_draft_can_be_kept_and_checked():
    draft = MicroCredential(id="urn:uuid:1", title=LangString({}), description=LangString({}))

    assert {"TITLE_MISSING", "OUTCOMES_MISSING", "QUALITY_MISSING"} <= {finding.code for finding in check(draft)}
