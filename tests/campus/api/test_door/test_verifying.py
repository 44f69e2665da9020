"""What the test door answers about credentials and presentations: 200 for what holds, 4xx for everything else."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from any_credential import ISSUER, SIGNER, licence, signed
from campus.api.test_door.keys import ALGORITHMS
from laurel.canon.contexts import CREDENTIALS_V2, OPEN
from laurel.proofs import Occasion, add_proof
from laurel.timestamp import parse_timestamp, write_timestamp

PROOF = {"checks": ["proof"]}
OCCASION = Occasion(challenge="a-question", domain="domain.example")
LONG_AGO = parse_timestamp("2025-01-01T00:00:00Z")
EXPIRED = {"validUntil": "2026-01-02T00:00:00Z"}


def _old(**changes: Any) -> dict[str, Any]:
    return add_proof(licence(validFrom=None, **changes), signer=SIGNER, created=LONG_AGO, contexts=OPEN)


def _shown(credentials: list[Any] | None = None, **changes: Any) -> dict[str, Any]:
    document = {"@context": [CREDENTIALS_V2], "type": ["VerifiablePresentation"], **changes}
    document |= {} if credentials is None else {"verifiableCredential": credentials}
    return add_proof(document, signer=SIGNER, created=LONG_AGO, purpose="authentication", occasion=OCCASION, contexts=OPEN)


def _checked(post, credential: Any, **options: Any) -> Any:
    return post("credentials/verify", {"verifiableCredential": credential, "options": options})


def _presented(post, presentation: Any, **options: Any) -> Any:
    return post("presentations/verify", {"verifiablePresentation": presentation, "options": options})


@pytest.mark.parametrize("suite", [suite for suite in ALGORITHMS if suite != "ecdsa-sd-2023"])
def test_what_a_suite_signs_holds(post, keys, suite):
    issued = post(f"{suite}/credentials/issue", {"credential": licence(issuer=keys[suite], validFrom=None)}).json()

    answer = _checked(post, issued["verifiableCredential"])

    assert (answer.status_code, answer.json()["verified"], answer.json()["errors"]) == (200, True, [])
    assert answer.json()["report"]["profile"] == "generic"


def test_the_status_is_read_from_the_list_that_is_served_here(post, keys):
    body = {"credential": licence(issuer=keys["status"], validFrom=None)}
    issued = post("status/credentials/issue", body).json()["verifiableCredential"]

    answer = _checked(post, issued, checks=["proof", "credentialStatus"])

    assert (answer.status_code, "status" in answer.json()["checks"]) == (200, True)


def test_a_status_that_nobody_can_read_is_not_passed_where_it_was_asked_for(post):
    credential = _old(credentialStatus={"type": "https://x.example/#Other"})

    assert _checked(post, credential, **PROOF).status_code == 200
    assert _checked(post, credential, checks=["proof", "credentialStatus"]).status_code == 400


def test_only_what_is_asked_for_decides(post):
    credential = _old(**EXPIRED)

    assert _checked(post, credential, **PROOF).status_code == 200
    assert _checked(post, credential, checks=["proof", "validity"]).status_code == 400
    assert _checked(post, credential).status_code == 400


def test_whose_key_it_is_does_not_decide(post):
    assert _checked(post, _old(issuer="https://vc.example/issuers/5678"), **PROOF).status_code == 200


@pytest.mark.parametrize(
    "edit",
    [
        lambda document: document["credentialSubject"].update(id="did:example:other"),
        lambda document: document["credentialSubject"].update(undefined="x"),
        lambda document: document["type"].append("Undefined"),
        lambda document: document.pop("proof"),
        lambda document: document.update(proof=None),
        lambda document: document["proof"][0].pop("type"),
        lambda document: document["proof"][0].pop("proofPurpose"),
        lambda document: document["proof"][0].pop("verificationMethod"),
        lambda document: document["proof"][0].update(proofPurpose="authentication"),
        lambda document: document["proof"][0].update(cryptosuite="unknown-cryptosuite-2017"),
        lambda document: document["proof"][0].update(type="UnknownProofType"),
        lambda document: document["proof"][0].update(created="invalidDate"),
        lambda document: document["proof"][0].update(proofValue=document["proof"][0]["proofValue"][1:]),
        lambda document: document["proof"][0].update(previousProof="urn:uuid:missing"),
        lambda document: document["proof"].append(deepcopy(document["proof"][0]) | {"created": "2025-01-02T00:00:00Z"}),
        lambda document: document["@context"].append("https://unknown.example/v1"),
        lambda document: document.pop("credentialSubject"),
    ],
)
def test_refuses_a_credential_that_was_changed_or_never_in_order(post, edit):
    credential = _old()
    edit(credential)

    answer = _checked(post, credential, **PROOF)

    assert (answer.status_code, answer.json()["verified"]) == (400, False)
    assert answer.json()["errors"]


@pytest.mark.parametrize("credential", [5, [], {}, "", "no token", '{"type": ["VerifiableCredential"]}', {"type": ["Other"]}])
def test_refuses_what_is_no_credential(post, credential):
    assert 400 <= _checked(post, credential, **PROOF).status_code < 500


def test_refuses_to_pass_a_check_that_it_does_not_know(post):
    answer = _checked(post, _old(), checks=["proof", "everything"])

    assert (answer.status_code, answer.json()["code"]) == (400, "UNKNOWN_CHECK")


def test_challenge_and_domain_of_a_request_are_compared_with_the_proofs(post):
    credential = add_proof(licence(validFrom=None), signer=SIGNER, created=LONG_AGO, occasion=OCCASION, contexts=OPEN)

    assert _checked(post, credential, **PROOF, challenge="a-question", domain="domain.example").status_code == 200
    assert _checked(post, credential, **PROOF, domain="other.example").status_code == 400
    told = _checked(post, _old(), **PROOF, challenge="a-question").json()
    assert [each["code"] for each in told["errors"]] == ["MEANT_FOR_ANOTHER"]


def test_a_presentation_holds_for_the_occasion_that_was_asked_for(post):
    shown = _shown([_old()], holder=ISSUER)

    assert _presented(post, shown, challenge="a-question", domain="domain.example").status_code == 200
    assert _presented(post, shown, **PROOF).status_code == 200
    assert _presented(post, shown, challenge="another").status_code == 400
    assert _presented(post, shown, challenge="a-question", domain="other.example").status_code == 400
    assert _presented(post, _shown()).json()["holder"] == ISSUER


def test_checks_decide_about_the_credentials_of_a_presentation_too(post):
    shown = _shown([_old(**EXPIRED)])

    assert _presented(post, shown, **PROOF).status_code == 200
    assert _presented(post, shown).status_code == 400


@pytest.mark.parametrize(
    "edit",
    [
        lambda shown: shown.pop("@context"),
        lambda shown: shown.update(type=["Other"]),
        lambda shown: shown.pop("proof"),
        lambda shown: shown.update(holder="did:example:other"),
        lambda shown: shown.update(verifiableCredential=[licence()]),
        lambda shown: shown.update(verifiableCredential=["eyJ"]),
        lambda shown: shown["@context"].append("https://unknown.example"),
        lambda shown: shown["proof"][0].update(proofValue="z5nmMBw2u9TGKd9NxxHJtyZKgjN2Eh"),
    ],
)
def test_refuses_a_presentation_that_is_not_in_order(post, edit):
    shown = _shown([_old()])
    edit(shown)

    assert _presented(post, shown, **PROOF).status_code == 400


def test_times_are_those_of_this_moment(post):
    assert write_timestamp(LONG_AGO) == _old()["proof"][0]["created"]
    assert _checked(post, signed() | {}, **PROOF).status_code == 200
