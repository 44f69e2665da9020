"""Enrolment through the API: what a registrar's software and a learner's own software do."""

from __future__ import annotations

import pytest

from badges import edition_of
from badges import published as publish_one
from cast import MONDAY
from enrolling import applied, intake_of, people

pytestmark = pytest.mark.django_db
SAYS = {"kind": "statement", "id": "s", "text_en": "I can."}
ENTRY = {"id": "a", "strength": "recommended", "needs": {"at_least": 1, "of": [SAYS]}}


@pytest.fixture(autouse=True)
def _monday(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: MONDAY)


def test_a_registrars_software_opens_an_edition_asks_for_something_and_decides(
    rositsa_software, laurel_university, bruno, carla
):
    edition = edition_of(publish_one(laurel_university, bruno, carla), bruno, MONDAY, capacity=1)
    made = rositsa_software.post(
        f"/editions/{edition.public_id}/intake", {"title": "Spring", "admission": "decision", "offer_days": 5}
    ).json()
    one = f"/intakes/{made['id']}"
    assert (made["places"], made["takes_applications"], made["revision"]) == (1, True, 1)
    asked = rositsa_software.put(f"{one}/prerequisites", {"prerequisites": [ENTRY], "revision": 1}).json()
    assert asked["prerequisites"][0]["strength"] == "recommended"
    stale = rositsa_software.put(one, {"admission": "open", "revision": 1})
    assert (stale.status_code, stale.json()["code"]) == (409, "STALE_INTAKE")
    bad = rositsa_software.put(f"{one}/prerequisites", {"prerequisites": [{"id": "!"}], "revision": 2})
    assert bad.json()["code"] == "BAD_PREREQUISITES"

    from campus.enrolling.models import Intake

    intake = Intake.objects.get()
    ids = [str(applied(intake, each).public_id) for each in people(2)]
    listed = rositsa_software.get(f"{one}/applications?state=applied").json()["items"]
    assert {each["id"] for each in listed} == set(ids)
    done = rositsa_software.post(f"{one}/decisions", {"do": "admit", "applications": ids}).json()
    assert (done["offered"], done["waiting"]) == (1, 1)
    assert rositsa_software.get("/intakes").json()["items"][0]["waiting"] == 1
    assert rositsa_software.post(f"{one}/invitations", {"emails": ["x@y.example"]}).json() == {"invited": 1}


def test_a_learners_software_sees_accepts_and_withdraws_its_own_application(
    amina_software, laurel_university, bruno, carla, rositsa, amina
):
    intake = intake_of(publish_one(laurel_university, bruno, carla), bruno, rositsa)
    applied(intake, amina)
    (mine,) = amina_software.get("/me/applications").json()
    assert mine["state"] == "enrolled"
    refused = amina_software.post(f"/me/applications/{mine['id']}/accept", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "NOT_NOW")
    assert amina_software.post(f"/me/applications/{mine['id']}/withdraw", {}).json()["state"] == "withdrawn"
