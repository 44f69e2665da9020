"""A launch inside a frame of a learning platform, as a browser makes it: with cookies of frames, kept apart or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.cookies import Morsel
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, FrameLocator, Page, Playwright, expect

from badges import institution
from browser.conftest import DESKTOP, PATIENCE, PHONE, chromium
from browser.looks import assert_accessible, assert_fits, picture
from campus.connectors.lti13 import keys, platforms
from campus.connectors.lti13.courses import path_of
from campus.connectors.lti13.models import Course, CourseMember, Platform
from campus.connectors.lti13.pages import framing
from campus.jobs.run_until_idle import run_until_idle
from campus.learning.models import Cohort
from campus.people.models import Role
from cast import MONDAY, log_in, member, person
from lti_platform import (
    CLIENT,
    CORE,
    DEPLOYMENT,
    HOST,
    ITEMS_URL,
    MEMBERS_URL,
    SCOPES,
    SITE,
    TEACHER,
    placing,
    reachable,
    running,
)
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


@pytest.mark.parametrize(("locale", "phone", "scheme"), [("en-GB", False, "light"), ("bg-BG", True, "dark")])
def test_staff_register_a_platform_and_fetch_from_a_course(
    open_window: Callable[..., Page],
    live_server: Any,
    client: Client,
    moodle: Moodle,
    platform: Platform,
    cohort: Cohort,
    locale: str,
    phone: bool,
    scheme: Any,
) -> None:
    page = open_window(locale=locale, phone=phone)
    page.emulate_media(color_scheme=scheme)
    session = log_in(client, platform.created_by).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    member(cohort.organisation, platform.created_by, Role.ASSESSOR)
    inside = f"/o/laurel-university/cohorts/{cohort.public_id}/courses/"
    for number in range(1, 4):
        moodle.add_member(number, **({"email": ""} if number == 3 else {}))
    course = Course.objects.create(
        platform=platform, deployment_id=DEPLOYMENT, context_id="c", cohort=cohort, title="Дигитални източници, 2 курс",
        memberships_url=MEMBERS_URL, lineitems_url=ITEMS_URL, scopes=SCOPES, created_at=MONDAY, seen_at=MONDAY,
    )  # fmt: skip

    for name, address in {
        "platforms": "/o/laurel-university/lti/",
        "platform-new": "/o/laurel-university/lti/new",
        "platform": f"/o/laurel-university/lti/{platform.public_id}/",
    }.items():
        page.goto(f"{address}?lang={locale[:2]}")
        _read(page, f"lti-{name}-{locale}")
    page.goto(inside)
    page.locator("form[action$='/learners'] .button").click()
    run_until_idle()
    page.locator("form[action$='/awards'] .button").click()
    run_until_idle()
    exam = moodle.add_column("exam", "Exam on paper, first date")
    moodle.grade(exam, "u1", 90)
    page.locator("form[action$='/learners'] a.button").click()
    _read(page, f"lti-grades-{locale}")
    page.locator("main select").select_option("exam")
    page.locator(".sheet .button.main").click()
    run_until_idle()
    page.goto(inside)
    _read(page, f"lti-courses-{locale}")

    assert [each.state for each in course.collections.all()] == ["done", "done"]


def _read(page: Page, name: str) -> None:
    expect(page.locator("h1")).to_be_visible()
    picture(page, name)
    assert_fits(page)
    assert_accessible(page)
