"""Rule sets for everybody: in both languages, on a day, side by side; and the same through the API."""

from __future__ import annotations

import json

import pytest

from cast_of_badges import DESIGN
from laurel.policy.pack import BUILT_IN

pytestmark = pytest.mark.django_db


def _page(client, address, **asked):
    answer = client.get(address, asked)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("language", ["en", "bg"])
@pytest.mark.parametrize("pack", BUILT_IN)
def test_every_set_of_rules_can_be_read(client, pack, language):
    page = _page(client, f"/policies/{pack}", lang=language)

    assert "R-" in page
    assert ("Какво изисква" if language == "bg" else "What it asks for") in page


def test_a_set_is_shown_as_it_stands_on_a_day(client):
    assert "At least 1 ECTS" in _page(client, "/policies/nl-experiment", on="2026-11-25", lang="en")
    assert "At least 3 ECTS" in _page(client, "/policies/nl-experiment", on="2027-11-25", lang="en")
    for odd in ("yesterday", "2026-13-45", ""):
        _page(client, "/policies/nl-experiment", on=odd)


def test_two_sets_are_compared_by_examples(client):
    page = _page(client, "/policies/compare", left="nl", right="cmf", lang="en")

    assert "EQF level: 8" in page
    assert "ECTS credits: 3.5" in page
    assert "exactly the same" in _page(client, "/policies/compare", left="nl", right="nl", lang="en")


@pytest.mark.parametrize("address", ["/policies/mars", "/policies/compare", "/policies/compare?left=nl&right=mars"])
def test_refuses_a_set_of_rules_that_is_not_there(client, address):
    assert client.get(address).status_code == 404


def test_the_list_says_which_are_only_drafts(client):
    assert "България (проект)" in _page(client, "/policies/", lang="bg")


def test_the_api_gives_the_same(client):
    assert [pack["id"] for pack in client.get("/api/v1/policies").json()] == list(BUILT_IN)
    assert client.get("/api/v1/policies/nl").json()["rules"][0]["parameters"] == {"min_ects": 3}
    found = client.get("/api/v1/policies/compare", {"left": "nl", "right": "cmf", "on": "2026-11-25"}).json()
    assert found["only_right"] == ["R-04", "R-07", "R-10"]
    assert client.get("/api/v1/policies/mars").json()["code"] == "NO_SUCH_POLICY"


def test_the_api_puts_a_design_before_sets_of_rules_and_keeps_nothing(client):
    asked = {"design": json.loads(DESIGN.model_dump_json(exclude_none=True)), "packs": ["eu", "cmf"]}

    said = client.post("/api/v1/policies/evaluate", asked, content_type="application/json").json()

    assert [each["pack"] for each in said] == ["eu", "cmf"]
    assert all(finding["en"] and finding["bg"] for each in said for finding in each["findings"])
    asked["packs"] = ["mars"]
    assert client.post("/api/v1/policies/evaluate", asked, content_type="application/json").status_code == 404
