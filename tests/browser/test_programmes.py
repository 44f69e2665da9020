"""A programme from the first requirement to the award, without scripts; every page fits and axe is content."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from browser.looks import assert_accessible, assert_fits, picture
from campus.people.models import Organisation, Person, Role
from campus.recognition.models import Programme, StackApplication
from cast import MONDAY, member, person
from rounds import four_eyes
from stacking_here import earned, micro

PASSWORD = "a long enough sentence"


@pytest.fixture
def people(live_server: Any) -> dict[str, Person]:
    """The staff of a university with four micro-credentials, and Amina, who has earned two of them."""
    organisation = four_eyes(
        Organisation.objects.create(
            slug="laurel-university",
            name_en="Laurel University",
            name_bg="Лауреатски университет",
            country="BG",
            url="https://laurel.example/",
            vouched_at=MONDAY,
        )
    )
    author = member(organisation, known("bruno@laurel.example", "Bruno Costa"), Role.AUTHOR)
    officer = member(organisation, known("carla@laurel.example", "Carla Rossi"), Role.QA_OFFICER)
    registrar = member(organisation, known("rositsa@laurel.example", "Rositsa Dimitrova"), Role.REGISTRAR)
    amina = known("amina@students.example", "Amina Yusuf")
    made = {name: micro(organisation, author, officer, name, ects=ects) for name, ects in _PARTS.items()}
    earned(made["Statistics"], registrar, amina)
    earned(made["Ethics of data"], registrar, amina)
    return {"author": author, "officer": officer, "registrar": registrar, "amina": amina}


_PARTS = {"Statistics": 4, "Python": 3, "Ethics of data": 2, "Certificate in data": 6}


def known(email: str, name: str) -> Person:
    someone = person(email, name)
    someone.set_password(PASSWORD)
    someone.save()
    return someone


def enter(page: Page, someone: Person, language: str = "en") -> Page:
    page.goto(f"/accounts/login/?lang={language}")
    page.locator("input[type=email], input[name=login]").first.fill(someone.email)
    page.locator("input[type=password]").first.fill(PASSWORD)
    page.locator("main form button[type=submit], main form button:not([type])").first.click()
    expect(page).not_to_have_url(re.compile("/accounts/login"))
    return page


def looked_at(page: Page, name: str) -> None:
    assert_fits(page)
    assert_accessible(page)
    picture(page, f"programme-{name}")


def test_a_programme_is_written_published_applied_for_and_awarded(
    open_window: Callable[..., Page], people: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "REQUIRE_MFA_TO_ISSUE", False)
    page = enter(open_window(javascript=False), people["author"])
    page.goto("/o/laurel-university/programmes/")
    page.get_by_role("link", name="Begin a programme").click()
    page.get_by_label("Title in English").fill("Certificate in data")
    page.get_by_label("Title in Bulgarian").fill("Свидетелство по данни")
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("What it is, in English").fill("From tables to decisions.")
    page.get_by_label("What it is, in Bulgarian").fill("От таблици до решения.")
    page.get_by_label("What is awarded").select_option(label="Certificate in data")
    page.get_by_role("button", name="Save").click()
    _add(page, "One micro-credential")
    page.get_by_label("Title in English").fill("Core")
    page.get_by_label("Title in Bulgarian").fill("Ядро")
    page.get_by_label("Statistics").check()
    page.get_by_role("button", name="Save").click()
    _add(page, "So many credits")
    page.get_by_label("Title in English").fill("Electives")
    page.get_by_label("Title in Bulgarian").fill("Избираеми")
    page.get_by_label("Credits, at least").fill("2")
    page.get_by_label("Themes").fill("data")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("It is ready.")).to_be_visible()
    address = page.url

    page = enter(open_window(), people["officer"])
    page.goto(address)
    looked_at(page, "staff-desktop")
    page.get_by_role("button", name="Publish it").click()
    programme = Programme.objects.get(state="published")

    page = enter(open_window(phone=True, locale="bg-BG"), people["amina"], "bg")
    page.goto("/programmes/")
    looked_at(page, "list-phone-bg")
    page.get_by_role("link", name="Свидетелство по данни").click()
    looked_at(page, "public-phone-bg")
    page.get_by_role("link", name="Вижте докъде сте").click()
    looked_at(page, "mine-phone-bg")
    page.locator("section:has(#apply) button").click()
    expect(page.get_by_text("Чака решение").first).to_be_visible()

    page = enter(open_window(), people["registrar"])
    page.emulate_media(color_scheme="dark")
    page.goto("/o/laurel-university/programmes/applications/")
    page.get_by_role("link", name="Amina Yusuf").click()
    looked_at(page, "application-dark")
    page.get_by_label("Award it").check()
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text("It is awarded.")).to_be_visible()
    assert StackApplication.objects.get(programme=programme).state == "awarded"


def _add(page: Page, what: str) -> None:
    page.get_by_text("Add to “The whole programme”").click()
    page.get_by_role("link", name=what).click()
