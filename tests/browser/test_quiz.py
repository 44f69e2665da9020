"""A quiz on a telephone, in Bulgarian, without a script; and by the keyboard alone; every page fits and axe is content."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from badges import published
from browser.looks import assert_accessible, assert_fits, picture
from campus.learning.models import QuizAnswer, QuizAttempt
from campus.people.models import Organisation, Person, Role
from cast import member, person
from quizzes import enrol, make_bank, open_quiz
from sample_design import open_cohort

PASSWORD = "a long enough sentence"


@pytest.fixture
def quiz(live_server: Any) -> Any:
    """An open quiz with a question of each type, which Amina may sit."""
    organisation = Organisation.objects.create(
        slug="laurel-university", name_en="Laurel University", name_bg="Лауреатски университет", country="BG",
        url="https://laurel.example/",
    )  # fmt: skip
    bruno = known("bruno@laurel.example", "Bruno Costa")
    member(organisation, bruno, Role.AUTHOR, Role.ASSESSOR)
    carla = member(organisation, person("carla@laurel.example", "Carla Rossi"), Role.QA_OFFICER)
    known("amina@students.example", "Amina Yusuf")
    version = published(organisation, bruno, carla)
    cohort = open_cohort(version, bruno)
    enrol(cohort, ("1", "Amina Yusuf", "amina@students.example"))
    return open_quiz(cohort, bruno, bank=make_bank(cohort, bruno), shuffle_questions=False, time_limit=timedelta(minutes=30))


def known(email: str, name: str) -> Person:
    """Somebody who can log in."""
    someone = person(email, name)
    someone.set_password(PASSWORD)
    someone.save()
    return someone


def log_in(page: Page, email: str, language: str = "en") -> None:
    page.goto(f"/accounts/login/?lang={language}")
    page.locator("input[type=email], input[name=login]").first.fill(email)
    page.locator("input[type=password]").first.fill(PASSWORD)
    page.locator("main form button[type=submit], main form button:not([type])").first.click()
    expect(page).not_to_have_url(re.compile("/accounts/login"))


def looked_at(page: Page, name: str) -> None:
    assert_fits(page)
    assert_accessible(page)
    picture(page, name)


def test_a_learner_sits_a_quiz_on_a_telephone_in_bulgarian_without_scripts(open_window: Callable[..., Page], quiz: Any) -> None:
    page = open_window(phone=True, locale="bg-BG", javascript=False)
    log_in(page, "amina@students.example", "bg")
    page.goto("/my/quizzes/")
    page.get_by_role("link", name="Източници").click()
    picture(page, "quiz-rules-phone-bg")
    page.get_by_role("button", name="Начало на опит 1").click()

    page.get_by_label("За които се отнася").check()
    picture(page, "quiz-choice-phone-bg")
    page.get_by_role("button", name="Запазване и напред").click()
    page.get_by_label("Писмо").check()
    page.get_by_label("Преброяване").check()
    page.get_by_role("button", name="Запазване и напред").click()
    while (order := page.locator("ol.order > li > span:first-of-type").all_inner_texts()) != STEPS:
        wrong = next(number for number, text in enumerate(STEPS) if order[number] != text)
        page.get_by_role("button", name=f"Нагоре: {STEPS[wrong]}").click()
    picture(page, "quiz-order-phone-bg")
    page.get_by_role("button", name="Запазване и напред").click()
    page.get_by_label("България").select_option(label=".bg")
    page.get_by_label("Гърция").select_option(label=".gr")
    picture(page, "quiz-pairs-phone-bg")
    page.get_by_role("button", name="Запазване и напред").click()
    page.get_by_role("textbox").fill("1000 g")
    page.get_by_role("button", name="Запазване и напред").click()
    page.get_by_role("textbox").fill("софия")
    page.get_by_role("button", name="Запазване и напред").click()
    page.get_by_label("Под заглавието").check()
    picture(page, "quiz-area-phone-bg")
    page.get_by_role("button", name="Запазване и всички въпроси").click()
    assert_fits(page)
    picture(page, "quiz-overview-phone-bg")
    page.get_by_role("button", name="Предаване окончателно").click()

    expect(page.get_by_text("8 от 8 точки")).to_be_visible()
    assert_fits(page)
    picture(page, "quiz-feedback-phone-bg")
    assert QuizAttempt.objects.get().score == 8


STEPS = ["Намерете източник", "Прочетете го", "Цитирайте го"]


def test_a_learner_sits_a_quiz_by_the_keyboard_alone(open_window: Callable[..., Page], quiz: Any) -> None:
    page = open_window()
    log_in(page, "amina@students.example")
    page.goto(f"/my/quizzes/{quiz.public_id}/")
    page.get_by_role("button", name="Begin attempt 1").press("Enter")

    page.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-saved]")).to_have_text(re.compile("Saved at"), timeout=15_000)
    assert QuizAnswer.objects.count() == 1
    looked_at(page, "quiz-choice-desktop")
    page.get_by_role("button", name="Save and go on").press("Enter")
    page.get_by_role("checkbox").first.press("Space")
    page.get_by_role("button", name="Save and go on").press("Enter")
    before = page.locator("ol.order > li > span:first-of-type").all_inner_texts()
    page.get_by_role("button", name=f"Move down: {before[0]}").press("Enter")
    expect(page.locator("ol.order > li > span:first-of-type").first).to_have_text(before[1])
    looked_at(page, "quiz-order-desktop")
    page.get_by_role("button", name="Save and go on").press("Enter")
    page.get_by_role("combobox").first.focus()
    page.keyboard.press("ArrowDown")
    looked_at(page, "quiz-pairs-desktop")
    page.get_by_role("button", name="Save and go on").press("Enter")
    page.get_by_role("textbox").press_sequentially("1 kg")
    page.keyboard.press("Enter")
    page.get_by_role("textbox").press_sequentially("Sofia")
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio").first).to_be_visible()
    page.locator(".hot-spots g").first.click()
    expect(page.get_by_role("radio").first).to_be_checked()
    page.get_by_role("radio").first.press("ArrowDown")
    expect(page.get_by_role("radio").nth(1)).to_be_checked()
    looked_at(page, "quiz-area-desktop")
    page.get_by_role("button", name="Save and see all questions").press("Enter")
    looked_at(page, "quiz-overview-desktop")
    page.get_by_role("button", name="Hand in for good").press("Enter")
    expect(page.get_by_role("heading", name="Attempt 1")).to_be_visible()
    looked_at(page, "quiz-feedback-desktop")


def test_every_page_of_a_quiz_is_accessible_on_a_telephone_and_in_the_dark(open_window: Callable[..., Page], quiz: Any) -> None:
    page = open_window(phone=True)
    page.emulate_media(color_scheme="dark")
    log_in(page, "amina@students.example")
    page.goto("/my/quizzes/")
    looked_at(page, "quiz-list-phone-dark")
    page.goto(f"/my/quizzes/{quiz.public_id}/")
    looked_at(page, "quiz-rules-phone-dark")
    page.get_by_role("button", name="Begin attempt 1").click()
    attempt = QuizAttempt.objects.get()
    for number in range(1, 8):
        page.goto(f"/my/attempts/{attempt.public_id}/{number}/")
        looked_at(page, f"quiz-question-{number}-phone-dark")


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_the_authors_pages_are_accessible(open_window: Callable[..., Page], quiz: Any, phone: bool) -> None:
    page = open_window(phone=phone, locale="bg-BG" if phone else "en-GB")
    log_in(page, "bruno@laurel.example", "bg" if phone else "en")
    bank = quiz.pools.get().bank
    row = bank.questions.get(kind="hotspot")
    questions, quizzes = "/o/laurel-university/questions/", f"/o/laurel-university/cohorts/{quiz.cohort.public_id}/quizzes/"
    addresses = {
        "banks": questions,
        "bank": f"{questions}{bank.public_id}/",
        "import": f"{questions}{bank.public_id}/import/",
        "edit": f"{questions}{bank.public_id}/{row.public_id}/",
        "try": f"{questions}{bank.public_id}/{row.public_id}/try/",
        "quizzes": quizzes,
        "new": f"{quizzes}new/",
        "quiz": f"{quizzes}{quiz.public_id}/",
        "pools": f"{quizzes}{quiz.public_id}/questions/",
        "results": f"{quizzes}{quiz.public_id}/results/",
        "statistics": f"{quizzes}{quiz.public_id}/statistics/",
    }
    for name, address in addresses.items():
        page.goto(address)
        looked_at(page, f"quiz-author-{name}-{'phone-bg' if phone else 'desktop'}")
