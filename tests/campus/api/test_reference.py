"""The description for programs and the page for people."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from campus.api.codes import known_codes
from campus.api.v1.edition import v1

pytestmark = pytest.mark.django_db


@pytest.fixture
def openapi(nobody) -> dict[str, object]:
    described: dict[str, object] = nobody.get("/openapi.json").json()
    return described


def test_the_description_is_openapi_3_1(openapi):
    assert openapi["openapi"].startswith("3.1")
    assert "/api/v1/designs/{design_id}/submit" in openapi["paths"]


def test_every_reference_inside_the_description_leads_somewhere(openapi):
    text = str(openapi)
    for name in re.findall(r"#/components/schemas/([\w\[\]]+)", text):
        assert name in openapi["components"]["schemas"], name


def test_every_address_has_a_summary_a_unique_id_and_a_problem_answer(openapi):
    operations = [operation for methods in openapi["paths"].values() for operation in methods.values()]

    assert len({operation["operationId"] for operation in operations}) == len(operations)
    assert all(operation["summary"] and "default" in operation["responses"] for operation in operations)


def test_whatever_creates_something_takes_an_idempotency_key(openapi):
    anonymous = {"/api/v1/me/tokens", "/api/v1/verify", "/api/v1/policies/evaluate"}
    keeping_nothing = {
        "/api/v1/organisation/policies/try",
        "/api/v1/webhooks/{webhook_id}/secret",  # the answer to a key is kept, and a secret is not
    }
    for path, methods in openapi["paths"].items():
        if "post" in methods and path not in anonymous | keeping_nothing:
            assert "Idempotency-Key" in {each["name"] for each in methods["post"]["parameters"]}, path


@pytest.mark.parametrize(("language", "word"), [("en", "Begin a design"), ("bg", "Начало на нова микроквалификация")])
def test_people_read_the_same_in_their_language(language, word):
    page = Client().get("/api/docs", headers={"Accept-Language": language}).content.decode()

    assert word in page
    assert page.count("<article") >= len(v1.get_openapi_schema()["paths"])


def test_the_page_needs_nothing_from_elsewhere():
    page = Client().get("/api/docs").content.decode()

    assert "<script" not in page.partition("<main")[2].partition("</main>")[0]
    assert " style=" not in page
    assert not re.search(r'(src|href)="https?://(?!localhost:8000)', page.partition("<main")[2].partition("</main>")[0])


def test_every_link_of_the_page_leads_to_a_place_on_it():
    page = Client().get("/api/docs").content.decode()
    places = re.findall(r'id="([^"]+)"', page)

    assert len(places) == len(set(places))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(places)


def test_the_address_of_a_problem_leads_to_its_meaning(nobody):
    problem = nobody.get("/organisation").json()

    page = Client().get("/api/docs").content.decode()

    assert problem["type"] == "http://localhost:8000/api/docs#problem-KEY_NEEDED"
    assert 'id="problem-KEY_NEEDED"' in page


def test_every_code_has_a_sentence():
    assert len(known_codes()) > 40
    assert all(known.text for known in known_codes())
