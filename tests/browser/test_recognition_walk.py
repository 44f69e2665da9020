"""A badge that another implementation has signed: submitted, compared, partly recognised, appealed, decided by another panel.

The applicant is on a telephone, in Bulgarian; the officers work at a desk, in English. What comes out is checked by the command
line and by others, and the learner's programme shows the new state.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from badges import institution, published
from browser.test_quiz import known, log_in, looked_at
from campus.issuing import keys
from campus.issuing.models import Statement
from campus.jobs.run_until_idle import run_until_idle
from campus.people.models import Organisation, Role
from campus.people.organisations import did_of
from campus.recognition.models import Case
from campus.verification.check import check_presented
from cast import member
from laurel.annex1.record import LangString
from peers.second_implementations import openbadgeslib_refusal
from recognising import foreign_badge
from stacking_here import offered, one

AMINA = "amina@students.example"


@pytest.fixture
def university(live_server: Any, settings: Any) -> Any:
    settings.PUBLIC_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    organisation, author, officer, registrar = institution("laurel-university")
    keys.ensure_key(organisation, by=registrar, at=timezone.now())
    for name in ("olga", "petar"):
        member(organisation, known(f"{name}@laurel.example", name.title()), Role.RECOGNITION_OFFICER)
    amina = known(AMINA, "Амина Юсуф")
    amina.language = "bg"
    amina.save()
    outcomes = ("Cleans messy data before analysis", "Argues about the ethics of algorithms")
    version = published(
        organisation,
        author,
        officer,
        title=LangString({"en": "Introduction to data", "bg": "Въведение в данните"}),
        learning_outcomes=[{"id": f"o{number}", "statement": {"en": text}} for number, text in enumerate(outcomes)],
    )
    certificate = published(organisation, author, officer, title=LangString({"en": "Certificate", "bg": "Свидетелство"}))
    programme = offered(organisation, author, officer, certificate, one("Data", version)).programme
    return organisation, programme


def test_a_foreign_badge_is_recognised_in_part_then_on_appeal_in_full(
    open_window: Callable[..., Page], university: Any, tmp_path: Any, live_server: Any
) -> None:
    organisation, programme = university
    phone, desk, other = open_window(phone=True, locale="bg-BG"), open_window(), open_window()
    badge = tmp_path / "badge.json"
    badge.write_bytes(foreign_badge(AMINA))

    _submit(phone, str(badge))
    case = Case.objects.get()
    log_in(desk, "olga@laurel.example")
    _compare_and_decide(desk, organisation.slug)
    run_until_idle()
    _appeal(phone, case)
    other.emulate_media(color_scheme="dark")
    log_in(other, "petar@laurel.example")
    _decide_again(other, organisation.slug)
    run_until_idle()
    _see_what_came_out(phone, case)
    phone.goto(f"/my/programmes/{programme.public_id}/")
    expect(phone.locator("main")).to_contain_text("Всички изисквания са изпълнени")
    looked_at(phone, "recognition-programme-phone-bg")

    first, second = Statement.objects.order_by("pk")
    assert "REVOKED" in check_presented(first.document.encode(), at=timezone.now()).codes
    assert check_presented(second.document.encode(), at=timezone.now()).verdict == "accept"
    assert _on_the_command_line(second, tmp_path / "decision.json", organisation, live_server.url) == 0
    key = keys.current_key(organisation)
    assert key is not None
    assert openbadgeslib_refusal(second.document, public_multikey=key.public_multikey) is None
    assert json.loads(second.document)["name"] == "Recognised in full: Introduction to data"


def _on_the_command_line(statement: Statement, path: Path, organisation: Organisation, site: str) -> int:
    """What `laurel verify` ends with, in a process of its own that asks this site."""
    path.write_text(statement.document)
    command = ["laurel", "verify", str(path), "--trust", did_of(organisation), "--local-site", site]
    return subprocess.run(command, check=False, capture_output=True, timeout=60).returncode


def _keep(page: Page, badge: str) -> None:
    page.goto("/my/elsewhere/")
    looked_at(page, "elsewhere-empty-phone-bg")
    page.goto("/my/elsewhere/add/")
    page.locator("input[type=file]").set_input_files(badge)
    looked_at(page, "elsewhere-add-phone-bg")
    page.locator("main form button").last.click()
    expect(page.locator("main")).to_contain_text("Data stewardship")
    looked_at(page, "elsewhere-badge-phone-bg")
    page.goto("/my/elsewhere/")
    looked_at(page, "elsewhere-list-phone-bg")


def _submit(page: Page, badge: str) -> None:
    log_in(page, AMINA, "bg")
    _keep(page, badge)
    page.goto("/my/")
    page.get_by_role("link", name="Признаване").first.click()
    page.locator("main .card a").first.click()
    looked_at(page, "recognition-new-phone-bg")
    page.get_by_label("Участие в програма от микроквалификации").check()
    page.get_by_label("Да се признае за").select_option(label="Въведение в данните")
    page.get_by_label("Една от значките Ви тук").select_option(label="Data stewardship")
    page.get_by_role("button", name="Представяне").click()
    expect(page.locator("main")).to_contain_text("Чака експерт")
    looked_at(page, "recognition-case-phone-bg")


def _compare_and_decide(page: Page, slug: str) -> None:
    page.goto(f"/o/{slug}/recognition/")
    looked_at(page, "recognition-queue")
    page.get_by_role("link", name="Амина Юсуф").click()
    page.get_by_role("button", name="Take the case").click()
    looked_at(page, "recognition-case")
    page.get_by_role("link", name="Comparison").click()
    expect(page.locator("main")).to_contain_text("Both speak of")
    looked_at(page, "recognition-comparison")
    page.get_by_role("button", name="Keep").click()
    page.get_by_role("navigation", name="The case").get_by_role("link", name="Decide").click()
    page.get_by_label("Not recognised").check()
    page.get_by_label("Reasons").fill("We prefer our own course.")
    page.get_by_role("button", name="Decide").click()
    expect(page.locator("main")).to_contain_text("Refusing needs at least one substantial difference")
    page.get_by_label("Recognised in part").check()
    page.get_by_label("Reasons").fill("Ethics of algorithms is not covered.")
    looked_at(page, "recognition-decide")
    page.get_by_role("button", name="Decide").click()
    expect(page.locator("main")).to_contain_text("Missing learning outcomes")


def _appeal(page: Page, case: Case) -> None:
    page.goto(f"/my/recognition/{case.public_id}/")
    expect(page.locator("main")).to_contain_text("Признато частично")
    looked_at(page, "recognition-decided-phone-bg")
    page.get_by_text("Не сте съгласни?").click()
    page.get_by_label("Защо обжалвате").fill("Семинарът по етика покрива и това.")
    page.get_by_role("button", name="Обжалвам").click()
    expect(page.locator("main")).to_contain_text("Жалбата Ви чака")


def _decide_again(page: Page, slug: str) -> None:
    page.goto(f"/o/{slug}/recognition/?state=appealed")
    page.get_by_role("link", name="Амина Юсуф").click()
    expect(page.locator("main")).to_contain_text("Семинарът по етика")
    page.get_by_role("button", name="Take the case").click()
    looked_at(page, "recognition-appeal-dark")
    page.get_by_role("navigation", name="The case").get_by_role("link", name="Decide").click()
    page.get_by_label("Recognised in full").check()
    page.get_by_label("Reasons").fill("The seminar covers it.")
    page.get_by_role("button", name="Decide").click()
    expect(page.locator("main")).to_contain_text("Decision on the appeal")


def _see_what_came_out(page: Page, case: Case) -> None:
    page.goto(f"/my/recognition/{case.public_id}/")
    expect(page.locator("main")).to_contain_text("Решение по обжалването")
    looked_at(page, "recognition-appealed-phone-bg")
    with page.expect_download() as letter:
        page.get_by_role("link", name="Писмо на български (PDF)").first.click()
    assert letter.value.suggested_filename == "decision-2-letter-bg.pdf"
