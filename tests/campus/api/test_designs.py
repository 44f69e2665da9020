"""Designs and their reviews through the API."""

from __future__ import annotations

import pytest

from campus.catalogue.models import DesignVersion

pytestmark = pytest.mark.django_db


def test_an_author_creates_a_design(bruno_software, draft):
    made = bruno_software.post("/designs", {"draft": draft})

    assert made.status_code == 201
    assert made.json()["state"] == "draft"
    assert made.json()["title"] == draft["title"]
    assert made.json()["draft"]["awarding_bodies"][0]["legal_name"]["en"] == "Laurel University"


def test_refuses_a_design_to_a_key_without_the_role(rositsa_software, draft):
    answer = rositsa_software.post("/designs", {"draft": draft})

    assert (answer.status_code, answer.json()["code"]) == (403, "NOT_ALLOWED")


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"draft": []}, "/draft", "NOT_TRANSLATED"),
        ({"draft": {}, "state": "published"}, "/state", "UNKNOWN_FIELD"),
    ],
)
def test_refuses_a_body_of_the_wrong_shape(bruno_software, body, pointer, code):
    answer = bruno_software.post("/designs", body)

    assert (answer.status_code, answer.json()["code"]) == (422, "INVALID_REQUEST")
    assert (answer.json()["errors"][0]["pointer"], answer.json()["errors"][0]["code"]) == (pointer, code)
    assert (
        bruno_software.speaking("bg").post("/designs", body).json()["errors"][0]["detail"]
        != answer.json()["errors"][0]["detail"]
    )


@pytest.mark.parametrize("text", ["{", '{"draft": {}, "draft": {}}', '{"draft": NaN}', "\ufeff", "[1]" * 2])
def test_refuses_what_is_not_strict_json(bruno_software, text):
    answer = bruno_software.post("/designs", data=text)

    assert answer.status_code in (400, 422)
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_refuses_a_body_that_is_far_too_large(bruno_software):
    answer = bruno_software.post("/designs", data=b" " * (6 * 1024 * 1024))

    assert (answer.status_code, answer.json()["code"]) == (413, "TOO_LARGE")


def test_a_stale_draft_is_refused(bruno_software, design):
    path, body = f"/designs/{design['id']}", {"draft": {"tags": ["x"]}, "revision": design["revision"]}
    assert bruno_software.put(path, body).json()["revision"] == 2

    answer = bruno_software.put(path, {**body, "draft": {"tags": ["y"]}})

    assert (answer.status_code, answer.json()["code"]) == (409, "STALE_DRAFT")


def test_findings_say_what_to_mend(bruno_software):
    design = bruno_software.post("/designs", {"draft": {"title": {"en": "Short"}}}).json()

    found = bruno_software.get(f"/designs/{design['id']}/findings").json()

    assert found["ready"] is False
    assert {"M6", "M9"} <= {each["element"] for each in found["findings"]}


def test_a_complete_design_is_ready(bruno_software, design):
    assert bruno_software.get(f"/designs/{design['id']}/findings").json()["ready"] is True


def test_refuses_to_submit_what_is_not_ready_and_names_every_place(bruno_software):
    design = bruno_software.post("/designs", {"draft": {"title": {"en": "Short"}}}).json()

    answer = bruno_software.post(f"/designs/{design['id']}/submit")

    assert (answer.status_code, answer.json()["code"]) == (422, "NOT_READY")
    assert "OUTCOMES_MISSING" in {error["code"] for error in answer.json()["errors"]}


def test_designs_are_copied_listed_and_retired(bruno_software, design):
    copied = bruno_software.post(f"/designs/{design['id']}/copy").json()
    retired = bruno_software.post(f"/designs/{copied['id']}/retire").json()

    listed = bruno_software.get("/designs", state="draft").json()["items"]

    assert retired["state"] == "retired"
    assert [each["id"] for each in listed] == [design["id"]]


def test_a_long_list_comes_in_pages(bruno_software):
    made = [bruno_software.post("/designs").json()["id"] for _ in range(3)]

    first = bruno_software.get("/designs", limit="2").json()
    rest = bruno_software.get("/designs", limit="2", cursor=first["next"]).json()

    assert [each["id"] for each in first["items"] + rest["items"]] == made[::-1]
    assert rest["next"] is None


@pytest.mark.parametrize(("query", "status"), [({"cursor": "forged"}, 400), ({"limit": "0"}, 422), ({"state": "none"}, 422)])
def test_refuses_a_wrong_query(bruno_software, query, status):
    answer = bruno_software.get("/designs", **query)

    assert answer.status_code == status
    assert answer.json()["errors"][0]["parameter"] == next(iter(query))


def test_another_person_approves_and_publishes(bruno_software, carla_software, design):
    review = bruno_software.post(f"/designs/{design['id']}/submit").json()
    assert carla_software.get("/reviews", open="true").json()["items"][0]["id"] == review["id"]
    assert carla_software.get(f"/reviews/{review['id']}").json()["submitted"]["title"] == design["title"]

    approved = carla_software.post(f"/reviews/{review['id']}/approve", {"comment": "Good."}).json()

    assert (approved["decision"], approved["version"]) == ("approved", 1)
    version = bruno_software.get(f"/designs/{design['id']}/versions/1").json()
    assert version["address"].endswith(f"/m/{design['id']}/1")
    assert version["record"]["title"] == design["title"]
    assert bruno_software.get(f"/designs/{design['id']}/versions").json()[0]["digest"] == version["digest"]


def test_refuses_the_author_as_approver(bruno_software, design):
    review = bruno_software.post(f"/designs/{design['id']}/submit").json()

    assert bruno_software.post(f"/reviews/{review['id']}/approve").json()["code"] == "NOT_ALLOWED"
    assert not DesignVersion.objects.exists()


def test_four_eyes_hold_for_somebody_with_both_roles(dmitri_software, draft):
    design = dmitri_software.post("/designs", {"draft": draft}).json()
    review = dmitri_software.post(f"/designs/{design['id']}/submit").json()

    answer = dmitri_software.post(f"/reviews/{review['id']}/approve")

    assert (answer.status_code, answer.json()["code"]) == (409, "SAME_EYES")


def test_changes_are_asked_for_with_a_comment(bruno_software, carla_software, design):
    review = bruno_software.post(f"/designs/{design['id']}/submit").json()
    silent = carla_software.post(f"/reviews/{review['id']}/request-changes")
    assert (silent.status_code, silent.json()["errors"][0]["pointer"]) == (422, "/comment")

    answer = carla_software.post(f"/reviews/{review['id']}/request-changes", {"comment": "Say more about assessment."})

    assert answer.json()["decision"] == "changes_requested"
    assert bruno_software.get(f"/designs/{design['id']}").json()["state"] == "changes_requested"


def test_an_author_takes_a_submission_back(bruno_software, design):
    review = bruno_software.post(f"/designs/{design['id']}/submit").json()

    assert bruno_software.post(f"/reviews/{review['id']}/withdraw").json()["decision"] == "withdrawn"


def test_a_design_is_begun_from_a_template(bruno_software):
    offered = bruno_software.get("/design-templates").json()
    assert {"module", "skill", "competence_bundle"} <= {each["id"] for each in offered}

    made = bruno_software.post("/designs", {"template": "skill", "purpose": "company"})

    assert (made.status_code, made.json()["draft"]["visibility"]) == (201, "restricted")
    assert bruno_software.post("/designs", {"template": "mars"}).status_code == 404
