"""The test door signs what the data model allows, in every suite, and refuses everything else."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from any_credential import licence, licence_of_version_1
from campus.api.test_door import contexts
from campus.api.test_door.keys import ALGORITHMS
from data_model_cases import BAD, GOOD
from laurel.canon.contexts import CREDENTIALS_V2
from laurel.fetching import no_network
from laurel.proofs import proofs_of
from laurel.verify import GENERIC, Outcome, verify

WHOLE = [suite for suite in ALGORITHMS if suite != "ecdsa-sd-2023"]


def _issued(post, suite: str, document: dict[str, Any], **options: Any) -> dict[str, Any]:
    answer = post(f"{suite}/credentials/issue", {"credential": document, "options": options})
    assert answer.status_code == 201, answer.json()
    signed: dict[str, Any] = answer.json()["verifiableCredential"]
    return signed


@pytest.mark.parametrize("suite", WHOLE)
def test_what_a_suite_signs_is_the_issuers_by_our_own_library(post, keys, suite):
    signed = _issued(post, suite, licence(issuer=keys[suite], validFrom=None))

    report = verify(json.dumps(signed), at=datetime.now(UTC), fetch=no_network, trusted={keys[suite]: "Test"}, policy=GENERIC)

    assert (report["proof"].outcome, report["issuer_key"].outcome) == (Outcome.PASSED, Outcome.PASSED)
    assert report["schema"].code == "AS_DATA_MODEL"


def test_every_suite_has_an_issuer_and_the_same_one_after_a_restart(keys):
    assert set(keys) == set(ALGORITHMS)
    assert len(set(keys.values())) == len(keys)
    assert Client().get("/vc-api/keys").json() == keys


def test_the_suites_are_told_of_every_address(keys):
    manifest = Client().get("/vc-api/implementation").json()

    assert [issuer["id"] for issuer in manifest["issuers"]] == list(keys.values())
    assert {tag for issuer in manifest["issuers"] for tag in issuer["tags"]} == {
        tag for verifier in manifest["verifiers"] for tag in verifier["tags"]
    }


def test_one_proof_stands_as_an_object_and_more_as_a_set_or_a_chain(post, keys):
    first = _issued(post, "eddsa-rdfc-2022", licence(issuer=keys["eddsa-rdfc-2022"]))
    first["proof"]["id"] = "urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544"

    both = _issued(post, "eddsa-rdfc-2022", first)
    chained = _issued(post, "eddsa-rdfc-2022", first, previousProof=first["proof"]["id"])

    assert [len(proofs_of(each)) for each in (first, both, chained)] == [1, 2, 2]
    assert chained["proof"][1]["previousProof"] == first["proof"]["id"]


def test_version_1_gets_the_words_of_the_proof(post, keys):
    document = licence_of_version_1(issuer=keys["eddsa-rdfc-2022"])
    document["@context"].pop(1)

    signed = _issued(post, "eddsa-rdfc-2022", document)

    assert signed["@context"][:2] == [document["@context"][0], "https://w3id.org/security/data-integrity/v2"]


def test_a_status_is_added_in_a_list_of_the_same_issuer(post, keys):
    signed = _issued(post, "status", licence(issuer=keys["status"]))
    entry = signed["credentialStatus"]
    address = urlsplit(entry["statusListCredential"]).path
    listed = json.loads(Client().get(address).content)

    assert (entry["type"], entry["statusPurpose"]) == ("BitstringStatusListEntry", "revocation")
    assert (listed["id"], listed["issuer"]) == (entry["statusListCredential"], keys["status"])
    more = _issued(post, "status", licence(credentialStatus={"type": "https://x.example/#Other"}))
    assert len(more["credentialStatus"]) == 2


def test_the_list_calls_itself_json_where_only_that_is_read():
    address = "/vc-api/status/lists/revocation"

    assert Client().get(address)["Content-Type"] == "application/vc"
    assert (
        Client().get(address, headers={"Accept": "application/ld+json, application/json"})["Content-Type"] == "application/json"
    )
    assert Client().get("/vc-api/status/lists/refresh").status_code == 404


@pytest.mark.parametrize("changes", [each for each in GOOD if "proof" not in each], ids=str)
def test_signs_what_the_data_model_allows(post, changes):
    document = licence(**changes)
    document["@context"][1].update({name: f"https://x.example/#{name}" for name in ("SomeStatus", "A", "B")})

    _issued(post, "eddsa-jcs-2022", document)
    _issued(post, "eddsa-rdfc-2022", document)


@pytest.mark.parametrize(("changes", "code", "at"), BAD, ids=str)
def test_refuses_to_sign_what_the_data_model_does_not_allow(post, changes, code, at):
    answer = post("eddsa-jcs-2022/credentials/issue", {"credential": licence(**changes)})

    assert 400 <= answer.status_code < 500
    assert (code, at) in {(each["code"], each["pointer"]) for each in answer.json()["errors"]}


@pytest.mark.parametrize("suite", ALGORITHMS)
@pytest.mark.parametrize(
    "changes",
    [
        {"credentialSubject": {"id": "did:example:a", "undefined": "x"}},
        {"type": ["VerifiableCredential", "Undefined"]},
        {"credentialSubject": {"id": "did:example:a", "boat": {"id": "relative"}}},
        {"@context": [CREDENTIALS_V2, "https://unknown.example/v1"]},
        {"@context": [CREDENTIALS_V2, {"VerifiableCredential": "https://evil.example/#x"}]},
        {"@context": [CREDENTIALS_V2, "https://www.w3.org/ns/credentials/examples/v2"], "validUntill": "x"},
    ],
    ids=str,
)
def test_refuses_to_sign_what_a_reader_would_lose(post, suite, changes):
    answer = post(f"{suite}/credentials/issue", {"credential": licence(**changes)})

    assert answer.status_code == 422


@pytest.mark.parametrize(
    "body", [{}, {"credential": "text"}, {"credential": []}, {"credential": {}}, {"options": {}}, [], "x"], ids=str
)
def test_refuses_a_request_without_a_credential(post, body):
    assert 400 <= post("jose/credentials/issue", body).status_code < 500


def test_a_holder_shows_a_part_and_what_is_mandatory(post, keys):
    whole = licence(issuer=keys["ecdsa-sd-2023"])
    signed = _issued(post, "ecdsa-sd-2023", whole, mandatoryPointers=["/issuer", "/validFrom"])

    answer = post(
        "credentials/derive",
        {"verifiableCredential": signed, "options": {"selectivePointers": ["/credentialSubject/boat/name"]}},
    )

    shown = answer.json()["verifiableCredential"]
    assert answer.status_code == 201
    assert shown["credentialSubject"] == {"id": "did:example:amina", "boat": {"name": "Ветрилото"}}
    assert post("credentials/verify", {"verifiableCredential": shown, "options": {"checks": ["proof"]}}).status_code == 200


@pytest.mark.parametrize("pointers", [["/credentialSubject/nothing"], ["no pointer"], [5], "text"], ids=str)
def test_refuses_pointers_that_name_nothing(post, keys, pointers):
    body = {"credential": licence(), "options": {"mandatoryPointers": pointers}}
    signed = _issued(post, "ecdsa-sd-2023", licence(issuer=keys["ecdsa-sd-2023"]))

    assert post("ecdsa-sd-2023/credentials/issue", body).status_code == 422
    derived = post("credentials/derive", {"verifiableCredential": signed, "options": {"selectivePointers": pointers}})
    assert derived.status_code == 422


def test_refuses_to_derive_from_another_proof(post, keys):
    signed = _issued(post, "eddsa-rdfc-2022", licence(issuer=keys["eddsa-rdfc-2022"]))

    assert post("credentials/derive", {"verifiableCredential": signed}).status_code == 422


def test_a_context_of_the_operator_is_known(post, settings, tmp_path):
    file = tmp_path / "context.json"
    file.write_text(json.dumps({"@context": {"boat": "https://x.example/#boat"}}))
    document = licence(**{"@context": [CREDENTIALS_V2, "https://x.example/v1"], "type": ["VerifiableCredential"]})
    document["credentialSubject"] = {"id": "did:example:a", "boat": "x"}
    assert post("jose/credentials/issue", {"credential": document}).status_code == 422

    settings.TEST_DOOR_CONTEXTS = {"https://x.example/v1": file}
    _forget()
    try:
        _issued(post, "jose", document)
    finally:
        settings.TEST_DOOR_CONTEXTS = {}
        _forget()


def _forget() -> None:
    contexts.supplied.cache_clear()
    contexts.known.cache_clear()
