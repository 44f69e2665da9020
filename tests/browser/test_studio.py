"""The design form with its scripts: skills appear while somebody types, rules answer while somebody fills in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from browser.looks import assert_accessible, assert_fits
from browser.test_short_form import PASSWORD, log_in
from campus.catalogue.designs import create_design
from campus.catalogue.models import Design
from campus.jobs.skills import keep_starter_set
from campus.people.models import Organisation, Role
from cast import member, person
from sample_design import draft


@pytest.fixture
def design(live_server: Any) -> Design:
    """A draft of somebody who may change it, where DigComp is loaded."""
    organisation = Organisation.objects.create(slug="laurel-university", name_en="Laurel University", country="BG")
    vera = member(organisation, person("vera@laurel.example", "Vera Ilieva"), Role.AUTHOR)
    vera.set_password(PASSWORD)
    vera.save()
    keep_starter_set(at=timezone.now())
    return create_design(organisation, by=vera, at=timezone.now(), draft=draft())


def test_a_skill_is_found_while_typing_and_kept_when_ticked(open_window: Callable[..., Page], design: Design) -> None:
    page = open_window(phone=True)
    log_in(page, "vera@laurel.example")
    page.goto(f"/o/laurel-university/designs/{design.public_id}/edit/outcomes/")

    page.get_by_label("Find a skill").first.press_sequentially("managing informaton")
    page.get_by_role("checkbox", name="1.3 Managing information").first.check()
    expect(page.get_by_text("Saved at")).to_be_visible()
    assert_fits(page)
    assert_accessible(page)

    page.reload()
    expect(page.get_by_role("checkbox", name="1.3 Managing information").first).to_be_checked()


def test_a_rule_answers_while_somebody_fills_in_and_its_fix_can_be_undone(
    open_window: Callable[..., Page], design: Design
) -> None:
    page = open_window()
    log_in(page, "vera@laurel.example")
    page.goto(f"/o/laurel-university/designs/{design.public_id}/edit/workload/")

    page.get_by_label("ECTS credits").fill("1")
    page.get_by_label("Hours").focus()
    page.get_by_role("button", name="Set ECTS credits: 2").click()
    expect(page.get_by_label("ECTS credits")).to_have_value("2")

    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("ECTS credits")).to_have_value("1")
