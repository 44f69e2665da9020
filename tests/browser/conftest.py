"""A real Chromium against a live site: `page` is a desktop, `phone` a small telephone, `visitor` a window of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, sync_playwright

from browser.looks import SCREENS

PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
PATIENCE = 15_000  # milliseconds for a page or an element to appear; long, because two cores may be busy


def _chromium() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    pytest.fail("the browser tests need Chromium; on Debian: apt-get install chromium")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    # Playwright keeps an event loop in this thread; Django would take it for an asynchronous view.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        yield driver
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def chromium(playwright: Playwright, *flags: str) -> Browser:
    """A Chromium as the tests run it, with further flags."""
    return playwright.chromium.launch(
        executable_path=_chromium(),
        args=[
            "--no-sandbox",  # Chromium's own sandbox does not start as root
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            *flags,
        ],
    )


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    launched = chromium(playwright)
    yield launched
    launched.close()


@pytest.fixture
def open_window(browser: Browser, live_server: Any, screen_name: str) -> Iterator[Callable[..., Page]]:
    """Open a private window: `open_window(locale="bg-BG", javascript=False, phone=True)`.

    An error in a page's script fails the test; the last look of every window is kept in .cache/screens.
    """
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def opened(*, locale: str = "en-GB", javascript: bool = True, phone: bool = False) -> Page:
        shape: dict[str, Any] = PHONE if phone else DESKTOP
        context = browser.new_context(
            base_url=live_server.url,
            locale=locale,
            timezone_id="Europe/Sofia",
            java_script_enabled=javascript,
            accept_downloads=True,
            reduced_motion="reduce",
            **shape,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))
        return page

    yield opened
    for number, context in enumerate(contexts, start=1):
        for page in context.pages:
            with _forgiving():
                page.screenshot(path=SCREENS / f"{screen_name}-{number}.png")
        context.close()
    assert not errors, "scripts failed:\n" + "\n".join(errors)


@contextmanager
def _forgiving() -> Iterator[None]:
    """A last picture is a convenience; a page already gone must not fail the test."""
    try:
        yield
    except Error:
        return


@pytest.fixture
def page(open_window: Callable[..., Page]) -> Page:
    return open_window()


@pytest.fixture
def phone(open_window: Callable[..., Page]) -> Page:
    return open_window(phone=True)


@pytest.fixture
def visitor(open_window: Callable[..., Page]) -> Page:
    """Somebody without an account, in a window of their own."""
    return open_window()


@pytest.fixture
def screen_name(request: pytest.FixtureRequest) -> str:
    SCREENS.mkdir(parents=True, exist_ok=True)
    return request.node.name.removeprefix("test_").replace("[", "-").replace("]", "").replace("/", "-")
