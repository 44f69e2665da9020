"""The author's side: writing questions, files of them, setting a quiz up, and reading how it went."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from campus.jobs.run_until_idle import run_until_idle
from campus.learning.models import BankQuestion, QuestionBank, Quiz, QuizAllowance
from campus.learning.question_banks import live_questions, question_of
from campus.learning.quiz_attempts import start, submit
from cast import log_in
from quizzes import NOW, answer_all, enrol, make_bank, open_quiz, picture
from sample_design import open_cohort, publish

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).parents[2] / "learning" / "quizzes" / "samples"


@pytest.fixture
def cohort(laurel_university, bruno, carla):
    return open_cohort(publish(laurel_university, bruno, carla), bruno)


@pytest.fixture
def staff(client, bruno):
    return log_in(client, bruno)


@pytest.fixture
def bank(staff, cohort):
    staff.post("/o/laurel-university/questions/", {"title": "Sources"})
    return QuestionBank.objects.get()


def place(bank, rest=""):
    return f"/o/laurel-university/questions/{bank.public_id}/{rest}"


def at(cohort, rest=""):
    return f"/o/laurel-university/cohorts/{cohort.public_id}/quizzes/{rest}"


def rows(*rows, **about):
    found = {"title": "T", "points": "1", "text_en": "Which?", **about, "rows-TOTAL_FORMS": len(rows), "rows-INITIAL_FORMS": 0}
    return found | {f"rows-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}


FORMS = {
    "choice": rows({"text_en": "a", "share": "100", "feedback_bg": "да"}, {"text_en": "b"}, {"text_en": ""}, rule="sum"),
    "ordering": rows({"text_en": "a"}, {"text_en": "b"}, rule="positions"),
    "matching": rows(
        {"left_en": "a", "right_en": "1"}, {"left_en": "b", "right_en": "2"}, {"right_en": "3"}, rule="each", shuffle="on"
    ),
    "numeric": rows({"value": "2,5", "tolerance": "0.1", "share": "100"}, units="kg\r\ng = 0,001", unit_required="on"),
    "short_text": rows({"text": "Sofia", "share": "100"}, {"text": "*fia", "share": "20"}, accents_matter="on"),
    "hotspot": rows(
        {"text_en": "a", "shape": "rect", "coords": "1, 2, 30, 40", "share": "100"},
        {"text_en": "b", "shape": "circle", "coords": "100,100,20"},
        rule="sum",
        alt_en="A page",
    ),
}


@pytest.mark.parametrize("kind", list(FORMS))
def test_a_question_of_each_kind_is_written_opened_saved_and_tried(staff, bank, kind):
    sent = dict(FORMS[kind])
    if kind == "hotspot":
        sent["picture"] = SimpleUploadedFile("x.png", picture(), "image/png")
    answer = staff.post(place(bank, f"new/{kind}/"), sent)
    assert answer.status_code == 302, answer.content.decode()
    row = BankQuestion.objects.get()
    page = staff.get(answer["Location"])
    again = {name: value for form in (page.context["form"],) for name, value in form.initial.items() if value is not None}
    again |= {"revision": 1, "points": "2", "rows-TOTAL_FORMS": len(page.context["rows"].initial), "rows-INITIAL_FORMS": 0}
    again |= {f"rows-{n}-{name}": value for n, one in enumerate(page.context["rows"].initial) for name, value in one.items()}
    before = question_of(row)
    saved = staff.post(
        answer["Location"], {name: "on" if value is True else value for name, value in again.items() if value is not False}
    )
    assert saved.status_code == 302, (saved.context["form"].errors, saved.context["rows"].errors)

    row.refresh_from_db()
    assert question_of(row) == before.model_copy(update={"points": question_of(row).points})
    assert row.revision == 2
    assert "Mark it" in staff.get(place(bank, f"{row.public_id}/try/")).content.decode()
    tried = staff.post(place(bank, f"{row.public_id}/try/"), {"text": "2.5 kg", "chosen": "0", "go": "mark"})
    assert "points" in tried.content.decode()


def test_what_makes_no_sense_is_said_with_its_place_and_nothing_is_lost(staff, bank):
    answer = staff.post(place(bank, "new/choice/"), rows({"text_en": "only"}, {"text_en": "only"}, rule="sum", text_en=""))
    page = answer.content.decode()

    assert answer.status_code == 400
    assert "the question has no text" in page
    assert "row 2: two options say the same" in page
    assert "no option earns the full points" in page
    assert 'value="only"' in page
    assert not BankQuestion.objects.exists()


def test_of_two_who_change_a_question_the_second_is_told(staff, bank):
    first = staff.post(place(bank, "new/ordering/"), FORMS["ordering"])["Location"]
    staff.post(first, {**FORMS["ordering"], "revision": "1", "title": "New"})
    late = staff.post(first, {**FORMS["ordering"], "revision": "1", "title": "Other"})

    assert late.status_code == 400
    assert "Somebody else has changed this question" in late.content.decode()


def test_refuses_a_picture_that_is_none(staff, bank):
    sent = {**FORMS["hotspot"], "picture": SimpleUploadedFile("x.png", b"<svg/>", "image/png")}
    assert "The picture must be a PNG, JPEG or WebP" in staff.post(place(bank, "new/hotspot/"), sent).content.decode()


def test_a_file_that_holds_something_unreadable_is_told_and_imports_nothing_until_asked(staff, bank):
    content = (SAMPLES / "moodle.xml").read_bytes().replace(b"PICTURE", b"bm8=")

    def send(**more):
        file = SimpleUploadedFile("questions.xml", content, "application/xml")
        return staff.post(place(bank, "import/"), {"file": file, "language": "en", **more})

    refused = send()
    assert refused.status_code == 400
    assert "9. Elsewhere (line 75)" in refused.content.decode()
    assert "Nothing was imported. 6 other questions can be read." in refused.content.decode()
    assert live_questions(bank).count() == 0
    assert "6 questions are imported" in send(partly="on").content.decode()
    assert live_questions(bank).count() == 6


def test_a_bank_is_searched_and_taken_elsewhere(staff, cohort, bruno):
    bank = make_bank(cohort, bruno)
    page = staff.get(place(bank), {"q": "capital"}).content.decode()
    assert "Capital" in page
    assert "Primary sources" not in page

    moodle = staff.get(place(bank, "export/moodle"))
    assert moodle["Content-Disposition"] == 'attachment; filename="questions-moodle.xml"'
    assert moodle.content.startswith(b'<?xml version="1.0"')
    assert staff.get(place(bank, "export/qti")).content.startswith(b"PK")
    assert staff.get(place(bank, "export/pdf")).status_code == 404


RULES = {"title_en": "Sources", "counts": "best", "cool_down": "168", "release": "at_once", "attempts_allowed": "3"}


def test_a_quiz_is_set_up_opened_and_closed(staff, cohort, bruno):
    bank = make_bank(cohort, bruno)
    made = staff.post(at(cohort, "new/"), {**RULES, "assessment": "exam", "time_limit": "20", "opens_at": "2026-11-23T09:00"})
    assert made.status_code == 302, made.content.decode()
    quiz = Quiz.objects.get()
    assert (quiz.time_limit, quiz.cool_down) == (timedelta(minutes=20), timedelta(days=7))
    pool = {"pools-0-bank": bank.public_id, "pools-0-draw": "3", "pools-TOTAL_FORMS": 2, "pools-INITIAL_FORMS": 0}
    staff.post(made["Location"], pool)
    assert "3 drawn" in staff.get(at(cohort, f"{quiz.public_id}/")).content.decode()
    for action, state in (("open", "open"), ("renew", "open"), ("close", "closed"), ("remark", "closed")):
        assert staff.post(at(cohort, f"{quiz.public_id}/{action}")).status_code == 302
        quiz.refresh_from_db()
        assert quiz.state == state
    assert staff.post(at(cohort, f"{quiz.public_id}/explode")).status_code == 404


def test_rules_that_cannot_be_are_refused_beside_their_field(staff, cohort):
    sent = {**RULES, "assessment": "exam", "release": "after_close"}
    answer = staff.post(at(cohort, "new/"), sent)

    assert answer.status_code == 400
    assert "feedback waits for the closing time" in answer.context["form"].errors["closes_at"][0]


def test_results_tell_what_counts_and_why(staff, cohort, bruno):
    learners = enrol(cohort, ("1", "Amina Yusuf", "amina@students.example"), ("2", "Boris", "b@x.example"))
    quiz = open_quiz(cohort, bruno, shuffle_questions=False)
    attempt = start(quiz, learners[0], seed="x", at=NOW)
    answer_all(attempt, right=5)
    submit(attempt, at=NOW)
    run_until_idle()

    page = " ".join(staff.get(at(cohort, f"{quiz.public_id}/results/")).content.decode().split())
    assert "Attempt 1 of 1: 6 of 8 points, which is 75 of 100." in page
    assert "No attempt yet" in page
    assert "Boris" not in staff.get(at(cohort, f"{quiz.public_id}/results/"), {"q": "amina"}).content.decode()
    staff.post(at(cohort, f"{quiz.public_id}/results/allow"), {"number": "2", "extra_time": "10", "extra_attempts": "1"})
    assert QuizAllowance.objects.get().extra_time == timedelta(minutes=10)
    nobody = {"number": "9", "extra_time": "1", "extra_attempts": "1"}
    assert staff.post(at(cohort, f"{quiz.public_id}/results/allow"), nobody).status_code == 302


def test_figures_of_few_learners_are_not_told(staff, cohort, bruno):
    learners = enrol(cohort, *((str(n), f"L{n}", f"l{n}@x.example") for n in range(6)))
    quiz = open_quiz(cohort, bruno)
    for number, learner in enumerate(learners):
        attempt = start(quiz, learner, seed=str(number), at=NOW)
        answer_all(attempt, right=7 if number else 0)
        submit(attempt, at=NOW)
    staff.post(at(cohort, f"{quiz.public_id}/count"))

    page = " ".join(staff.get(at(cohort, f"{quiz.public_id}/statistics/")).content.decode().split())
    assert "6 learners." in page
    assert "0.83" in page
    assert "fewer than 5" in page  # the one who did not answer
    assert "too few learners to tell" in page


def test_pages_in_bulgarian(staff, cohort, bruno):
    bank = make_bank(cohort, bruno)
    quiz = open_quiz(cohort, bruno, bank=bank)
    row = live_questions(bank)[0]
    for address in (
        "/o/laurel-university/questions/",
        place(bank),
        place(bank, "import/"),
        place(bank, "new/matching/"),
        place(bank, f"{row.public_id}/"),
        place(bank, f"{row.public_id}/try/"),
        at(cohort),
        at(cohort, "new/"),
        at(cohort, f"{quiz.public_id}/"),
        at(cohort, f"{quiz.public_id}/questions/"),
        at(cohort, f"{quiz.public_id}/results/"),
        at(cohort, f"{quiz.public_id}/statistics/"),
    ):
        assert staff.get(address, {"lang": "bg"}).status_code == 200, address
