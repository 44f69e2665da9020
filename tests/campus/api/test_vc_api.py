"""The VC-API: issue, verify a credential, verify a presentation."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.cache import cache

from campus.base.models import AuditEntry
from campus.issuing.models import Credential
from laurel.did import key as did_key
from laurel.keys import LocalSigner, PrivateKey
from presenting import present

pytestmark = pytest.mark.django_db
CHALLENGE, DOMAIN = "a-question-asked-once", "https://esra.example"


@pytest.fixture(autouse=True)
def _no_limit_yet() -> None:
    cache.clear()


@pytest.fixture
def holder() -> LocalSigner:
    private = PrivateKey.generate("Ed25519")
    did = did_key.did_of(private.public)
    return LocalSigner(private, f"{did}#{did.removeprefix('did:key:')}")


@pytest.fixture
def unsigned(issued) -> dict[str, Any]:
    """A badge as a tool would write it: shaped like ours, without proof and status."""
    document: dict[str, Any] = json.loads(Credential.objects.get().document)
    document["credentialSubject"]["achievement"]["id"] = "https://tool.example/achievements/1"
    return {name: member for name, member in document.items() if name not in ("proof", "credentialStatus")}


def _post(software, path, body, **headers):
    sent = {"Authorization": f"Bearer {software.key}"} if software.key else {}
    return software.client.post(
        f"/vc-api{path}", json.dumps(body), content_type="application/json", headers={**sent, **headers}
    )


def _show(software, presentation, challenge=CHALLENGE, domain=DOMAIN):
    options = {"challenge": challenge, "domain": domain}
    return _post(software, "/presentations/verify", {"verifiablePresentation": presentation, "options": options})


def test_a_registrar_signs_what_a_tool_has_written(unsigned, rositsa_software, nobody):
    answer = _post(rositsa_software, "/credentials/issue", {"credential": unsigned, "options": {}})
    assert answer.status_code == 201

    signed = answer.json()["verifiableCredential"]
    assert {name: member for name, member in signed.items() if name != "proof"} == unsigned
    checked = _post(nobody, "/credentials/verify", {"verifiableCredential": signed, "options": {}})
    assert (checked.status_code, checked.json()["verified"]) == (200, True)
    assert AuditEntry.objects.filter(action="credential.signed_as_given").count() == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"issuer": "did:web:other.example"}, "FOREIGN_ISSUER"),
        ({"proof": []}, "SIGNED_ALREADY"),
        ({"credentialStatus": {"id": "https://x.example/1#0", "type": "BitstringStatusListEntry"}}, "STATUS_NOT_OURS"),
        ({"type": ["VerifiableCredential"]}, "NOT_A_BADGE"),
        ({"invented": "term"}, "NOT_A_BADGE"),
        ({"validFrom": "yesterday"}, "NOT_A_BADGE"),
        ({"credentialSubject": {}}, "NOT_A_BADGE"),
    ],
)
def test_refuses_to_sign(unsigned, rositsa_software, change, code):
    english = _post(rositsa_software, "/credentials/issue", {"credential": {**unsigned, **change}})
    bulgarian = _post(
        rositsa_software, "/credentials/issue", {"credential": {**unsigned, **change}}, **{"Accept-Language": "bg"}
    )

    assert (400 <= english.status_code < 500, english.json()["code"]) == (True, code)
    assert english.json()["detail"] != bulgarian.json()["detail"]
    assert not AuditEntry.objects.filter(action="credential.signed_as_given").exists()


@pytest.mark.parametrize(
    "spelling",
    [
        "{site}/m/{path}",
        "{upper}/m/{path}",
        "{site}:443/m/{path}",
        "{site}/%6d/{path}",
        "{site}/x/../m/{path}",
        "{site}//m/{path}#a",
    ],
)
def test_refuses_to_award_past_the_gates_what_is_published_here(unsigned, rositsa_software, spelling):
    ours = json.loads(Credential.objects.get().document)["credentialSubject"]["achievement"]["id"]
    site, _, path = ours.partition("/m/")
    unsigned["credentialSubject"]["achievement"]["id"] = spelling.format(site=site, upper=site.upper(), path=path)

    answer = _post(rositsa_software, "/credentials/issue", {"credential": unsigned})

    assert (answer.status_code, answer.json()["code"]) == (422, "PASSES_NO_GATE")
    assert not AuditEntry.objects.filter(action="credential.signed_as_given").exists()


def test_signs_an_endorsement_of_what_is_published_here(unsigned, rositsa_software):
    ours = json.loads(Credential.objects.get().document)["credentialSubject"]["achievement"]["id"]
    endorsement = {
        name: unsigned[name]
        for name in ("@context", "id", "issuer", "name", "validFrom", "credentialSchema")
        if name in unsigned
    }
    endorsement |= {
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "credentialSubject": {"id": ours, "type": ["EndorsementSubject"], "endorsementComment": "We hire for this."},
    }
    assert _post(rositsa_software, "/credentials/issue", {"credential": endorsement}).status_code == 201


def test_refuses_to_sign_under_a_context_of_strangers(unsigned, rositsa_software):
    unsigned["@context"] = [*unsigned["@context"], "https://evil.example/context"]

    assert 400 <= _post(rositsa_software, "/credentials/issue", {"credential": unsigned}).status_code < 500


@pytest.mark.parametrize("body", [{}, {"credential": "x"}, {"credential": {}}, {"credential": {"a": 1}, "extra": 1}, []])
def test_refuses_a_request_of_the_wrong_shape(rositsa_software, body):
    answer = _post(rositsa_software, "/credentials/issue", body)

    assert 400 <= answer.status_code < 500
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_refuses_another_credential_id_than_the_credentials_own(unsigned, rositsa_software):
    body = {"credential": unsigned, "options": {"credentialId": "urn:uuid:00000000-0000-4000-8000-000000000000"}}

    assert _post(rositsa_software, "/credentials/issue", body).json()["code"] == "CREDENTIAL_ID_DIFFERS"


def test_refuses_signing_to_an_author_and_to_nobody(unsigned, bruno_software, nobody):
    assert _post(bruno_software, "/credentials/issue", {"credential": unsigned}).status_code == 403
    assert _post(nobody, "/credentials/issue", {"credential": unsigned}).status_code == 401


def test_dmitri_cannot_sign_as_laurel_university(unsigned, dmitri_software):
    dmitri_software.post("/keys", {})

    assert _post(dmitri_software, "/credentials/issue", {"credential": unsigned}).json()["code"] == "FOREIGN_ISSUER"


def test_a_retry_of_issuing_gets_the_same_proof(unsigned, rositsa_software):
    body = {"credential": unsigned}

    first = _post(rositsa_software, "/credentials/issue", body, **{"Idempotency-Key": "once"})
    again = _post(rositsa_software, "/credentials/issue", body, **{"Idempotency-Key": "once"})

    assert first.content == again.content
    assert AuditEntry.objects.filter(action="credential.signed_as_given").count() == 1


def test_our_own_credential_verifies_in_every_wrapping(issued, nobody):
    credential = Credential.objects.get()
    enveloped = {
        "@context": "https://www.w3.org/ns/credentials/v2",
        "type": "EnvelopedVerifiableCredential",
        "id": f"data:application/vc+jwt,{credential.jwt}",
    }

    for wrapping in (json.loads(credential.document), credential.jwt, enveloped):
        answer = _post(nobody, "/credentials/verify", {"verifiableCredential": wrapping})
        assert (answer.status_code, answer.json()["verified"], answer.json()["errors"]) == (200, True, [])


def test_a_changed_credential_is_a_bad_request(issued, nobody):
    changed = json.loads(Credential.objects.get().document)
    changed["validFrom"] = "2020-01-01T00:00:00Z"

    answer = _post(nobody, "/credentials/verify", {"verifiableCredential": changed})

    assert (answer.status_code, answer.json()["verified"]) == (400, False)
    assert answer.json()["errors"][0]["code"]


@pytest.mark.parametrize("presented", [{"a": 1}, "not.a.token", {"@context": [], "type": []}])
def test_whatever_is_no_credential_is_a_bad_request(nobody, db, presented):
    assert _post(nobody, "/credentials/verify", {"verifiableCredential": presented}).status_code == 400


def test_a_revoked_credential_is_a_bad_request(issued, rositsa_software, nobody):
    rositsa_software.post(f"/credentials/{issued['id']}/revoke", {"because": "Issued in error"})

    answer = _post(nobody, "/credentials/verify", {"verifiableCredential": json.loads(Credential.objects.get().document)})

    assert (answer.status_code, "REVOKED" in {error["code"] for error in answer.json()["errors"]}) == (400, True)


@pytest.fixture
def presentation(issued, holder) -> dict[str, Any]:
    """Amina's badge, shown to Esra."""
    credential = json.loads(Credential.objects.get().document)
    return present([credential], signer=holder, challenge=CHALLENGE, domain=DOMAIN, created=datetime.now(UTC))


