"""Endorsements in the browser: asked for, signed by the other side, shown to everybody, withdrawn."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from badges import MONDAY
from campus.assurance.models import Endorsement
from campus.issuing import keys
from cast import log_in

THEIRS = "/o/other-university/quality/endorsements/"
OURS = "/o/laurel-university/quality/endorsements/"


def of_design(version):
    return f"/o/laurel-university/designs/{version.design.public_id}/endorsements/"


def public(version):
    return f"/m/{version.design.public_id}/{version.number}"


@pytest.fixture
def asked(client, version, bruno, other_university):
    sent = {"endorser": "other-university", "kind": "quality", "reason": "You reviewed it in May."}
    assert log_in(client, bruno).post(of_design(version), sent)["Location"] == OURS
    return Endorsement.objects.get()


def test_what_is_signed_stands_on_the_public_page_with_its_file(client, asked, version, other_university, dmitri):
    keys.create_key(other_university, by=dmitri, at=MONDAY)
    log_in(client, dmitri)
    assert "You are asked" in client.get(THEIRS).content.decode()
    client.post(f"{THEIRS}{asked.public_id}/sign", {"text": "Reviewed by the ESG, fulfilled."})
    client.logout()
    page = client.get(public(version)).content.decode()
    file = client.get(f"{public(version)}/endorsements/{asked.public_id}")

    assert "Reviewed by the ESG, fulfilled." in page
    assert "Other University" in page
    asked.refresh_from_db()
    assert file.content.decode() == asked.document
    assert json.loads(file.content)["credentialSubject"]["endorsementComment"] == "Reviewed by the ESG, fulfilled."


def test_what_is_withdrawn_stands_there_no_more(client, asked, version, other_university, dmitri, bruno):
    keys.create_key(other_university, by=dmitri, at=MONDAY)
    log_in(client, dmitri).post(f"{THEIRS}{asked.public_id}/sign", {"text": "Fine."})
    log_in(client, bruno).post(f"{OURS}{asked.public_id}/withdraw", {"text": "It was about another version."})

    assert "Other University" not in client.get(public(version)).content.decode()
    assert client.get(f"{public(version)}/endorsements/{asked.public_id}").status_code == 404
    assert "It was about another version." in client.get(f"{OURS}{asked.public_id}/").content.decode()


def test_declining_needs_a_reason_and_shows_it_to_whoever_asked(client, asked, dmitri, bruno):
    log_in(client, dmitri)
    refused = client.post(f"{THEIRS}{asked.public_id}/decline", {"text": ""})
    client.post(f"{THEIRS}{asked.public_id}/decline", {"text": "Not our field."})

    assert (refused.status_code, "Say why." in refused.content.decode()) == (400, True)
    assert "Not our field." in log_in(client, bruno).get(f"{OURS}{asked.public_id}/").content.decode()


def test_nobody_signs_for_the_other_side(client, asked, rositsa):
    assert log_in(client, rositsa).post(f"{OURS}{asked.public_id}/sign", {"text": "Great."}).status_code == 404
    assert client.post(f"{OURS}{asked.public_id}/steal", {"text": "Great."}).status_code == 404


def test_an_endorser_that_is_not_there_is_named_beside_its_field(client, version, bruno):
    answer = log_in(client, bruno).post(of_design(version), {"endorser": "nobody", "kind": "other", "reason": "x"})

    assert answer.status_code == 400
    assert "There is no other organisation of this short name" in answer.content.decode()


def test_a_file_that_is_no_endorsement_is_refused_with_the_reason(client, version, carla):
    sent = {"what": "upload", "kind": "employer", "reason": "x", "file": SimpleUploadedFile("e.json", b'{"a": 1}')}
    answer = log_in(client, carla).post(of_design(version), sent)

    assert answer.status_code == 400
    assert "it does not have the shape of an endorsement." in answer.content.decode()


def test_the_pages_speak_bulgarian(client, asked, carla):
    carla.language = "bg"
    carla.save()
    page = log_in(client, carla).get(f"{OURS}{asked.public_id}/").content.decode()

    assert "Поискана" in page
    assert "Препоръчващ" in page
