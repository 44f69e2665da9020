"""The linter through the API."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def design(bruno_software, draft):
    return bruno_software.post("/designs", {"draft": {**draft, "workload": {"hours": "50", "ects": "1"}}}).json()["id"]


def test_every_line_says_what_who_and_how_it_would_be_mended(bruno_software, design):
    answer = bruno_software.get(f"/designs/{design}/lint").json()

    line = next(each for each in answer["lines"] if each["rule"] == "ECTS_RATIO")
    assert (line["answer"], line["element"], line["blocks"]) == ("fail", "M7", True)
    assert line["fix"] == [{"at": "/workload/ects", "value": "2"}]
    assert next(each for each in answer["score"]["elements"] if each["code"] == "M7")["answer"] == "fail"
    assert (answer["blocked"], answer["offering"]) == (True, "micro_credential")


def test_other_sets_of_rules_can_be_asked(bruno_software, design):
    answer = bruno_software.get(f"/designs/{design}/lint?pack=nl&pack=cmf").json()

    assert {line["pack"] for line in answer["lines"]} == {"elements", "nl", "cmf"}
    assert bruno_software.get(f"/designs/{design}/lint?pack=mars").json()["code"] == "NO_SUCH_POLICY"


def test_the_reasons_speak_bulgarian(bruno_software, design):
    answer = bruno_software.speaking("bg").get(f"/designs/{design}/lint").json()

    assert answer["reasons"][0] == "Резултатите от ученето се оценяват."
