"""Rule sets on the web: chosen, written, tried, kept, shown; and how designs fare under several."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campus.catalogue.designs import create_design
from campus.policies.chosen import choose, chosen_packs
from campus.policies.models import OwnPack, OwnPackVersion
from campus.policies.own_packs import keep_pack, show_to_everybody
from campus.web.staff.policies.example import EXAMPLE, EXAMPLE_TESTS
from cast import MONDAY, log_in
from sample_design import draft, publish

OURS = EXAMPLE.format(slug="ours")


@pytest.fixture
def officer(client, carla):
    return log_in(client, carla)


@pytest.fixture
def kept(laurel_university, carla):
    return keep_pack(laurel_university, text=OURS, tests=EXAMPLE_TESTS, by=carla, at=MONDAY)


def at(name, *rest):
    return reverse(name, args=["laurel-university", *rest])


def test_a_quality_officer_chooses_what_blocks_and_what_warns(officer, laurel_university, kept):
    page = officer.post(
        at("rule_sets"), {"weight.nl": "blocking", "weight.ours": "warning", "weight.nz": ""}, follow=True
    ).content.decode()

    assert "Every draft is measured by these rule sets" in page
    assert [(each.pack_id, each.blocking) for each in chosen_packs(laurel_university)] == [("nl", True), ("ours", False)]


def test_an_author_reads_what_is_chosen_and_changes_nothing(client, bruno, laurel_university):
    log_in(client, bruno)

    assert "Quality officers and administrators choose." in client.get(at("rule_sets")).content.decode()
    assert client.post(at("rule_sets"), {"weight.nl": "blocking"}).status_code == 403


def test_a_newer_version_is_told_until_it_is_chosen(officer, laurel_university, carla, kept):
    choose(laurel_university, {"ours": "blocking"}, by=carla, at=MONDAY)
    keep_pack(laurel_university, text=OURS.replace('version = "1"', 'version = "2"'), by=carla, at=MONDAY)

    assert "Version 1 counts. Saving moves to version 2." in officer.get(at("rule_sets")).content.decode()


def test_the_example_in_the_form_is_sound(officer, laurel_university):
    form = officer.get(at("rule_set_new")).context["form"].initial

    page = officer.post(at("rule_set_new"), {**form, "do": "try"}).content.decode()

    assert "It can be read, and 1 test comes true. Nothing is kept yet." in page
    assert not OwnPack.objects.exists()


def test_a_sound_rule_set_is_kept_and_can_be_read(officer, laurel_university):
    page = officer.post(at("rule_set_new"), {"text": OURS, "tests": EXAMPLE_TESTS, "do": "keep"}, follow=True).content.decode()

    assert "Version 1 is kept." in page
    assert "At least 2 ECTS credits." in page


def test_a_file_can_be_uploaded(officer, laurel_university):
    upload = SimpleUploadedFile("ours.toml", OURS.encode())

    officer.post(at("rule_set_new"), {"text": "", "upload": upload, "do": "keep"})

    assert OwnPackVersion.objects.get().text == OURS


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"text": OURS.replace("min_ects", "min_etcs")}, "Rule set, line 7:"),
        ({"text": OURS, "tests": EXAMPLE_TESTS.replace("fail", "pass")}, "R-01 should answer “pass” and answers “fail”"),
        ({"text": OURS, "tests": "[[case]]"}, "Tests, line 1:"),
        ({"text": " "}, "Write the rule set, or choose a file."),
        ({"text": OURS.replace('"ours"', '"nl"')}, "another pack is called nl already"),
    ],
)
@pytest.mark.parametrize("do", ["keep", "try"])
def test_what_is_wrong_is_told_with_its_place_and_nothing_is_lost(officer, laurel_university, sent, said, do):
    response = officer.post(at("rule_set_new"), {**sent, "do": do})

    page = response.content.decode()
    assert said in page
    assert response.status_code == 400
    assert not OwnPack.objects.exists()
    if sent.get("text", "").strip():
        assert "Our rules" in page


def test_a_file_that_is_no_text_is_told(officer, laurel_university):
    response = officer.post(at("rule_set_new"), {"upload": SimpleUploadedFile("ours.toml", b"\xff\xfe")})

    assert "This file is not text in UTF-8." in response.content.decode()


def test_a_kept_version_cannot_be_kept_again_with_another_text(officer, kept):
    page = officer.post(at("rule_set_new"), {"text": OURS.replace("min_ects = 2", "min_ects = 3"), "do": "keep"})

    assert "is kept already and stays as it is" in page.content.decode()


def test_a_new_version_starts_from_the_newest(officer, kept):
    page = officer.get(at("rule_set_new") + "?from=ours")

    assert page.context["form"].initial["text"] == OURS
    assert officer.get(at("rule_set_new") + "?from=none").status_code == 404


def test_both_files_can_be_downloaded_as_they_were_kept(officer, kept):
    assert officer.get(at("rule_set_file", "ours")).content.decode() == OURS
    assert officer.get(at("rule_set_file", "ours") + "?part=tests&version=1").content.decode() == EXAMPLE_TESTS
    assert officer.get(at("rule_set_file", "ours") + "?version=9").status_code == 404


def test_everybody_reads_and_compares_what_is_published(officer, client, kept):
    public = "/policies/laurel-university/ours"
    assert client.get(public).status_code == 404

    officer.post(at("rule_set_publication", "ours"), {"shown": "yes"})
    client.logout()

    assert "At least 2 ECTS credits." in client.get(public).content.decode()
    assert "A rule set of Laurel University" in client.get(public).content.decode()
    assert public in client.get("/policies/").content.decode()
    compared = client.get("/policies/compare?left=laurel-university/ours&right=eu").content.decode()
    assert "Only “Our rules” asks for" in compared


def test_what_is_taken_back_is_gone(officer, carla, kept):
    show_to_everybody(kept.pack, shown=True, by=carla, at=MONDAY)

    officer.post(at("rule_set_publication", "ours"), {"shown": "no"})

    assert officer.get("/policies/laurel-university/ours").status_code == 404
    assert officer.get("/policies/compare?left=laurel-university/ours&right=eu").status_code == 404


@pytest.fixture
def designs(laurel_university, bruno, carla):
    publish(laurel_university, bruno, carla, title={"en": "Small", "bg": "Малка"})
    publish(laurel_university, bruno, carla, title={"en": "=Large", "bg": "Голяма"}, workload={"hours": "125", "ects": "5"})
    create_design(laurel_university, by=bruno, at=MONDAY, draft=draft(title={"en": "Draft", "bg": "Чернова"}))


def test_the_report_counts_names_and_explains(officer, designs):
    page = officer.get(at("compatibility") + "?pack=nl&pack=cmf").content.decode()

    assert "Of 3 designs, 1 meets every rule set (Netherlands, higher education, Common Microcredential Framework)." in page
    assert "At least 3 ECTS credits. Here: ECTS credits: 2." in page
    assert "Small" in page
    assert "Draft" in page
    assert "=Large" not in page
    assert "=Large" in officer.get(at("compatibility") + "?pack=nl&pack=cmf&all=yes").content.decode()


def test_the_report_between_institutions_looks_at_published_designs_alone(client, dmitri, designs, other_university):
    log_in(client, dmitri)

    page = client.get(reverse("compatibility", args=["other-university"]) + "?pack=nl&scope=everybody").content.decode()

    assert "Of 2 designs, 1 meets" in page
    assert "Laurel University" in page
    assert "Draft" not in page


def test_the_report_can_be_downloaded_and_no_cell_of_it_runs(officer, designs):
    answer = officer.get(at("compatibility_csv") + "?pack=nl&scope=published")

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["title"], row["answer"], row["rule"]) for row in rows] == [
        ("Small", "not met", "R-01"),
        ("'=Large", "met", ""),
    ]


def test_a_report_on_nothing_says_so(officer, laurel_university):
    assert "There is nothing to look at here yet." in officer.get(at("compatibility")).content.decode()


def test_the_report_counts_a_large_catalogue_page_by_page(officer, laurel_university, bruno):
    for _ in range(51):
        create_design(laurel_university, by=bruno, at=MONDAY, draft=draft())

    page = officer.get(at("compatibility") + "?pack=nl&page=2").content.decode()

    assert "Page 2 of 2" in page
