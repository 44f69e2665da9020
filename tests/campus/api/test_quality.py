"""Quality through the API: what is settled, who says that quality is assured, and what the rules say of a design."""

import json
from datetime import date

from campus.assurance import register
from campus.assurance.models import Accreditation
from campus.issuing import keys
from campus.people.models import Organisation

DECLARED = {"agency": "NEAA", "decision": "positive", "valid_from": "2024-01-15"}


def accredited(monday):
    organisation = Organisation.objects.get(slug="laurel-university")
    entry = register.Entry(agency="NEAA", decision="positive", valid_from=date(2020, 1, 1))
    register.enter_confirmed(organisation, entry=entry, source="NEAA 7", by=None, at=monday)


def test_a_quality_officer_settles_how_quality_is_kept(carla_software):
    settled = carla_software.put("/quality/policy", {"review_months": 6, "complaints_route": "Ombudsman"})

    assert settled.status_code == 200
    assert carla_software.get("/quality/policy").json() == {
        "review_months": 6,
        "feedback_route": "",
        "complaints_route": "Ombudsman",
        "criteria_set": "",
    }


def test_refuses_a_number_of_months_and_names_the_place(carla_software):
    answer = carla_software.put("/quality/policy", {"review_months": 99})

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/review_months")


def test_what_is_stated_is_listed_as_such_and_can_be_taken_back(carla_software):
    stated = carla_software.post("/quality/accreditations", DECLARED)
    listed = carla_software.get("/quality/accreditations").json()["items"]

    assert (stated.status_code, listed) == (201, [stated.json()])
    assert listed[0]["confirmed"] is False
    assert carla_software.post(f"/quality/accreditations/{listed[0]['id']}/take-back").status_code == 204
    assert not Accreditation.objects.exists()


def test_a_design_crosses_borders_or_is_told_what_is_missing(carla_software, published, monday):
    accredited(monday)
    address = f"/designs/{published['id']}"
    gates = carla_software.get(f"{address}/gates").json()
    missing = [line["rule"] for line in gates["border"]["findings"] if line["closes"]]
    refused = carla_software.put(f"{address}/borders", {"open": True})

    assert gates["border"]["closed"] is True
    assert (refused.status_code, refused.json()["code"]) == (409, "GATE_CLOSED")
    assert [error["code"] for error in refused.json()["errors"]] == missing


def test_what_is_ready_is_offered_across_borders(carla_software, version, monday):
    accredited(monday)
    answer = carla_software.put(f"/designs/{version.design.public_id}/borders", {"open": True})

    assert (answer.status_code, answer.json()["border"]["closed"]) == (200, False)
    assert answer.json()["across_borders_since"] is not None


def test_a_review_by_criteria_from_beginning_to_decision(carla_software, bruno_software, version):
    begun = carla_software.post(
        f"/designs/{version.design.public_id}/quality-reviews", {"purpose": "periodic", "criteria": "annex-ii"}
    )
    address = f"/quality/reviews/{begun.json()['id']}"
    for number in range(1, 11):
        found = carla_software.put(f"{address}/findings/P{number}", {"outcome": "met"})
        assert found.status_code == 200
    due = {"text": "Publish the rubric", "due_on": "2099-01-01"}
    decided = carla_software.post(f"{address}/decision", {"decision": "conditions", "conditions": [due]}).json()
    sent = {"data": b"%PDF-1.7", "content_type": "application/pdf"}
    piece = bruno_software.post(f"{address}/evidence-files?title=Rubric&file_name=rubric.pdf", **sent).json()
    done = carla_software.post(f"{address}/conditions/1/fulfil", {"evidence": piece["id"]}).json()

    assert (begun.status_code, decided["decision"], decided["version"]) == (201, "conditions", 1)
    assert done["conditions"][0]["evidence"] == piece["id"]
    assert carla_software.get("/quality/reviews").json()["items"][0]["decided_by"]["name"] == "Carla Rossi"


def test_evidence_can_be_an_address(carla_software, version):
    begun = carla_software.post(
        f"/designs/{version.design.public_id}/quality-reviews", {"purpose": "occasion", "criteria": "esg-2015"}
    )
    asked = {"title": "Minutes", "url": "https://laurel.example/minutes", "criterion": "1.1"}
    added = carla_software.post(f"/quality/reviews/{begun.json()['id']}/evidence", asked)

    assert (added.status_code, added.json()["criterion"]) == (201, "1.1")


def test_criteria_are_listed_and_kept_in_versions(carla_software):
    text = (
        'id = "ours"\nversion = "1"\ntitle = { en = "Ours", bg = "Наши" }\nsource = "https://x.example"\n'
        '[[criterion]]\nid = "A"\ntitle = { en = "Use", bg = "Полза" }\nasks = { en = "Is it?", bg = "Така ли е?" }\n'
    )
    kept = carla_software.post("/quality/criteria", {"text": text})
    changed = carla_software.post("/quality/criteria", {"text": text.replace("Is it?", "Really?")})

    assert (kept.status_code, changed.status_code) == (201, 422)
    assert [each["id"] for each in carla_software.get("/quality/criteria").json()] == ["esg-2015", "annex-ii", "ours"]


def test_an_endorsement_is_asked_for_signed_and_withdrawn(
    bruno_software, dmitri_software, dmitri, other_university, version, monday
):
    keys.create_key(other_university, by=dmitri, at=monday)
    address = f"/designs/{version.design.public_id}/versions/1/endorsements"
    asked = bruno_software.post(address, {"endorser": "other-university", "kind": "quality", "reason": "You reviewed it."})
    listed = dmitri_software.get("/endorsements").json()["items"][0]
    signed = dmitri_software.post(f"/endorsements/{listed['id']}/sign", {"comment": "Fulfilled."}).json()
    ended = bruno_software.post(f"/endorsements/{listed['id']}/withdraw", {"because": "A new version is out."}).json()

    assert (asked.status_code, listed["asked_of_you"], signed["state"], ended["state"]) == (201, True, "signed", "withdrawn")
    assert json.loads(signed["credential"])["type"] == ["VerifiableCredential", "EndorsementCredential"]


def test_refuses_what_is_no_endorsement_and_names_the_place(carla_software, version):
    address = f"/designs/{version.design.public_id}/versions/1/signed-endorsements?reason=x"
    answer = carla_software.post(address, {"a": 1})

    assert (answer.status_code, answer.json()["code"]) == (422, "NOT_AN_ENDORSEMENT")


def test_a_learner_complains_and_a_quality_officer_answers(issued, amina_software, carla_software):
    filed = amina_software.post("/me/complaints", {"design": issued["design"], "text": "The exam asked for something else."})
    listed = carla_software.get("/quality/complaints").json()["items"]
    answered = carla_software.post(f"/quality/complaints/{listed[0]['id']}/answer", {"outcome": "upheld", "text": "Yes."})

    assert (filed.status_code, listed[0]["relation"], answered.json()["outcome"]) == (201, "learner", "upheld")
    assert amina_software.get("/me/complaints").json()["items"][0]["answer"] == "Yes."


def test_a_summary_of_too_few_answers_says_only_that(carla_software, version):
    assert carla_software.get(f"/designs/{version.design.public_id}/feedback").json() == [
        {"audience": "learner", "answers": None, "means": {}},
        {"audience": "employer", "answers": None, "means": {}},
    ]
