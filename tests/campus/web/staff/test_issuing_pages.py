"""Batches, credentials and keys: for whom, and what each page can do."""

import pytest
from django.utils import timezone

from badges import awards, issued, ordered
from campus.issuing import keys
from campus.issuing.models import Batch, Credential
from campus.issuing.revoke import revoke
from campus.issuing.work import run_batch
from campus.wallet import deliver

PLACE = "/o/laurel-university"


def log_in(client, someone):
    client.force_login(someone, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def credential(version, rositsa):
    return issued(version, rositsa)


def pages(credential):
    return [
        f"{PLACE}/batches/",
        f"{PLACE}/batches/{credential.batch.public_id}/",
        f"{PLACE}/batches/{credential.batch.public_id}/failures.csv",
        f"{PLACE}/credentials/",
        f"{PLACE}/credentials/{credential.public_id}/",
        f"{PLACE}/credentials/{credential.public_id}/revoke/",
        f"{PLACE}/keys/",
        f"{PLACE}/keys/1/compromised/",
    ]


@pytest.mark.parametrize("language", ["en", "bg"])
def test_the_registrar_opens_every_page(client, credential, rositsa, language):
    log_in(client, rositsa)

    assert {page: client.get(f"{page}?lang={language}").status_code for page in pages(credential)} == dict.fromkeys(
        pages(credential), 200
    )


def test_dmitri_sees_none_of_them(client, credential, dmitri):
    log_in(client, dmitri)

    assert {client.get(page).status_code for page in pages(credential)} == {404}
    assert client.post(f"{PLACE}/credentials/{credential.public_id}/revoke/", {"reason": "other"}).status_code == 404
    assert client.post(f"{PLACE}/batches/{credential.batch.public_id}/pause").status_code == 404
    assert client.post(f"{PLACE}/keys/rotate", {"confirmed": "on"}).status_code == 404


def test_dmitri_finds_nothing_of_ours_under_his_own_organisation(client, credential, dmitri):
    log_in(client, dmitri)
    keys_page = "/o/other-university/keys/1/compromised/"

    for page in pages(credential):
        elsewhere = page.replace("laurel-university", "other-university")
        if str(credential.public_id) in page or str(credential.batch.public_id) in page:
            assert client.get(elsewhere).status_code == 404
    assert client.get(keys_page).status_code == 404


def test_an_anonymous_person_is_sent_to_log_in(client, credential):
    assert all(client.get(page)["Location"].startswith("/accounts/login/") for page in pages(credential))


def test_a_teacher_neither_revokes_nor_keeps_keys(client, credential, bruno):
    log_in(client, bruno)

    assert client.get(f"{PLACE}/keys/").status_code == 403
    assert client.get(f"{PLACE}/credentials/{credential.public_id}/revoke/").status_code == 403


def test_revoking_needs_a_reason_and_a_tick(client, credential, rositsa):
    log_in(client, rositsa)
    page = f"{PLACE}/credentials/{credential.public_id}/revoke/"

    assert client.post(page, {"reason": "issued_in_error"}).status_code == 400
    assert client.post(page, {"confirmed": "on", "reason": "other"}).status_code == 400
    assert client.post(page, {"confirmed": "on", "reason": "issued_in_error"}).status_code == 302
    credential.refresh_from_db()
    assert credential.revoked_reason == "issued_in_error"


def test_a_batch_shows_its_progress_with_and_without_script(client, version, rositsa):
    batch = ordered(version, rositsa, awards(2))
    log_in(client, rositsa)
    page = f"{PLACE}/batches/{batch.public_id}/"

    whole, part = client.get(page).content.decode(), client.get(page, headers={"HX-Request": "true"}).content.decode()

    assert "hx-trigger" in whole
    assert "<html" in whole
    assert "<html" not in part


def test_pausing_and_going_on(client, version, rositsa):
    batch = ordered(version, rositsa, awards(2))
    log_in(client, rositsa)

    client.post(f"{PLACE}/batches/{batch.public_id}/pause")
    assert Batch.objects.get(pk=batch.pk).state == "paused"
    client.post(f"{PLACE}/batches/{batch.public_id}/resume")
    assert Batch.objects.get(pk=batch.pk).state == "queued"


def test_the_file_of_failures_cannot_carry_formulas(client, version, rositsa):
    batch = ordered(version, rositsa, awards(1, name="=HYPERLINK(1)"))
    Credential.objects.filter(batch=batch).update(results=[{"assessment": "!", "value": "1"}])
    run_batch(batch.pk, now=timezone.now)
    log_in(client, rositsa)

    text = client.get(f"{PLACE}/batches/{batch.public_id}/failures.csv").content.decode()

    assert "'=HYPERLINK(1)" in text


def test_badges_are_found_by_name_and_state(client, version, rositsa, credential):
    issued(version, rositsa, email="boris@students.example", name="Boris Petrov")
    log_in(client, rositsa)

    html = client.get(f"{PLACE}/credentials/?q=boris").content.decode()

    assert "Boris Petrov" in html
    assert "Amina Yusuf" not in html
    assert "Boris Petrov" not in client.get(f"{PLACE}/credentials/?state=revoked").content.decode()


def test_replacing_the_key_needs_a_tick(client, credential, rositsa, laurel_university):
    log_in(client, rositsa)

    client.post(f"{PLACE}/keys/rotate")
    assert keys.current_key(laurel_university).number == 1
    client.post(f"{PLACE}/keys/rotate", {"confirmed": "on"})

    assert keys.current_key(laurel_university).number == 2


def test_the_did_document_is_public(client, credential):
    answer = client.get(f"{PLACE}/did.json")

    assert answer.status_code == 200
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer.json()["id"].endswith(":o:laurel-university")


def test_a_message_that_a_revocation_overtook_has_not_failed(client, credential, rositsa):
    deliver.deliver([credential.pk], at=timezone.now())
    revoke(credential.pk, because="It was issued twice", by=rositsa, at=timezone.now())
    deliver.send_due(now=timezone.now)

    html = log_in(client, rositsa).get(f"{PLACE}/credentials/{credential.public_id}/").content.decode()

    assert "Not sent, because the badge was revoked first" in html
    assert "Could not be sent" not in html
