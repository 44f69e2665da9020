"""Four people and one round: a comment beside the text, a reviewer from outside, an approval, and what is kept of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from browser.looks import assert_accessible, assert_fits, picture
from campus.catalogue.designs import create_design
from campus.people.models import Organisation, Person, Role
from campus.quality import external, review
from campus.quality.chains import StageWanted, choose_chain
from campus.quality.models import Review, ReviewerInvitation, StageKind
from cast import member, person
from sample_design import draft

STAGES = (
    StageWanted(kind=StageKind.QUALITY_REVIEW),
    StageWanted(kind=StageKind.EXTERNAL_REVIEW, days=21),
    StageWanted(kind=StageKind.FACULTY, name_bg="Съвет на Факултета по филологии", name_en="Faculty of Letters"),
)
PASSWORD = "a long enough sentence"


@pytest.fixture
def people(live_server: Any, settings: Any) -> dict[str, Person]:
    settings.PUBLIC_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    home = Organisation.objects.create(
        slug="laurel-university", name_en="Laurel University", name_bg="Лауреатски университет", country="BG"
    )
    made = {}
    for key, name, language, role in (
        ("bruno", "Бруно Костов", "bg", Role.AUTHOR),
        ("carla", "Carla Rossi", "en", Role.QA_OFFICER),
        ("pavel", "Павел Стоянов", "bg", Role.APPROVER),
        ("adela", "Adela Petrova", "en", Role.ADMINISTRATOR),
    ):
        made[key] = member(home, person(f"{key}@laurel.example", name, language=language), role)
        made[key].set_password(PASSWORD)
        made[key].save()
    choose_chain(home, STAGES, by=made["adela"], at=timezone.now(), because="Decision of the academic council of 3 March.")
    design = create_design(home, by=made["bruno"], at=timezone.now(), draft=draft())
    review.submit(design, by=made["bruno"], at=timezone.now())
    return made


@pytest.mark.usefixtures("people")
def test_a_round_with_a_comment_an_external_reviewer_and_an_approval(open_window: Callable[..., Page]) -> None:
    carla, pavel, guest = open_window(), open_window(locale="bg-BG", phone=True), open_window(phone=True)
    _comment_and_approve(carla)
    _invite(carla)
    _decide_from_outside(guest)
    _approve_on_a_telephone(pavel)
    _look_back(carla)
    _choose_stages(open_window())


def _log_in(page: Page, key: str) -> None:
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(f"{key}@laurel.example")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit], main form button:not([type])").first.click()
    page.wait_for_load_state()


def _address(name: str) -> str:
    return reverse(name, args=["laurel-university", Review.objects.get().design.public_id])


def _comment_and_approve(page: Page) -> None:
    _log_in(page, "carla")
    page.goto(_address("design_review"))
    outcomes = page.locator("#element-M6")
    outcomes.get_by_text("Comment on this").click()
    outcomes.locator("select").select_option(index=1)
    outcomes.locator("textarea").fill("Can an assessor observe this? Name the kind of source.")
    outcomes.get_by_role("button", name="Keep the comment").click()
    expect(page.locator("#element-M6")).to_contain_text("Can an assessor observe this?")
    _looks_right(page, "reviewing")
    page.emulate_media(color_scheme="dark")
    _looks_right(page, "reviewing-dark")
    page.emulate_media(color_scheme="light")
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.locator("main")).to_contain_text("The next stage goes on from here")
    _looks_right(page, "in-review")


def _invite(page: Page) -> None:
    page.goto(_address("design_review"))
    page.get_by_label("Name and institution").fill("Prof. Ana Silva, Lisbon")
    page.get_by_label("E-mail address").fill("ana@lisbon.example")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.locator("#decide")).to_contain_text("Link works until")
    _looks_right(page, "invited")


def _decide_from_outside(page: Page) -> None:
    page.goto(reverse("external_review", args=[external.secret_of(ReviewerInvitation.objects.get())]))
    expect(page.locator("main")).to_contain_text("You need no account")
    _looks_right(page, "outside")
    page.get_by_label("Comment for the authors").fill("Sound, and well assessed.")
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    _looks_right(page, "outside-done")


def _approve_on_a_telephone(page: Page) -> None:
    _log_in(page, "pavel")
    page.goto(_address("design_review"))
    expect(page.locator("main")).to_contain_text("Съвет на Факултета по филологии")
    page.emulate_media(color_scheme="dark")
    _looks_right(page, "approving-phone")
    page.get_by_role("button", name="Одобрете и публикувайте").click()
    expect(page.locator("main")).to_contain_text("версия 1")


def _look_back(page: Page) -> None:
    page.goto(_address("design_rounds"))
    expect(page.locator("main")).to_contain_text("Prof. Ana Silva, Lisbon")
    page.get_by_text("On which evidence").nth(1).click()
    _looks_right(page, "rounds")
    page.goto(_address("design_compare"))
    _looks_right(page, "compared")


def _choose_stages(page: Page) -> None:
    _log_in(page, "adela")
    page.goto(reverse("chain", args=["laurel-university"]))
    _looks_right(page, "stages")


def _looks_right(page: Page, name: str) -> None:
    picture(page, f"review-{name}")
    assert_fits(page)
    assert_accessible(page)
