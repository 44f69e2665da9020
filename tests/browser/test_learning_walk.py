"""From a page in the catalogue to a badge that was earned: a learner on a telephone, in Bulgarian; staff by the keyboard.

Somebody from outside the university finds a micro-credential, reads that its prerequisite is recommended only, waits for a
place, gets it, hands in an assignment; two assessors mark it, a board confirms; the badge says how it was assessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from badges import institution, published
from browser.looks import assert_accessible, assert_fits, picture
from browser.test_quiz import known, log_in
from campus.catalogue.editions import EditionFacts, announce
from campus.enrolling import applying, intakes
from campus.issuing.issue import order_batch
from campus.jobs.run_until_idle import run_until_idle
from campus.learning import quiz_attempts
from campus.learning.award import award_cohort
from campus.learning.issue_awards import awards_of
from campus.learning.learners import enrolments_of
from campus.learning.models import Award
from campus.marking import allocation, pools, sampling, setup
from campus.marking.models import Assignment, Mark, Submission
from campus.people.models import Role
from campus.wallet import share
from campus.wallet.models import Holding
from cast import member
from enrolling import applied, people
from marking import RUBRIC
from quizzes import answer_all, make_bank, open_quiz

ESSAY = "Съдя за източника по автора, датата и целта му. " * 12
SAYS = {"kind": "statement", "id": "s", "text_en": "I read news in English.", "text_bg": "Чета новини на английски."}


@pytest.fixture
def course(live_server: Any, settings: Any) -> Any:
    """An edition with one place, which somebody holds, an assignment and a quiz; two assessors, an approver, a registrar."""
    settings.PUBLIC_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    at = timezone.now()
    organisation, author, officer, registrar = institution("laurel-university")
    bruno, vera, pavel = (known(f"{key}@laurel.example", key.title()) for key in ("bruno", "vera", "pavel"))
    for assessor in (bruno, vera):
        member(organisation, assessor, Role.ASSESSOR)
    member(organisation, pavel, Role.APPROVER)
    version = published(organisation, author, officer)
    day = timezone.localdate()
    facts = EditionFacts(
        language="bg", mode="online", starts_on=day + timedelta(days=9), ends_on=day + timedelta(days=60), capacity=1
    )
    edition = announce(version.design, facts, by=author, at=at)
    intake = intakes.open_intake(edition, intakes.IntakeFacts(), title="Spring", by=registrar, at=at)
    entry = {"id": "a", "strength": "recommended", "needs": {"at_least": 1, "of": [SAYS]}}
    intakes.set_prerequisites(intake, [entry], revision=1, by=registrar, at=at)
    cohort = intake.cohort
    assignment = setup.create(
        cohort, assessment="project", title_bg="Досие", title_en="Dossier", second_percent=Decimal(100),
        due_at=at + timedelta(days=20), by=bruno, at=at,
    )  # fmt: skip
    setup.set_rubric(assignment, RUBRIC, by=bruno, at=at)
    setup.open_(assignment, by=bruno, at=at)
    quiz = open_quiz(cohort, bruno, bank=make_bank(cohort, bruno), time_limit=None)
    for assessor in (bruno, vera):
        pools.set_place(cohort, assessor, by=bruno, at=at)
    (first,) = people(1)
    applied(intake, first, at=at)
    amina = known("amina@students.example", "Амина Юсуф")
    amina.language = "bg"
    amina.save()
    return intake, assignment, quiz, first, registrar


def test_from_the_catalogue_to_a_badge_that_was_earned(open_window: Callable[..., Page], course: Any) -> None:
    intake, assignment, quiz, first, registrar = course
    phone, desk = open_window(phone=True, locale="bg-BG"), open_window()

    _wait_for_a_place(phone)
    applying.withdraw(intake.applications.get(person=first), by=first, at=timezone.now())
    run_until_idle()
    _take_the_place(phone)
    _hand_in(phone)
    _sit_the_quiz(quiz)
    _mark_twice(desk, assignment)
    _confirm(desk)
    run_until_idle()
    _read_the_feedback(phone)
    _see_the_badge(phone, intake.cohort, registrar)


def _wait_for_a_place(page: Page) -> None:
    page.goto("/catalogue/?q=източници")
    page.locator("main").get_by_role("link", name="Оценяване на цифрови източници").first.click()
    page.get_by_role("link", name=re.compile("^Запишете се")).first.click()
    page.locator("input[type=email], input[name=login]").first.fill("amina@students.example")
    page.locator("input[type=password]").first.fill("a long enough sentence")
    page.locator("main form button[type=submit], main form button:not([type])").first.click()
    expect(page.locator("main")).to_contain_text("Само препоръчително")
    expect(page.locator("main")).to_contain_text("Можете да се запишете и без него")
    _looked_at(page, "enrol-phone-bg")
    page.get_by_role("button", name="Включете се в списъка на чакащи").click()
    expect(page.locator("main")).to_contain_text("Вие сте следващият")
    _looked_at(page, "waiting-phone-bg")


def _take_the_place(page: Page) -> None:
    told = next(
        message for message in mail.outbox if message.to == ["amina@students.example"] and "Запазено" in message.subject
    )
    found = re.search(r"http\S+", told.body)
    assert found, told.body
    page.goto(found[0])
    _looked_at(page, "offer-phone-bg")
    page.get_by_role("button", name="Приемам мястото").press("Enter")
    expect(page.locator("main")).to_contain_text("Записани сте")


def _hand_in(page: Page) -> None:
    page.get_by_role("link", name="Към курса").press("Enter")
    _looked_at(page, "course-phone-bg")
    page.get_by_role("link", name="Досие").click()
    page.get_by_label("Вашият текст").fill(ESSAY)
    _looked_at(page, "assignment-phone-bg")
    page.get_by_role("button", name="Предаване", exact=True).click()
    expect(page.locator("main")).to_contain_text("Тази страница е Вашата разписка")
    _looked_at(page, "receipt-phone-bg")


def _sit_the_quiz(quiz: Any) -> None:
    """By what the pages call; the pages of a quiz have tests of their own."""
    enrolment = enrolments_of(_amina()).get()
    attempt = quiz_attempts.start(quiz, enrolment, seed="walk", at=timezone.now())
    answer_all(attempt, at=timezone.now())
    quiz_attempts.submit(attempt, at=timezone.now())
    run_until_idle()


def _mark_twice(page: Page, assignment: Assignment) -> None:
    allocation.allot_all(assignment.pk, at=timezone.now())
    for _twice in range(2):
        mark = Mark.objects.select_related("assessor").exclude(state=Mark.State.DONE).get()
        log_in(page, mark.assessor.email)
        page.goto(f"{_cohort_url(assignment)}assignments/{assignment.public_id}/marking/")
        page.locator("[data-criterion]").first.focus()
        for key in ("4", "5"):
            page.keyboard.press(key)
        _looked_at(page, "marking-desk")
        page.keyboard.press("Control+Enter")
        expect(page.locator("main")).to_contain_text("Everything you have is marked")
        page.context.clear_cookies()
        if not assignment.sample_drawn_at:
            sampling.draw(assignment, by=mark.assessor, at=timezone.now())
            run_until_idle()
            assignment.refresh_from_db()
    assert Submission.objects.get().state == Submission.State.SETTLED


def _confirm(page: Page) -> None:
    log_in(page, "pavel@laurel.example")
    assignment = Assignment.objects.select_related("cohort__organisation").get()
    page.goto(f"{_cohort_url(assignment)}assignments/{assignment.public_id}/moderation/")
    page.get_by_role("button", name="These marks are moderated").press("Enter")
    page.goto(f"{_cohort_url(assignment)}board/")
    for name in ("Bruno", "Pavel"):
        page.get_by_label(name).check()
    _looked_at(page, "board-desk")
    page.get_by_role("button", name="Open the sitting").press("Enter")
    page.get_by_role("button", name="Sign what is decided now").press("Enter")
    here = page.url
    page.context.clear_cookies()
    log_in(page, "bruno@laurel.example")
    page.goto(here)
    page.get_by_role("button", name="Sign what is decided now").press("Enter")
    _looked_at(page, "sitting-desk")
    page.get_by_role("button", name="Close it and confirm").press("Enter")
    expect(page.locator("main")).to_contain_text("What was confirmed is recorded")


def _read_the_feedback(page: Page) -> None:
    page.goto("/my/assignments/")
    page.get_by_role("link", name="Досие").click()
    page.get_by_role("link", name=re.compile("Опит 1|1")).first.click()
    expect(page.locator("main")).to_contain_text("Издържахте тази част")
    _looked_at(page, "feedback-phone-bg")


def _see_the_badge(page: Page, cohort: Any, registrar: Any) -> None:
    """Awarding and issuing have a walk of their own; this one looks at what comes of it."""
    now = timezone.now()
    assert award_cohort(cohort, by=registrar, at=now).awarded == 1
    assert Award.objects.get().overall is not None
    order_batch(
        cohort.organisation, design_version=cohort.design_version, awards=awards_of(cohort), by=registrar, at=now,
        names_checked=True,
    )  # fmt: skip
    run_until_idle()
    told = [message for message in mail.outbox if message.to == ["amina@students.example"]][-1]
    found = re.search(r"http\S+/claim/\S+", told.body)
    assert found, told.body
    page.goto(found[0])
    page.get_by_role("button", name="Добавяне към моите значки").press("Enter")
    expect(page).to_have_url(re.compile("/my/"))
    page.goto(f"/s/{share.create(Holding.objects.get(), at=now).token}")
    main = page.locator("main")
    for words in ("Проценти", "Работа по проект", "Писмен изпит", "присъствен", "Проверена"):
        expect(main).to_contain_text(re.compile(words, re.IGNORECASE))
    _looked_at(page, "earned-badge-phone-bg")


def _looked_at(page: Page, name: str) -> None:
    assert_fits(page)
    assert_accessible(page)
    picture(page, name)


def _cohort_url(assignment: Assignment) -> str:
    return f"/o/{assignment.cohort.organisation.slug}/cohorts/{assignment.cohort.public_id}/"


def _amina() -> Any:
    from campus.people.models import Person

    return Person.objects.get(email="amina@students.example")
