"""The catalogue in a browser: on a telephone too, in both languages; nothing sticks out, axe finds nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from badges import edition_of, institution, published
from browser.looks import assert_accessible, assert_fits, picture
from campus.catalogue.editions import cancel
from cast import log_in

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


@pytest.mark.parametrize(("locale", "phone"), [("bg-BG", True), ("en-GB", False)])
def test_an_author_announces_an_edition_and_a_visitor_finds_it(
    open_window: Callable[..., Page], live_server: Any, client: Client, locale: str, phone: bool
) -> None:
    organisation, author, officer, _ = institution("laurel-university")
    version = published(organisation, author, officer)
    now = timezone.now()
    edition_of(version, author, now, rolling=True, starts_on=None, ends_on=None, price=Decimal(0), currency="")
    cancelled = edition_of(version, author, now, price=Decimal("99.50"))
    cancel(cancelled, because="Too few people applied.", by=author, at=now)
    page = open_window(locale=locale, phone=phone)
    page.context.add_cookies(
        [{"name": "sessionid", "value": log_in(client, author).cookies["sessionid"].value, "url": live_server.url}]
    )
    staff = f"/o/laurel-university/designs/{version.design.public_id}/editions/"
    page.goto(f"{staff}new/?lang={locale[:2]}")
    _looked_at(page, f"edition-new-{locale}")
    page.locator("#id_starts_on").fill((now + timedelta(days=20)).date().isoformat())
    page.locator("#id_ends_on").fill((now + timedelta(days=10)).date().isoformat())
    page.locator("#id_place").fill("София")
    page.locator(".sheet .button.main").click()
    expect(page.locator(".error").first).to_be_visible()
    _looked_at(page, f"edition-refused-{locale}")
    page.locator("#id_ends_on").fill((now + timedelta(days=50)).date().isoformat())
    page.locator("#id_price").fill("120")
    page.locator("#id_capacity").fill("20")
    page.locator("#id_apply_url").fill("https://laurel.example/apply")
    page.locator(".sheet .button.main").click()
    expect(page.locator(".editions > li")).to_have_count(3)
    _looked_at(page, f"editions-staff-{locale}")
    page.locator(".editions .danger").first.click()
    _looked_at(page, f"edition-cancel-{locale}")

    page.goto(f"/m/{version.design.public_id}/1")
    expect(page.locator(".edition")).to_have_count(3)
    _looked_at(page, f"editions-public-{locale}")
    page.emulate_media(color_scheme="dark")
    _looked_at(page, f"editions-public-dark-{locale}")
    page.emulate_media(color_scheme="light")
    page.locator("details.fold summary").first.click()
    picture(page, f"embed-snippet-{locale}")
    page.goto("/catalogue/beside-a-degree")
    _looked_at(page, f"beside-degree-{locale}")
    page.goto("/catalogue/?cost=free&order=start")
    expect(page.locator(".offer .start")).to_have_count(1)
    _looked_at(page, f"catalogue-start-{locale}")


@pytest.fixture
def elsewhere() -> Iterator[Callable[[str], str]]:
    """A site of somebody else's on this machine: give it a page, get its address."""
    shown = {"page": ""}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(shown["page"].encode())

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Say nothing."""

    def show(page: str) -> str:
        shown["page"] = page
        return f"http://127.0.0.1:{server.server_port}/"

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield show
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("language", "theme"), [("bg", "light"), ("en", "dark")])
def test_a_card_stands_in_somebody_elses_page(
    open_window: Callable[..., Page], live_server: Any, elsewhere: Callable[[str], str], language: str, theme: str
) -> None:
    organisation, author, officer, _ = institution("laurel-university")
    version = published(organisation, author, officer)
    edition_of(version, author, timezone.now())
    page = open_window(javascript=False)
    address = f"{live_server.url}/m/{version.design.public_id}/card?in={language}&theme={theme}"
    page.goto(elsewhere(f'<!DOCTYPE html><iframe src="{address}" width="440" height="240"></iframe>'))

    frame = page.frame_locator("iframe")
    expect(frame.locator("h1")).to_be_visible()
    expect(frame.locator(".start")).to_contain_text("120")
    picture(page, f"card-{language}-{theme}")
    assert page.context.cookies() == []
    with_scripts = open_window()  # axe needs them
    with_scripts.goto(address)
    assert_accessible(with_scripts)


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
