"""What an offering is called, and why; what each family and each form needs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from cast_of_badges import DESIGN
from laurel.annex1.kinds import FIELDS, Family, Offering, check_family, check_form, classify, needs
from laurel.annex1.record import LearningOutcome, Level, MicroCredential, Part, Parts, Stackability, Workload
from laurel.annex1.vocabularies import AssessmentType, Form, LearningSetting, OutcomeKind, Participation, StackabilityKind
from strategies import records

ASSESSMENT, OUTCOME = DESIGN.assessments[0], DESIGN.learning_outcomes[0]
ATTENDANCE = ASSESSMENT.model_copy(update={"type": AssessmentType.ATTENDANCE})
INTEGRATED = Stackability(kind=StackabilityKind.INTEGRATED)


def _design(**changes: Any) -> MicroCredential:
    plain = {"workload": Workload(hours=Decimal(50)), "stackability": None, "setting": LearningSetting.NON_FORMAL}
    return DESIGN.model_copy(update=plain | changes)


@pytest.mark.parametrize(
    ("changes", "offering"),
    [
        ({}, Offering.MICRO_CREDENTIAL),
        ({"participation": (Participation.ONLINE,)}, Offering.MICRO_CREDENTIAL),
        ({"participation": (Participation.ONSITE,)}, Offering.MICRO_CREDENTIAL),
        ({"workload": Workload(hours=Decimal(900))}, Offering.MICRO_CREDENTIAL),
        ({"workload": Workload(hours=Decimal(901))}, Offering.CERTIFICATE_PROGRAMME),
        ({"workload": Workload(hours=Decimal(800), ects=Decimal(31))}, Offering.CERTIFICATE_PROGRAMME),
        ({"assessments": (ATTENDANCE,)}, Offering.PARTICIPATION_BADGE),
        ({"assessments": (ATTENDANCE,), "workload": Workload(hours=Decimal(2000))}, Offering.PARTICIPATION_BADGE),
        ({"assessments": (ATTENDANCE, ASSESSMENT)}, Offering.MICRO_CREDENTIAL),
        ({"setting": LearningSetting.FORMAL, "stackability": INTEGRATED}, Offering.DEGREE_MODULE),
        ({"stackability": INTEGRATED}, Offering.MICRO_CREDENTIAL),  # non-formal learning is no part of a degree
        ({"setting": LearningSetting.FORMAL}, Offering.MICRO_CREDENTIAL),
        ({"assessments": ()}, None),
        ({"workload": None}, None),
    ],
)
def test_an_offering_is_called_by_what_it_is(changes: dict[str, Any], offering: Offering | None) -> None:
    found = classify(_design(**changes))

    assert found.offering is offering
    assert found.reasons
    assert all(reason and reason.bg for reason in found.reasons)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(record=records)
def test_every_design_is_classified_with_reasons(record: Any) -> None:
    found = classify(record.credential)

    assert found == classify(record.credential)
    assert (found.offering is None) == any("yet" in reason for reason in found.reasons)


@pytest.mark.parametrize("family", Family)
@pytest.mark.parametrize("path", FIELDS)
def test_a_family_asks_for_exactly_the_fields_it_needs(family: Family, path: str) -> None:
    without = _without(DESIGN, path)

    missing = [each.at for each in check_family(without, family) if each.code == "FAMILY_NEEDS"]

    assert (f"/{path}" in missing) == (needs(family)[path] == "required")


def _without(design: MicroCredential, path: str) -> MicroCredential:
    empty: dict[str, Any] = {
        "workload/hours": {"workload": None},
        "workload/ects": {"workload": Workload(hours=Decimal(50))},
        "level/eqf": {"level": Level()},
        "field": {"field": ""},
        "title": {"title": type(design.title)({})},
        "description": {"description": type(design.description)({})},
        "supervision": {"supervision": None},
        "identity_verification": {"identity_verification": None},
    }
    return design.model_copy(update=empty.get(path, {path: ()}))


def test_a_participation_badge_gives_no_credits() -> None:
    generous = _design(workload=Workload(hours=Decimal(50), ects=Decimal(2)))

    assert "FAMILY_HAS_NO" in [each.code for each in check_family(generous, Family.PARTICIPATION)]


def _outcomes(*kinds: OutcomeKind) -> tuple[LearningOutcome, ...]:
    return tuple(OUTCOME.model_copy(update={"id": f"o{number}", "kind": kind}) for number, kind in enumerate(kinds))


SKILL, KNOWLEDGE, COMPETENCE = OutcomeKind.SKILL, OutcomeKind.KNOWLEDGE, OutcomeKind.COMPETENCE


@pytest.mark.parametrize(
    ("form", "kinds", "code"),
    [
        (Form.MODULE, [], "FORM_NEEDS_MORE"),
        (Form.MODULE, [SKILL], None),
        (Form.SUBJECT, [KNOWLEDGE], "FORM_NEEDS_MORE"),
        (Form.SUBJECT, [KNOWLEDGE, SKILL], None),
        (Form.SKILL, [SKILL], None),
        (Form.SKILL, [KNOWLEDGE], "FORM_NEEDS_MORE"),
        (Form.SKILL, [SKILL, SKILL], "FORM_TAKES_FEWER"),
        (Form.COMPETENCE, [SKILL], "FORM_NEEDS_MORE"),
        (Form.COMPETENCE, [SKILL, COMPETENCE], None),
        (Form.SKILL_SET, [SKILL], "FORM_NEEDS_MORE"),
        (Form.SKILL_SET, [SKILL, KNOWLEDGE], None),
        (Form.COMPETENCE_BUNDLE, [COMPETENCE], "FORM_NEEDS_MORE"),
        (Form.COMPETENCE_BUNDLE, [COMPETENCE, COMPETENCE], None),
    ],
)
def test_each_form_has_a_structure(form: Form, kinds: list[OutcomeKind], code: str | None) -> None:
    found = check_form(_design(form=form, learning_outcomes=_outcomes(*kinds)))

    assert [each.code for each in found] == ([code] if code else [])
    assert all(each.say(language) for each in found for language in ("en", "bg"))


def test_a_part_that_is_another_design_counts_for_the_form() -> None:
    parts = Parts(of=(Part(id="a", refers_to="https://uni.example/a"), Part(id="b", outcomes=("o0",))))

    for form, kinds in ((Form.SKILL_SET, [SKILL]), (Form.COMPETENCE_BUNDLE, [COMPETENCE])):
        assert check_form(_design(form=form, learning_outcomes=_outcomes(*kinds), parts=parts)) == ()
