"""What staff do with a course: fetch its learners, choose its columns, send awards; and what they are told."""

from __future__ import annotations

import pytest
from django.urls import reverse

from campus.connectors.lti13.models import Collection, Course, CourseMember, Score
from campus.jobs.run_until_idle import run_until_idle
from campus.learning.award import award_cohort
from cast import MONDAY, log_in
from sample_design import gradebook, record_gradebook

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(client, course, bruno):
    log_in(client, bruno)
    inside = ["laurel-university", course.cohort.public_id]

    def address(name, own=True):
        return reverse(name, args=[*inside, course.public_id] if own else inside)

    return client, address


def test_a_cohort_without_a_course_says_what_to_do(client, cohort, bruno):
    log_in(client, bruno)
    page = client.get(reverse("lti_courses", args=["laurel-university", cohort.public_id])).content.decode()

    assert "No course leads to this cohort yet" in page


def test_learners_and_grades_are_fetched_from_the_page(pages, course, moodle):
    client, address = pages
    moodle.add_member(1)
    client.post(address("lti_course_learners"))
    run_until_idle()
    project, exam = moodle.add_column("project", "Project"), moodle.add_column("exam", "Exam, on paper")
    moodle.grade(exam, "u1", 70)
    choosing = client.get(address("lti_course_grades")).content.decode()
    assert "Exam, on paper" in choosing
    answer = client.post(address("lti_course_grades"), {"column-0": "", "column-1": "exam"})
    run_until_idle()

    grades = Collection.objects.get(kind="grades")
    assert answer["Location"] == address("lti_courses", own=False)
    assert grades.columns == [["exam", exam]]
    listing = client.get(address("lti_courses", own=False)).content.decode()
    assert reverse("gradebook", args=["laurel-university", course.cohort.public_id, grades.upload.public_id]) in listing
    assert "Nothing is written yet" in listing
    assert project not in listing


def test_choosing_no_column_is_said(pages, moodle):
    client, address = pages
    moodle.add_column("exam", "Exam")

    answer = client.post(address("lti_course_grades"), {"column-0": ""})

    assert answer.status_code == 400
    assert "Say for at least one column" in answer.content.decode()


@pytest.mark.parametrize(("status", "words"), [(403, "does not allow this"), (503, "gave an answer we do not understand")])
def test_a_platform_that_tells_no_columns_is_named(pages, moodle, status, words):
    client, address = pages
    moodle.answers = [("/items", status)]

    assert words in client.get(address("lti_course_grades")).content.decode()


def test_asking_twice_is_no_mistake(pages, moodle):
    client, address = pages
    client.post(address("lti_course_learners"))
    answer = client.post(address("lti_course_learners"), follow=True)

    assert "under way already" in answer.content.decode()


def test_awards_are_switched_on_and_what_did_not_arrive_is_sent_again(pages, course, cohort, moodle, bruno):
    client, address = pages
    record_gradebook(cohort, gradebook("101,A,a@students.example,80,90"))
    CourseMember.objects.create(course=course, subject="u1", number="101")
    award_cohort(cohort, by=bruno, at=MONDAY)
    client.post(address("lti_course_awards"), {"sends": "yes"})
    run_until_idle()
    assert Score.objects.get().state == "refused"
    assert "1 refused by the platform" in client.get(address("lti_courses", own=False)).content.decode()

    moodle.add_member(1)
    client.post(address("lti_course_awards"), {"sends": "again"})
    run_until_idle()
    assert Score.objects.get().state == "sent"

    client.post(address("lti_course_awards"), {"sends": "no"})
    assert not Course.objects.get().sends_awards


def test_refuses_a_course_through_another_cohort(client, course, laurel_university, bruno, dmitri):
    from sample_design import open_cohort

    other = open_cohort(course.cohort.design_version, bruno, "Another")
    log_in(client, bruno)
    wrong = reverse("lti_course_learners", args=["laurel-university", other.public_id, course.public_id])
    assert client.post(wrong).status_code == 404

    log_in(client, dmitri)
    mine = reverse("lti_courses", args=["laurel-university", course.cohort.public_id])
    assert client.get(mine).status_code == 404
