"""The main job as people do it, each in a window of their own, with real results, from an empty form to a refused badge."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from browser.looks import assert_accessible, assert_fits, picture
from campus.jobs.run_until_idle import run_until_idle
from campus.people.models import Organisation, Role
from cast import MONDAY, member, person
from shared import SHARED, needs_shared

pytestmark = needs_shared

PRESENTATION = ("AAA", "2013J")
PASSWORD = "a long enough sentence"
PASSED = 278  # Pass and Distinction in studentInfo.csv


@pytest.fixture
def university(live_server: Any, settings: Any) -> Organisation:
    """A university whose public address is that of the live site, and the people who work there."""
    settings.PUBLIC_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    organisation = Organisation.objects.create(
        slug="laurel-university",
        name_en="Laurel University",
        name_bg="Университет „Лаврово клонче“",
        country="BG",
        url="https://laurel.example/",
        vouched_at=MONDAY,
    )
    for key, name, roles in (
        ("bruno", "Bruno Costa", (Role.AUTHOR, Role.ASSESSOR)),
        ("carla", "Carla Rossi", (Role.QA_OFFICER,)),
        ("pavel", "Pavel Stoyanov", (Role.APPROVER,)),
        ("rositsa", "Rositsa Dimitrova", (Role.REGISTRAR,)),
    ):
        someone = member(organisation, person(f"{key}@laurel.example", name), *roles)
        someone.set_password(PASSWORD)
        someone.save()
    return organisation


@pytest.fixture
def gradebook(tmp_path: Path) -> Path:
    """One presentation of the dataset, in the dataset's own layout."""
    with (SHARED / "data" / "oulad" / "studentInfo.csv").open(newline="") as table:
        reader = csv.DictReader(table)
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, fieldnames=list(reader.fieldnames or ()))
        writer.writeheader()
        writer.writerows(row for row in reader if (row["code_module"], row["code_presentation"]) == PRESENTATION)
    path = tmp_path / "studentInfo.csv"
    path.write_text(text.getvalue())
    return path


def test_from_an_empty_form_to_a_refused_badge(
    open_window: Callable[..., Page], university: Organisation, gradebook: Path, tmp_path: Path
) -> None:
    bruno, carla, pavel, rositsa = (open_window() for _ in range(4))
    _log_in(bruno, "bruno@laurel.example")
    design = _design(bruno)
    _approve(carla, "carla", design, last=False)
    _approve(pavel, "pavel", design, last=True)
    cohort = _grade_and_award(bruno, gradebook)
    _issue(rositsa, cohort)

    learner = open_window(phone=True)
    badge = _claim(learner)
    link = _share(learner)
    _see_shared(open_window(), link)
    baked = _download(learner, badge, tmp_path)
    _see_verified(open_window(), baked)
    _revoke(rositsa, "Student 28400")

    _see_refused(open_window(), link, baked)


