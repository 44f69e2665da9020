"""Skills are found through the API without a key, in either alphabet."""

import pytest

from campus.skills.load import load
from campus.skills.sources import digcomp


@pytest.fixture(autouse=True)
def _digcomp(db, monday):
    load(digcomp.carried(), at=monday)


def test_frameworks_say_where_they_come_from(client):
    (framework,) = client.get("/api/v1/frameworks").json()

    assert framework["framework"] == "digcomp"
    assert "CC BY 4.0" in framework["notice"]


@pytest.mark.parametrize("query", ["managing informaton", "управление на информация", "1.3"])
def test_a_skill_is_found_by_what_people_type(client, query):
    found = client.get("/api/v1/skills", {"q": query, "framework": "digcomp"}).json()

    assert found[0]["code"] == "1.3"
    assert found[0]["name"] == {"en": "Managing information", "bg": "Управление на информация"}


def test_kinds_and_number_can_be_chosen(client):
    found = client.get("/api/v1/skills", {"q": "information", "kind": ["area"], "limit": 1}).json()

    assert [each["code"] for each in found] == ["1"]
    assert client.get("/api/v1/skills", {"q": "information", "framework": "mars"}).json() == []


def test_a_learning_outcome_gets_suggestions(client):
    found = client.get("/api/v1/skills/suggestions", {"outcome": "Protects the personal data of customers"}).json()

    assert found[0]["code"] == "4.2"


@pytest.mark.parametrize("asked", [{}, {"q": ""}, {"q": "x" * 201}, {"q": "a", "limit": 1000}, {"q": "a", "kind": "idea"}])
def test_refuses_a_question_that_is_none(client, asked):
    assert client.get("/api/v1/skills", asked).status_code == 422
