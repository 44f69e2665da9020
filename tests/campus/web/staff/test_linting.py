"""What the rules say, beside each step and on a page of its own; a fix is one press away, and so is undoing it."""

import pytest
from django.urls import reverse

from campus.catalogue.designs import create_design, save_draft
from campus.catalogue.models import Design
from campus.policies.chosen import choose
from campus.policies.models import OwnPackVersion
from campus.policies.own_packs import keep_pack
from cast import MONDAY, log_in
from sample_design import draft

ECTS = "elements:ECTS_RATIO:/workload/ects"


@pytest.fixture
def design(laurel_university, bruno):
    return create_design(laurel_university, by=bruno, at=MONDAY, draft=draft(workload={"hours": "50", "ects": "1"}))


@pytest.fixture
def author(client, bruno):
    return log_in(client, bruno)


def at(name, design, *rest):
    return reverse(name, args=[design.organisation.slug, design.public_id, *rest])


def test_every_chosen_rule_set_answers_with_its_weight(author, design, carla):
    choose(design.organisation, {"nl": "blocking", "cmf": "warning"}, by=carla, at=MONDAY)

    page = author.get(at("design_rules", design)).content.decode()

    assert "Netherlands, higher education" in page
    assert "At least 3 ECTS credits." in page
    assert "Here: ECTS credits: 1." in page
    assert "blocks publishing" in page
    assert "Common Microcredential Framework" in page
    assert "What this is: Micro-credential" in page
    assert "By element and principle" in page


def test_the_rules_speak_bulgarian(author, design, bruno):
    bruno.language = "bg"
    bruno.save()

    page = author.get(at("design_rules", design), headers={"accept-language": "bg"}).content.decode()

    assert "Какво казват правилата" in page
    assert "50 часа за 1" in page


def test_a_fix_is_one_press_and_undoing_it_another(author, design):
    page = author.post(at("design_fix", design), {"fix": ECTS}, follow=True).content.decode()
    assert Design.objects.get().draft["workload"]["ects"] == "2"
    assert "Changed. ECTS credits: 2." in page

    page = author.post(at("design_undo", design), follow=True).content.decode()
    assert Design.objects.get().draft["workload"]["ects"] == "1"
    assert "It is as it was before." in page
    assert "Changed." not in page


def test_a_fix_in_a_step_keeps_what_was_typed(author, design):
    typed = {"revision": 1, "workload.hours": "75", "workload.ects": "1", "level.eqf": "6", "do": f"fix:{ECTS}"}

    response = author.post(at("design_step", design, "workload"), typed)

    assert response.url.endswith("/edit/workload/?check")
    assert Design.objects.get().draft["workload"] == {"hours": "75", "ects": "3"}


@pytest.mark.parametrize("key", ["", "elements:NO_SUCH:/", "nl:R-01:/workload/ects", "eu:R-13:"])
def test_refuses_a_fix_that_is_not_offered(author, design, key):
    page = author.post(at("design_fix", design), {"fix": key}, follow=True).content.decode()

    assert "This is not offered any more" in page
    assert Design.objects.get().draft_revision == 1


def test_refuses_to_undo_what_somebody_has_changed_since(author, design, bruno):
    author.post(at("design_fix", design), {"fix": ECTS})
    save_draft(design, draft=draft(tags=["later"]), revision=2, by=bruno, at=MONDAY)

    page = author.post(at("design_undo", design), follow=True).content.decode()

    assert "This can no longer be undone" in page
    assert Design.objects.get().draft["tags"] == ["later"]


def test_refuses_to_fix_what_is_in_review(author, design):
    Design.objects.update(state=Design.State.IN_REVIEW)

    page = author.post(at("design_fix", design), {"fix": ECTS}, follow=True).content.decode()

    assert "cannot be changed now" in page
    assert "Set ECTS credits" not in page


def test_saving_quietly_brings_the_rules_along(author, design):
    typed = {"revision": 1, "workload.hours": "30", "workload.ects": "1", "level.eqf": "6"}

    page = author.post(at("design_autosave", design, "workload"), typed, headers={"hx-request": "true"}).content.decode()

    assert 'id="lint" hx-swap-oob="true"' in page
    assert "Nothing to mend here." in page


def test_a_rule_set_that_can_no_longer_be_read_is_told(author, design, carla):
    text = 'id = "ours"\nversion = "1"\nstatus = "draft"\nextends = ["eu"]\ntitle = { en = "Ours", bg = "Наш" }\n'
    keep_pack(design.organisation, text=text, by=carla, at=MONDAY)
    choose(design.organisation, {"ours": "blocking"}, by=carla, at=MONDAY)
    OwnPackVersion.objects.update(text="broken")

    page = author.get(at("design_rules", design)).content.decode()

    assert "can no longer be read here" in page


def test_the_last_step_names_the_rules_that_stand_against_publishing(author, laurel_university, bruno, carla):
    ready = create_design(laurel_university, by=bruno, at=MONDAY, draft=draft())
    choose(laurel_university, {"nl": "blocking", "cmf": "warning"}, by=carla, at=MONDAY)

    page = author.get(at("design_step", ready, "check"))

    assert "of your organisation stand" in page.content.decode()
    assert {(each.line.pack, each.line.rule) for each in page.context["blocking"]} >= {("nl", "R-01")}
    assert {each.line.pack for each in page.context["blocking"]} == {"nl"}


def test_an_empty_draft_shows_its_rules(author, laurel_university, bruno):
    empty = create_design(laurel_university, by=bruno, at=MONDAY)

    assert "it cannot be told yet" in author.get(at("design_rules", empty)).content.decode()
