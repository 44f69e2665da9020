"""A launch inside a frame of a learning platform, as a browser makes it: with cookies of frames, kept apart or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.cookies import Morsel
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, FrameLocator, Page, Playwright, expect

from badges import institution
from browser.conftest import DESKTOP, PATIENCE, PHONE, chromium
from browser.looks import assert_accessible, assert_fits, picture
from campus.connectors.lti13 import keys, platforms
from campus.connectors.lti13.courses import path_of
from campus.connectors.lti13.models import CourseMember, Platform
from campus.connectors.lti13.pages import framing
from campus.jobs.run_until_idle import run_until_idle
from campus.learning.models import Cohort
from campus.people.models import Role
from cast import MONDAY, member, person
from lti_platform import CLIENT, CORE, DEPLOYMENT, HOST, SITE, TEACHER, placing, reachable, running
from lti_platform import Platform as Moodle
from sample_design import gradebook, open_cohort, publish, record_gradebook

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenCourse = Callable[..., Page]


@pytest.fixture
def moodle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Moodle]:
    with running(tmp_path) as server:
        reachable(server, monkeypatch)
        yield server


@pytest.fixture
def cohort(live_server: Any, settings: Any) -> Cohort:
    settings.PUBLIC_URL = live_server.url
    organisation, author, officer, _ = institution("laurel-university")
    member(organisation, author, Role.ASSESSOR)
    return open_cohort(publish(organisation, author, officer), author, "Пролет 2026")


@pytest.fixture
def platform(cohort: Cohort, moodle: Moodle, settings: Any) -> Platform:
    adela = member(cohort.organisation, person("adela@laurel.example", "Adela"), Role.ADMINISTRATOR)
    made = platforms.register(cohort.organisation, name="Moodle", addresses=platforms.moodle(SITE), by=adela, at=MONDAY)
    made = platforms.connect(made, client_id=CLIENT, deployment_ids=[DEPLOYMENT], by=adela, at=MONDAY)
    moodle.tool_keys = keys.public_keys(made)
    moodle.person = {"target": settings.PUBLIC_URL + path_of(made, cohort)}
    return made


@pytest.fixture
def open_course(playwright: Playwright, moodle: Moodle, platform: Platform, live_server: Any) -> Iterator[OpenCourse]:
    """Open the course in a browser that finds the platform at its name, and takes other sites' cookies or does not."""
    contexts: list[BrowserContext] = []

    def opened(*, third_party_cookies: bool = True, phone: bool = False, dark: bool = False, **person: Any) -> Page:
        moodle.person.update(person)
        flags = [f"--host-resolver-rules=MAP {HOST}:443 127.0.0.1:{moodle.port}"]
        flags += [] if third_party_cookies else ["--test-third-party-cookie-phaseout"]
        shape: dict[str, Any] = PHONE if phone else DESKTOP
        window = chromium(playwright, *flags).new_context(
            ignore_https_errors=True, reduced_motion="reduce", color_scheme="dark" if dark else "light", **shape
        )
        window.set_default_timeout(PATIENCE)
        contexts.append(window)
        page = window.new_page()
        begin = f"{live_server.url}/lti/{platform.public_id}/login?iss={SITE}&login_hint=7&client_id={CLIENT}"
        target = moodle.person["target"]
        page.goto(f"{SITE}/course?begin={begin.replace('&', '%26')}%26target_link_uri={target}")
        return page

    yield opened
    for window in contexts:
        window.browser.close()  # type: ignore[union-attr]


def _tool(page: Page) -> FrameLocator:
    return page.frame_locator("iframe[name=tool]")


@pytest.mark.parametrize("third_party_cookies", [True, False])
def test_a_learner_sees_their_progress_inside_the_course(
    open_course: OpenCourse, cohort: Cohort, platform: Platform, third_party_cookies: bool
) -> None:
    record_gradebook(cohort, gradebook("101,Amina,amina@students.example,80,40"))
    page = open_course(third_party_cookies=third_party_cookies)
    expect(_tool(page).locator("h1")).to_have_text("Judging information online")
    expect(_tool(page).locator("main")).to_contain_text("You are not in the list of this cohort yet")

    CourseMember.objects.create(course=platform.courses.get(), subject="u1", number="101")
    page.reload()

    expect(_tool(page).locator("main")).to_contain_text("Final exam: 40 of at least 50.")


def test_a_browser_that_keeps_no_cookies_in_frames_gets_a_window(
    open_course: OpenCourse, cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that does not know partitioned cookies, which is also what shows that they are at work above."""
    monkeypatch.setattr(framing, "_Partitioned", Morsel)
    page = open_course(third_party_cookies=False)
    button = _tool(page).get_by_role("button", name="Open a new window")
    expect(button).to_be_visible()
    with page.context.expect_page() as opened:
        button.click()

    expect(opened.value.locator("h1")).to_have_text("Judging information online")


def test_a_teacher_places_a_cohort_into_the_course(open_course: OpenCourse, moodle: Moodle, cohort: Cohort) -> None:
    page = open_course(**placing())
    _tool(page).get_by_role("radio").check()
    _tool(page).get_by_role("button", name="Go on with this one").click()
    _tool(page).get_by_role("button", name="Place it into the course").click()

    expect(_tool(page).locator("h1")).to_have_text("Placed")
    assert len(moodle.placed) == 1


@pytest.mark.parametrize(("language", "phone", "dark"), [("en", False, False), ("bg", True, True)])
def test_every_page_of_a_launch_can_be_read(
    open_course: OpenCourse, cohort: Cohort, platform: Platform, language: str, phone: bool, dark: bool
) -> None:
    record_gradebook(cohort, gradebook("101,Amina,amina@students.example,80,40"))
    locale = {f"{CORE}launch_presentation": {"locale": language}}
    looks = {"phone": phone, "dark": dark}
    for name, claims in {"teacher": {f"{CORE}roles": [TEACHER]}, "choose": placing(), "refused": {"sub": None}}.items():
        page = open_course(**looks, **{f"{CORE}message_type": "LtiResourceLinkRequest", **locale, **claims})
        _looked_at(page, f"lti-{name}-{language}")
    CourseMember.objects.create(course=platform.courses.get(), subject="u1", number="101")
    learner = {f"{CORE}message_type": "LtiResourceLinkRequest", f"{CORE}roles": ["Learner"], "sub": "u1"}
    _looked_at(open_course(**looks, **locale, **learner, **{f"{CORE}resource_link": {"id": "1"}}), f"lti-learner-{language}")
    run_until_idle()


def _looked_at(page: Page, name: str) -> None:
    """Look at what stands in the frame, which is as wide as the screen."""
    expect(_tool(page).locator("h1")).to_be_visible()
    frame: Any = next(each for each in page.frames if each.name == "tool")
    picture(page, name)
    assert_fits(frame)
    assert_accessible(frame)
