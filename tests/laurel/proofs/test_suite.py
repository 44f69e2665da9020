import copy
from datetime import UTC, datetime
from typing import Any

import pytest

from laurel.errors import (
    ContextError,
    JsonLdError,
    NoProofError,
    ProofError,
    ProofPurposeError,
    SignatureError,
    UnsupportedError,
)
from laurel.keys import LocalSigner, PrivateKey, base58
from laurel.proofs import SUITES, add_proof, check_proof, proofs_of, read_proof
from plain_badge import badge

KEY = PrivateKey.from_seed(b"\1" * 32)
EC_KEY = PrivateKey.from_seed(b"\1" * 32, "P-256")
WIDE_KEY = PrivateKey.from_seed(b"\1" * 48, "P-384")
METHOD = "did:web:uni.example#key-1"
MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)
NAMES = [name for name in SUITES if name != "Ed25519Signature2020"]


def key_for(name: str) -> PrivateKey:
    return EC_KEY if name.startswith("ecdsa") else KEY


def signed(name: str = "eddsa-rdfc-2022", **options: Any) -> dict[str, Any]:
    return add_proof(badge(), suite=name, signer=LocalSigner(key_for(name), METHOD), created=MONDAY, **options)


@pytest.mark.parametrize("name", NAMES)
def test_checks_what_it_signs(name: str):
    document = signed(name)

    options = check_proof(document, document["proof"][0], key_for(name).public)

    assert (options.suite_name, options.verification_method, options.created) == (name, METHOD, MONDAY)


@pytest.mark.parametrize("name", ["ecdsa-rdfc-2019", "ecdsa-jcs-2019"])
def test_a_key_of_p384_signs_with_its_own_hash(name: str):
    document = add_proof(badge(), suite=name, signer=LocalSigner(WIDE_KEY, METHOD), created=MONDAY)
    proof = document["proof"][0]

    check_proof(document, proof, WIDE_KEY.public)

    short = proof | {"proofValue": signed(name)["proof"][0]["proofValue"]}
    for wrong, key in ((short, WIDE_KEY), (proof, EC_KEY)):
        with pytest.raises(SignatureError):
            check_proof(document, wrong, key.public)


@pytest.mark.parametrize("name", NAMES)
def test_signing_again_gives_the_same_proof_and_leaves_the_document_alone(name: str):
    document = badge()
    signer = LocalSigner(key_for(name), METHOD)

    once = add_proof(document, suite=name, signer=signer, created=MONDAY)

    assert document == badge()
    assert add_proof(document, suite=name, signer=signer, created=MONDAY) == once


def test_a_proof_may_stand_alone_or_in_a_list():
    document = signed()
    alone = document | {"proof": document["proof"][0]}

    for form in (document, alone):
        check_proof(form, proofs_of(form)[0], KEY.public)


def test_the_older_suite_is_checked_under_its_own_context():
    document = badge()
    document["@context"].append("https://w3id.org/security/suites/ed25519-2020/v1")

    old = add_proof(document, suite="Ed25519Signature2020", signer=LocalSigner(KEY, METHOD), created=MONDAY)

    assert "cryptosuite" not in old["proof"][0]
    check_proof(old, old["proof"][0], KEY.public)


@pytest.mark.parametrize("name", NAMES)
def test_refuses_another_key(name: str):
    document = signed(name)
    other = PrivateKey.from_seed(b"\2" * 32, key_for(name).algorithm).public

    with pytest.raises(SignatureError):
        check_proof(document, document["proof"][0], other)


def test_refuses_a_key_of_another_algorithm():
    document = signed()
    with pytest.raises(ProofError):
        check_proof(document, document["proof"][0], EC_KEY.public)
    with pytest.raises(ProofError):
        add_proof(badge(), signer=LocalSigner(EC_KEY, METHOD), created=MONDAY)


@pytest.mark.parametrize("name", ["ecdsa-rdfc-2019", "ecdsa-jcs-2019", "eddsa-rdfc-2022"])
def test_refuses_a_curve_that_the_suite_does_not_have(name: str):
    key = PrivateKey.from_seed(b"\1" * 66, "P-521")
    with pytest.raises(ProofError):
        add_proof(badge(), suite=name, signer=LocalSigner(key, METHOD), created=MONDAY)
    document = signed(name)
    with pytest.raises(ProofError):
        check_proof(document, document["proof"][0], key.public)