def test_a_presentation_holds(presentation, nobody):
    answer = _show(nobody, presentation)

    assert (answer.status_code, answer.json()["verified"]) == (200, True), answer.json()["problemDetails"]
    assert answer.json()["holder"] == presentation["holder"]
    assert answer.json()["credentialResults"][0]["verified"] is True


@pytest.mark.parametrize(("challenge", "domain"), [("another", DOMAIN), (CHALLENGE, "https://other.example")])
def test_refuses_a_presentation_made_for_another_occasion(presentation, nobody, challenge, domain):
    answer = _show(nobody, presentation, challenge, domain)

    assert (answer.status_code, answer.json()["verified"]) == (400, False)
    assert "MEANT_FOR_ANOTHER" in {error["code"] for error in answer.json()["errors"]}


@pytest.mark.parametrize("options", [{}, {"challenge": "x"}, {"domain": "x"}, {"challenge": "", "domain": "x"}])
def test_refuses_to_check_a_presentation_against_nothing(presentation, nobody, options):
    answer = _post(nobody, "/presentations/verify", {"verifiablePresentation": presentation, "options": options})

    assert (answer.status_code, answer.json()["code"]) == (422, "INVALID_REQUEST")


def test_refuses_a_presentation_whose_credential_was_changed(presentation, nobody):
    changed = deepcopy(presentation)
    changed["verifiableCredential"][0]["validFrom"] = "2020-01-01T00:00:00Z"

    assert _show(nobody, changed).json()["verified"] is False


def test_refuses_a_presentation_of_a_revoked_credential(presentation, issued, rositsa_software, nobody):
    rositsa_software.post(f"/credentials/{issued['id']}/revoke", {"because": "Issued in error"})

    answer = _show(nobody, presentation)

    assert (answer.status_code, answer.json()["verified"]) == (400, False)
