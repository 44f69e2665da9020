"""Quizzes through the API: questions in and out, results for staff, and for a learner their own attempts alone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from campus.jobs.run_until_idle import run_until_idle
from campus.learning.models import BankQuestion, Quiz
from campus.learning.quiz_attempts import start, submit
from cast import person
from quizzes import SECRET, answer_all, enrol, open_quiz
from sample_design import open_cohort, publish

pytestmark = pytest.mark.django_db
SAMPLE = Path(__file__).parents[1] / "learning" / "quizzes" / "samples" / "moodle.xml"


@pytest.fixture
def quiz(laurel_university, bruno, carla):
    cohort = open_cohort(publish(laurel_university, bruno, carla), bruno)
    enrol(cohort, ("1", "Amina Yusuf", "amina@students.example"), ("2", "Boris", "boris@students.example"))
    return open_quiz(cohort, bruno)


def sat(quiz, number="1"):
    attempt = start(quiz, quiz.cohort.enrolments.get(number=number), seed="seed", at=timezone.now())
    answer_all(attempt, at=timezone.now())
    return submit(attempt, at=timezone.now())


def test_a_file_of_questions_comes_in_whole_or_not_at_all(bruno_software):
    bank = bruno_software.post("/question-banks", {"title": "Sources"}).json()["id"]
    content = SAMPLE.read_bytes().replace(b"PICTURE", b"bm8=")

    def send(query=""):
        path = f"/question-banks/{bank}/imports?language=en{query}"
        return bruno_software.post(path, data=content, content_type="application/xml")

    refused = send()
    assert (refused.status_code, refused.json()["code"]) == (422, "SOME_UNREADABLE")
    assert {each["code"] for each in refused.json()["errors"]} >= {"TYPE_NOT_READ", "REMOTE_PICTURE"}
    assert not BankQuestion.objects.exists()
    assert (send("&partly=true").status_code, send("&partly=true").json()["added"]) == (201, 0)
    assert len(bruno_software.get(f"/question-banks/{bank}/questions").json()["items"]) == 6
    assert bruno_software.get(f"/question-banks/{bank}/exports/moodle").content.startswith(b"<?xml")


def test_refuses_a_hostile_file_with_its_reason(bruno_software):
    bank = bruno_software.post("/question-banks", {"title": "Sources"}).json()["id"]
    content = b'<!DOCTYPE q [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz>&a;</quiz>'

    answer = bruno_software.post(f"/question-banks/{bank}/imports", data=content, content_type="application/xml")
    assert (answer.status_code, answer.json()["code"]) == (422, "DOCTYPE")


def test_results_tell_which_attempt_counts(quiz, bruno_software):
    sat(quiz)
    run_until_idle()

    items = bruno_software.get(f"/quizzes/{quiz.public_id}/results").json()["items"]
    assert {each["number"]: (each["points"], each["value"]) for each in items} == {"1": ("8", "100"), "2": (None, None)}
    (shown,) = bruno_software.get(f"/cohorts/{quiz.cohort.public_id}/quizzes").json()
    assert (shown["state"], shown["assessment"]) == ("open", "exam")


def test_right_answers_are_for_authors_and_assessors_alone(quiz, rositsa_software, adela_software):
    bank = quiz.pools.get().bank.public_id
    for software in (rositsa_software, adela_software):
        assert software.get(f"/question-banks/{bank}/questions").status_code == 403
        assert software.get(f"/question-banks/{bank}/exports/qti").status_code == 403


def test_a_learner_reads_their_own_attempts_and_nothing_right_before_its_time(quiz, amina_software):
    Quiz.objects.update(release="on_date", release_at=timezone.now() + timedelta(days=1), shows_answers=True)
    attempt = sat(quiz)
    sat(quiz, "2")

    (shown,) = amina_software.get("/me/quiz-attempts").json()["items"]
    assert (shown["id"], shown["points"], shown["released"]) == (str(attempt.public_id), None, False)
    whole = amina_software.get(f"/me/quiz-attempts/{attempt.public_id}")
    assert SECRET not in whole.content.decode()
    assert {each["verdict"] for each in whole.json()["questions"]} == {None}

    Quiz.objects.update(release="at_once")
    whole = amina_software.get(f"/me/quiz-attempts/{attempt.public_id}")
    assert SECRET in whole.content.decode()
    assert whole.json()["points"] == "8"


def test_refuses_attempts_of_others(quiz, amina_software, bruno_software):
    person("boris@students.example", "Boris")
    theirs = sat(quiz, "2")

    assert amina_software.get(f"/me/quiz-attempts/{theirs.public_id}").status_code == 404
    assert bruno_software.get(f"/me/quiz-attempts/{theirs.public_id}").status_code == 401