@pytest.mark.parametrize("name", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
@pytest.mark.parametrize(
    "change",
    [
        {"created": "2026-11-23T12:00:01Z"},
        {"verificationMethod": "did:web:uni.example#key-2"},
        {"expires": "2030-01-01T00:00:00Z"},
        {"domain": "evil.example"},
        {"challenge": "again"},
        {"nonce": "x"},
        {"id": "urn:uuid:1"},
    ],
)
def test_refuses_changed_options(name: str, change: dict[str, Any]):
    document = signed(name)

    with pytest.raises(SignatureError):
        check_proof(document, document["proof"][0] | change, KEY.public)


def test_refuses_an_option_that_would_not_be_signed():
    document = signed()

    with pytest.raises(JsonLdError):
        check_proof(document, document["proof"][0] | {"expirationDate": "2030-01-01T00:00:00Z"}, KEY.public)


def test_refuses_a_proof_for_another_purpose():
    document = signed(purpose="authentication")

    with pytest.raises(ProofPurposeError):
        check_proof(document, document["proof"][0], KEY.public)
    check_proof(document, document["proof"][0], KEY.public, purpose="authentication")


def test_refuses_a_proof_under_the_label_of_another_suite():
    jcs = signed("eddsa-jcs-2022")
    with pytest.raises(SignatureError):
        check_proof(jcs, jcs["proof"][0] | {"cryptosuite": "eddsa-rdfc-2022"}, KEY.public)
    with pytest.raises(ProofError):
        SUITES["eddsa-rdfc-2022"].check_proof(jcs, jcs["proof"][0], KEY.public)


def test_refuses_contexts_added_after_signing():
    document = signed("eddsa-jcs-2022")
    document["@context"] = [*document["@context"], "https://www.w3.org/ns/did/v1"]

    with pytest.raises(ContextError):
        check_proof(document, document["proof"][0], KEY.public)
    unmarked = {name: value for name, value in document["proof"][0].items() if name != "@context"}
    with pytest.raises(SignatureError):
        check_proof(document, unmarked, KEY.public)


def test_refuses_a_proof_with_contexts_of_its_own():
    document = signed()

    with pytest.raises(ContextError):
        check_proof(document, document["proof"][0] | {"@context": "https://www.w3.org/ns/did/v1"}, KEY.public)


SIGNATURE = "z" + base58.encode(b"\1" * 64)


@pytest.mark.parametrize(
    "change",
    [
        {"type": None},
        {"type": ["DataIntegrityProof"]},
        {"type": "Ed25519Signature2020"},
        {"cryptosuite": None},
        {"cryptosuite": 5},
        {"proofPurpose": ""},
        {"proofPurpose": ["assertionMethod"]},
        {"verificationMethod": {"id": METHOD}},
        {"verificationMethod": "x" * 3_000},
        {"created": "2026-11-23"},
        {"created": 5},
        {"expires": "never"},
        {"previousProof": []},
        {"previousProof": [5]},
        {"previousProof": ["urn:a", "urn:a"]},
        {"previousProof": [f"urn:{number}" for number in range(9)]},
        {"challenge": 5},
        {"proofValue": None},
        {"proofValue": SIGNATURE[1:]},
        {"proofValue": "u" + SIGNATURE[1:]},
        {"proofValue": SIGNATURE + "\n"},
        {"proofValue": " " + SIGNATURE},
        {"proofValue": "z1" + SIGNATURE[1:]},
        {"proofValue": "z" + base58.encode(b"\1" * 63)},
        {"proofValue": "z" + base58.encode(b"\1" * 65)},
        {"proofValue": "z" + "2" * 1_000_000},
        {"proofValue": "z0OIl"},
    ],
)
def test_refuses_malformed_options(change: dict[str, Any]):
    document = signed()
    proof = {name: value for name, value in (document["proof"][0] | change).items() if value is not None}

    with pytest.raises(ProofError):
        check_proof(document, proof, KEY.public)


def test_a_suite_we_do_not_know_is_neither_right_nor_wrong():
    for proof in ({"type": "DataIntegrityProof", "cryptosuite": "bbs-2023"}, {"type": "SomeProof"}):
        with pytest.raises(UnsupportedError):
            read_proof(proof)
        with pytest.raises(UnsupportedError):
            check_proof(badge(), proof, KEY.public)


@pytest.mark.parametrize("proof", [None, {}, [], "proof", [None], [[{"type": "x"}]], [{}], 5])
def test_refuses_a_document_without_a_proof(proof: Any):
    with pytest.raises(NoProofError):
        proofs_of(badge() | {"proof": proof})


def test_refuses_to_sign_what_it_cannot_cover():
    document = copy.deepcopy(badge())
    document["credentialSubject"]["gradePointAverage"] = 6

    with pytest.raises(JsonLdError):
        add_proof(document, signer=LocalSigner(KEY, METHOD), created=MONDAY)
