"""Batches, credentials and signing keys through the API."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from campus.issuing.models import Batch, Credential, SigningKey
from campus.issuing.work import run_batch
from campus.wallet.models import Delivery

pytestmark = pytest.mark.django_db


def _order(software, cohort):
    software.post(f"/cohorts/{cohort['id']}/awards")
    return software.post(f"/cohorts/{cohort['id']}/batches")


def test_a_registrar_orders_a_batch_and_follows_it(graded, rositsa_software):
    ordered = _order(rositsa_software, graded)
    assert (ordered.status_code, ordered.json()["state"], ordered.json()["total"]) == (202, "queued", 1)

    run_batch(Batch.objects.get().pk, now=lambda: datetime.now(UTC))

    shown = rositsa_software.get(f"/batches/{ordered.json()['id']}").json()
    assert (shown["state"], shown["issued"], shown["failed"], shown["percent"]) == ("finished", 1, 0, 100)
    assert rositsa_software.get("/batches").json()["items"] == [shown]
    assert rositsa_software.get(f"/batches/{ordered.json()['id']}/failures").json()["items"] == []


def test_ordering_twice_makes_no_second_credential(graded, rositsa_software):
    first, second = _order(rositsa_software, graded), _order(rositsa_software, graded)

    assert first.json()["id"] == second.json()["id"]
    assert Credential.objects.count() == 1


def test_refuses_issuing_to_an_assessor(graded, bruno_software):
    answer = _order(bruno_software, graded)

    assert (answer.status_code, answer.json()["code"]) == (403, "NOT_ALLOWED")
    assert not Batch.objects.exists()


def test_refuses_to_issue_where_nobody_holds_an_award(cohort, rositsa_software):
    assert rositsa_software.post(f"/cohorts/{cohort['id']}/batches").json()["code"] == "NOTHING_TO_ISSUE"


def test_a_batch_is_paused_and_resumed(graded, rositsa_software):
    batch = _order(rositsa_software, graded).json()

    assert rositsa_software.post(f"/batches/{batch['id']}/pause").json()["state"] == "paused"
    assert rositsa_software.post(f"/batches/{batch['id']}/resume").json()["state"] == "queued"


def test_refuses_to_pause_what_is_finished(issued, rositsa_software):
    batch = rositsa_software.get("/batches").json()["items"][0]

    assert rositsa_software.post(f"/batches/{batch['id']}/pause").json()["code"] == "BATCH_FINISHED"


def test_a_failure_says_why_and_is_tried_again(graded, rositsa_software):
    batch = _order(rositsa_software, graded).json()
    failure = {"code": "UNEXPECTED", "en": "Something.", "bg": "Нещо."}
    Credential.objects.update(failure=json.dumps(failure))

    found = rositsa_software.speaking("bg").get(f"/batches/{batch['id']}/failures").json()["items"]

    assert (found[0]["code"], found[0]["detail"]) == ("UNEXPECTED", "Нещо.")
    assert rositsa_software.get("/credentials", state="failed").json()["items"][0]["id"] == found[0]["credential"]
    assert rositsa_software.post(f"/batches/{batch['id']}/retry").status_code == 200
    assert Credential.objects.get().failure == ""


def test_credentials_are_found_by_state_address_batch_and_design(issued, rositsa_software):
    def found(**query):
        return [each["id"] for each in rositsa_software.get("/credentials", **query).json()["items"]]

    assert issued["state"] == "issued"
    assert found(state="issued") == found(email="AMINA@students.example") == found(batch=issued["batch"]) == [issued["id"]]
    assert found(design=issued["design"]) == [issued["id"]]
    assert found(state="revoked") == found(email="other@students.example") == []


def test_refuses_credentials_to_a_key_that_may_not_see_recipients(issued, bruno_software):
    assert bruno_software.get("/credentials").status_code == 403
    assert bruno_software.get(f"/credentials/{issued['id']}").status_code == 403


def test_the_signed_text_is_served_byte_for_byte(issued, rositsa_software):
    answer = rositsa_software.get(f"/credentials/{issued['id']}/download")

    assert answer.content.decode() == Credential.objects.get().document
    assert answer.headers["Content-Type"] == "application/vc"
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("form", "media", "begins"),
    [
        ("jwt", "application/vc+jwt", b"ey"),
        ("png", "image/png", b"\x89PNG"),
        ("svg", "image/svg+xml", b"<"),
        ("pdf", "application/pdf", b"%PDF"),
    ],
)
def test_a_credential_is_downloaded_in_every_form(issued, rositsa_software, form, media, begins):
    answer = rositsa_software.get(f"/credentials/{issued['id']}/download", format=form)

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, media)
    assert answer.content.startswith(begins)


def test_refuses_an_unknown_form(issued, rositsa_software):
    answer = rositsa_software.get(f"/credentials/{issued['id']}/download", format="docx")

    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (422, "format")


def test_the_first_reason_for_revoking_stands(issued, rositsa_software):
    path = f"/credentials/{issued['id']}/revoke"

    revoked = rositsa_software.post(path, {"reason": "issued_in_error"}).json()
    again = rositsa_software.post(path, {"reason": "other", "because": "Another one"})

    assert (revoked["state"], revoked["revocation"]["reason"]) == ("revoked", "issued_in_error")
    assert (again.status_code, again.json()["code"]) == (409, "ALREADY_REVOKED")


def test_refuses_to_revoke_without_a_reason(issued, rositsa_software):
    answer = rositsa_software.post(f"/credentials/{issued['id']}/revoke")

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/because")
    assert Credential.objects.get().revoked_at is None


def test_the_message_is_sent_again(issued, rositsa_software):
    answer = rositsa_software.post(f"/credentials/{issued['id']}/resend", {"new_link": True})

    assert answer.status_code == 200
    assert Delivery.objects.get().next_try_at is not None


def test_keys_are_made_rotated_and_reported(rositsa_software):
    assert rositsa_software.post("/keys", {}).json()["state"] == "signs"
    assert rositsa_software.post("/keys", {}).json()["code"] == "KEY_EXISTS"
    assert rositsa_software.post("/keys/rotate", {"algorithm": "P-256"}).json()["algorithm"] == "P-256"

    listed = rositsa_software.post("/keys/1/compromised", {"since": "2026-11-20T09:00:00Z"}).json()

    assert [(key["number"], key["state"]) for key in listed] == [(2, "signs"), (1, "compromised")]
    assert rositsa_software.get("/keys").json() == listed
    assert rositsa_software.post("/keys/9/compromised", {"since": "2026-11-20T09:00:00Z"}).status_code == 404


def test_refuses_key_changes_to_an_author(bruno_software):
    assert bruno_software.post("/keys", {}).status_code == 403
    assert not SigningKey.objects.exists()


@pytest.mark.parametrize("body", [{"algorithm": "RSA"}, {"algorithm": 5}])
def test_refuses_an_unknown_algorithm(rositsa_software, body):
    answer = rositsa_software.post("/keys", body)

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/algorithm")


def test_no_answer_holds_a_private_key(rositsa_software):
    assert "private" not in rositsa_software.post("/keys", {}).content.decode()