def _log_in(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main form button[type=submit], main form button:not([type])").first.click()
    expect(page).not_to_have_url(re.compile("/accounts/login"))


def _design(page: Page) -> str:
    """An author fills the form; the address of the design."""
    page.goto("/o/laurel-university/designs/start/")
    page.locator("form[action$='/designs/new'] button").first.click()
    _fill(page, {"title.bg": "Модул AAA", "title.en": "Module AAA"})
    _fill(page, {"description.bg": "Истински резултати.", "description.en": "Real results."})
    page.get_by_role("checkbox", name="English").check()
    _continue(page)
    page.get_by_role("button", name="Add an outcome").click()
    _fill(
        page,
        {"learning_outcomes.0.statement.bg": "Прилага наученото", "learning_outcomes.0.statement.en": "Applies the content"},
    )
    _continue(page)
    _fill(page, {"workload.hours": "50", "workload.ects": "2"})
    page.locator("[name='level.eqf']").select_option("5")
    _continue(page)
    page.get_by_role("button", name="Add a part").click()
    _fill(
        page,
        {"assessments.0.title.bg": "Краен резултат", "assessments.0.title.en": "Final result", "assessments.0.id": "final"},
    )
    page.locator("[name='assessments.0.type']").select_option("continuous")
    page.locator("[name='assessments.0.outcomes']").first.check()
    page.locator("[name='assessments.0.mandatory']").check()
    _fill(page, {"assessments.0.accepted": "Pass\nDistinction"})
    _continue(page)
    page.get_by_role("checkbox", name="Online", exact=True).check()
    page.locator("[name='supervision']").select_option("none")
    page.locator("[name='identity_verification']").select_option("none")
    page.get_by_role("button", name="Add quality assurance").click()
    _fill(page, {"quality_assurance.0.name.bg": "Комисия", "quality_assurance.0.name.en": "Quality committee"})
    page.locator("[name='quality_assurance.0.type']").select_option("internal")
    _fill(page, {"quality_assurance.0.url": "https://laurel.example/quality"})
    _continue(page)
    _continue(page)
    _looks_right(page, "author-check")
    page.get_by_role("button", name="Hand it to quality assurance").click()
    expect(page.locator("main")).to_contain_text("In review")
    return page.url


def _approve(page: Page, who: str, design: str, *, last: bool) -> None:
    """One stage of the two that a new organisation asks for."""
    _log_in(page, f"{who}@laurel.example")
    page.goto(design)
    page.get_by_role("link", name="Review it").click()
    _looks_right(page, "quality-review" if not last else "quality-approval")
    page.get_by_role("button", name="Approve and publish" if last else "Approve", exact=True).click()
    expect(page.locator("main")).to_contain_text("Published" if last else "The next stage goes on from here")


def _grade_and_award(page: Page, gradebook: Path) -> str:
    """A cohort is opened, its gradebook uploaded, checked, imported and awarded; the address of its awards."""
    page.goto("/o/laurel-university/cohorts/new/")
    page.get_by_label("Micro-credential").select_option(index=1)
    page.get_by_label("Title").fill("AAA 2013J")
    page.get_by_role("button", name="Open it").click()
    page.locator("input[type=file]").set_input_files(gradebook)
    page.get_by_role("button", name="Upload and choose the columns").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Which column is what?")
    _looks_right(page, "gradebook-columns")
    page.get_by_role("button", name="Check the file").last.click()
    _looks_right(page, "gradebook-preview")
    page.get_by_role("button", name="Import 383 good rows").click()
    expect(page.locator("main")).to_contain_text("383 rows are imported")
    page.get_by_role("link", name="See who has earned it").click()
    page.get_by_role("button", name=f"Award {PASSED} learners").click()
    expect(page.locator("main")).to_contain_text(f"{PASSED} awards wait for a registrar")
    _looks_right(page, "awards")
    return page.url


def _issue(page: Page, awards: str) -> None:
    _log_in(page, "rositsa@laurel.example")
    page.goto(awards)
    page.get_by_role("button", name=f"Issue {PASSED} badges").click()
    expect(page.locator("main")).to_contain_text("You can leave this page")
    run_until_idle()
    expect(page.locator("main")).to_contain_text("See the issued badges")
    _looks_right(page, "batch")


def _claim(page: Page) -> str:
    """A learner opens the e-mail on a telephone, makes an account, and the badge is theirs; its address."""
    (message,) = (sent for sent in mail.outbox if sent.to == ["student-28400@example.org"])
    link = re.search(r"https?://\S+/claim/\S+", str(message.body))
    assert link, message.body
    page.goto(link[0])
    _looks_right(page, "claim")
    page.get_by_role("banner").get_by_role("link", name="English").click()  # the message was in the badge's own language
    page.get_by_role("link", name="Make an account").click()
    page.get_by_label("E-mail").fill("student-28400@example.org")
    page.locator("[name=password1]").fill(PASSWORD)
    page.locator("[name=password2]").fill(PASSWORD)
    page.locator("main form button").first.click()
    expect(page).to_have_url(re.compile("/claim/"))
    page.get_by_role("button", name="Add it to my badges").click()
    expect(page.locator("main")).to_contain_text("It is yours now")
    return page.url.partition("?")[0]


def _share(page: Page) -> str:
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_label("Address to share").first.input_value()
    _looks_right(page, "learner-badge")
    page.goto("/my/")
    _looks_right(page, "my-badges")
    return link


def _see_shared(page: Page, link: str) -> None:
    page.goto(link)
    main = page.locator("main")
    expect(main).to_contain_text("Laurel University")
    expect(main).to_contain_text("Applies the content")
    expect(main).to_contain_text("Valid")
    expect(main).to_contain_text("2 ECTS (about 50 hours)")
    _looks_right(page, "badge")


def _download(page: Page, badge: str, folder: Path) -> Path:
    page.goto(badge)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Badge picture (PNG)").click()
    path = folder / "badge.png"
    waiting.value.save_as(path)
    return path


def _see_verified(page: Page, baked: Path) -> None:
    _check(page, baked)
    expect(page.locator("main")).to_contain_text("Module AAA")
    expect(page.locator("main .verdict").first).to_have_class(re.compile("valid"))
    _looks_right(page, "verified")


def _revoke(page: Page, holder: str) -> None:
    page.goto("/o/laurel-university/credentials/")
    page.get_by_label("Search by name").fill(holder)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name=holder).click()
    page.get_by_role("link", name="Revoke", exact=True).click()
    page.locator("[name=reason][value=issued_in_error]").check()
    page.get_by_label("I understand that this cannot be undone").check()
    _looks_right(page, "revoke")
    page.get_by_role("button", name="Revoke it for ever").click()
    expect(page.locator("main")).to_contain_text("Revoked")
    run_until_idle()


def _see_refused(page: Page, link: str, baked: Path) -> None:
    page.goto(link)
    expect(page.locator("main")).to_contain_text("evoked")
    _looks_right(page, "badge-revoked")
    _check(page, baked)
    expect(page.locator("main .verdict").first).to_have_class(re.compile("refused"))
    _looks_right(page, "verified-revoked")


def _check(page: Page, file: Path) -> None:
    page.goto("/verify")
    page.locator("input[type=file]").set_input_files(file)  # with scripts, choosing is enough
    expect(page.get_by_role("heading", level=1)).to_have_text("What we found")


def _fill(page: Page, fields: dict[str, str]) -> None:
    for name, value in fields.items():
        page.locator(f"[name='{name}']").fill(value)


def _continue(page: Page) -> None:
    page.get_by_role("button", name="Save and continue").last.click()


def _looks_right(page: Page, name: str) -> None:
    picture(page, f"main-job-{name}")
    assert_fits(page)
    assert_accessible(page)
