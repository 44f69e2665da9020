"""Sets of rules through the API: tried, kept, chosen, published; the report on many designs."""

import pytest

from campus.policies.models import OwnPack
from campus.web.staff.policies.example import EXAMPLE, EXAMPLE_TESTS

pytestmark = pytest.mark.django_db
OURS = EXAMPLE.format(slug="ours")


@pytest.fixture
def kept(carla_software):
    return carla_software.post("/organisation/policies", {"text": OURS, "tests": EXAMPLE_TESTS})


def test_a_set_of_rules_is_kept_chosen_and_published(carla_software, kept):
    assert kept.status_code == 201
    assert (kept.json()["pack"], kept.json()["version"], kept.json()["tests"]) == ("ours", "1", 1)

    chosen = carla_software.put("/organisation/policies/chosen", {"packs": {"ours": "blocking", "nl": "warning"}}).json()
    assert [(each["pack"], each["weight"]) for each in chosen["chosen"]] == [("nl", "warning"), ("ours", "blocking")]

    shown = carla_software.put("/organisation/policies/ours/publication", {"published": True}).json()
    assert shown["published_at"] is not None
    assert carla_software.get("/organisation/policies/ours").json()["text"] == OURS
    assert carla_software.get("/organisation/policies").json()["own"][0]["pack"] == "ours"


def test_trying_names_every_place_and_keeps_nothing(carla_software):
    wrong = {"text": OURS.replace("min_ects", "min_etcs"), "tests": ""}

    answer = carla_software.post("/organisation/policies/try", wrong).json()

    assert answer["sound"] is False
    assert (answer["errors"][0]["code"], answer["errors"][0]["line"], answer["errors"][0]["rule"]) == (
        "UNKNOWN_PARAMETER", 7, "R-01",
    )  # fmt: skip
    assert not OwnPack.objects.exists()


def test_refuses_what_is_not_sound_with_the_same_places(carla_software):
    tests = EXAMPLE_TESTS.replace("fail", "pass")

    answer = carla_software.post("/organisation/policies", {"text": OURS, "tests": tests})

    assert (answer.status_code, answer.json()["code"]) == (422, "FAULTY_PACK")
    assert answer.json()["errors"][0]["code"] == "TEST_FAILS"


def test_refuses_an_author_and_what_is_not_there(bruno_software, carla_software, kept):
    assert bruno_software.put("/organisation/policies/chosen", {"packs": {}}).json()["code"] == "NOT_ALLOWED"
    assert carla_software.put("/organisation/policies/chosen", {"packs": {"mars": "blocking"}}).status_code == 422
    assert carla_software.get("/organisation/policies/mars").status_code == 404
    assert carla_software.get("/organisation/policies/ours?version=9").json()["code"] == "NO_SUCH_POLICY"


def test_an_own_set_can_be_asked_of_a_draft(bruno_software, draft, kept):
    design = bruno_software.post("/designs", {"draft": draft}).json()["id"]

    lines = bruno_software.get(f"/designs/{design}/lint?pack=ours").json()["lines"]

    assert {line["pack"] for line in lines} >= {"ours"}


def test_the_report_on_many_designs(bruno_software, draft):
    design = bruno_software.post("/designs", {"draft": draft}).json()["id"]

    report = bruno_software.get("/compatibility?pack=nl&pack=cmf").json()

    assert (report["designs"], report["packs"], report["scope"]) == (1, ["nl", "cmf"], "drafts")
    assert report["each"][0]["id"] == design
    assert bruno_software.get("/compatibility?pack=mars").status_code == 404
