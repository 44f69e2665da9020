"""Sign once, show any choice, and nothing else can be made to look signed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from laurel.canon.strict_json import pointer, walk
from laurel.errors import CredentialError, JsonLdError, LimitError, ProofError, ProofPurposeError, SignatureError
from laurel.keys import LocalSigner, PrivateKey
from laurel.proofs import check_proof, read_proof
from laurel.proofs.ecdsa_sd_2023 import derive, must_show, sign_base, verify_derived
from laurel.proofs.ecdsa_sd_2023.proof_value import BaseProof, DerivedProof
from plain_badge import badge

KEY = PrivateKey.from_seed(b"\1" * 32, "P-256")
SIGNER = LocalSigner(KEY, "did:web:uni.example#key-1")
MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)
PLACES = [pointer(*steps) for steps, _ in walk(badge()) if steps and "@context" not in steps and "@" not in str(steps[-1])]


def entropy(start: int = 7) -> Any:
    draws = count(start)
    return lambda length: bytes([next(draws)]) * length


def base(document: dict[str, Any] | None = None, *, start: int = 7, **options: Any) -> dict[str, Any]:
    return sign_base(document or badge(), signer=SIGNER, created=MONDAY, entropy=entropy(start), **options)


BASE = base()


def shown(*pointers: str) -> dict[str, Any]:
    return derive(BASE, selective=pointers)


def check(document: dict[str, Any]) -> Any:
    return check_proof(document, document["proof"][0], KEY.public)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PLACES), max_size=5))
def test_every_choice_verifies_and_holds_what_is_mandatory(pointers: list[str]):
    document = shown(*pointers)

    options = check(document)

    assert (options.suite_name, options.created) == ("ecdsa-sd-2023", MONDAY)
    assert (document["issuer"], document["validFrom"]) == (badge()["issuer"], badge()["validFrom"])


def test_what_is_not_chosen_is_not_there_in_any_form():
    text = json.dumps(shown("/name"), ensure_ascii=False)

    for hidden in ("Six labs.", "a@b.example", "EQF 6"):
        assert hidden not in text
    assert BaseProof.parse(BASE["proof"][0]["proofValue"]).hmac_key.hex() not in text


def test_whatever_limits_a_credential_is_mandatory_unless_told_otherwise():
    document = badge() | {"validUntil": "2027-01-01T00:00:00Z"}

    assert must_show(document) == ("/id", "/issuer", "/validFrom", "/validUntil", "/credentialSubject/id")
    assert derive(base(document), selective=[])["validUntil"] == "2027-01-01T00:00:00Z"
    assert "validUntil" not in derive(base(document, mandatory=["/issuer"]), selective=["/name"])


def test_signing_with_the_same_entropy_gives_the_same_and_with_another_other_labels():
    assert base() == BASE
    other = sign_base(badge(), signer=SIGNER, created=MONDAY, entropy=lambda length: b"\x55" * length)
    chosen = ["/credentialSubject/achievement/criteria"]
    labels = [DerivedProof.parse(derive(each, selective=chosen)["proof"][0]["proofValue"]).labels for each in (BASE, other)]
    assert set(labels[0].values()).isdisjoint(labels[1].values())


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Doctor of data"},
        {"validFrom": "2020-11-23T12:00:00Z"},
        {"validUntil": "2027-01-01T00:00:00Z"},
        {"issuer": {"id": "did:web:evil.example", "type": ["Profile"], "name": "Софийски пример"}},
        {"type": ["VerifiableCredential"]},
        {"credentialSubject": {"id": "did:example:somebody", "type": ["AchievementSubject"]}},
        {"description": "added"},
    ],
    ids=str,
)
def test_refuses_a_changed_or_added_statement(change: dict[str, Any]):
    with pytest.raises(SignatureError):
        check(shown("/name") | change)


@pytest.mark.parametrize("name", ["issuer", "validFrom", "name"])
def test_refuses_a_statement_that_was_taken_out(name: str):
    document = shown("/name")
    del document[name]

    with pytest.raises(SignatureError):
        check(document)


def test_refuses_statements_of_two_credentials_put_together():
    other = derive(base(badge() | {"name": "Doctor of data"}, start=50), selective=["/name"])
    ours = shown("/name")
    ours_value, theirs = (DerivedProof.parse(each["proof"][0]["proofValue"]) for each in (ours, other))

    mixed = replace(ours_value, signatures=theirs.signatures, proof_key=theirs.proof_key)

    for value in (mixed, replace(ours_value, signatures=ours_value.signatures[::-1])):
        document = {**ours, "name": "Doctor of data", "proof": [{**ours["proof"][0], "proofValue": value.write()}]}
        with pytest.raises(SignatureError):
            check(document)


def edits(value: DerivedProof) -> dict[str, DerivedProof]:
    labels = list(value.labels.values())
    swapped = dict(zip(value.labels, [*labels[1:], labels[0]], strict=True))
    return {
        "fewer signatures": replace(value, signatures=value.signatures[:-1]),
        "more signatures": replace(value, signatures=(*value.signatures, value.signatures[0])),
        "everything mandatory": replace(
            value, signatures=(), mandatory=tuple(range(len(value.signatures) + len(value.mandatory)))
        ),
        "nothing mandatory": replace(value, mandatory=()),
        "index outside": replace(value, mandatory=(*value.mandatory[:-1], 1_999)),
        "other labels": replace(value, labels=swapped),
        "fewer labels": replace(value, labels=dict(list(value.labels.items())[:-1])),
        "another proof key": replace(value, proof_key=KEY.public),
        "another signature": replace(value, signature=value.signatures[0]),
    }


@pytest.mark.parametrize("edit", list(edits(DerivedProof.parse(shown("/credentialSubject")["proof"][0]["proofValue"]))))
def test_refuses_an_edited_proof_value(edit: str):
    document = shown("/credentialSubject")
    proof = document["proof"][0]
    value = edits(DerivedProof.parse(proof["proofValue"]))[edit].write()

    with pytest.raises(CredentialError):
        verify_derived(document, {**proof, "proofValue": value}, KEY.public)


@pytest.mark.parametrize(
    "change",
    [
        {"created": "2026-11-23T12:00:01Z"},
        {"verificationMethod": "did:web:evil.example#key-1"},
        {"expires": "2030-01-01T00:00:00Z"},
        {"challenge": "x"},
    ],
    ids=str,
)
def test_refuses_changed_options(change: dict[str, Any]):
    document = shown("/name")

    with pytest.raises(SignatureError):
        verify_derived(document, document["proof"][0] | change, KEY.public)


@pytest.mark.parametrize(
    "value", ["", "u", "z" + "1" * 80, "u2V0B", "u2V0A", "u2V0C", "u2V0BhQ", "u" + "A" * 400_001, 5, None, "u!"]
)
def test_refuses_a_malformed_proof_value(value: Any):
    document = shown("/name")

    with pytest.raises(ProofError):
        verify_derived(document, document["proof"][0] | {"proofValue": value}, KEY.public)


def test_refuses_a_base_proof_where_a_derived_one_is_wanted_and_the_other_way():
    with pytest.raises(ProofError, match="base proof"):
        check(BASE)
    with pytest.raises(ProofError, match="derived"):
        derive(shown("/name"), selective=["/name"])


def test_refuses_another_purpose_key_suite_or_place_in_a_chain():
    document = shown("/name")
    proof = document["proof"][0]
    with pytest.raises(ProofPurposeError):
        verify_derived(document, proof, KEY.public, purpose="authentication")
    with pytest.raises(SignatureError):
        verify_derived(document, proof, PrivateKey.from_seed(b"\2" * 32, "P-256").public)
    for other in (PrivateKey.from_seed(b"\1" * 48, "P-384"), PrivateKey.from_seed(b"\1" * 32)):
        with pytest.raises(ProofError):
            verify_derived(document, proof, other.public)
        with pytest.raises(ProofError):
            sign_base(badge(), signer=LocalSigner(other, "x"), created=MONDAY, entropy=entropy())
    with pytest.raises(ProofError):
        read_proof(proof | {"previousProof": "urn:uuid:1"})
    with pytest.raises(ProofError):
        verify_derived(document, proof | {"cryptosuite": "ecdsa-rdfc-2019"}, KEY.public)
    with pytest.raises(ProofError):
        base(document)


@pytest.mark.parametrize("pointers", [["/nothing"], ["name"], ["/type/9"]])
def test_refuses_pointers_that_name_nothing(pointers: list[str]):
    with pytest.raises(ProofError):
        base(mandatory=pointers)
    with pytest.raises(ProofError):
        shown(*pointers)


def test_refuses_to_show_nothing_at_all():
    with pytest.raises(ProofError):
        derive(base(mandatory=[]), selective=[])


def test_refuses_a_document_that_uses_our_own_names_for_nodes():
    with pytest.raises(JsonLdError):
        base(badge() | {"id": "urn:bnid:b0"})


def test_refuses_more_statements_than_anybody_wants_to_check():
    crowd = badge()
    crowd["credentialSubject"]["achievement"]["tag"] = [f"tag {number}" for number in range(2_100)]

    with pytest.raises(LimitError):
        base(crowd)
