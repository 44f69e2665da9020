"""How much an author without training has to fill in: counted in the browser, from an empty form to "ready for review"."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from browser.looks import assert_accessible, assert_fits, picture
from campus.people.models import Organisation, Person, Role
from cast import member, person

MOST = 12
PASSWORD = "a long enough sentence"
ANSWERS = {
    "title": "Judging sources on the web",
    "description": "For everybody who reads news. How to tell whether a source can be trusted.",
    "outcomes": "Evaluates the reliability of a source\nCompares several sources",
    "hours": "50",
    "eqf": "6",
    "assessment": "project_work",
}


@pytest.fixture
def author(live_server: Any) -> Person:
    """Somebody on their first day, in an organisation whose profile is filled in."""
    organisation = Organisation.objects.create(
        slug="laurel-university", name_en="Laurel University", name_bg="Лауреатски университет", country="BG",
        url="https://laurel.example/",
    )  # fmt: skip
    someone = member(organisation, person("vera@laurel.example", "Vera Ilieva"), Role.AUTHOR)
    someone.set_password(PASSWORD)
    someone.save()
    return someone


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
def test_an_author_makes_a_valid_design_in_at_most_twelve_required_inputs(
    open_window: Callable[..., Page], author: Person, javascript: bool
) -> None:
    page = open_window(javascript=javascript)
    log_in(page, author.email)
    page.goto("/o/laurel-university/designs/")
    page.get_by_role("link", name="Design the first one").click()

    filled = fill_what_is_required(page)
    page.get_by_role("button", name="Make the draft").click()

    expect(page.get_by_text("Ready for review", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Hand it to quality assurance")).to_be_visible()
    assert filled == list(ANSWERS)
    assert len(filled) <= MOST


def test_the_short_form_fits_a_telephone_and_is_accessible(open_window: Callable[..., Page], author: Person) -> None:
    page = open_window(phone=True)
    log_in(page, author.email)

    page.goto("/o/laurel-university/designs/start/")
    page.get_by_text("Filled in for you").click()
    assert_fits(page)
    assert_accessible(page)
    picture(page, "short-form-phone")


def fill_what_is_required(page: Page) -> list[str]:
    """Answer every control that is required and empty, and nothing else; the names of those that were answered."""
    filled = []
    for control in page.locator("form.sheet [name]:not([type=hidden])").all():
        name = control.get_attribute("name") or ""
        if control.input_value() or control.get_attribute("required") is None:
            continue
        if control.evaluate("element => element.tagName") == "SELECT":
            control.select_option(ANSWERS[name])
        else:
            control.fill(ANSWERS[name])
        filled.append(name)
    return filled


def log_in(page: Page, email: str) -> None:
    """Log in as people do."""
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main form button[type=submit], main form button:not([type])").first.click()
    expect(page).not_to_have_url(re.compile("/accounts/login"))
