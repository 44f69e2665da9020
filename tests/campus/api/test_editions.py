"""Editions through the API: the same rules as in the forms, each refusal with its code and place."""

from __future__ import annotations

import pytest

from badges import published as publish_one

pytestmark = pytest.mark.django_db
ASKED = {
    "language": "en",
    "mode": "onsite",
    "starts_on": "2027-03-01",
    "ends_on": "2027-04-30",
    "apply_by": "2027-02-20",
    "place": "Sofia",
    "country": "BG",
    "price": "120.50",
    "currency": "EUR",
    "capacity": 20,
}


@pytest.fixture
def path(laurel_university, bruno, carla):
    return f"/designs/{publish_one(laurel_university, bruno, carla).design.public_id}/editions"


def test_a_registrars_software_announces_changes_and_cancels(rositsa_software, path):
    made = rositsa_software.post(path, ASKED).json()
    assert (made["state"], made["price"], made["revision"]) == ("open", "120.50", 1)

    one = f"/editions/{made['id']}"
    changed = rositsa_software.put(one, {**ASKED, "capacity": 30, "revision": 1}).json()
    assert (changed["capacity"], changed["revision"]) == (30, 2)
    assert rositsa_software.post(f"{one}/applications", {"applications": "closed"}).json()["state"] == "closed"
    assert rositsa_software.post(f"{one}/cancel", {"because": "No room"}).json()["state"] == "cancelled"
    assert rositsa_software.get(path).json()[0]["cancelled_because"] == "No room"


def test_a_retry_announces_nothing_twice(rositsa_software, path):
    first, second = (rositsa_software.post(path, ASKED, once="a-key").json() for _ in range(2))

    assert first["id"] == second["id"]
    assert len(rositsa_software.get(path).json()) == 1


def test_refuses_with_a_code_and_a_place(rositsa_software, path):
    answer = rositsa_software.post(path, {**ASKED, "ends_on": "2027-02-01"})

    assert answer.status_code == 422
    assert answer.json()["errors"][0] == {
        "pointer": "/ends_on",
        "code": "ENDS_BEFORE_START",
        "detail": "The last day lies before the first day.",
    }


def test_refuses_a_stale_change_and_a_change_of_what_is_cancelled(rositsa_software, path):
    one = f"/editions/{rositsa_software.post(path, ASKED).json()['id']}"

    assert rositsa_software.put(one, {**ASKED, "revision": 7}).json()["code"] == "STALE_EDITION"
    rositsa_software.post(f"{one}/cancel", {})
    assert rositsa_software.put(one, {**ASKED, "revision": 2}).json()["code"] == "EDITION_CANCELLED"
    assert rositsa_software.post(f"{one}/cancel", {}).status_code == 409
