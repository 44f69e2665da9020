"""The catalogue in a browser: on a telephone too, in both languages; nothing sticks out, axe finds nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from badges import institution, published
from browser.looks import assert_accessible, assert_fits, picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def catalogue() -> None:
    organisation, author, officer, _ = institution("laurel-university")
    for _each in range(3):
        published(organisation, author, officer)


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(("locale", "phone"), [("bg-BG", True), ("en-GB", False)])
def test_somebody_finds_and_compares_micro_credentials(open_window: Callable[..., Page], locale: str, phone: bool) -> None:
    page = open_window(locale=locale, phone=phone)
    page.goto("/")
    page.locator(".site-nav a[href='/catalogue/']").click()
    _looked_at(page, f"catalogue-{locale}")

    page.locator("#q").fill("източници" if locale == "bg-BG" else "sources")
    page.locator("#q").press("Enter")
    expect(page.locator(".offer")).to_have_count(3)
    for box in page.locator(".offer .pick input").all()[:2]:
        box.check()
    page.locator(".compare-bar button").click()
    expect(page.locator(".comparison thead img")).to_have_count(2)
    _looked_at(page, f"compare-{locale}")

    page.goto("/catalogue/coverage")
    _looked_at(page, f"coverage-{locale}")
    page.locator("a.tile").first.click()
    expect(page.locator(".chosen a")).to_have_count(1)
    page.locator(".offer .provider").first.click()
    _looked_at(page, f"provider-{locale}")


def _looked_at(page: Page, name: str) -> None:
    assert_accessible(page)
    assert_fits(page)
    picture(page, name)


@pytest.mark.parametrize(("locale", "phone"), [("bg-BG", True), ("en-GB", False)])
def test_somebody_compares_the_rules_of_two_countries(open_window: Callable[..., Page], locale: str, phone: bool) -> None:
    page = open_window(locale=locale, phone=phone)
    page.goto("/policies/")
    _looked_at(page, f"policies-{locale}")
    page.locator("#left").select_option("nl")
    page.locator("#right").select_option("cmf")
    page.locator(".finder button").click()
    expect(page.locator("tbody tr").first).to_be_visible()
    _looked_at(page, f"policies-compared-{locale}")
    page.goto("/policies/nl")
    _looked_at(page, f"policy-{locale}")
