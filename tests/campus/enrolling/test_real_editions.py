"""Every presentation of the Open University's data as an edition: enrolled from a list, assessed in weighted parts, awarded.

The awards equal what a few lines of plain arithmetic over the files give. The data holds no scores of exams; there the final
result stands for the exam. It states no pass mark for assignments and tests: 40 of 100 is asked here.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from fractions import Fraction
from itertools import islice

import pytest

from badges import published, said
from campus.enrolling import deciding, lists
from campus.learning import assess
from campus.learning.award import award_cohort
from campus.learning.gradebook import CheckedRow, Learner, Score
from campus.learning.models import Award, Enrolment
from cast import MONDAY
from enrolling import intake_of
from laurel.annex1.record import Assessment, GradingScale
from laurel.annex1.vocabularies import AssessmentType
from shared import SHARED, needs_shared

pytestmark = needs_shared
DATA = SHARED / "data" / "oulad"
PASSED = ("Pass", "Distinction")
PASS_MARK = 40
TYPES = {"TMA": AssessmentType.MARKED_ASSIGNMENT, "CMA": AssessmentType.QUIZ, "Exam": AssessmentType.WRITTEN_EXAMINATION}


def read(name):
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def is_in(row, module, presentation):
    return (row["code_module"], row["code_presentation"]) == (module, presentation)


def parts_of(module, presentation):
    """The assessments of a presentation as a design has them."""
    for row in read("assessments"):
        if is_in(row, module, presentation):
            kind, exam = row["assessment_type"], row["assessment_type"] == "Exam"
            yield Assessment(
                id=f"a{row['id_assessment']}",
                title=said(f"{kind} {row['id_assessment']}", f"{kind} {row['id_assessment']}"),
                type=TYPES[kind],
                weight=Decimal(0) if exam else Decimal(row["weight"]),
                mandatory=exam,
                accepted=PASSED if exam else (),
                outcomes=("judge",),
            )


def scores():
    """Scores by assessment and student, as the files have them; those that are empty are none."""
    return {(row["id_assessment"], row["id_student"]): row["score"] for row in read("studentAssessment") if row["score"]}


def plainly(module, presentation):
    """Who passes: the final result, and the weighted mean of assignments and tests, where any has a weight."""
    known = scores()
    parts = [row for row in read("assessments") if is_in(row, module, presentation) and row["assessment_type"] != "Exam"]
    weights = {row["id_assessment"]: Fraction(row["weight"]) for row in parts}
    total = sum(weights.values())
    earned = set()
    for row in read("studentInfo"):
        if is_in(row, module, presentation) and row["final_result"] in PASSED:
            student = row["id_student"]
            points = sum(Fraction(known.get((part, student), 0)) * weight for part, weight in weights.items())
            if not total or points / total + Fraction(1, 200) >= PASS_MARK:  # a mean is rounded to two places
                earned.add(student)
    return earned


@pytest.mark.parametrize(
    ("module", "presentation"),
    [("AAA", "2013J"), ("AAA", "2014J"), ("EEE", "2013J"), ("EEE", "2014B"), ("EEE", "2014J"), ("GGG", "2013J"),
     ("GGG", "2014B"), ("GGG", "2014J")],
)  # fmt: skip
def test_a_presentation_run_as_an_edition_awards_whom_plain_arithmetic_awards(
    laurel_university, bruno, carla, rositsa, module, presentation
):
    parts = tuple(parts_of(module, presentation))
    grading = GradingScale(name=said("Hundred points", "Стобална"), pass_mark=Decimal(PASS_MARK))
    version = published(laurel_university, bruno, carla, assessments=parts, grading=grading)
    intake = intake_of(version, bruno, rositsa, capacity=None)
    students = [row for row in read("studentInfo") if is_in(row, module, presentation)]

    listed = "name,email\n" + "".join(f"Student {row['id_student']},s{row['id_student']}@example.org\n" for row in students)
    upload = lists.receive(intake, content=listed.encode(), file_name="students.csv", language="en", by=rositsa, at=MONDAY)
    lists.confirm(lists.run_check(upload.pk, at=MONDAY), by=rositsa, at=MONDAY)
    assert lists.run(upload.pk, at=MONDAY).summary["enrolled"] == len(students)

    withdrawn = {f"s{row['id_student']}@example.org" for row in students if row["final_result"] == "Withdrawn"}
    left = iter(intake.applications.filter(email__in=withdrawn).values_list("public_id", flat=True))
    while chunk := list(islice(left, deciding.MOST)):
        deciding.take_out(intake, chunk, by=rositsa, at=MONDAY)
    assess.record(intake.cohort, gradebook(intake.cohort, parts, students), at=MONDAY)
    award_cohort(intake.cohort, by=rositsa, at=MONDAY)

    awarded = Award.objects.filter(enrolment__cohort=intake.cohort).values_list("enrolment__email", flat=True)
    assert {email.removeprefix("s").partition("@")[0] for email in awarded} == plainly(module, presentation)
    assert Enrolment.objects.filter(cohort=intake.cohort, withdrawn=True).count() == len(withdrawn)


def gradebook(cohort, parts, students):
    """What each learner reached, as checked rows."""
    known, numbers = scores(), dict(cohort.enrolments.values_list("email", "number"))
    for place, row in enumerate(students, start=1):
        student, email = row["id_student"], f"s{row['id_student']}@example.org"
        given = [
            Score(part.id, value=Decimal(known[part.id[1:], student]))
            for part in parts
            if not part.mandatory and (part.id[1:], student) in known
        ]
        if row["final_result"] != "Withdrawn":
            given += [Score(part.id, word=row["final_result"]) for part in parts if part.mandatory]
        yield CheckedRow(place, Learner(numbers[email], f"Student {student}", email), tuple(given))
