"""Programmes through the API: what a registrar's software and a learner's own software do."""

from __future__ import annotations

import pytest

from campus.recognition import stack_applying
from cast import MONDAY
from stacking_here import credits_from, earned, micro, offered

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(laurel_university, bruno, carla):
    certificate = micro(laurel_university, bruno, carla, "Certificate in data", ects=6)
    return offered(laurel_university, bruno, carla, certificate, credits_from("Electives", "2", themes=["data"]))


@pytest.fixture
def ethics(laurel_university, bruno, carla):
    return micro(laurel_university, bruno, carla, "Ethics of data", ects=2)


def test_a_learners_software_sees_what_badges_amount_to(amina_software, version, ethics, rositsa, amina):
    there = f"/me/programmes/{version.programme.public_id}"
    before = amina_software.get(there).json()
    assert (before["complete"], before["missing_ects"], before["gaps"][0]["requirement"]) == (False, "2", "r1")
    badge = earned(ethics, rositsa, amina)
    after = amina_software.get(there).json()
    assert (after["complete"], after["counted"]) == (True, {f"urn:uuid:{badge.public_id}": "r1"})


def test_a_registrars_software_lists_and_decides(rositsa_software, version, ethics, rositsa, amina):
    badge = earned(ethics, rositsa, amina)
    stack_applying.apply(version, name="Amina Yusuf", by=amina, at=MONDAY)
    (listed,) = rositsa_software.get("/programmes").json()["items"]
    assert (listed["state"], listed["version"]) == ("published", 1)
    assert rositsa_software.get(f"/programmes/{listed['id']}").json() == listed
    (waiting,) = rositsa_software.get("/stack-applications?state=applied").json()["items"]
    assert waiting["counted"][0]["id"] == f"urn:uuid:{badge.public_id}"

    there = f"/stack-applications/{waiting['id']}/decision"
    refused = rositsa_software.post(there, {"decision": "refuse"})
    assert (refused.status_code, refused.json()["code"]) == (422, "STACK_REASON_MISSING")
    done = rositsa_software.post(there, {"decision": "award"}).json()
    assert done["state"] == "awarded"
    assert done["credential"]
    again = rositsa_software.post(there, {"decision": "refuse", "because": "Too late."})
    assert (again.status_code, again.json()["code"]) == (409, "STACK_DECIDED")
