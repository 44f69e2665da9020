"""From an idea to a badge that tells who stood behind it, through the browser, each person in a window of their own.

An author without training designs; a reviewer sends it back; the author mends it; a second person approves; it stands in the
catalogue; a cohort gets it; the badge names who assured its quality, the decision and the version. Then a second version is
made, and the first badge still shows the first text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from browser.conftest import PHONE
from browser.looks import assert_accessible, assert_fits, picture
from browser.test_short_form import ANSWERS, MOST, fill_what_is_required, log_in
from campus.assurance.register import Entry, enter_confirmed
from campus.jobs.run_until_idle import run_until_idle
from campus.people.models import Organisation, Role
from cast import MONDAY, member, person

PASSWORD = "a long enough sentence"
AGENCY = "National Evaluation and Accreditation Agency"
FIRST = "For everybody who reads news. How to tell whether a source can be trusted."
SECOND = "For everybody who reads news or writes it. How to tell whether a source can be trusted."
GRADES = "number,name,email,Project work\nF1,Amina Yusuf,amina@learner.example,82\nF2,Boris Angelov,boris@learner.example,35\n"


@pytest.fixture
def university(live_server: Any, settings: Any) -> Organisation:
    settings.PUBLIC_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    organisation = Organisation.objects.create(
        slug="laurel-university",
        name_en="Laurel University",
        name_bg="Лауреатски университет",
        country="BG",
        url="https://laurel.example/",
        vouched_at=MONDAY,
    )
    for key, name, roles in (
        ("vera", "Vera Ilieva", (Role.AUTHOR,)),
        ("carla", "Carla Rossi", (Role.QA_OFFICER,)),
        ("pavel", "Pavel Stoyanov", (Role.APPROVER,)),
        ("bruno", "Bruno Costa", (Role.ASSESSOR,)),
        ("rositsa", "Rositsa Dimitrova", (Role.REGISTRAR,)),
    ):
        someone = member(organisation, person(f"{key}@laurel.example", name), *roles)
        someone.set_password(PASSWORD)
        someone.save()
    entry = Entry(agency=AGENCY, decision="positive", valid_from=date(2024, 1, 15), valid_to=date(2030, 1, 15))
    enter_confirmed(organisation, entry=entry, source="NEAA 1", by=None, at=MONDAY)
    return organisation


def test_from_an_idea_to_a_badge_that_tells_who_stood_behind_it(
    open_window: Callable[..., Page], university: Organisation
) -> None:
    vera, carla, pavel, visitor = (open_window() for _ in range(4))
    for page, key in ((vera, "vera"), (carla, "carla"), (pavel, "pavel")):
        log_in(page, f"{key}@laurel.example")

    design = _design(vera)
    _send_back(carla, design)
    _mend_and_hand_in(vera, design)
    _approve(carla, design, "Approve", "The next stage goes on from here")
    _approve(pavel, design, "Approve and publish", "version 1")
    public = _find_in_the_catalogue(visitor)
    link = _get_a_badge(open_window, university)
    _see_the_badge(visitor, link, FIRST)

    _make_a_second_version(vera, design)
    _approve(carla, design, "Approve", "The next stage goes on from here")
    _approve(pavel, design, "Approve and publish", "version 2")

    _see_both_versions(visitor, public)
    _see_the_badge(visitor, link, FIRST)


def _design(page: Page) -> str:
    page.goto("/o/laurel-university/designs/")
    page.get_by_role("link", name="Design the first one").click()
    _looks_right(page, "short-form")
    filled = fill_what_is_required(page)
    assert filled == list(ANSWERS)
    assert len(filled) <= MOST
    page.get_by_role("button", name="Make the draft").click()
    expect(page.get_by_text("Ready for review", exact=True)).to_be_visible()
    found = re.match(r".*/designs/[0-9a-f-]{36}/", page.url)
    assert found, page.url
    design = found[0]
    _looks_right(page, "draft")
    for name in ("preview/", "rules/"):
        page.goto(design + name)
        _looks_right(page, name.strip("/"))
    _hand_in(page, design)
    return design


def _hand_in(page: Page, design: str) -> None:
    page.goto(design)
    page.get_by_role("button", name="Hand it to quality assurance").click()
    expect(page.locator("main")).to_contain_text("In review")


def _send_back(page: Page, design: str) -> None:
    page.goto(f"{design}review/")
    outcomes = page.locator("#element-M6")
    outcomes.get_by_text("Comment on this").click()
    outcomes.locator("textarea").fill("Say which kind of source.")
    outcomes.get_by_role("button", name="Keep the comment").click()
    _looks_right(page, "review")
    page.get_by_label("Comment for the authors").fill("One outcome is too wide; see my comment beside it.")
    page.get_by_role("button", name="Ask for changes").click()
    expect(page.locator("main")).to_contain_text("Sent back to the authors")


def _mend_and_hand_in(page: Page, design: str) -> None:
    page.goto(design)
    expect(page.locator("main")).to_contain_text("One outcome is too wide")
    _looks_right(page, "sent-back")
    page.goto(f"{design}edit/outcomes/")
    page.locator("[name='learning_outcomes.0.statement.en']").fill("Evaluates the reliability of a news source")
    page.get_by_role("button", name="Save and continue").last.click()
    _hand_in(page, design)


def _approve(page: Page, design: str, button: str, told: str) -> None:
    page.goto(f"{design}review/")
    for resolve in page.get_by_role("button", name="Resolved").all():
        resolve.click()
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator("main")).to_contain_text(told)


def _find_in_the_catalogue(page: Page) -> str:
    page.goto("/catalogue/?q=judging+sorces")  # a slip of the finger
    page.get_by_role("link", name=re.compile("Judging sources")).first.click()
    main = page.locator("main")
    expect(main).to_contain_text(FIRST)
    expect(main).to_contain_text(AGENCY)
    expect(main).to_contain_text("Evaluates the reliability of a news source")
    _looks_right(page, "public")
    return page.url


def _get_a_badge(open_window: Callable[..., Page], university: Organisation) -> str:
    """A cohort is graded, awarded and issued; a learner claims the badge and shares it."""
    bruno, rositsa, learner = open_window(), open_window(), open_window(phone=True)
    log_in(bruno, "bruno@laurel.example")
    bruno.goto("/o/laurel-university/cohorts/new/")
    bruno.get_by_label("Micro-credential").select_option(index=1)
    bruno.get_by_label("Title").fill("Autumn")
    bruno.get_by_role("button", name="Open it").click()
    file = {"name": "grades.csv", "mimeType": "text/csv", "buffer": GRADES.encode()}
    bruno.locator("input[type=file]").set_input_files(file)
    bruno.get_by_role("button", name="Upload and choose the columns").click()
    bruno.get_by_role("button", name="Check the file").last.click()
    bruno.get_by_role("button", name="Import 2 good rows").click()
    bruno.get_by_role("link", name="See who has earned it").click()
    bruno.get_by_role("button", name="Award 1 learner").click()
    log_in(rositsa, "rositsa@laurel.example")
    rositsa.goto(bruno.url)
    rositsa.get_by_role("button", name="Issue 1 badge").click()
    run_until_idle()
    (message,) = (sent for sent in mail.outbox if sent.to == ["amina@learner.example"])
    found = re.search(r"https?://\S+/claim/\S+", str(message.body))
    assert found, message.body
    learner.goto(found[0])
    learner.get_by_role("link", name="Make an account").click()
    learner.get_by_label("E-mail").fill("amina@learner.example")
    learner.locator("[name=password1]").fill(PASSWORD)
    learner.locator("[name=password2]").fill(PASSWORD)
    learner.locator("main form button").first.click()
    learner.get_by_role("button", name="Add it to my badges").click()
    learner.get_by_role("button", name="Make a link").click()
    return learner.get_by_label("Address to share").first.input_value()


def _see_the_badge(page: Page, link: str, text: str) -> None:
    page.goto(link)
    main = page.locator("main")
    expect(main).to_contain_text(text)
    expect(main).to_contain_text("Version 1 of this micro-credential was approved by Laurel University")
    expect(main).to_contain_text("Internal quality review")
    expect(main).to_contain_text(AGENCY)
    expect(main).not_to_contain_text(SECOND)
    _looks_right(page, "badge")


def _make_a_second_version(page: Page, design: str) -> None:
    page.goto(f"{design}edit/about/")
    page.locator("[name='description.en']").fill(SECOND)
    page.get_by_role("button", name="Save and continue").last.click()
    _hand_in(page, design)


def _see_both_versions(page: Page, public: str) -> None:
    page.goto(public)
    page.goto(re.sub(r"/1/?$", "/2", page.url))
    expect(page.locator("main")).to_contain_text(SECOND)
    _looks_right(page, "second-version")
    page.goto(re.sub(r"/2/?$", "/1", page.url))
    expect(page.locator("main")).to_contain_text(FIRST)
    expect(page.locator("main")).not_to_contain_text(SECOND)


def _looks_right(page: Page, name: str) -> None:
    """On a desktop and a telephone, light and dark, in both languages."""
    wide = page.viewport_size
    assert wide
    for screen in ("desktop", "phone"):
        page.set_viewport_size(wide if screen == "desktop" else PHONE["viewport"])
        for colours in ("light", "dark"):
            page.emulate_media(color_scheme=colours)
            picture(page, f"quality-{name}-{screen}-{colours}")
            assert_fits(page)
            assert_accessible(page)
    with _in_bulgarian(page):
        picture(page, f"quality-{name}-phone-bg")
        assert_fits(page)
    page.set_viewport_size(wide)
    page.emulate_media(color_scheme="light")


@contextmanager
def _in_bulgarian(page: Page) -> Iterator[None]:
    """The same page in Bulgarian, and back: asked before anything is filled in."""
    address = page.url.partition("#")[0]
    page.goto(f"{address}{'&' if '?' in address else '?'}lang=bg")
    yield
    page.goto(f"{address}{'&' if '?' in address else '?'}lang=en")
    page.goto(address)
