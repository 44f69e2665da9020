"""Setting an assignment: where its rubric comes from, and what stands once learners have met it."""

from decimal import Decimal

import pytest

from campus.learning.cohorts import CohortClosedError, close_cohort
from campus.marking import setup
from campus.marking.models import Assignment
from campus.marking.rubrics import RubricError, total_of
from campus.people.roles import NotAllowedError
from marking import NOW, RUBRIC, assignment_of, later
from quizzes import open_quiz
from sample_design import draft, open_cohort, publish


def test_without_a_rubric_in_the_design_there_is_a_criterion_for_each_outcome_assessed(cohort, bruno):
    made = setup.create(cohort, assessment="project", by=bruno, at=NOW, title_en="Project")

    rubric = setup.rubric_of(made)
    assert [criterion.outcomes for criterion in rubric] == [("o1",)]
    assert [level.points for level in rubric[0].levels] == [0, 1, 2, 3, 4]
    assert total_of(rubric, {"o1": "excellent"}, maximum=made.maximum) == 100
    assert not made.rubric_of_design


def test_the_rubric_of_an_approved_design_is_taken_and_stands(laurel_university, bruno, carla):
    parts = draft()["assessments"]
    parts[1]["rubric"] = [
        {**RUBRIC[0], "outcomes": ["o1"], "levels": [{"id": "no", "name": {"en": "No", "bg": "Не"}, "points": "0"},
                                                     {"id": "yes", "name": {"en": "Yes", "bg": "Да"}, "points": "100"}],
         "passing": "yes"},
    ]  # fmt: skip
    cohort = open_cohort(publish(laurel_university, bruno, carla, assessments=parts), bruno)
    made = setup.create(cohort, assessment="exam", by=bruno, at=NOW, title_en="Exam")

    assert made.rubric_of_design
    assert [level.id for level in setup.rubric_of(made)[0].levels] == ["no", "yes"]
    assert (made.maximum, made.pass_mark) == (Decimal(100), Decimal(50))
    with pytest.raises(setup.RubricOfDesignError):
        setup.set_rubric(made, RUBRIC, by=bruno, at=NOW)


def test_what_marking_rests_on_is_frozen_when_it_opens(assignment, bruno):
    changed = setup.change(assignment, by=bruno, at=NOW, due_at=later(days=9), title_en="Longer essay", tolerance=1)
    assert changed.due_at == later(days=9)

    with pytest.raises(setup.AssignmentFrozenError):
        setup.set_rubric(assignment, RUBRIC[:1], by=bruno, at=NOW)
    for name, value in (("tolerance", 2), ("second_percent", Decimal(50)), ("anonymous", False), ("late", "deducted")):
        with pytest.raises(setup.AssignmentFrozenError):
            setup.change(assignment, by=bruno, at=NOW, **{name: value})


def test_an_assessment_gets_its_results_from_one_place(cohort, assignment, bruno):
    with pytest.raises(setup.AssignmentTakenError):
        assignment_of(cohort, bruno)
    assert [part.id for part in setup.free_assessments(cohort)] == ["project"]


def test_refuses_an_assessment_that_has_a_quiz(cohort, bruno):
    open_quiz(cohort, bruno)
    with pytest.raises(setup.AssignmentTakenError):
        assignment_of(cohort, bruno)


def test_refuses_an_assessment_that_is_not_in_the_design(cohort, bruno):
    with pytest.raises(setup.UnknownAssessmentError):
        setup.create(cohort, assessment="thesis", by=bruno, at=NOW, title_en="x")


@pytest.mark.parametrize(
    ("field", "rules"),
    [
        ("title_en", {"title_en": " ", "title_bg": ""}),
        ("due_at", {"opens_at": later(days=8)}),
        ("late_until", {"late_until": later(days=6)}),
        ("late_until", {"late_until": later(days=6), "due_at": None}),
        ("release_at", {"release_at": later(days=6)}),
        ("takes_text", {"takes_text": False, "takes_files": False}),
        ("kinds", {"kinds": ["exe"]}),
        ("largest_file", {"largest_file": 30 * 1024**2}),
        ("attempts_allowed", {"attempts_allowed": 0}),
        ("second_percent", {"second_percent": Decimal(101)}),
        ("time_zone", {"time_zone": "Europe/Atlantis"}),
        ("agreed", {"agreed": "lottery"}),
    ],
)
def test_refuses_rules_that_cannot_be(cohort, bruno, field, rules):
    with pytest.raises(setup.AssignmentRuleError) as refused:
        assignment_of(cohort, bruno, **rules)
    assert refused.value.field == field
    assert not Assignment.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        "not a list",
        [{**RUBRIC[0], "levels": RUBRIC[0]["levels"][:1]}],
        [{**RUBRIC[0], "levels": RUBRIC[0]["levels"][::-1]}],
        [{**RUBRIC[0], "passing": "l9"}],
        [{**RUBRIC[0], "statement": {}}],
        [RUBRIC[0], RUBRIC[0]],
        [{**RUBRIC[0], "levels": [{**each, "points": "0"} for each in RUBRIC[0]["levels"]]}],
    ],
)
def test_refuses_a_rubric_that_cannot_be_marked_by(cohort, bruno, wrong):
    made = assignment_of(cohort, bruno, opened=False)
    with pytest.raises(RubricError):
        setup.set_rubric(made, wrong, by=bruno, at=NOW)


def test_opens_closes_and_opens_again(assignment, bruno):
    with pytest.raises(setup.AssignmentMovedOnError):
        setup.open_(assignment, by=bruno, at=NOW)
    setup.close(assignment, by=bruno, at=NOW)
    setup.close(assignment, by=bruno, at=NOW)
    assert setup.open_(assignment, by=bruno, at=later(days=1)).opened_at == NOW
    with pytest.raises(setup.AssignmentMovedOnError):
        setup.delete_draft(assignment, by=bruno, at=NOW)


def test_a_closed_cohort_gets_no_assignment(cohort, bruno):
    waiting = assignment_of(cohort, bruno, opened=False)
    close_cohort(cohort, by=bruno, at=NOW)
    cohort.refresh_from_db()
    with pytest.raises(CohortClosedError):
        setup.create(cohort, assessment="project", by=bruno, at=NOW, title_en="x")
    with pytest.raises(CohortClosedError):
        setup.open_(waiting, by=bruno, at=NOW)
    setup.delete_draft(waiting, by=bruno, at=NOW)
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("name", ["rositsa", "carla", "dmitri"])
def test_only_authors_and_assessors_set_assignments(cohort, assignment, request, name):
    somebody = request.getfixturevalue(name)
    for act in (
        lambda: setup.create(cohort, assessment="project", by=somebody, at=NOW, title_en="x"),
        lambda: setup.change(assignment, by=somebody, at=NOW, title_en="x"),
        lambda: setup.close(assignment, by=somebody, at=NOW),
        lambda: setup.set_rubric(assignment, RUBRIC, by=somebody, at=NOW),
    ):
        with pytest.raises(NotAllowedError):
            act()
